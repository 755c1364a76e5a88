"""How each milestone stands, and how it got there."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tequio.people.models import Jurisdiction, Office, User
from tequio.plans.models import Milestone
from tequio.tracking.vocab import CLAIM, Cause, Status


class Standing(models.Model):
    """How a milestone stands now. Opened by the first report: no row means not started, and nobody confirmed it.

    A claim has the status finished and `is_claim`. `value` is the value reached, in the unit of the target, as typed
    (it may exceed the target: only its share is capped); `accepted_value` is the part that accepted evidence proves.
    """

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="standing")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NOT_STARTED)
    is_claim = models.BooleanField(default=False)
    is_confirmed = models.BooleanField(default=False)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    accepted_value = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    note = models.TextField(blank=True)
    # Since when it has this status; and when somebody first reported any other than "not started".
    since = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    # When it was first reported as finished, while it is: its acceptance, later, does not make it end later.
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_claim=False) | Q(status=Status.FINISHED), name="tracking_claim_is_of_finished"
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=True) | Q(status=Status.NOT_STARTED), name="tracking_unconfirmed_is_initial"
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="tracking_value_not_below"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """One of the five statuses, or "claim"."""
        return CLAIM if self.is_claim else self.status

    @property
    def is_finished(self) -> bool:
        """Finished, with its evidence accepted by a second person."""
        return self.status == Status.FINISHED and not self.is_claim


class StatusChange(models.Model):
    """One line of a milestone's history. The office is public; the person is not. Never changed."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="status_changes")
    # Its place, said again here so that what moved last in a place is one step away however much moved.
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.REPORT)
    was = models.CharField(max_length=12, choices=Status.choices)
    was_claim = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=Status.choices)
    is_claim = models.BooleanField(default=False)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="tracking_change_at"),
            models.Index(fields=["jurisdiction", "-at", "-id"], name="tracking_change_at_place"),
        ]

    def __str__(self) -> str:
        return f"{self.was_code} → {self.code}"

    @property
    def code(self) -> str:
        return CLAIM if self.is_claim else self.status

    @property
    def was_code(self) -> str:
        return CLAIM if self.was_claim else self.was
