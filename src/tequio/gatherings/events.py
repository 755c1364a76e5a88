"""The facts of gatherings. The words of a report are cited by the SHA-256 of its canonical JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.gatherings.vocab import COUNTS
from tequio.kit.event import Fact, Trace
from tequio.kit.shown import SUBJECT, UNSAID, Part, Shown, Text, just

_LESSON = {"urn": "lesson"}


def _headcount(text: Mapping[str, Any]) -> int:
    return sum(row[name] for row in text.get("attendance", ()) for name in COUNTS)


# What a report does not tell yet, its text does not hold.
_TEXT = Text(
    says={
        **{name: name for name in ("jurisdiction", "kind", "title", "on", "precision", "venue")},
        "summary": lambda text: text.get("summary", ""),
        "attendance": lambda text: text.get("attendance", []),
        "people": _headcount,
    },
    parts=(
        Part(
            "lessons",
            "lessons",
            says={
                **{name: name for name in ("kind", "text", "addressee")},
                "gathering": lambda _row, text: text["id"],
                "jurisdiction": lambda _row, text: text["jurisdiction"],
                "said_on": lambda _row, text: text["on"],
                "source": lambda _row, _text: "",
            },
            starts={"owner": None, "due_on": None, "settled_on": None, "outcome": ""},
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class GatheringDrafted(Trace):
    """Somebody wrote down a gathering, or changed one that is not public yet."""

    name = "gatherings.gathering-drafted"
    sentence = _("%(actor)s wrote down a gathering.")


@dataclass(frozen=True, kw_only=True)
class GatheringAnnounced(Fact):
    """When, where and what for is public."""

    name = "gatherings.gathering-announced"
    sentence = _("%(actor)s announced a gathering for %(on)s.")
    shown = (
        Shown(
            "gatherings",
            is_listed=True,
            under="",
            says={"kind": "kind", "on": "on", "state": just("announced"), "people": just(0)},
            text=_TEXT,
        ),
    )

    kind: str
    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class GatheringReported(Fact):
    """What happened is public: who took part, in figures, and what everybody takes away."""

    name = "gatherings.gathering-reported"
    sentence = _("%(actor)s reported on the gathering of %(on)s: %(people)s people, %(lessons)s lessons.")
    shown = (
        Shown(
            "gatherings",
            is_listed=True,
            under="",
            says={"kind": "kind", "on": "on", "people": "people", "state": just("reported")},
            text=_TEXT,
        ),
    )

    kind: str
    on: date
    people: int
    lessons: int
    text: str


@dataclass(frozen=True, kw_only=True)
class GatheringCorrected(Fact):
    """A public gathering was corrected; `why` is the SHA-256 of the reason, which is published beside it."""

    name = "gatherings.gathering-corrected"
    sentence = _("%(actor)s corrected the gathering of %(on)s.")
    # What it corrected, the text says.
    shown = (Shown("gatherings", says={"on": "on", "kind": just(UNSAID), "people": just(UNSAID)}, text=_TEXT),)

    on: date
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class GatheringCancelled(Fact):
    """An announced gathering does not take place; `why` is the SHA-256 of the reason."""

    name = "gatherings.gathering-cancelled"
    sentence = _("%(actor)s cancelled the gathering of %(on)s.")
    shown = (Shown("gatherings", says={"on": "on", "state": just("cancelled")}),)

    on: date
    why: str


@dataclass(frozen=True, kw_only=True)
class LessonAdded(Fact):
    """Something learned outside of any gathering; its words by SHA-256."""

    name = "gatherings.lesson-added"
    sentence = _("%(actor)s wrote down something learned (%(kind)s).")
    # Those of a gathering are told by the text of its report.
    shown = (
        Shown(
            "lessons",
            key=_LESSON,
            is_listed=True,
            says={"kind": "kind", "jurisdiction": SUBJECT, "gathering": just(None)},
            cites={"text": "text"},
        ),
    )

    lesson: str
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RecommendationAssigned(Fact):
    """Somebody has to see to a recommendation, by a day."""

    name = "gatherings.recommendation-assigned"
    sentence = _("%(actor)s asked %(institution)s to see to a recommendation by %(due)s.")
    shown = (
        Shown(
            "lessons",
            key=_LESSON,
            says={
                **{"owner": "institution", "due_on": "due"},
                **{"settled_on": just(None), "outcome": just("")},
            },
        ),
    )

    lesson: str
    institution: str
    due: date | None


@dataclass(frozen=True, kw_only=True)
class RecommendationSettled(Fact):
    """A recommendation was seen to; what was done, by SHA-256."""

    name = "gatherings.recommendation-settled"
    sentence = _("%(actor)s reported what was done about a recommendation.")
    shown = (Shown("lessons", key=_LESSON, says={"settled_on": just(UNSAID)}, cites={"outcome": "text"}),)

    lesson: str
    text: str
