"""How each milestone stands, how it got there, and the evidence with its reviews."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tequio.files.models import File
from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.kit import ids
from tequio.kit.event import Proof
from tequio.people.models import Jurisdiction, Office, User
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.record import queries as record
from tequio.tracking.vocab import CLAIM, STANDING_PIECES, Cause, EvidenceState, ReviewDecision, Status


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


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Words about pieces of evidence."""

    def standing(self) -> EvidenceQuerySet:
        """Keep what was handed in and neither returned nor withdrawn."""
        return self.filter(state__in=STANDING_PIECES)


class Evidence(models.Model):
    """A file or a link that proves a milestone (R038). Reviewed by a second person of another institution."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind.choices)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("address"), max_length=500, blank=True)
    title = models.CharField(_("what it shows"), max_length=TITLE_LENGTH)
    credit = models.CharField(_("whose work it is"), max_length=CREDIT_LENGTH)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    # For a numeric target: the value reached that this piece proves.
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    # The same as a day of the jurisdiction, so that policy and list ask alike who worked where on it.
    submitted_on = models.DateField()
    state = models.CharField(max_length=10, choices=EvidenceState.choices, default=EvidenceState.SUBMITTED)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["state", "submitted_at"], name="tracking_evidence_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file__isnull=True) & ~Q(url="")),
                name="tracking_evidence_file_or_url",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def urn(self) -> str:
        return record.urn("evidence", self.public_id)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """What a fact cites: the file as received and, where it differs, the copy that anybody can download."""
        if self.file is None:
            return (self.proof,)
        return tuple(dict.fromkeys((self.file.ref, self.file.public_ref)))

    @property
    def proof(self) -> Proof:
        """The bytes that were handed in: the file's, or those of the address."""
        if self.file:
            return self.file.ref
        address = self.url.encode()
        return Proof(hashlib.sha256(address).hexdigest(), len(address), "text/uri-list")


class Review(models.Model):
    """What a second person said of a piece. Never changed; the words of the reason are not public."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=8, choices=ReviewDecision.choices)
    reason = models.TextField(blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.decision} by {self.office_id}"
