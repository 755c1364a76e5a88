"""The words of gatherings (000§2, 002-OGP, 002-Apr, 003-Refl, 004-AC3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What people met for."""

    ACCOUNTABILITY = "accountability", _("Accountability session")  # R048
    MEETING = "meeting", _("Working meeting")
    TABLE = "table", _("Co-creation table")  # R053
    FORUM = "forum", _("Participation forum")  # R054
    FUTURE = "future", _("Future workshop")  # R055
    FOCUS_GROUP = "focus-group", _("Focus group")  # R058
    WORKSHOP = "workshop", _("Workshop")
    PRESENTATION = "presentation", _("Public presentation")
    OTHER = "other", _("Other")


class State(models.TextChoices):
    """Where a gathering stands on its way to the public."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    REPORTED = "reported", _("Reported")
    CANCELLED = "cancelled", _("Cancelled")


class LessonKind(models.TextChoices):
    """R049: what somebody takes away."""

    ACHIEVEMENT = "achievement", _("Achievement")
    CHALLENGE = "challenge", _("Challenge")
    LEARNING = "learning", _("Learning")
    RECOMMENDATION = "recommendation", _("Recommendation")


# The counts of one line of participants, as people.vocab.Sex names them.
COUNTS = ("women", "men", "other", "unsaid")
# The four moments of an accountability session (002-OGP): a default that each session may change.
MOMENTS = (
    _("What was done"),
    _("What OGP says of it"),
    _("What to improve, and the challenges"),
    _("Closing"),
)
LONGEST_TITLE, LONGEST_LINE = 250, 500
MOST_PEOPLE = 100_000
