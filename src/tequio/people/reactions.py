"""The mails of this room. Each may be told twice: a second mail, never a second office."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.heard import Heard
from tequio.people import actions, policies
from tequio.people.models import Invitation, Tenure


def send_invitation(heard: Heard) -> None:
    """Write to whoever was invited. The link is made here, so that no trace holds it."""
    rows = Invitation.objects.select_related("office__institution__jurisdiction", "office__role")
    invitation = rows.filter(public_id=heard.data["invitation"]).first()
    if invitation is None or not policies.is_acceptable(invitation, now()):
        return
    token = actions.write_invitation(invitation=invitation, actor=SYSTEM, at=now())
    link = settings.BASE_URL + reverse("people:invitation", args=[token])
    _send(invitation.email, "invitation", invitation=invitation, office=invitation.office, link=link)


def tell_office_ended(heard: Heard) -> None:
    """Write to whoever held an office that ended, unless the account is gone."""
    rows = Tenure.objects.select_related("user", "office__institution__jurisdiction")
    tenure = rows.filter(public_id=heard.data["tenure"]).first()
    if tenure is not None:
        _send(tenure.user.email, "office_ended", tenure=tenure, office=tenure.office)


def _send(email: str, name: str, **context: object) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = {
            "invitation": _("You are invited to an office"),
            "office_ended": _("An office of yours ended"),
        }[name]
        body = render_to_string(f"people/mail/{name}.txt", context | {"site_title": settings.SITE_TITLE})
        EmailMessage(f"{settings.SITE_TITLE}: {subject}", body, to=[email]).send()
