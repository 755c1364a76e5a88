"""The rules by which a place follows its plans, as data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tequio.people.models import Jurisdiction


class Rules(models.Model):
    """What a place decided about following; without a row, these defaults hold.

    The government's own track is computed from reported progress: from `substantial_from` per cent on it is
    substantial, from `complete_from` on, complete.
    """

    jurisdiction = models.OneToOneField(Jurisdiction, on_delete=models.PROTECT, related_name="tracking_rules")
    substantial_from = models.PositiveSmallIntegerField(_("substantial from (%)"), default=50)
    complete_from = models.PositiveSmallIntegerField(_("complete from (%)"), default=100)
    # Days without a report or a piece of evidence after which a milestone that should move is flagged.
    quiet_days = models.PositiveSmallIntegerField(_("days without movement"), default=90)
    # How long a reporting period is, and how many days after it institutions may report in time.
    period_months = models.PositiveSmallIntegerField(_("months of a reporting period"), default=6)
    report_days = models.PositiveSmallIntegerField(_("days to report"), default=15)
    # Different days on which a link must fail before it is called broken, and days until one that works is asked again.
    failing_days = models.PositiveSmallIntegerField(_("days of failing"), default=3)
    recheck_days = models.PositiveSmallIntegerField(_("days between two checks"), default=7)

    class Meta:
        verbose_name_plural = "rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(substantial_from__gte=1, complete_from__gte=models.F("substantial_from"))
                & models.Q(complete_from__lte=100),
                name="tracking_rules_thresholds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.substantial_from}/{self.complete_from}"
