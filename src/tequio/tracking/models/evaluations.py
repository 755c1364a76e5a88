"""An evaluation of a commitment by several sectors: criteria, who evaluates, their scores (R050)."""

from __future__ import annotations

import secrets
from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids
from tequio.people.models import Institution, Jurisdiction, Office, User
from tequio.people.vocab import Sector
from tequio.plans.models import Commitment
from tequio.record import queries as record
from tequio.tracking.vocab import EvaluationState

LONGEST_TITLE = 250
LEAST_SECTORS, SCALE_FROM, SCALE_TO, SESSION_MONTHS = 3, 1, 5, 12


def _salt() -> str:
    return secrets.token_hex(16)


class EvaluationRules(models.Model):
    """What a place decided about evaluations and accountability sessions; without a row, these defaults hold."""

    jurisdiction = models.OneToOneField(Jurisdiction, on_delete=models.PROTECT, related_name="evaluation_rules")
    # R050: government, civil society and academia.
    least_sectors = models.PositiveSmallIntegerField(_("sectors that must have evaluated"), default=LEAST_SECTORS)
    scale_from = models.PositiveSmallIntegerField(_("lowest score"), default=SCALE_FROM)
    scale_to = models.PositiveSmallIntegerField(_("highest score"), default=SCALE_TO)
    # R048: "almost one year" after the start, and after each session.
    session_months = models.PositiveSmallIntegerField(
        _("months within which an accountability session is held"), default=SESSION_MONTHS
    )

    class Meta:
        verbose_name_plural = "evaluation rules"
        constraints = [
            models.CheckConstraint(condition=Q(scale_to__gt=F("scale_from")), name="tracking_evaluation_rules_scale")
        ]

    def __str__(self) -> str:
        return f"{self.least_sectors}: {self.scale_from}–{self.scale_to}"


class Evaluation(models.Model):
    """What several sectors say, on the same criteria, of one thing. Nobody reads the scores before it is published."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="evaluations")
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    thing = models.CharField(_("what is evaluated"), max_length=LONGEST_TITLE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    findings = models.TextField(_("findings"), blank=True)
    state = models.CharField(max_length=10, choices=EvaluationState.choices, default=EvaluationState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="tracking_evaluation_days")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        held = self.commitment
        return reverse(
            "tracking:evaluation", args=[held.plan.jurisdiction.slug, held.public_id, held.slug, self.public_id]
        )

    @property
    def urn(self) -> str:
        return record.urn("evaluation", self.public_id)

    @property
    def is_open(self) -> bool:
        return self.state == EvaluationState.OPEN

    @property
    def is_published(self) -> bool:
        return self.state == EvaluationState.PUBLISHED


class Criterion(models.Model):
    """What is asked of everybody, on a scale of whole numbers."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("criterion"), max_length=LONGEST_TITLE)
    explanation = models.TextField(_("what it means"), blank=True)
    least = models.PositiveSmallIntegerField(_("lowest score"), default=SCALE_FROM)
    most = models.PositiveSmallIntegerField(_("highest score"), default=SCALE_TO)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "order"], name="tracking_criterion_order"),
            models.CheckConstraint(condition=Q(most__gt=F("least")), name="tracking_criterion_scale"),
        ]

    def __str__(self) -> str:
        return self.name

    def share(self, score: Fraction) -> Fraction:
        """Say where a score stands between the lowest (0) and the highest (1)."""
        return (score - self.least) / (self.most - self.least)


class Evaluator(models.Model):
    """An organisation or institution that evaluates; no person's name. `is_assisted`: copied from its paper."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evaluators")
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    name = models.CharField(_("organisation or institution"), max_length=LONGEST_TITLE)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(_("comment"), blank=True)
    is_assisted = models.BooleanField(default=False)
    # Few numbers are guessed from their hash: until the report shows them with it, this keeps them unread.
    salt = models.CharField(max_length=32, default=_salt, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["sector", "pk"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="tracking_evaluator_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def urn(self) -> str:
        return record.urn("evaluator", self.public_id)


class Score(models.Model):
    """What an evaluator gives to a criterion, and why."""

    evaluator = models.ForeignKey(Evaluator, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("score"))
    reason = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [models.UniqueConstraint(fields=["evaluator", "criterion"], name="tracking_score_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"
