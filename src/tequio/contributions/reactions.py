"""The mails that follow an answer. Each may be told twice: a second mail, never a second answer."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tequio.contributions import queries
from tequio.contributions.models import Contribution
from tequio.jobs.actions import send_mail
from tequio.kit.heard import Heard
from tequio.kit.urn import parse


def tell_author(heard: Heard) -> None:
    """Write to whoever asked, if they left an address, once every point is answered (and when one is corrected)."""
    if not heard.data["completes"]:
        return
    found = queries.whole().filter(public_id=parse(heard.data["contribution"]).id).exclude(email="").first()
    if found is not None and found.is_answered:
        _send(found)


def _send(contribution: Contribution) -> None:
    place = contribution.thread.jurisdiction
    thing = queries.thing(contribution.thread.thing)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(place.time_zone):
        context = {
            "contribution": contribution,
            "title": contribution.path or (thing.title if thing else ""),
            "place": place,
            "page": "" if contribution.is_error else settings.BASE_URL + contribution.get_absolute_url(),
            "mail_days": queries.rules_of(place).mail_days,
        }
        text = render_to_string("contributions/mail/answered.txt", context)
        subject = f"{settings.SITE_TITLE}: {_('this is the answer to what you wrote')}"
    send_mail.enqueue(to=contribution.email, subject=subject, text=text)
