"""What people write and ask, by noun."""

from tequio.tracking.forms.reports import EvidenceForm, QuickReportForm, RefusableForm, ReportForm, ReviewForm
from tequio.tracking.forms.searches import (
    AlertSearch,
    CommitmentSearch,
    EvidenceSearch,
    HorizonSearch,
    MilestoneSearch,
    OwnSearch,
    TextSearch,
)

__all__ = [
    "AlertSearch",
    "CommitmentSearch",
    "EvidenceForm",
    "EvidenceSearch",
    "HorizonSearch",
    "MilestoneSearch",
    "OwnSearch",
    "QuickReportForm",
    "RefusableForm",
    "ReportForm",
    "ReviewForm",
    "TextSearch",
]
