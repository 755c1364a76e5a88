"""The stage between a draft and its final version: everybody reads it and comments (000§C, R033)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids
from tequio.people.models import Jurisdiction
from tequio.plans.models.commitment import ActionPlan, Commitment, Publication
from tequio.plans.vocab import DEFAULT_REVIEW_DAYS
from tequio.record import queries as record


class ReviewRules(models.Model):
    """How many days a public review lasts in a place; where there is no row, the default holds."""

    jurisdiction = models.OneToOneField(Jurisdiction, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(_("days of a public review"), default=DEFAULT_REVIEW_DAYS)

    class Meta:
        verbose_name_plural = "review rules"

    def __str__(self) -> str:
        return f"{self.days} days"


class PublicReview(models.Model):
    """One round of public comments on a draft: the text that was shown, and between which days.

    The text is a publication of its own and never changes; the draft may go on changing behind it.
    """

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="review")
    opens_on = models.DateField(_("comments are taken from"))
    closes_on = models.DateField(_("until"))
    # Why it was prolonged or taken back, for everybody.
    reason = models.TextField(blank=True)
    # Taken back from the public, with the reason that the page of versions shows.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="plans_review_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(plan__isnull=False, commitment__isnull=True)
                | models.Q(plan__isnull=True, commitment__isnull=False),
                name="plans_review_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.opens_on} – {self.closes_on}"

    @property
    def urn(self) -> str:
        return record.urn("review", self.public_id)

    @property
    def thing(self) -> ActionPlan | Commitment:
        """What is under review."""
        thing = self.commitment or self.plan
        assert thing is not None, "the constraint says that it is of one"  # noqa: S101
        return thing

    def is_open(self, *, on: date) -> bool:
        """Tell whether comments are taken on a day, both ends included."""
        return self.withdrawn_at is None and self.opens_on <= on <= self.closes_on
