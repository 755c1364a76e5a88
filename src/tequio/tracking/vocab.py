"""The words of following a commitment (000§21 for the five statuses; requirements R036, R038, R183)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """R036: the five statuses of a milestone. Late is no status, and neither is a claim."""

    NOT_STARTED = "not-started", _("Not started")
    IN_PROGRESS = "in-progress", _("In progress")
    STUCK = "stuck", _("Stuck")
    FINISHED = "finished", _("Finished")
    INCOMPLETE = "incomplete", _("Incomplete")


# What a milestone shows instead of "finished" while nobody else has accepted its evidence.
CLAIM = "claim"
STANDING_WORDS = {**{one.value: one.label for one in Status}, CLAIM: _("Reported, under review")}

# What may not be reported without saying why.
NEEDS_REASON = frozenset({Status.STUCK})


class EvidenceState(models.TextChoices):
    """Where a piece of evidence stands in its review by a second person."""

    SUBMITTED = "submitted", _("Under review")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Taken back")


# A piece in one of these counts as handed in.
STANDING_PIECES = (EvidenceState.SUBMITTED, EvidenceState.ACCEPTED)


class ReviewDecision(models.TextChoices):
    """What a reviewer may say."""

    ACCEPTED = "accepted", _("Accept")
    RETURNED = "returned", _("Return, with a reason")


class Cause(models.TextChoices):
    """Why a status changed."""

    REPORT = "report", _("Reported")
    ACCEPTANCE = "acceptance", _("Its evidence was accepted")
    RETURN = "return", _("Its evidence was returned")
    WITHDRAWAL = "withdrawal", _("Its evidence was withdrawn")


class Alert(models.TextChoices):
    """R183: what is worth a second look in a public commitment."""

    LATE = "late", _("Past its date and not finished")
    SLIPPED = "slipped", _("On time only because its date moved")
    STUCK = "stuck", _("Stuck")
    NO_EVIDENCE = "no-evidence", _("No evidence")
    NO_REPORT = "no-report", _("Nobody has reported on it")
    QUIET = "quiet", _("Nothing has moved for long")
    NO_DATE = "no-date", _("No date")
    NO_RESPONSIBLE = "no-responsible", _("Nobody answers for it")
    BROKEN_LINK = "broken-link", _("A link of it leads nowhere")
    NO_SESSION = "no-session", _("Nobody has given account of it in time")
    UNTOLD_EVALUATION = "untold-evaluation", _("Its evaluation is over and no report was published")
    NOT_MEASURED = "not-measured", _("It does not say how it will be verified")


class Severity(models.TextChoices):
    """How much an alert matters to somebody who waits for the promise."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


SEVERITY = {
    Alert.LATE: Severity.HIGH,
    Alert.STUCK: Severity.HIGH,
    Alert.SLIPPED: Severity.MEDIUM,
    Alert.NO_EVIDENCE: Severity.MEDIUM,
    Alert.NO_REPORT: Severity.MEDIUM,
    Alert.QUIET: Severity.MEDIUM,
    Alert.NO_DATE: Severity.MEDIUM,
    Alert.NO_RESPONSIBLE: Severity.MEDIUM,
    Alert.BROKEN_LINK: Severity.MEDIUM,
    Alert.NO_SESSION: Severity.MEDIUM,
    Alert.UNTOLD_EVALUATION: Severity.MEDIUM,
    Alert.NOT_MEASURED: Severity.LOW,
}


class ProposalState(models.TextChoices):
    """What became of other dates that somebody proposed."""

    WAITING = "waiting", _("Waiting for the coordination")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class Track(models.TextChoices):
    """Who says how far a commitment got (FIELD §4.5)."""

    GOVERNMENT = "government", _("The government says")
    SOCIETY = "society", _("Society says")
    IRM = "irm", _("The IRM says")


class Completion(models.TextChoices):
    """OGP, Independent Reporting Mechanism: completion, in its order."""

    NO_EVIDENCE = "no-evidence", _("No evidence available")
    NOT_STARTED = "not-started", _("Not started")
    LIMITED = "limited", _("Limited")
    SUBSTANTIAL = "substantial", _("Substantial")
    COMPLETE = "complete", _("Complete")


class EarlyResults(models.TextChoices):
    """OGP, IRM: early results, for plans from 2020 on."""

    NONE = "none", _("No notable results")
    MODERATE = "moderate", _("Moderate results")
    SIGNIFICANT = "significant", _("Significant results")


class Opening(models.TextChoices):
    """OGP, IRM: "did it open government?", for plans until 2019 and still in OGP Local's form."""

    WORSENED = "worsened", _("Worsened")
    UNCHANGED = "unchanged", _("Did not change")
    MARGINAL = "marginal", _("Marginal")
    MAJOR = "major", _("Major")
    OUTSTANDING = "outstanding", _("Outstanding")


class FormatState(models.TextChoices):
    """How far an indicator format is (R045)."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed to the members")
    APPROVED = "approved", _("In force")


class LengthUnit(models.TextChoices):
    """In what a stated length of time is counted."""

    DAYS = "days", _("days")
    WORKING_DAYS = "working-days", _("working days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class EvaluationState(models.TextChoices):
    """How far an evaluation by several sectors is (R050)."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open to its evaluators")
    PUBLISHED = "published", _("Published")


class LinkState(models.TextChoices):
    """X09: whether a published address leads anywhere, the worst first."""

    BROKEN = "broken", _("Broken: it has failed for days")
    MALFORMED = "malformed", _("Badly written: it cannot work")
    EMPTY = "empty", _("Empty: there is no address")
    FAILING = "failing", _("It failed last time; it is tried again")
    CLOSED = "closed", _("It lets no robot in; a person may open it")
    REDIRECTED = "redirected", _("It leads to another address")
    UNCHECKED = "unchecked", _("Not checked yet")
    OK = "ok", _("It works")
