"""What the site search knows: which public things there are, not what they say."""

from __future__ import annotations

from django.db import models

from tequio.people.models import Jurisdiction


class Findable(models.Model):
    """A public thing that search finds; its words stand in the table `portal_words`, which each database keeps its way.

    A copy that can be made again (`tequio search rebuild`). A page of results is read from the things themselves, so
    what is no longer public is never shown, even before this row is gone.
    """

    urn = models.CharField(max_length=160, unique=True)
    # Whose entries tell of it: the commitment of a milestone.
    subject = models.CharField(max_length=160, db_index=True)
    kind = models.CharField(max_length=20)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, null=True, related_name="+")
    # Plans before commitments before what is below them.
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["kind", "id"], name="portal_findable_kind")]

    def __str__(self) -> str:
        return self.urn
