"""Plans, commitments and their publications."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids, month
from tequio.people.models import Institution, Jurisdiction
from tequio.plans.models.template import Template
from tequio.plans.vocab import Assured, Movers, PublicationKind, Schedule, State, Version
from tequio.record import queries as record

PRECISIONS = [(one.value, one.value) for one in month.Precision]


class ActionPlan(models.Model):
    """A local or national action plan (R001)."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(_("name"), max_length=200)
    ordinal = models.PositiveSmallIntegerField(_("number of the plan"), null=True, blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("end"))
    precision = models.CharField(max_length=5, choices=PRECISIONS, default=month.Precision.DAY)
    forum = models.CharField(_("forum or coalition"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=8, choices=Version.choices, default=Version.DRAFT)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    description = models.TextField(_("in a few words"), blank=True)
    movers = models.CharField(
        _("who may move its dates"), max_length=12, choices=Movers.choices, default=Movers.COORDINATION
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-start", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="plans_plan_forward"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tracking:plan", args=[self.jurisdiction.slug, self.public_id, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.name)[:60].strip("-") or "plan"

    @property
    def urn(self) -> str:
        return record.urn("plan", self.public_id)

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED


class Commitment(models.Model):
    """What was promised: the typed columns that every template draws from (R002–R033).

    `revision` grows with each saved change, so that two people who edit at once are told.
    """

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="commitments")
    template = models.ForeignKey(Template, on_delete=models.PROTECT)
    author = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("number"), max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.TextField(_("title"))
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    precision = models.CharField(max_length=5, choices=PRECISIONS, default=month.Precision.MONTH)
    lede = models.TextField(_("in one sentence, for anybody"), blank=True)

    text = models.TextField(_("commitment"), blank=True)
    problem = models.TextField(_("public problem"), blank=True)
    situation = models.TextField(_("current situation"), blank=True)
    gender = models.TextField(_("differentiated impact on women and men"), blank=True)
    vulnerability = models.TextField(_("population in a situation of vulnerability"), blank=True)
    action = models.TextField(_("action"), blank=True)
    contribution = models.TextField(_("contribution to solving the problem"), blank=True)
    vision = models.TextField(_("objective of the strategic vision"), blank=True)
    relevance = models.TextField(_("relevance to OGP values"), blank=True)
    verification = models.TextField(_("how compliance is verified"), blank=True)
    summary = models.TextField(_("executive summary"), blank=True)
    additional = models.TextField(_("additional information"), blank=True)
    goal = models.TextField(_("verifiable goal"), blank=True)
    origin = models.TextField(_("forum it comes from"), blank=True)
    approval = models.TextField(_("session that approved it"), blank=True)
    schedule = models.CharField(
        _("how often its schedule is reviewed"), max_length=12, choices=Schedule.choices, blank=True
    )
    # Other titles that documents give it, one per line, so that nobody matches by exact title (X08).
    aliases = models.TextField(_("other titles"), blank=True)
    resources_assured = models.CharField(max_length=6, choices=Assured.choices, blank=True)
    # "No aplica" is an answer; an empty list is not (R007).
    no_nongovernment = models.BooleanField(_("no non-government lead: does not apply"), default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tracking:commitment", args=[self.plan.jurisdiction.slug, self.public_id, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "compromiso"

    @property
    def urn(self) -> str:
        return record.urn("commitment", self.public_id)

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def also_called(self) -> list[str]:
        """Its other titles."""
        return [line for line in self.aliases.splitlines() if line.strip()]

    @property
    def months(self) -> int | None:
        """How many calendar months it takes, both ends included."""
        return month.months_between(self.start, self.end) if self.start and self.end else None


class LimitAcceptance(models.Model):
    """Coordination took a text above the form's limit, and said why (X01). Nothing is cut."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="acceptances")
    section = models.SlugField(max_length=40)
    length = models.PositiveIntegerField()
    limit = models.PositiveIntegerField()
    reason = models.TextField()
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "section"], name="plans_acceptance_once")]

    def __str__(self) -> str:
        return f"{self.section}: {self.length}/{self.limit}"


class Publication(models.Model):
    """One version of a public text: its canonical JSON, cited in the record by SHA-256. Never changed."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="publications")
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=PublicationKind.choices)
    reason = models.TextField(blank=True)
    document = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="plans_commitment_publication"),
            models.UniqueConstraint(fields=["plan", "number"], name="plans_plan_publication"),
            models.CheckConstraint(
                condition=models.Q(plan__isnull=False, commitment__isnull=True)
                | models.Q(plan__isnull=True, commitment__isnull=False),
                name="plans_publication_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
