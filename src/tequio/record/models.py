"""The record's tables. Only this room reads them (a contract holds it)."""

from __future__ import annotations

from django.db import models


class Installation(models.Model):
    """The one row that says who this site is. Its name stands in every urn and never changes."""

    one = models.PositiveSmallIntegerField(primary_key=True, default=1)
    site = models.CharField(max_length=63)
    born_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(one=1), name="record_one_installation")]

    def __str__(self) -> str:
        return self.site


class SubjectHead(models.Model):
    """The newest link of a subject's chain; locked while the next one is written."""

    subject = models.CharField(max_length=160, primary_key=True)
    seq = models.PositiveIntegerField(default=0)
    leaf_hash = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.subject} #{self.seq}"


class Entry(models.Model):
    """A public fact, with the exact bytes that will be hashed, proven and served for ever.

    `idx` stays empty until the sequencer orders it. The other columns repeat what the bytes say, to make lists quick.
    """

    id = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    type = models.CharField(max_length=80)
    at = models.DateTimeField()
    tenant = models.CharField(max_length=160)
    subject = models.CharField(max_length=160)
    seq = models.PositiveIntegerField()
    actor = models.CharField(max_length=160)
    entry = models.BinaryField()
    leaf_hash = models.BinaryField()
    idx = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="record_no_gap_no_double")]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="record_by_tenant"),
            models.Index(fields=["type", "-id"], name="record_by_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject} #{self.seq}"


class Withheld(models.Model):
    """A personal value and its salt, kept apart from the bytes so that it can be erased."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="withheld")
    name = models.CharField(max_length=80)
    value = models.TextField()
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name} of entry {self.entry_id}"


class Trail(models.Model):
    """A private trace: who did what, before and after. Deleted after the jurisdiction's retention period."""

    id = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=80)
    at = models.DateTimeField()
    tenant = models.CharField(max_length=160)
    subject = models.CharField(max_length=160)
    actor = models.CharField(max_length=160)
    data = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="record_trail_of"),
            models.Index(fields=["tenant", "at"], name="record_trail_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class Delivery(models.Model):
    """An entry or trace that a reaction has still to hear. Deleted once it has."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True)
    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, null=True)
    reaction = models.CharField(max_length=160)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False, trail__isnull=True)
                | models.Q(entry__isnull=True, trail__isnull=False),
                name="record_delivery_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reaction} ← {self.entry or self.trail}"
