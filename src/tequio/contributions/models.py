"""What people say about a thing, its points, their answers, and what moderation did."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.contributions.vocab import (
    DEFAULT_ANSWER_DAYS,
    DEFAULT_MAIL_DAYS,
    DEFAULT_MOST_PER_HOUR,
    LONGEST_NAME,
    Kind,
    Origin,
    Purpose,
    Reason,
    Ruling,
    State,
)
from tequio.files.models import File
from tequio.kit import ids, urn
from tequio.people.models import Jurisdiction, Office
from tequio.record import queries as record


class Rules(models.Model):
    """How a place answers; where there is no row, the defaults hold."""

    jurisdiction = models.OneToOneField(Jurisdiction, on_delete=models.CASCADE, related_name="+")
    answer_days = models.PositiveSmallIntegerField(default=DEFAULT_ANSWER_DAYS)
    most_per_hour = models.PositiveSmallIntegerField(default=DEFAULT_MOST_PER_HOUR)
    mail_days = models.PositiveSmallIntegerField(default=DEFAULT_MAIL_DAYS)

    class Meta:
        verbose_name_plural = "rules"

    def __str__(self) -> str:
        return f"answers within {self.answer_days} working days"


class Thread(models.Model):
    """All that is said about one thing, named by its urn. Whoever closes or speaks locks this row first."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=160)
    # Whose chain in the record tells it: the commitment of a milestone or of its evidence.
    subject = models.CharField(max_length=160, db_index=True)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.TALK)
    # The last day in time; what comes later is kept and marked late.
    deadline = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "purpose"], name="contributions_thread_once")]

    def __str__(self) -> str:
        return f"{self.purpose} about {self.thing}"

    @property
    def is_open(self) -> bool:
        """Whether it still takes what people say."""
        return self.closed_at is None

    @property
    def annex_url(self) -> str:
        """The comments that the thing's form carries, as JSON; needs the jurisdiction at hand."""
        named = urn.parse(self.thing)
        return reverse("contributions:annex_json", args=[self.jurisdiction.slug, named.kind, named.id])

    def is_past(self, on: date) -> bool:
        """Tell whether its last day has gone by."""
        return self.deadline is not None and on > self.deadline


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Words about contributions."""

    def shown(self) -> ContributionQuerySet:
        """Keep what everybody may read, or may read that it was hidden; never reports of errors."""
        return self.exclude(kind=Kind.ERROR)

    def waiting(self) -> ContributionQuerySet:
        """Keep what nobody has wholly answered yet."""
        return self.filter(state=State.SHOWN, answered_at__isnull=True)

    def overdue(self, *, on: date) -> ContributionQuerySet:
        """Keep what waits past its last day."""
        return self.waiting().filter(due_on__lt=on)


class Contribution(models.Model):
    """A question, a comment, a disagreement, a proposal, or the report of an error (R057, R182).

    Its text and name are personal values: the record holds salted digests of them, and they can be erased.
    """

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.SITE)
    text = models.TextField(_("text"), blank=True)
    name = models.CharField(_("name or pseudonym"), max_length=LONGEST_NAME, blank=True)
    # Whoever speaks for an institution speaks in its name.
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Private; forgotten some days after the last answer.
    email = models.EmailField(blank=True)
    # SHA-256 of the secret in the private link.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # For an error: the address of the page.
    path = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SHOWN)
    is_late = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    # The last day to answer in time; none for what a document brought in.
    due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The entry of the record that holds its salted digests.
    fact = models.UUIDField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "answered_at", "due_on"], name="contributions_waiting"),
            models.Index(fields=["thread", "-submitted_at"], name="contributions_of_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def get_absolute_url(self) -> str:
        """Its page; needs the thread's jurisdiction at hand."""
        return reverse("contributions:contribution", args=[self.thread.jurisdiction.slug, self.public_id])

    @property
    def urn(self) -> str:
        return record.urn("contribution", self.public_id)

    @property
    def is_hidden(self) -> bool:
        return self.state == State.HIDDEN

    @property
    def is_withdrawn(self) -> bool:
        return self.state == State.WITHDRAWN

    @property
    def is_error(self) -> bool:
        return self.kind == Kind.ERROR

    @property
    def is_from_document(self) -> bool:
        return self.origin == Origin.DOCUMENT

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def is_overdue(self, on: date) -> bool:
        """Tell of one what `overdue` tells of many."""
        return self.state == State.SHOWN and not self.is_answered and self.due_on is not None and self.due_on < on


class Point(models.Model):
    """One thing that a contribution says, with its ruling. An empty text means the whole contribution."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    ruling = models.CharField(max_length=12, choices=Ruling.choices, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="contributions_point_once"),
        ]

    def __str__(self) -> str:
        return f"point {self.number}"


class Attachment(models.Model):
    """A file that somebody handed in with what they said: seen with it, hidden with it, erased with it."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField(default=1)
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="contributions_attachment_once"),
        ]

    def __str__(self) -> str:
        return f"file {self.number}"

    @property
    def withheld_as(self) -> str:
        """How the record calls the salted digest of its hash."""
        return f"file-{self.number}"


class Answer(models.Model):
    """A reasoned answer of an office to a point. Never changed: a correction is one more, and the newest counts."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="answers")
    ruling = models.CharField(max_length=12, choices=Ruling.choices)
    text = models.TextField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.ruling} by {self.office_id}"


class Moderation(models.Model):
    """Coordination hid a contribution with a reason, or showed it again (no reason). Never changed."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="moderations")
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reason or "shown again"


def thread_url(jurisdiction: Jurisdiction, thing: str, *, purpose: str = Purpose.TALK) -> str:
    """Return the page where people speak about a thing."""
    named = urn.parse(thing)
    name = "review" if purpose == Purpose.REVIEW else "thread"
    return reverse(f"contributions:{name}", args=[jurisdiction.slug, named.kind, named.id])
