"""The words of gatherings (000§2, 002-OGP, 002-Apr, 003-Refl, 004-AC3)."""

from __future__ import annotations

from typing import NamedTuple

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


# What heads a list of each.
LESSON_HEADINGS = {
    LessonKind.ACHIEVEMENT: _("Achievements"),
    LessonKind.CHALLENGE: _("Challenges"),
    LessonKind.LEARNING: _("Learnings"),
    LessonKind.RECOMMENDATION: _("Recommendations"),
}

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


class Column(NamedTuple):
    """A column of an export and what it means."""

    name: str
    type: str
    es: str
    en: str


GATHERINGS = (
    Column("gathering", "urn", "Nombre permanente del encuentro", "Permanent name of the gathering"),
    Column("kind", "code", "Para qué se reunieron", "What people met for"),
    Column("title", "text", "Título", "Title"),
    Column("on", "date", "Día", "Day"),
    Column("precision", "code", "Qué tan exacto es el día: day, month o year", "How exact the day is"),
    Column("venue", "text", "Lugar", "Place"),
    Column("state", "code", "announced, reported o cancelled", "announced, reported or cancelled"),
    *(
        Column(name, "integer", f"Personas: {es}", f"People: {en}")
        for name, es, en in (
            ("women", "mujeres", "women"),
            ("men", "hombres", "men"),
            ("other", "otra identidad", "another identity"),
            ("unsaid", "no dicho", "not said"),
        )
    ),
    Column("people", "integer", "Personas en total", "People in all"),
    Column("url", "address", "Página", "Page"),
)
LESSONS = (
    Column("lesson", "urn", "Nombre permanente", "Permanent name"),
    Column(
        "kind",
        "code",
        "Logro, desafío, aprendizaje o recomendación",
        "Achievement, challenge, learning or recommendation",
    ),
    Column("text", "text", "Qué", "What"),
    Column("addressee", "text", "Para quién", "For whom"),
    Column("source", "text", "De dónde viene", "Where it comes from"),
    Column("said_on", "date", "Cuándo se dijo", "When it was said"),
    Column("owner", "text", "Quién debe atenderla", "Who has to see to it"),
    Column("due_on", "date", "Para cuándo", "By when"),
    Column("settled_on", "date", "Cuándo se atendió", "When it was seen to"),
    Column("outcome", "text", "Qué se hizo", "What was done"),
)
