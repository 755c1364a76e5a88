"""Who joins in a transversal commitment, and how much each must comply (002, R025)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tequio.people.models import Institution, Jurisdiction
from tequio.plans.models.commitment import Commitment
from tequio.plans.models.tree import Milestone
from tequio.plans.vocab import ShareRole


class Share(models.Model):
    """A party of a transversal commitment with its own milestones and minimum, or an ally that accompanies it.

    A party may be of another place of this installation: its liaisons report on its milestones, and on nothing else.
    Where it names a place and no institution of it, the coordination of that place does.
    `name` is what the document says; it may name nobody of this installation. `minimum` empty: all its milestones.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="shares")
    order = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(_("part"), max_length=5, choices=ShareRole.choices, default=ShareRole.PARTY)
    name = models.CharField(_("place or institution"), max_length=240)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minimum = models.PositiveSmallIntegerField(_("how many of its milestones"), null=True, blank=True)
    milestones = models.ManyToManyField(Milestone, blank=True, related_name="shares")
    note = models.TextField(_("what it contributes"), blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
