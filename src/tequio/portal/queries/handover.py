"""What somebody who leaves an office hands over (C17): what is open, what came back, who has to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tequio.people.models import Post, Tenure
from tequio.people.queries import Officer, posts_of
from tequio.portal.queries.desk import Line, line_of, owed_by


@dataclass(frozen=True)
class Handover:
    """The list of an office, on a day."""

    tenure: Tenure
    on: date
    lines: Sequence[Line]
    posts: Sequence[Post]


def handover_of(tenure: Tenure, at: datetime, *, with_private: bool) -> Handover:
    """Gather what an office owes and the contacts of its institution; private ones only for who may see them."""
    officer = Officer(tenure.user, tenure.office)
    today = tenure.office.institution.jurisdiction.day_of(at)
    return Handover(
        tenure=tenure,
        on=today,
        lines=[line_of(one, today) for one in owed_by(officer, at)],
        posts=list(posts_of(tenure.office.institution, public_only=not with_private)),
    )
