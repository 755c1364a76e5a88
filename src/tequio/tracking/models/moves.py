"""Dates that somebody asks to move; the moves themselves are plans.Move."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids, month
from tequio.people.models import Office, User
from tequio.plans.models import Milestone, Move
from tequio.tracking.vocab import ProposalState


class MoveProposal(models.Model):
    """Other dates for a milestone, as an office that answers for it proposes them: public, with what became of it."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="move_proposals")
    start = models.DateField(null=True, blank=True)
    end = models.DateField()
    precision = models.CharField(max_length=5, choices=[(one.value, one.value) for one in month.Precision])
    reason = models.TextField(_("reason"))
    reference = models.CharField(_("session or agreement"), max_length=200, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ProposalState.choices, default=ProposalState.WAITING)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    move = models.OneToOneField(Move, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(state=ProposalState.WAITING), name="tracking_one_proposal_waits"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.ACCEPTED, move__isnull=False)
                | ~Q(state=ProposalState.ACCEPTED) & Q(move__isnull=True),
                name="tracking_accepted_is_moved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.end}"

    @property
    def ends_on(self) -> date:
        """The last day on which it would be in time."""
        if self.precision == month.Precision.MONTH:
            return month.last_day(self.end.year, self.end.month)
        return self.end
