"""The mails of this room, as jobs: their arguments hold no address, and a second try is the same mail."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tequio.jobs.actions import job
from tequio.notices import queries
from tequio.notices.models import Reader
from tequio.notices.vocab import Rhythm
from tequio.record import queries as record


@job(attempts=10)
def send_digest(reader: int, after: int, until: int) -> None:
    """Tell a reader what happened between two entries.

    Killed between the mail and the tick it leaves again, with the same Message-ID: mail programs show it once.
    """
    found = Reader.objects.select_related("user").filter(pk=reader).first()
    if found is None:
        return
    with translation.override(found.language):
        news, more = queries.news_of(found, after=after, until=until)
        if not news:
            return
        context = {
            "news": news,
            "more": more,
            "rhythm": Rhythm(found.rhythm).label,
            "feed_url": settings.BASE_URL + reverse("record:feed"),
            "leave_url": found.leave_url,
            "manage_url": found.manage_url,
        }
        written = queries.letter(
            to=found.email,
            template="notices/mail/digest",
            context=context,
            language=found.language,
            headers={
                "Message-ID": f"<digest-{found.public_id}-{until}@{record.site()}.tequio.invalid>",
                "List-Unsubscribe": f"<{found.leave_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
                "Precedence": "bulk",
            },
        )
    written.send()
