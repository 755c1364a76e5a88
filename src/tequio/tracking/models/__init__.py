"""The tables of this room, by noun."""

from tequio.tracking.models.evidence import Evidence, EvidenceQuerySet, Review
from tequio.tracking.models.standing import Standing, StatusChange

__all__ = ["Evidence", "EvidenceQuerySet", "Review", "Standing", "StatusChange"]
