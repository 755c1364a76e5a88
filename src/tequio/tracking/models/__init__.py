"""The tables of this room, by noun."""

from tequio.tracking.models.assessments import Assessment, AssessmentReply
from tequio.tracking.models.evaluations import Criterion, Evaluation, EvaluationRules, Evaluator, Score
from tequio.tracking.models.evidence import Evidence, EvidenceQuerySet, Review
from tequio.tracking.models.formats import (
    AxisWording,
    FilledFormat,
    FormatEvidence,
    IndicatorFormat,
    ObservationWindow,
)
from tequio.tracking.models.links import CheckedLink, LinkVisit
from tequio.tracking.models.moves import MoveProposal
from tequio.tracking.models.occasions import Occasion
from tequio.tracking.models.periods import Period, PeriodReason, PeriodReport, Snapshot
from tequio.tracking.models.rules import Rules
from tequio.tracking.models.standing import Standing, StatusChange

__all__ = [
    "Assessment",
    "AssessmentReply",
    "AxisWording",
    "CheckedLink",
    "Criterion",
    "Evaluation",
    "EvaluationRules",
    "Evaluator",
    "Evidence",
    "EvidenceQuerySet",
    "FilledFormat",
    "FormatEvidence",
    "IndicatorFormat",
    "LinkVisit",
    "MoveProposal",
    "ObservationWindow",
    "Occasion",
    "Period",
    "PeriodReason",
    "PeriodReport",
    "Review",
    "Rules",
    "Score",
    "Snapshot",
    "Standing",
    "StatusChange",
]
