"""How far a commitment got, as each side says it on the Partnership's scale."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids
from tequio.people.models import Office, User
from tequio.plans.models import Commitment
from tequio.record import queries as record
from tequio.tracking.models.periods import Period
from tequio.tracking.vocab import Completion, EarlyResults, Opening, Track


class Assessment(models.Model):
    """What one side says of a commitment. Never changed: another one takes its place and cites it."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="assessments")
    track = models.CharField(max_length=10, choices=Track.choices)
    completion = models.CharField(_("completion"), max_length=12, choices=Completion.choices)
    early_results = models.CharField(_("early results"), max_length=12, choices=EarlyResults.choices, blank=True)
    opened = models.CharField(_("did it open government?"), max_length=12, choices=Opening.choices, blank=True)
    explanation = models.TextField(_("why"))
    references = models.TextField(_("what it rests on"), blank=True)
    # Where the IRM published it, and when: what is here was only copied.
    source_url = models.URLField(_("address of the report"), max_length=500, blank=True)
    source_on = models.DateField(_("date of the report"), null=True, blank=True)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "track"], condition=Q(supersedes__isnull=True), name="tracking_assessment_first"
            ),
            models.CheckConstraint(
                condition=~Q(track=Track.IRM) | ~Q(source_url="") & Q(source_on__isnull=False),
                name="tracking_irm_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track}: {self.completion}"

    @property
    def urn(self) -> str:
        return record.urn("assessment", self.public_id)

    @property
    def is_transcribed(self) -> bool:
        """Somebody here copied what the IRM published."""
        return self.track == Track.IRM


class AssessmentReply(models.Model):
    """What the assessed side answers to an assessment, once. Never changed."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField(_("reply"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "assessment replies"

    def __str__(self) -> str:
        return self.text[:60]
