"""Dates that moved after everybody knew them: the memory of re-planning."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tequio.people.models import Office
from tequio.plans.models.tree import Milestone


class Move(models.Model):
    """One change of a public milestone's dates, with its reason. Never changed; to undo it is another move.

    The days are effective ones: those of the key action where an activity had none of its own, and the last day of a
    month where only the month was known.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveSmallIntegerField()
    was_begins_on = models.DateField(null=True, blank=True)
    was_ends_on = models.DateField(null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField()
    reason = models.TextField(_("reason"))
    # The session or agreement that approved it, as it is written there.
    reference = models.CharField(_("session or agreement"), max_length=200, blank=True)
    # Empty: the installation itself.
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["milestone", "number"]
        constraints = [models.UniqueConstraint(fields=["milestone", "number"], name="plans_move_numbered")]

    def __str__(self) -> str:
        return f"{self.was_ends_on} → {self.ends_on}"

    @property
    def days(self) -> int | None:
        """How many days later it ends than before; none where it had no end."""
        return (self.ends_on - self.was_ends_on).days if self.was_ends_on else None
