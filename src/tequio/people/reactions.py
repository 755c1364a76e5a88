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
from tequio.people import actions, policies
from tequio.people.models import Invitation, Office, Tenure


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
