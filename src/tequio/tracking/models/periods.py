"""Reporting periods: when each institution tells how it went, and what was true when they closed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids
from tequio.people.models import Institution, Office, User
from tequio.plans.models import ActionPlan, Milestone
from tequio.record import queries as record


class Period(models.Model):
    """A stretch of a plan that is reported as one. It closes once, for ever."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    # Institutions report from one day to the other, both included.
    opens_on = models.DateField(_("reports open on"))
    closes_on = models.DateField(_("reports are due by"))
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="tracking_period_named_once"),
            models.UniqueConstraint(fields=["plan", "starts_on"], name="tracking_period_starts_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), closes_on__gte=F("opens_on")), name="tracking_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def urn(self) -> str:
        return record.urn("period", self.public_id)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def is_open(self, *, on: date) -> bool:
        """Tell whether institutions may report: from its opening until it closes, late ones included."""
        return self.closed_at is None and self.opens_on <= on


class PeriodReport(models.Model):
    """What an institution sent for a period. To mend it is to send another; the last one counts. Never changed."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(_("in a few words"), blank=True)
    is_late = models.BooleanField(default=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.institution_id} in {self.period_id}"


class PeriodReason(models.Model):
    """Why a milestone has not started, or advances little, as one report says."""

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="reasons")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("reason"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "milestone"], name="tracking_reason_once")]

    def __str__(self) -> str:
        return self.text[:60]


class Snapshot(models.Model):
    """What was true when a period closed: canonical JSON, cited in the record by its SHA-256. Never changed."""

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="snapshot")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    # Why it closed without some reports; empty where none was missing.
    reason = models.TextField(blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256

    @property
    def body(self) -> dict[str, Any]:
        """The document, read."""
        read: dict[str, Any] = json.loads(self.document)
        return read
