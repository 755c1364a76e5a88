"""The gatherings that a commitment was about (R048, R049)."""

from __future__ import annotations

from django.db import models

from tequio.gatherings.models import Gathering
from tequio.plans.models import Commitment


class Occasion(models.Model):
    """A gathering that was about a commitment; one gathering may be about several."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="occasions")
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="occasions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["commitment", "gathering"], name="tracking_occasion_once")]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.gathering_id}"
