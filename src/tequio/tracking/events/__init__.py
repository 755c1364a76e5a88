"""The facts that this room states. What is free text stays on the page; a leaf cites an official's note by its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.plans.vocab import EvidenceKind
from tequio.tracking.events.evaluations import (
    EvaluationDrafted,
    EvaluationOpened,
    EvaluationPublished,
    EvaluationRulesChanged,
    EvaluationScored,
    GatheringLinked,
    GatheringUnlinked,
)
from tequio.tracking.vocab import STANDING_WORDS, Completion, EarlyResults, Opening, ReviewDecision, Track

__all__ = [
    "AssessmentAnswered",
    "CommitmentAssessed",
    "EvaluationDrafted",
    "EvaluationOpened",
    "EvaluationPublished",
    "EvaluationRulesChanged",
    "EvaluationScored",
    "EvidenceAccepted",
    "EvidenceReturned",
    "EvidenceSubmitted",
    "EvidenceWithdrawn",
    "FormatApproved",
    "FormatAsked",
    "FormatDrafted",
    "FormatEvidenceReviewed",
    "FormatEvidenceSubmitted",
    "FormatFilled",
    "FormatProposed",
    "GatheringLinked",
    "GatheringUnlinked",
    "MoveAccepted",
    "MoveDeclined",
    "MoveProposed",
    "MoveWithdrawn",
    "PeriodClosed",
    "PeriodReported",
    "PeriodsLaid",
    "RulesChanged",
    "StatusReported",
    "StatusesReported",
]

_LABELS: Mapping[str, Mapping[str, Any]] = {
    "status": STANDING_WORDS,
    "was": STANDING_WORDS,
    "kind": {one.value: one.label for one in EvidenceKind},
}


@dataclass(frozen=True, kw_only=True)
class StatusReported(Fact):
    """An office said how a milestone stands.

    `status` and `was` are one of the five codes, or "claim": reported as finished, under review. `value` is the value
    reached where there is a numeric target; `note` is the SHA-256 of the words that the page shows.
    """

    name = "tracking.status-reported"
    sentence = _("%(actor)s reported “%(milestone)s” as: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    milestone: str
    institution: str
    was: str
    status: str
    value: Decimal | None
    note: str | None


@dataclass(frozen=True, kw_only=True)
class EvidenceSubmitted(Fact):
    """An office handed in a piece of evidence: `piece` is its urn, the leaf's evidence its hash."""

    name = "tracking.evidence-submitted"
    sentence = _("%(actor)s handed in evidence of “%(milestone)s” (%(kind)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    milestone: str
    institution: str
    piece: str
    kind: str
    value: Decimal | None
    supersedes: str | None


@dataclass(frozen=True, kw_only=True)
class EvidenceAccepted(Fact):
    """A second person accepted a piece; `completes` tells that its milestone became finished with it."""

    name = "tracking.evidence-accepted"
    sentence = _("%(actor)s accepted evidence of “%(milestone)s” (%(kind)s). The milestone is now: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    milestone: str
    institution: str
    piece: str
    kind: str
    value: Decimal | None
    status: str
    completes: bool


@dataclass(frozen=True, kw_only=True)
class EvidenceReturned(Fact):
    """A second person returned a piece; neither the file nor the words of the reason are public."""

    name = "tracking.evidence-returned"
    sentence = _("%(actor)s returned evidence of “%(milestone)s” (%(kind)s). The milestone is now: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    milestone: str
    institution: str
    piece: str
    kind: str
    status: str
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Fact):
    """Whoever handed in a piece took it back before anybody reviewed it."""

    name = "tracking.evidence-withdrawn"
    sentence = _("%(actor)s withdrew evidence of “%(milestone)s” (%(kind)s). The milestone is now: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    milestone: str
    institution: str
    piece: str
    kind: str
    status: str
    takes_back: bool


_SIDES: Mapping[str, Mapping[str, Any]] = {
    "track": {one.value: one.label for one in Track},
    "completion": {one.value: one.label for one in Completion},
    "early_results": {"": "", **{one.value: one.label for one in EarlyResults}},
    "opened": {"": "", **{one.value: one.label for one in Opening}},
}


@dataclass(frozen=True, kw_only=True)
class MoveProposed(Fact):
    """An office proposed other dates; `why` is the SHA-256 of the reason that the page shows."""

    name = "tracking.move-proposed"
    sentence = _("%(actor)s proposed that “%(milestone)s” end on %(ends_on)s.")

    milestone: str
    institution: str
    begins_on: date | None
    ends_on: date
    why: str


@dataclass(frozen=True, kw_only=True)
class MoveAccepted(Fact):
    """Proposed dates were accepted; the entry before it moved them (plans.milestone-moved, number `move`)."""

    name = "tracking.move-accepted"
    sentence = _("%(actor)s accepted the dates proposed for “%(milestone)s”.")

    milestone: str
    move: int


@dataclass(frozen=True, kw_only=True)
class MoveDeclined(Fact):
    """Proposed dates were declined, with a reason."""

    name = "tracking.move-declined"
    sentence = _("%(actor)s declined the dates proposed for “%(milestone)s”.")

    milestone: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MoveWithdrawn(Fact):
    """Whoever proposed other dates took the proposal back."""

    name = "tracking.move-withdrawn"
    sentence = _("%(actor)s took back the dates proposed for “%(milestone)s”.")

    milestone: str


@dataclass(frozen=True, kw_only=True)
class CommitmentAssessed(Fact):
    """A side said how far a commitment got; `explanation` is the SHA-256 of the words that the page shows."""

    name = "tracking.commitment-assessed"
    sentence = _("%(actor)s published an assessment. %(track)s: %(completion)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _SIDES

    assessment: str
    institution: str
    track: str
    completion: str
    early_results: str
    opened: str
    explanation: str
    period: str | None
    supersedes: str | None


@dataclass(frozen=True, kw_only=True)
class AssessmentAnswered(Fact):
    """The assessed side answered an assessment; `reply` is the SHA-256 of its words."""

    name = "tracking.assessment-answered"
    sentence = _("%(actor)s replied to an assessment. %(track)s: %(completion)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _SIDES

    assessment: str
    institution: str
    track: str
    completion: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class PeriodsLaid(Fact):
    """The reporting periods of a plan were fixed: their ids, in order."""

    name = "tracking.periods-laid"
    sentence = _("%(actor)s fixed reporting periods from %(first)s to %(last)s.")

    periods: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class PeriodReported(Fact):
    """An institution sent its report of a period; `reasons` is how many milestones it explains."""

    name = "tracking.period-reported"
    sentence = _("%(actor)s sent the report of its institution for the period from %(first)s to %(last)s.")

    period: str
    institution: str
    first: date
    last: date
    reasons: int
    is_late: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Fact):
    """A period closed: `document` is the SHA-256 of its snapshot, `missing` who had not reported."""

    name = "tracking.period-closed"
    sentence = _("%(actor)s closed the period from %(first)s to %(last)s. Its snapshot no longer changes.")

    period: str
    first: date
    last: date
    document: str
    missing: tuple[str, ...]
    why: str | None


@dataclass(frozen=True, kw_only=True)
class RulesChanged(Fact):
    """A place changed the rules by which it follows its plans."""

    name = "tracking.rules-changed"
    sentence = _("%(actor)s changed the rules of following: substantial from %(substantial_from)s per cent.")

    substantial_from: int
    complete_from: int
    quiet_days: int
    period_months: int
    report_days: int


@dataclass(frozen=True, kw_only=True)
class StatusesReported(Trace):
    """An office reported on many milestones at once; each report is a fact of its own."""

    name = "tracking.statuses-reported"
    sentence = _("%(actor)s reported on %(count)s milestones at once (%(way)s).")

    way: str
    count: int


@dataclass(frozen=True, kw_only=True)
class FormatDrafted(Trace):
    """Somebody opened an indicator format, or worded its questions for an axis, before anybody was shown it."""

    name = "tracking.format-drafted"
    sentence = _("%(actor)s drafted the indicator format.")

    format: str


@dataclass(frozen=True, kw_only=True)
class FormatProposed(Fact):
    """A format was sent to the members: `text` is the hash of its questions, `closes_on` the deadline as expressed."""

    name = "tracking.format-proposed"
    sentence = _("%(actor)s proposed the indicator format to the members, who observe it until %(closes_on)s.")

    format: str
    text: str
    opens_on: date
    closes_on: date
    members: int


@dataclass(frozen=True, kw_only=True)
class FormatApproved(Fact):
    """A format is in force: hashes of its questions, of the words of each axis, and of the session's name."""

    name = "tracking.format-approved"
    sentence = _("%(actor)s recorded that the indicator format was approved.")

    format: str
    text: str
    wording: str
    session: str


@dataclass(frozen=True, kw_only=True)
class FormatAsked(Fact):
    """Each axis was asked to fill the format for a period."""

    name = "tracking.format-asked"
    sentence = _("%(actor)s asked %(axes)s axes to fill the indicator format by %(due_on)s.")

    format: str
    axes: int
    due_on: date
    period: str | None


@dataclass(frozen=True, kw_only=True)
class FormatFilled(Fact):
    """An institution filled the format of its axis: `text` is the SHA-256 of its answers."""

    name = "tracking.format-filled"
    sentence = _("%(actor)s filled the indicator format of the axis.")

    filled: str
    institution: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FormatEvidenceSubmitted(Fact):
    """An institution handed in evidence of an indicator."""

    name = "tracking.format-evidence-submitted"
    sentence = _("%(actor)s handed in evidence of an indicator (%(kind)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    filled: str
    indicator: str
    piece: str
    institution: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class FormatEvidenceReviewed(Fact):
    """A second person accepted a piece of evidence of an indicator, or returned it."""

    name = "tracking.format-evidence-reviewed"
    sentence = _("%(actor)s reviewed evidence of an indicator: %(decision)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "decision": {one.value: one.label for one in ReviewDecision},
    }

    filled: str
    indicator: str
    piece: str
    institution: str
    decision: str
