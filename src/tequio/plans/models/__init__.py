"""Tables of the plan, by noun."""

from tequio.plans.models.axis import Channel, CitizenProposal, Goal, Mechanism, Result
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
from tequio.plans.models.moves import Move
from tequio.plans.models.reviews import PublicReview, ReviewRules
from tequio.plans.models.roadmap import Deliverable, Phase
from tequio.plans.models.shares import Share
from tequio.plans.models.template import Template, Term
from tequio.plans.models.tree import Indicator, KeyAction, Milestone, MilestoneGroup, Objective

__all__ = [
    "ActionPlan",
    "Baseline",
    "Channel",
    "Citation",
    "CitizenProposal",
    "Classification",
    "Commitment",
    "Deliverable",
    "Goal",
    "ImportedDocument",
    "Indicator",
    "KeyAction",
    "LimitAcceptance",
    "Means",
    "Mechanism",
    "Milestone",
    "MilestoneGroup",
    "Move",
    "Objective",
    "Party",
    "Phase",
    "PublicReview",
    "Publication",
    "Resource",
    "Result",
    "ReviewRules",
    "Risk",
    "SdgLink",
    "Share",
    "Template",
    "Term",
    "ValueLink",
]
