"""How a commitment is carried out: phases that may stand inside one another, and what each milestone delivers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tequio.kit import link, month
from tequio.plans.models.commitment import PRECISIONS, Commitment
from tequio.plans.models.tree import Milestone


class Phase(models.Model):
    """A phase of the roadmap (R046). `depth` 0 is a phase, 1 one inside the phase above it, and so on (X10).

    An outline cannot have circles, moves with one number, and needs no second row to be read.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField(default=0)
    depth = models.PositiveSmallIntegerField(_("inside how many"), default=0)
    title = models.CharField(_("phase"), max_length=300)
    objective = models.TextField(_("objective"), blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    precision = models.CharField(max_length=5, choices=PRECISIONS, default=month.Precision.MONTH)
    roles = models.TextField(_("who does what"), blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    contact = models.CharField(_("post to ask"), max_length=240, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Deliverable(models.Model):
    """What a milestone delivered, and where it is (R047). `step` is the milestone as the annex says it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="deliverables")
    order = models.PositiveSmallIntegerField(default=0)
    step = models.TextField(_("milestone, as the annex says it"), blank=True)
    title = models.TextField(_("deliverable"), blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliverables"
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title or self.step

    @property
    def slip(self) -> str:
        """What is wrong with the shape of its address, if anything."""
        return link.slip(self.url)
