"""What proves a milestone, and what a second person said of it."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tequio.files.models import File
from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.kit import ids
from tequio.kit.event import Proof
from tequio.people.models import Office, User
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.record import queries as record
from tequio.tracking.vocab import STANDING_PIECES, EvidenceState, ReviewDecision


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
