"""The rows of a commitment's lists: parties, baselines, means, risks, resources, alignment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tequio.people.models import Institution, Post
from tequio.plans.models.commitment import Commitment
from tequio.plans.models.template import Term
from tequio.plans.models.tree import KeyAction, Milestone
from tequio.plans.vocab import CitationKind, Direction, EvidenceKind, PartyRole, ResourceKind, RiskLevel, Section


class Party(models.Model):
    """Who answers for something, in order: for the commitment, a key action or a milestone (R006–R008, R037).

    `name` is what the document says; it may name no known institution ("Sociedad civil"). Contacts hang on posts,
    private.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="parties")
    key_action = models.ForeignKey(KeyAction, on_delete=models.CASCADE, null=True, blank=True, related_name="parties")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, null=True, blank=True, related_name="parties")
    section = models.CharField(max_length=16, choices=Section.choices)
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=12, blank=True)
    name = models.CharField(_("institution or organisation"), max_length=240)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    level = models.CharField(_("level of government"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=PartyRole.choices, blank=True)
    posts = models.ManyToManyField(Post, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class Baseline(models.Model):
    """A starting value with its source (R010)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="baselines")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.TextField(_("indicator"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4, null=True, blank=True)
    value_text = models.CharField(_("value as written"), max_length=120)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    out_of = models.DecimalField(_("out of"), max_digits=14, decimal_places=4, null=True, blank=True)
    population = models.CharField(_("population"), max_length=160, blank=True)
    year = models.CharField(_("date"), max_length=20, blank=True)
    source = models.TextField(_("source"), blank=True)
    comparison = models.DecimalField(_("compared with"), max_digits=14, decimal_places=4, null=True, blank=True)
    comparison_text = models.CharField(_("what it is compared with"), max_length=160, blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.value_text}"


class Means(models.Model):
    """A means of verification, and the kind of evidence it announces (R028, R034). `kind` empty: none is announced."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="means")
    key_action = models.ForeignKey(KeyAction, on_delete=models.CASCADE, null=True, blank=True, related_name="means")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, null=True, blank=True, related_name="means")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("means of verification"))
    kind = models.CharField(_("kind of evidence"), max_length=20, choices=EvidenceKind.choices, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "means"

    def __str__(self) -> str:
        return self.text


class Risk(models.Model):
    """An assumption that may fail (R029)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="risks")
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=8, blank=True)
    text = models.TextField(_("assumption"))
    level = models.CharField(max_length=8, choices=RiskLevel.choices, blank=True)
    probability = models.CharField(_("probability"), max_length=40, blank=True)
    mitigation = models.TextField(_("what is done about it"), blank=True)
    status = models.CharField(_("state"), max_length=80, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class Resource(models.Model):
    """A row of what is needed (R020)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="resources")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=6, choices=ResourceKind.choices)
    text = models.TextField(_("description"))
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    count = models.DecimalField(_("how many"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["kind", "order", "pk"]

    def __str__(self) -> str:
        return self.text


class SdgLink(models.Model):
    """A link to a goal, or to a target of it: "16.10" is a string that sorts after "16.8" (R013)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="sdgs")
    goal = models.PositiveSmallIntegerField()
    target = models.CharField(max_length=6, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["goal", "pk"]
        constraints = [models.UniqueConstraint(fields=["commitment", "goal", "target"], name="plans_sdg_once")]

    def __str__(self) -> str:
        return self.target or str(self.goal)


class ValueLink(models.Model):
    """Why a commitment serves an OGP value (R019)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="values")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["term__order"]
        constraints = [models.UniqueConstraint(fields=["commitment", "term"], name="plans_value_once")]

    def __str__(self) -> str:
        return str(self.term)


class Classification(models.Model):
    """A policy area, thematic area or vulnerable group chosen for a commitment (R012, R017, R018)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="classifications")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["term__order"]
        constraints = [models.UniqueConstraint(fields=["commitment", "term"], name="plans_classified_once")]

    def __str__(self) -> str:
        return str(self.term)


class Citation(models.Model):
    """A plan or law that a commitment is aligned with (R023). Codes may recur under different axes."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="citations")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=4, choices=CitationKind.choices)
    instrument = models.TextField(_("plan or law"))
    period = models.CharField(_("period"), max_length=40, blank=True)
    axis = models.CharField(_("axis"), max_length=240, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    text = models.TextField(_("text"), blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    fraction = models.CharField(_("fraction"), max_length=80, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.instrument} {self.code}".strip()
