"""The words of a plan, each with its source (000 = 21-field form, 004 = national sheet; OGP's own terms)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a text stands on its way to the public."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Version(models.TextChoices):
    """R001: which version of the plan this is."""

    DRAFT = "draft", _("Draft for review")
    FINAL = "final", _("Final")


class Scheme(models.TextChoices):
    """The dated vocabularies that commitments are classified by."""

    POLICY_AREA = "policy-area", _("Policy area")
    THEMATIC_AREA = "thematic-area", _("Thematic area")
    OGP_VALUE = "ogp-value", _("OGP value")
    SDG_GOAL = "sdg-goal", _("Sustainable Development Goal")
    VULNERABLE_GROUP = "vulnerable-group", _("Group in a situation of vulnerability")


class Section(models.TextChoices):
    """In which list of a form a party stands (000§4–6, 004)."""

    GOVERNMENT = "government", _("Responsible government institution")
    NONGOVERNMENT = "nongovernment", _("Non-government lead")
    CORESPONSIBLE = "coresponsible", _("Co-responsible")
    OTHER = "other", _("Other actor")
    MILESTONE = "milestone", _("Responsible for a milestone")
    KEY_ACTION = "key-action", _("Responsible for a key action")


class PartyRole(models.TextChoices):
    """000§4: the part that somebody plays in the implementation."""

    LEAD = "lead", _("Lead")
    SUPPORT = "support", _("Support")
    SUPERVISION = "supervision", _("Supervision")
    COORDINATION = "coordination", _("Coordination")


class Horizon(models.TextChoices):
    """000§21: when an objective should be met."""

    SHORT = "short", _("Short term")
    MEDIUM = "medium", _("Medium term")
    LONG = "long", _("Long term")


class Assured(models.TextChoices):
    """000§19: whether the resources are assured."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    PARTLY = "partly", _("Partly")


class ResourceKind(models.TextChoices):
    """000§18: the four columns, which may have different numbers of rows."""

    BUDGET = "budget", _("Budget")
    STAFF = "staff", _("Staff")
    TIME = "time", _("Time")
    OTHER = "other", _("Other resource")


class Direction(models.TextChoices):
    """R010: which way an indicator improves; a higher rank number is not always worse."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")
    UNKNOWN = "", _("Not stated")


class RiskLevel(models.TextChoices):
    """004: the level of the logical framework at which an assumption stands."""

    GOAL = "goal", _("Goal")
    PURPOSE = "purpose", _("Purpose")
    UNKNOWN = "", _("Not stated")


class CitationKind(models.TextChoices):
    """R023: what is cited."""

    PLAN = "plan", _("Plan or programme")
    LAW = "law", _("Law or rule")


class PublicationKind(models.TextChoices):
    """What a step did to the public text."""

    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EvidenceKind(models.TextChoices):
    """R038: what a piece of evidence is; the means of verification announce one of these."""

    REPORT = "report", _("Report")
    ACTIVITY_REPORT = "activity-report", _("Activity report")
    DIRECTORY = "directory", _("Directory")
    FORM = "form", _("Form or format")
    AGREEMENT = "agreement", _("Agreement")
    DRAFT = "draft", _("Draft")
    STRATEGY = "strategy", _("Strategy")
    OUTREACH_MATERIAL = "outreach-material", _("Outreach material and spaces")
    CALL = "call", _("Call or consultation")
    SYSTEMATIZATION = "systematization", _("Systematisation of results")
    PROTOTYPE = "prototype", _("Prototype")
    RESULTS_REPORT = "results-report", _("Results report")
    FINAL_DOCUMENT = "final-document", _("Final document")
    MINUTES = "minutes", _("Minutes")
    PROCEEDINGS = "proceedings", _("Proceedings")
    MICROSITE = "microsite", _("Microsite")
    PRESS_RELEASE = "press-release", _("Press release")
    PHOTOGRAPH = "photograph", _("Photograph")
    LINK = "link", _("Link")
    OTHER = "other", _("Other")


# Numbers and letters of the targets of each Sustainable Development Goal (UN, 169 in all).
_SDG = "5ab 5abc 9abcd 7abc 6abc 6ab 3ab 10ab 5abc 7abc 7abc 8abc 3ab 7abc 9abc 10ab 19"  # one word for each goal
SDG_TARGETS = tuple(
    f"{goal}.{part}"
    for goal, word in enumerate(_SDG.split(), start=1)
    for part in [*map(str, range(1, int(word.rstrip("abcd")) + 1)), *word.lstrip("0123456789")]
)

# What no correction of a leaf or key action may touch once people follow the commitment: every percentage would change.
FROZEN = ("weight", "target", "key_action")

# The columns of a commitment that hold a text of the form, in no order: the template orders them.
TEXTS = (
    "text",
    "problem",
    "situation",
    "gender",
    "vulnerability",
    "action",
    "contribution",
    "vision",
    "relevance",
    "verification",
    "summary",
    "additional",
)
