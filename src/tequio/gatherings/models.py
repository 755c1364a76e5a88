"""Meetings and events: when and where, who took part in figures, what happened, what everybody takes away."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _

from tequio.gatherings.vocab import COUNTS, LONGEST_LINE, LONGEST_TITLE, Kind, LessonKind, State
from tequio.kit import ids, month
from tequio.people.models import Institution, Jurisdiction
from tequio.people.vocab import Sector
from tequio.record import queries as record

PRECISIONS = [(one.value, one.value) for one in month.Precision]


class Gathering(models.Model):
    """People who met (R048, R053–R055, R058). No list of names: participants are counted by sector and sex.

    `on` may be as exact as a month: that is how old reports tell it.
    """

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="gatherings")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    on = models.DateField(_("day"))
    precision = models.CharField(max_length=5, choices=PRECISIONS, default=month.Precision.DAY)
    hours = models.CharField(_("hours"), max_length=60, blank=True)
    venue = models.CharField(_("place"), max_length=LONGEST_LINE, blank=True)
    url = models.URLField(_("address to take part from afar"), max_length=500, blank=True)
    accessibility = models.CharField(_("accessibility of the place"), max_length=LONGEST_LINE, blank=True)
    purpose = models.TextField(_("what for"), blank=True)
    convener = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.TextField(_("what happened"), blank=True)
    links = models.TextField(_("photographs, recordings and documents"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # Why it was cancelled or last corrected: public.
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["jurisdiction", "-on", "-id"], name="gatherings_of_place")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("gatherings:gathering", args=[self.jurisdiction.slug, self.public_id, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "encuentro"

    @property
    def urn(self) -> str:
        return record.urn("gathering", self.public_id)

    @property
    def is_public(self) -> bool:
        return self.state != State.DRAFT

    @property
    def is_reported(self) -> bool:
        return self.state == State.REPORTED

    @property
    def addresses(self) -> list[str]:
        """The links, one by one."""
        return [line.strip() for line in self.links.splitlines() if line.strip()]


class Attendance(models.Model):
    """How many people of a sector took part, by sex (R093, C01)."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendance")
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)
    other = models.PositiveIntegerField(_("another identity"), default=0)
    unsaid = models.PositiveIntegerField(_("not said"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gathering", "sector"], name="gatherings_sector_once")]

    def __str__(self) -> str:
        return f"{self.sector}: {self.total}"

    @property
    def total(self) -> int:
        return sum(getattr(self, name) for name in COUNTS)


class Moment(models.Model):
    """A part of what happened, in order (002-OGP: four of them)."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="moments")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("moment"), max_length=LONGEST_TITLE)
    text = models.TextField(_("what was said"), blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Words about lessons."""

    def public(self) -> LessonQuerySet:
        """Keep what everybody may read: outside any gathering, or of one whose report is public."""
        return self.filter(Q(gathering__isnull=True) | Q(gathering__state=State.REPORTED))

    def open(self) -> LessonQuerySet:
        """Keep the recommendations that somebody has to see to and has not."""
        return self.filter(kind=LessonKind.RECOMMENDATION, owner__isnull=False, settled_on__isnull=True)


class Lesson(models.Model):
    """An achievement, a challenge, something learned or a recommendation (R049). A recommendation may be a task."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="lessons")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, null=True, blank=True, related_name="lessons")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=16, choices=LessonKind.choices)
    text = models.TextField(_("what"))
    addressee = models.CharField(_("for whom"), max_length=LONGEST_TITLE, blank=True)
    # The activity that it comes from, where that is no gathering.
    source = models.CharField(_("where it comes from"), max_length=LONGEST_TITLE, blank=True)
    said_on = models.DateField()
    owner = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(_("what was done"), blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "order", "pk"]
        indexes = [models.Index(fields=["jurisdiction", "-said_on", "id"], name="gatherings_lessons")]

    def __str__(self) -> str:
        return self.text

    @property
    def urn(self) -> str:
        return record.urn("lesson", self.public_id)

    @property
    def short(self) -> str:
        """Its words in one line."""
        return Truncator(self.text.replace("\n", " ")).chars(90)

    def is_late(self, on: date) -> bool:
        """Tell whether its day has passed and nobody has seen to it."""
        return self.settled_on is None and self.due_on is not None and self.due_on < on
