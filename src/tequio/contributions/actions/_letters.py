"""The mail that goes out with an action, in its transaction: the private link exists nowhere else; and its end."""

from __future__ import annotations

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tequio.contributions.models import Contribution
from tequio.jobs.actions import forget_mails, send_mail
from tequio.kit import secret

_SECRET = re.compile(r"[\w-]{40,}", re.ASCII)


def forget(contribution: Contribution) -> None:
    """Forget the mails to whoever wrote something that is erased: those sent, and those that wait to tell of it."""

    def is_about(text: str) -> bool:
        has_link = any(secret.opens(word, contribution.token_hash) for word in _SECRET.findall(text))
        return has_link or contribution.get_absolute_url() in text

    if contribution.email:
        forget_mails(to=contribution.email, is_about=is_about)


def acknowledge(contribution: Contribution, token: str, *, title: str) -> None:
    """Send the private link to whoever left an address. Their words do not travel: anybody may write any address."""
    if not contribution.email:
        return
    place = contribution.thread.jurisdiction
    with translation.override(settings.LANGUAGE_CODE), timezone.override(place.time_zone):
        link = settings.BASE_URL + reverse("contributions:follow_up", args=[token])
        context = {"contribution": contribution, "title": title, "place": place, "link": link}
        text = render_to_string("contributions/mail/received.txt", context)
        subject = f"{settings.SITE_TITLE}: {_('we received what you wrote')}"
    send_mail.enqueue(to=contribution.email, subject=subject, text=text)
