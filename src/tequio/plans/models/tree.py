"""The typed tree below a commitment: objectives, key actions, groups, milestones."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids, month
from tequio.plans.models.commitment import PRECISIONS, Commitment
from tequio.plans.vocab import Horizon
from tequio.record import queries as record


class Objective(models.Model):
    """What should be true by a horizon (R024). A heading: it carries no weight."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="objectives")
    order = models.PositiveSmallIntegerField(default=0)
    horizon = models.CharField(max_length=6, choices=Horizon.choices)
    text = models.TextField(_("objective"))
    due = models.DateField(_("due"), null=True, blank=True)
    precision = models.CharField(max_length=5, choices=PRECISIONS, default=month.Precision.MONTH)
    # "al finalizar el sexenio": a deadline that is no date stays as it was written.
    due_text = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.get_horizon_display()


class KeyAction(models.Model):
    """A weighted action of a commitment (R026). Its parts are its activities."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="key_actions")
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("number"), max_length=12, blank=True)
    title = models.TextField(_("title"))
    objective = models.TextField(_("objective"), blank=True)
    # Per cent of the commitment; empty: every key action counts alike.
    weight = models.DecimalField(_("weight (%)"), max_digits=6, decimal_places=3, null=True, blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    precision = models.CharField(max_length=5, choices=PRECISIONS, default=month.Precision.DAY)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__gt=0, weight__lte=100),
                name="plans_key_action_weight",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def urn(self) -> str:
        return record.urn("key-action", self.public_id)


class MilestoneGroup(models.Model):
    """A heading above milestones (R035). It carries no weight."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="groups")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="groups")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.TextField(_("title"))

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A leaf of the tree: a milestone (R034), or an activity where it stands under a key action (R027).

    `label` is what the document shows and may repeat; the key is our own (X02). An activity without dates has its key
    action's.
    """

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="milestones")
    group = models.ForeignKey(
        MilestoneGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="milestones"
    )
    key_action = models.ForeignKey(
        KeyAction, on_delete=models.CASCADE, null=True, blank=True, related_name="activities"
    )
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("number"), max_length=12, blank=True)
    title = models.TextField(_("milestone"))
    purpose = models.TextField(_("objective"), blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    precision = models.CharField(max_length=5, choices=PRECISIONS, default=month.Precision.MONTH)
    # The effective dates before anybody moved them; empty until the first move (table Move keeps each).
    original_begins_on = models.DateField(null=True, blank=True)
    original_ends_on = models.DateField(null=True, blank=True)
    # Per cent among its siblings; empty: all alike.
    weight = models.DecimalField(_("weight (%)"), max_digits=6, decimal_places=3, null=True, blank=True)
    # A numeric target makes the leaf count its typed percentage instead of 0 or 100.
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    # The status that an imported document states: no report until somebody confirms it.
    stated = models.CharField(_("status in the document"), max_length=12, blank=True)
    # Another leaf whose text says nearly the same (X03).
    overlaps = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["commitment", "order"], name="plans_milestone_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__gt=0, weight__lte=100),
                name="plans_milestone_weight",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        place = self.commitment.plan.jurisdiction.slug
        return reverse("tracking:milestone", args=[place, self.public_id, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "hito"

    @property
    def short(self) -> str:
        """The title in one line."""
        return Truncator(self.title.replace("\n", " ")).chars(90)

    @property
    def urn(self) -> str:
        return record.urn("milestone", self.public_id)

    @property
    def is_activity(self) -> bool:
        return self.key_action_id is not None

    @property
    def begins_on(self) -> date | None:
        """The first day, taken from the key action where an activity has none."""
        return self.start or (self.key_action.start if self.key_action else None)

    @property
    def ends_on(self) -> date | None:
        """The last day on which it is still in time: a month deadline runs to its last day."""
        end, precision = self.end, self.precision
        if end is None and self.key_action:
            end, precision = self.key_action.end, self.key_action.precision
        if end and precision == month.Precision.MONTH:
            return month.last_day(end.year, end.month)
        return end

    @property
    def first_begins_on(self) -> date | None:
        """The first day as it was agreed, before any move."""
        return self.original_begins_on or self.begins_on

    @property
    def first_ends_on(self) -> date | None:
        """The last day as it was agreed, before any move."""
        return self.original_ends_on or self.ends_on

    @property
    def slippage(self) -> int:
        """How many days later than agreed it ends now; below zero, earlier."""
        return (self.ends_on - self.original_ends_on).days if self.ends_on and self.original_ends_on else 0


class Indicator(models.Model):
    """How compliance is measured (R028). It may be numeric and binary at once."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="indicators")
    key_action = models.ForeignKey(
        KeyAction, on_delete=models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    order = models.PositiveSmallIntegerField(default=0)
    name = models.TextField(_("indicator"))
    is_numeric = models.BooleanField(_("a number"), default=False)
    is_binary = models.BooleanField(_("yes or no"), default=False)
    unit = models.CharField(_("unit"), max_length=80, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
