"""What people write and ask, by noun."""

from tequio.tracking.forms.assessments import AnswerForm, AssessmentForm, TracksSearch
from tequio.tracking.forms.evaluations import (
    AttachForm,
    CopyForm,
    EvaluationForm,
    EvaluationRulesForm,
    FindingsForm,
    LinkForm,
    ScoresForm,
    criteria_form,
    session_form,
)
from tequio.tracking.forms.moves import DecisionForm, MoveForm
from tequio.tracking.forms.periods import CloseForm, LinkRulesForm, PeriodReportForm, RulesForm, SpanForm
from tequio.tracking.forms.reports import EvidenceForm, QuickReportForm, ReportForm, ReviewForm
from tequio.tracking.forms.searches import (
    AlertSearch,
    CommitmentSearch,
    EvidenceSearch,
    HorizonSearch,
    MilestoneSearch,
    OwnSearch,
    TextSearch,
)
from tequio.tracking.forms.together import Board, RowForm, UploadForm, board

__all__ = [
    "AttachForm",
    "CopyForm",
    "EvaluationForm",
    "EvaluationRulesForm",
    "FindingsForm",
    "LinkForm",
    "LinkRulesForm",
    "ScoresForm",
    "criteria_form",
    "session_form",
    "TracksSearch",
    "SpanForm",
    "RulesForm",
    "PeriodReportForm",
    "MoveForm",
    "DecisionForm",
    "CloseForm",
    "AssessmentForm",
    "AnswerForm",
    "AlertSearch",
    "Board",
    "CommitmentSearch",
    "EvidenceForm",
    "EvidenceSearch",
    "HorizonSearch",
    "MilestoneSearch",
    "OwnSearch",
    "QuickReportForm",
    "ReportForm",
    "ReviewForm",
    "RowForm",
    "TextSearch",
    "UploadForm",
    "board",
]
