"""Tables of the plan, by noun."""

from tequio.plans.models.commitment import ActionPlan, Commitment, LimitAcceptance, Publication
from tequio.plans.models.details import (
    Baseline,
    Citation,
    Classification,
    Means,
    Party,
    Resource,
    Risk,
    SdgLink,
    ValueLink,
)
from tequio.plans.models.documents import ImportedDocument
from tequio.plans.models.template import Template, Term
from tequio.plans.models.tree import Indicator, KeyAction, Milestone, MilestoneGroup, Objective

__all__ = [
    "ActionPlan",
    "Baseline",
    "Citation",
    "Classification",
    "Commitment",
    "ImportedDocument",
    "Indicator",
    "KeyAction",
    "LimitAcceptance",
    "Means",
    "Milestone",
    "MilestoneGroup",
    "Objective",
    "Party",
    "Publication",
    "Resource",
    "Risk",
    "SdgLink",
    "Template",
    "Term",
    "ValueLink",
]
