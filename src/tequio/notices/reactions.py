"""The mails that follow from a trace. Each may be told twice: a second mail, never a second subscription."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.heard import Heard
from tequio.notices import actions, queries
from tequio.notices.models import Follow
from tequio.record import queries as record


def send_confirmation(heard: Heard) -> None:
    """Write to the address that asked to follow something. The link is made here, so that no trace holds it."""
    follow = Follow.objects.select_related("reader__user").filter(pk=heard.data["follow"]).first()
    if follow is None:
        return
    thing = record.resolve([follow.subject]).get(follow.subject)
    if thing is None:
        return
    token = actions.write_confirmation(follow=follow, actor=SYSTEM, at=now())
    queries.letter(
        to=follow.reader.email,
        template="notices/mail/confirm",
        context={"thing": thing, "link": settings.BASE_URL + reverse("notices:confirm", args=[token])},
        language=follow.reader.language,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
