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
            models.Index(fields=["id"], name="record_waiting", condition=models.Q(idx__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject} #{self.seq}"


class Log(models.Model):
    """A tree of the public log, and its head, which moves by compare-and-swap. A second one only after a lost key.

    `base` counts the entries of the logs before it: entry `idx` is leaf `idx - base`. `frontier` is the compact range
    of the `size` leaves so far, 32 bytes a hash, so that ordering the next needs none of the earlier ones.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    origin = models.CharField(max_length=200, unique=True)
    base = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField()
    frontier = models.BinaryField()
    opened_at = models.DateTimeField()

    # How this site runs its log: data, with stated defaults.
    quorum = models.PositiveSmallIntegerField(default=0)
    is_strict = models.BooleanField(default=False)
    publish_every = models.PositiveSmallIntegerField(default=10)
    refresh_every = models.PositiveIntegerField(default=3600)
    # Why nothing is numbered or published at present, for whoever looks after the site; empty while all is well.
    trouble = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Checkpoint(models.Model):
    """A signed head of a log. It may stand here and not be published yet: whoever crashed in between goes on from it.

    `ends` is how many entries of the site it covers, those of earlier logs included.
    """

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.BigIntegerField()
    ends = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="record_one_root_for_each_size")]
        indexes = [
            models.Index(fields=["ends"], name="record_covering", condition=models.Q(published_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.log_id}: {self.size}"


class Witness(models.Model):
    """An organisation that watches the log, and the largest tree that it has signed.

    Without `url` nobody can ask it: it comes for the checkpoint itself. `ends` counts as in Checkpoint.
    """

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=300, unique=True)
    url = models.URLField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    ends = models.BigIntegerField(default=0)
    cosigned_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class Withheld(models.Model):
    """A personal value and its salt, kept apart from the bytes so that both can be erased; its name stays."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="withheld")
    name = models.CharField(max_length=80)
    value = models.TextField()
    salt = models.CharField(max_length=32)
    erased_at = models.DateTimeField(null=True)

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
