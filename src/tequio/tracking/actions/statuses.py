"""Saying how a milestone stands."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tequio.kit import text
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.record.actions import record
from tequio.tracking import policies, progress, queries
from tequio.tracking.actions import _telling
from tequio.tracking.events import StatusReported
from tequio.tracking.models import Standing
from tequio.tracking.vocab import NEEDS_REASON, Cause, Status


@transaction.atomic
def report_status(
    *, milestone: Milestone, status: str, note: str = "", value: Decimal | None = None, actor: Actor, at: datetime
) -> Standing:
    """Say how a milestone stands.

    Finished is a claim until somebody else has accepted a piece of each announced kind. To say "not started" of a
    milestone that nobody had reported on is a report. `value` is what was reached, in the unit of the numeric target;
    left out, the last one stays.
    Raises Denied if the office does not answer for the milestone, and Refused if the status does not hold.
    """
    milestone = _telling.locked(milestone)
    require(policies.can_report_status(actor, milestone))
    if status not in Status.values:
        raise Refused("status", _("Choose one of the five statuses."))
    standing = _telling.opened(milestone)
    was = _telling.snapshot(standing)
    was_confirmed = standing.is_confirmed
    note = text.tidy(note)
    standing.status, standing.note, standing.is_confirmed = status, note, True
    standing.value = _value(milestone, was, status, value)
    _check_words(was, status, note)
    if status == Status.INCOMPLETE:
        _check_over(milestone, at)
    if status == Status.FINISHED:
        _check_evidence(milestone)
    standing.is_claim = status == Status.FINISHED and not _telling.is_proven(milestone, standing)
    if was_confirmed and not note and (standing.code, standing.value) == (was.code, was.value):
        raise Refused("status", _("It already says so: change the status, or add a note."))
    _telling.change(standing, was=was, cause=Cause.REPORT, actor=actor, at=at)
    record(
        StatusReported(
            **_telling.about(milestone),
            institution=_telling.officer(actor).office.institution.urn,
            was=was.code,
            status=standing.code,
            value=standing.value,
            note=hashlib.sha256(note.encode()).hexdigest() if note else None,
        ),
        actor=actor,
        at=at,
    )
    return standing


def _value(milestone: Milestone, was: Standing, status: str, value: Decimal | None) -> Decimal | None:
    value = _telling.typed_value(milestone, value)
    target = milestone.target
    if target is None or not progress.has_target(target):
        return None
    if status == Status.NOT_STARTED:
        if value:
            raise Refused("value", _("If something has been reached, it has started: choose another status."))
        return None
    if status != Status.FINISHED:
        return was.value if value is None else value
    if value is not None and value < target:
        raise Refused("value", _("The target is not reached, so it is not finished: choose another status."))
    return max(target, was.value or target) if value is None else value


def _check_words(was: Standing, status: str, note: str) -> None:
    if note:
        return
    if status in NEEDS_REASON:
        raise Refused("note", _("Say what holds it: a stuck milestone needs a reason."))
    if was.is_finished and status != Status.FINISHED:
        raise Refused("note", _("It was finished, with accepted evidence: say why it no longer is."))


def _check_over(milestone: Milestone, at: datetime) -> None:
    ends_on = milestone.ends_on
    if ends_on is None:
        raise Refused("status", _("This milestone has no end date, so it cannot be incomplete."))
    if milestone.commitment.plan.jurisdiction.day_of(at) <= ends_on:
        raise Refused(
            "status",
            _("It still has time until %(day)s: it can be incomplete only after that day.")
            % {"day": date_format(ends_on, "DATE_FORMAT")},
        )


def _check_evidence(milestone: Milestone) -> None:
    missing = queries.evidence_lacking(milestone)
    if not missing:
        return
    if missing == (queries.ANY_KIND,):
        raise Refused("status", _("Hand in at least one piece of evidence first: nothing is finished without it."))
    kinds = ", ".join(str(EvidenceKind(kind).label) for kind in missing)
    raise Refused("status", _("Hand in first what was announced and is missing: %(kinds)s.") % {"kinds": kinds})
