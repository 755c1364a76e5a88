"""What a closed period holds, and what moved between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.kit import share
from tequio.kit.event import plain
from tequio.tracking.models import Period
from tequio.tracking.queries.figures import CommitmentProgress, plan_progress
from tequio.tracking.queries.periods import Owed, owed_in, public_leaves
from tequio.tracking.queries.rows import LeafRow, leaves
from tequio.tracking.queries.tracks import Tracks, tracks_from
from tequio.tracking.vocab import STANDING_WORDS, Completion, Track

# What of a milestone and of a commitment is compared between two snapshots.
COMPARED = ("status", "value", "ends_on", "is_late", "evidence_accepted")
TRACKED = ("reported", "verified", "government", "society", "irm")
COLUMNS = {
    "status": _("Status"),
    "value": _("Value reached"),
    "ends_on": _("Ends on"),
    "is_late": _("Late"),
    "evidence_accepted": _("Accepted pieces"),
    "reported": _("Reported"),
    "verified": _("Verified"),
    **{one.value: one.label for one in Track},
}


@dataclass(frozen=True)
class Changed:
    """One thing that is not what it was: before and after of each column that moved; empty for what is new or gone."""

    id: str
    title: str
    commitment: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def told(self) -> list[tuple[Any, Any, Any]]:
        """What moved, in words: column, before, after."""
        pairs = [(name, self.before.get(name), now) for name, now in self.after.items()]
        return [(COLUMNS[name], _word(name, was), _word(name, now)) for name, was, now in pairs]

    @property
    def is_new(self) -> bool:
        return bool(self.after) and not self.before

    @property
    def is_gone(self) -> bool:
        return bool(self.before) and not self.after


@dataclass(frozen=True)
class Comparison:
    """What moved between two closed periods of a plan."""

    commitments: Sequence[Changed]
    milestones: Sequence[Changed]


def snapshot_of(period: Period, *, at: datetime) -> dict[str, Any]:
    """Gather all that is public of a period's plan as one document, to be hashed and kept."""
    plan = period.plan
    measured = plan_progress(plan)
    rows = leaves(public_leaves(plan), at=at)
    owed = owed_in(period, at=at)
    sides = tracks_from(measured.commitments, jurisdiction=plan.jurisdiction)
    return {
        "type": "period-snapshot",
        "id": period.urn,
        "plan": plan.urn,
        "name": period.name,
        "starts_on": plain(period.starts_on),
        "ends_on": plain(period.ends_on),
        "closed_at": plain(at),
        "reported": share.plain(measured.reported),
        "verified": share.plain(measured.verified),
        "unknown": share.plain(measured.unknown),
        "commitments": [_commitment(one) for one in sides],
        "milestones": [_milestone(row, owed) for row in rows],
        "reports": [_report(one) for one in owed if one.report],
        "missing": [_missing(one) for one in owed if one.is_owed and one.is_missing],
    }


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Say what moved from one snapshot to another: pure, so that anybody can do it with the two files."""
    return Comparison(
        _moved(before["commitments"], after["commitments"], TRACKED),
        _moved(before["milestones"], after["milestones"], COMPARED),
    )


def _word(column: str, value: Any) -> Any:
    """Say a value of a snapshot as a page shows it."""
    if value is None:
        return "–"
    if column == "status":
        return STANDING_WORDS.get(value, value)
    if column in Track.values:
        return Completion(value).label
    if isinstance(value, str) and column.endswith("_on"):
        return date.fromisoformat(value).strftime("%d/%m/%Y")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column in ("reported", "verified"):
        return f"{share.whole_percent(Fraction(value))} %"
    return value


def _moved(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> list[Changed]:
    old, new = {one["id"]: one for one in before}, {one["id"]: one for one in after}
    found = []
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        shown = now or was or {}
        left = {name: was[name] for name in columns} if was else {}
        right = {name: now[name] for name in columns} if now else {}
        if was and now:
            moved = [name for name in columns if left[name] != right[name]]
            left, right = {name: left[name] for name in moved}, {name: right[name] for name in moved}
        if left or right:
            found.append(Changed(key, shown["title"], shown.get("commitment", key), left, right))
    return found


def _commitment(one: Tracks) -> dict[str, Any]:
    measured: CommitmentProgress = one.progress
    return {
        "id": one.commitment.public_id,
        "title": one.commitment.title,
        "reported": share.plain(measured.reported),
        "verified": share.plain(measured.verified),
        "unknown": share.plain(measured.unknown),
        **{side.track.value: side.completion.value if side.completion else None for side in one.sides},
    }


def _milestone(row: LeafRow, owed: Sequence[Owed]) -> dict[str, Any]:
    leaf = row.milestone
    reasons = [one.reasons[leaf.pk] for one in owed if leaf.pk in one.reasons]
    return {
        "id": leaf.public_id,
        "commitment": leaf.commitment.public_id,
        "title": leaf.title,
        "status": row.code,
        "is_confirmed": row.is_confirmed,
        "is_late": row.is_late,
        "days_late": row.days_late,
        "value": plain(row.value),
        "starts_on": plain(leaf.begins_on),
        "ends_on": plain(row.ends_on),
        "original_ends_on": plain(row.first_ends_on),
        "began_on": plain(row.began_on),
        "finished_on": plain(row.finished_on),
        "evidence_submitted": row.submitted,
        "evidence_accepted": row.accepted,
        "reasons": reasons,
    }


def _report(one: Owed) -> dict[str, Any]:
    report = one.report
    assert report is not None  # noqa: S101 - only those that were sent are asked for
    return {
        "institution": one.institution.urn,
        "name": one.institution.name,
        "sent_at": plain(report.at),
        "is_late": report.is_late,
        "summary": report.summary,
    }


def _missing(one: Owed) -> dict[str, Any]:
    return {
        "institution": one.institution.urn,
        "name": one.institution.name,
        "is_sent": one.report is not None,
        "unexplained": [row.milestone.public_id for row in one.unexplained],
    }
