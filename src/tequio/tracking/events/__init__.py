"""The facts that this room states. What is free text stays on the page; a leaf cites an official's note by its hash."""

from tequio.tracking.events.evaluations import (
    EvaluationDrafted,
    EvaluationOpened,
    EvaluationPublished,
    EvaluationRulesChanged,
    EvaluationScored,
    GatheringLinked,
    GatheringUnlinked,
)
from tequio.tracking.events.formats import (
    FormatApproved,
    FormatAsked,
    FormatDrafted,
    FormatEvidenceReviewed,
    FormatEvidenceSubmitted,
    FormatFilled,
    FormatProposed,
)
from tequio.tracking.events.moves import (
    MoveAccepted,
    MoveDeclined,
    MoveProposed,
    MoveWithdrawn,
)
from tequio.tracking.events.periods import (
    PeriodClosed,
    PeriodReported,
    PeriodsLaid,
    RulesChanged,
)
from tequio.tracking.events.sides import (
    AssessmentAnswered,
    CommitmentAssessed,
)
from tequio.tracking.events.steps import (
    EvidenceAccepted,
    EvidenceReturned,
    EvidenceSubmitted,
    EvidenceWithdrawn,
    StatusesReported,
    StatusReported,
)

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
