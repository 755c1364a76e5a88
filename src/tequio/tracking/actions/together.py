"""Saying how many milestones stand at once: all of it is kept, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Denied, Refused, require
from tequio.plans.models import Milestone
from tequio.record.actions import audit
from tequio.tracking import policies, queries
from tequio.tracking.actions import _telling
from tequio.tracking.actions.statuses import report_status
from tequio.tracking.events import StatusesReported
from tequio.tracking.models import Standing


@dataclass(frozen=True)
class Report:
    """What is said of one milestone. `seen` is the number of the last change that whoever says it knew of."""

    milestone: Milestone
    status: str
    seen: int
    value: Decimal | None = None
    note: str = ""


class RowsRefused(Refused):
    """Some rows do not hold, so none was kept. `rows` says why, by the milestone's public id."""

    def __init__(self, rows: dict[str, Refused]) -> None:
        super().__init__(None, _("Nothing was saved: mend what is marked, and save again."))
        self.rows = rows


class Rehearsed(Exception):
    """Everything would have been kept; nothing was."""


@transaction.atomic
def report_statuses(
    *, reports: Sequence[Report], way: str, actor: Actor, at: datetime, is_rehearsal: bool = False
) -> list[Standing]:
    """Say how many milestones stand: each is judged as report_status judges it, and states its own fact.

    All are kept or none. A rehearsal goes all the way, then raises Rehearsed, and nothing of it stays.
    Raises RowsRefused, with every reason at once, also for a milestone that changed since it was seen.
    """
    require(policies.can_report_together(actor))
    refused: dict[str, Refused] = {}
    kept: list[Standing] = []
    # In the order of their keys, so that two who save the same rows wait for each other instead of for ever.
    for one in sorted(reports, key=lambda report: report.milestone.pk):
        milestone = _telling.locked(one.milestone)
        try:
            _check_seen(milestone, one.seen)
            kept.append(
                report_status(
                    milestone=milestone, status=one.status, note=one.note, value=one.value, actor=actor, at=at
                )
            )
        except Refused as refusal:
            refused[milestone.public_id] = refusal
        except Denied as denial:
            refused[milestone.public_id] = Refused(None, denial.reason)
    if refused:
        raise RowsRefused(refused)
    if is_rehearsal:
        raise Rehearsed
    audit(StatusesReported(**_about(actor), way=way, count=len(kept)), actor=actor, at=at)
    return kept


def _check_seen(milestone: Milestone, seen: int) -> None:
    now = queries.last_changes([milestone.pk]).get(milestone.pk, 0)
    if now != seen:
        standing = _telling.opened(milestone)
        raise Refused(
            "seen",
            _("It changed since you opened it: now it says “%(status)s”. Look at it again before you report.")
            % {"status": standing.get_status_display()},
        )


def _about(actor: Actor) -> dict[str, Any]:
    office = _telling.officer(actor).office
    return {"tenant": office.institution.jurisdiction.urn, "subject": office.urn}
