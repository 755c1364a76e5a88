"""The mails of this room. Each may be told twice: a second mail, never a second office."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.heard import Heard
from tequio.kit.urn import parse
from tequio.people import actions, policies
from tequio.people.models import Invitation, Jurisdiction, Office, Organisation, Relay, Tenure


def send_invitation(heard: Heard) -> None:
    """Write to whoever was invited. The link is made here, so that no trace holds it."""
    rows = Invitation.objects.select_related("office__institution__jurisdiction", "office__role")
    invitation = rows.filter(public_id=heard.data["invitation"]).first()
    if invitation is None or not policies.is_acceptable(invitation, now()):
        return
    token = actions.write_invitation(invitation=invitation, actor=SYSTEM, at=now())
    link = settings.BASE_URL + reverse("people:invitation", args=[token])
    _send(invitation.email, "invitation", invitation.office, invitation=invitation, link=link)


def tell_office_ended(heard: Heard) -> None:
    """Write to whoever held an office that ended, unless the account is gone."""
    rows = Tenure.objects.select_related("user", "office__institution__jurisdiction")
    tenure = rows.filter(public_id=heard.data["tenure"]).first()
    if tenure is not None:
        _send(tenure.user.email, "office_ended", tenure.office, tenure=tenure)


def send_organisation_link(heard: Heard) -> None:
    """Send an organisation its private link, to its own address. The link is made here, so that no trace holds it."""
    found = _organisation(heard)
    if found is None:
        return
    token = actions.write_organisation_link(organisation=found, actor=SYSTEM, at=now())
    link = _link("people:organisation_link", found.jurisdiction, token)
    _write(found.contact_email, "organisation_link", found.jurisdiction, organisation=found, link=link)


def tell_organisation(heard: Heard) -> None:
    """Tell an organisation what coordination decided, and why."""
    found = _organisation(heard)
    if found is not None:
        link = settings.BASE_URL + found.get_absolute_url()
        _write(found.contact_email, "organisation_decided", found.jurisdiction, organisation=found, link=link)


def relay_message(heard: Heard) -> None:
    """Carry a message to an organisation, with the link to answer it and without the address of whoever wrote."""
    relay = _relay(heard)
    if relay is None or relay.answered_at is not None:
        return
    place = relay.organisation.jurisdiction
    link = _link("people:answer_message", place, actions.write_relay_link(relay=relay, actor=SYSTEM, at=now()))
    _write(relay.organisation.contact_email, "relay", place, relay=relay, link=link)


def relay_answer(heard: Heard) -> None:
    """Carry an answer to whoever wrote, without the organisation's address."""
    relay = _relay(heard)
    if relay is not None:
        _write(relay.sender, "relay_answer", relay.organisation.jurisdiction, relay=relay)


def _organisation(heard: Heard) -> Organisation | None:
    public_id = parse(heard.data["organisation"]).id
    return Organisation.objects.filter(public_id=public_id).select_related("jurisdiction").first()


def _relay(heard: Heard) -> Relay | None:
    rows = Relay.objects.filter(public_id=heard.data["relay"]).select_related("organisation__jurisdiction")
    return rows.first()


def _link(name: str, place: Jurisdiction, token: str) -> str:
    return settings.BASE_URL + reverse(name, args=[place.slug, token])


def _write(email: str, name: str, place: Jurisdiction, **context: object) -> None:
    with translation.override(settings.LANGUAGE_CODE), timezone.override(place.time_zone):
        subject = {
            "organisation_link": _("The private link of your organisation"),
            "organisation_decided": _("What was decided of your registration"),
            "relay": _("Somebody writes to your organisation"),
            "relay_answer": _("Your message was answered"),
        }[name]
        body = render_to_string(
            f"people/mail/{name}.txt", context | {"place": place, "site_title": settings.SITE_TITLE}
        )
    EmailMessage(f"{settings.SITE_TITLE}: {subject}", body, to=[email]).send()


def _send(email: str, name: str, office: Office, **context: object) -> None:
    place = office.institution.jurisdiction
    with translation.override(settings.LANGUAGE_CODE), timezone.override(place.time_zone):
        subject = {
            "invitation": _("You are invited to an office"),
            "office_ended": _("An office of yours ended"),
        }[name]
        context |= {"office": office, "site_title": settings.SITE_TITLE}
        body = render_to_string(f"people/mail/{name}.txt", context)
    EmailMessage(f"{settings.SITE_TITLE}: {subject}", body, to=[email]).send()
