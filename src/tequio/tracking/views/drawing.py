"""What the Gantt chart is told: bars, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from tequio.tracking import gantt, queries
from tequio.tracking.vocab import STANDING_WORDS


def bars(rows: Iterable[queries.LeafRow]) -> list[gantt.Bar]:
    """Turn milestones into bars."""
    return [
        gantt.Bar(
            label=row.milestone.label,
            title=row.milestone.short,
            url=row.milestone.get_absolute_url(),
            start=row.milestone.begins_on,
            end=row.ends_on,
            code=row.code,
            word=str(STANDING_WORDS[row.code]),
            is_late=row.is_late,
            heading=row.heading,
            began=row.began_on,
            done=row.finished_on,
        )
        for row in rows
    ]


def gantt_words() -> Mapping[str, Any]:
    """Return the words of the chart in the reader's language."""
    return {
        "summary": _("%(count)s milestones, from %(start)s to %(end)s"),
        "empty": _("No milestone has dates yet."),
        "undated": _("without dates"),
        "today": _("Today"),
        "late": _("Late"),
        "planned": _("planned from %(start)s to %(end)s"),
        "actual": _("done from %(start)s to %(end)s"),
        "scroll": _("The calendar; scroll it sideways"),
        "months": [str(MONTHS_3[number]) for number in range(1, 13)],
    }
