"""Indicator formats: what each axis of a plan is asked, who observed it, what was answered and proven (R042–R045)."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.files.models import File
from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.kit import ids
from tequio.kit.event import Proof
from tequio.people.models import Institution, Office, User
from tequio.plans.models import ActionPlan, Commitment
from tequio.plans.vocab import EvidenceKind
from tequio.questionnaires.models import Questionnaire, Response, Version
from tequio.record import queries as record
from tequio.tracking.models.periods import Period
from tequio.tracking.vocab import STANDING_PIECES, EvidenceState, FormatState, LengthUnit


class IndicatorFormat(models.Model):
    """The format of a plan: a questionnaire whose sections are indicators under their category."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="formats")
    questionnaire = models.OneToOneField(Questionnaire, on_delete=models.PROTECT, related_name="+")
    # What was approved, and the SHA-256 of the words in which each axis is asked.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wording_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=FormatState.choices, default=FormatState.DRAFT)
    # The session that approved it, in words, until sessions are kept here.
    approved_in = models.CharField(_("session that approved it"), max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.questionnaire.title

    def get_absolute_url(self) -> str:
        """Its page; needs the plan with its jurisdiction at hand."""
        plan = self.plan
        return reverse("tracking:format", args=[plan.jurisdiction.slug, plan.public_id, plan.slug, self.public_id])

    @property
    def urn(self) -> str:
        return record.urn("indicator-format", self.public_id)

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it: it was proposed, and its plan is public."""
        return self.state != FormatState.DRAFT and self.plan.is_published

    @property
    def is_approved(self) -> bool:
        return self.state == FormatState.APPROVED


class AxisWording(models.Model):
    """A question in the words of one axis (R043); the institution stays a placeholder."""

    format = models.ForeignKey(IndicatorFormat, on_delete=models.CASCADE, related_name="wordings")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=60)
    text = models.TextField(_("question"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["format", "commitment", "code"], name="tracking_wording_once"),
        ]

    def __str__(self) -> str:
        return self.text


class ObservationWindow(models.Model):
    """The days in which members observe a proposed format (R045).

    `closes_on` is the deadline that was expressed and the one that counts; what was said of its length stays beside
    it, even where both disagree.
    """

    format = models.ForeignKey(IndicatorFormat, on_delete=models.PROTECT, related_name="windows")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day to observe"))
    stated = models.CharField(_("length as it was said"), max_length=80, blank=True)
    length = models.PositiveSmallIntegerField(_("length"), null=True, blank=True)
    unit = models.CharField(max_length=12, choices=LengthUnit.choices, blank=True)
    target_session = models.CharField(_("session that will decide"), max_length=200, blank=True)
    invited = models.ManyToManyField(Institution, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="tracking_window_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.opens_on} – {self.closes_on}"

    @property
    def days(self) -> int:
        """How many days after its opening it ends."""
        return (self.closes_on - self.opens_on).days

    def is_over(self, *, on: date) -> bool:
        """Tell whether its last day has gone by."""
        return on > self.closes_on


class FilledFormat(models.Model):
    """The format of one axis for one period: asked, and then answered by its institution."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    format = models.ForeignKey(IndicatorFormat, on_delete=models.PROTECT, related_name="filled")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="filled_formats")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The period's name, or another label where the plan has no periods.
    label = models.CharField(_("period"), max_length=80)
    due_on = models.DateField(_("due on"))
    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "commitment__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["format", "commitment", "label"], name="tracking_filled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.commitment}"

    def get_absolute_url(self) -> str:
        """Its page; needs the commitment with its place at hand."""
        one = self.commitment
        place = one.plan.jurisdiction.slug
        return reverse("tracking:filled_format", args=[place, one.public_id, one.slug, self.public_id])

    @property
    def urn(self) -> str:
        return record.urn("filled-format", self.public_id)


class FormatEvidence(models.Model):
    """A file or an address that proves one indicator of a filled format; somebody of another institution reviews it."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    filled = models.ForeignKey(FilledFormat, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.SlugField(max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind.choices)
    title = models.CharField(_("what it shows"), max_length=TITLE_LENGTH)
    credit = models.CharField(_("whose work it is"), max_length=CREDIT_LENGTH)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("address"), max_length=500, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=EvidenceState.choices, default=EvidenceState.SUBMITTED)
    reviewer = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submitted_at", "pk"]
        verbose_name_plural = "format evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file__isnull=True) & ~Q(url="")),
                name="tracking_format_evidence_file_or_url",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def urn(self) -> str:
        return record.urn("format-evidence", self.public_id)

    @property
    def address(self) -> str:
        """Where it is read."""
        return self.file.get_absolute_url() if self.file else self.url

    @property
    def is_standing(self) -> bool:
        """Whether it was handed in and not returned."""
        return self.state in STANDING_PIECES

    @property
    def is_accepted(self) -> bool:
        return self.state == EvidenceState.ACCEPTED

    @property
    def proof(self) -> Proof:
        """The bytes that were handed in: the file's, or those of the address."""
        if self.file:
            return self.file.ref
        address = self.url.encode()
        return Proof(hashlib.sha256(address).hexdigest(), len(address), "text/uri-list")
