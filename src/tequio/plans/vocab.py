"""The words of a plan, each with its source (000 = 21-field form, 004 = national sheet; OGP's own terms)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a text stands on its way to the public."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Movers(models.TextChoices):
    """Who may move the dates of a plan's milestones without asking; everybody else proposes."""

    COORDINATION = "coordination", _("Only the coordination; who answers proposes")
    RESPONSIBLE = "responsible", _("The coordination, and the institutions that answer for each")


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
    BOTH = "both", _("Goal and purpose")
    UNKNOWN = "", _("Not stated")


class Schedule(models.TextChoices):
    """001: how often the sheet of an axis says that its schedule is reviewed (León: every six months)."""

    MONTHLY = "monthly", _("Every month")
    BIMONTHLY = "bimonthly", _("Every two months")
    QUARTERLY = "quarterly", _("Every three months")
    FOUR_MONTHLY = "four-monthly", _("Every four months")
    SEMIANNUAL = "semiannual", _("Every six months")
    ANNUAL = "annual", _("Every year")


SCHEDULE_MONTHS = {
    Schedule.MONTHLY: 1,
    Schedule.BIMONTHLY: 2,
    Schedule.QUARTERLY: 3,
    Schedule.FOUR_MONTHLY: 4,
    Schedule.SEMIANNUAL: 6,
    Schedule.ANNUAL: 12,
}


class ProposalState(models.TextChoices):
    """R056: what became of a citizens' proposal."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Taken up")
    PARTLY = "partly", _("Taken up in part")
    REJECTED = "rejected", _("Not taken up")
    DONE = "done", _("Done")


class ChannelKind(models.TextChoices):
    """001, R052: where an axis is told."""

    WEB = "web", _("Web page")
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X (Twitter)"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    OTHER = "other", _("Another network")


class ResultKind(models.TextChoices):
    """R015: OGP tells what will exist from what will change."""

    OUTPUT = "output", _("Output: what will exist")
    OUTCOME = "outcome", _("Outcome: what will change")


class ShareRole(models.TextChoices):
    """R025: what somebody is in a transversal commitment."""

    PARTY = "party", _("Party: has to comply")
    ALLY = "ally", _("Ally: accompanies")


class CitationKind(models.TextChoices):
    """R023: what is cited."""

    PLAN = "plan", _("Plan or programme")
    LAW = "law", _("Law or rule")


class PublicationKind(models.TextChoices):
    """What a step did to the public text."""

    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REVIEW = "review", _("Draft for public review")


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

# How long a public review lasts, in days: the least and the most that a place may set, and what holds until it does.
REVIEW_DAYS = (1, 120)
DEFAULT_REVIEW_DAYS = 15

# What no correction of a leaf or key action may touch once people follow the commitment: every percentage would change.
FROZEN = ("weight", "target", "key_action")

# What only a move may touch, with its reason and its memory, once the commitment has been public.
DATES = ("start", "end", "precision")

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
    "goal",
    "origin",
    "approval",
)
# Those of them that the first public documents did not know.
LATER = ("goal", "origin", "approval")
