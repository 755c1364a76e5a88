"""Imported documents: kept whole, private, so that nothing of them is lost."""

from __future__ import annotations

from django.db import models

from tequio.kit import ids
from tequio.people.models import Jurisdiction
from tequio.plans.models.commitment import ActionPlan, Commitment


class ImportedDocument(models.Model):
    """A document that somebody uploaded to import. Nothing else is written until it is confirmed."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    office = models.CharField(max_length=160)
    # What was understood of it: template, commitments, and how many findings of each severity.
    account = models.JSONField(default=dict, blank=True)
    # The indicator formats that came with its axes: whoever follows them may use their questions (R043).
    formats = models.JSONField(default=list, blank=True)
    uploaded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    commitments = models.ManyToManyField(Commitment, blank=True, related_name="documents")

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
