"""The tables of this room, by noun."""

from tequio.tracking.models.assessments import Assessment, AssessmentReply
from tequio.tracking.models.evidence import Evidence, EvidenceQuerySet, Review
from tequio.tracking.models.moves import MoveProposal
from tequio.tracking.models.periods import Period, PeriodReason, PeriodReport, Snapshot
from tequio.tracking.models.rules import Rules
from tequio.tracking.models.standing import Standing, StatusChange

__all__ = [
    "Assessment",
    "AssessmentReply",
    "Evidence",
    "EvidenceQuerySet",
    "MoveProposal",
    "Period",
    "PeriodReason",
    "PeriodReport",
    "Review",
    "Rules",
    "Snapshot",
    "Standing",
    "StatusChange",
]
