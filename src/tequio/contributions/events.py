"""The facts of this room. What a stranger wrote never enters them: only salted digests, in `withheld`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.contributions.vocab import Kind, Purpose, Reason, Ruling
from tequio.kit.event import Fact, Trace
from tequio.kit.shown import SUBJECT, UNCHANGED, UNSAID, Body, Shown, actor, at, if_so, just

_LABELS: Mapping[str, Mapping[str, Any]] = {
    "kind": dict(Kind.choices),
    "purpose": dict(Purpose.choices),
    "reason": dict(Reason.choices),
    "ruling": dict(Ruling.choices),
}


_ONE = {"urn": "contribution"}
_NO_WORDS = {"text": just(""), "name": just(""), "institution": just(None)}
_WORDS_AGAIN = {name: just(UNSAID) for name in _NO_WORDS}
_ERASED = {
    "name": just(""),
    "text": if_so("keeps_text", UNCHANGED, just("")),
    "state": if_so("keeps_text", UNCHANGED, just("withdrawn")),
}


def _answered_at(body: Body) -> Any:
    """Return when a contribution was answered whole, if this answer did that; a correction changes nothing of it."""
    data = body["data"]
    return body["at"] if data["completes"] and data["was"] is None else UNCHANGED


@dataclass(frozen=True, kw_only=True)
class ThreadOpened(Fact):
    """A window opened in which everybody may speak about a thing; `deadline` is the last day in time."""

    name = "contributions.thread-opened"
    sentence = _("%(actor)s opened “%(thing)s” to what anybody has to say (%(purpose)s, until %(deadline)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    thing: str
    purpose: str
    deadline: date | None


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(Fact):
    """A thread takes nothing more. Nothing in it waits for an answer."""

    name = "contributions.thread-closed"
    sentence = _("%(actor)s closed what could be said about “%(thing)s” (%(purpose)s): %(contributions)s received.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

    thing: str
    purpose: str
    contributions: int


@dataclass(frozen=True, kw_only=True)
class ContributionSubmitted(Fact):
    """Somebody spoke about a thing. The words and the name, if there is one, are withheld."""

    name = "contributions.contribution-submitted"
    sentence = _("%(actor)s wrote about “%(thing)s” (%(kind)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = (
        Shown(
            "contributions",
            key=_ONE,
            is_listed=True,
            says={
                **{"about": "thing", "kind": "kind", "is_late": "is_late", "answer_by": "answer_by"},
                **{"state": just("shown"), "submitted_at": at, "answered_at": just(None)},
            },
            erased={"text": {"state": just("withdrawn"), **_NO_WORDS}, "name": {"name": just("")}},
            has_others=True,
        ),
    )

    thing: str
    contribution: str
    kind: str
    is_late: bool
    answer_by: date | None


@dataclass(frozen=True, kw_only=True)
class PointsSeparated(Fact):
    """A long contribution was divided in points, so that each gets its own answer."""

    name = "contributions.points-separated"
    sentence = _("%(actor)s divided in %(points)s points what somebody wrote about “%(thing)s”.")
    shown = (Shown("contributions", key=_ONE, says={"points.#": "points"}),)

    thing: str
    contribution: str
    points: int


@dataclass(frozen=True, kw_only=True)
class PointAnswered(Fact):
    """An office ruled on a point, and said why: `answer` is the SHA-256 of the words that the page shows.

    `was` is the earlier ruling where this corrects one; `completes` tells that nothing in the contribution waits.
    """

    name = "contributions.point-answered"
    sentence = _("%(actor)s answered what somebody wrote about “%(thing)s”: %(ruling)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = (
        Shown(
            "contributions",
            key=_ONE,
            says={
                "points.number={point}.ruling": "ruling",
                "points.number={point}.answers.0.ruling": "ruling",
                "points.number={point}.answers.0.at": at,
                "points.number={point}.answers.0.office": actor,
                "points.number={point}.answers.0.institution": "institution",
                "answered_at": _answered_at,
            },
            cites={"points.number={point}.answers.0.text": "answer"},
        ),
    )

    thing: str
    contribution: str
    point: int
    institution: str
    ruling: str
    was: str | None
    answer: str
    completes: bool


@dataclass(frozen=True, kw_only=True)
class ContributionHidden(Fact):
    """Coordination hid a contribution, with a reason of the public list. The text is kept."""

    name = "contributions.contribution-hidden"
    sentence = _("%(actor)s hid what somebody wrote about “%(thing)s”. %(reason)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = (Shown("contributions", key=_ONE, says={"state": just("hidden"), **_NO_WORDS}),)

    thing: str
    contribution: str
    institution: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContributionRestored(Fact):
    """Coordination showed again what it had hidden."""

    name = "contributions.contribution-restored"
    sentence = _("%(actor)s showed again what somebody wrote about “%(thing)s”.")
    shown = (Shown("contributions", key=_ONE, says={"state": just("shown"), **_WORDS_AGAIN}),)

    thing: str
    contribution: str
    institution: str


@dataclass(frozen=True, kw_only=True)
class ContributionErased(Fact):
    """Whoever wrote it asked to erase their personal values; `keeps_text` tells that only the name and mail went."""

    name = "contributions.contribution-erased"
    sentence = _("Whoever wrote about “%(thing)s” had their personal data erased.")
    shown = (Shown("contributions", key=_ONE, says=_ERASED),)

    thing: str
    contribution: str
    keeps_text: bool


@dataclass(frozen=True, kw_only=True)
class RulesChanged(Fact):
    """By what a place answers: working days, contributions per hour, days that an address is kept."""

    name = "contributions.rules-changed"
    sentence = _("%(actor)s changed how %(subject)s answers: within %(answer_days)s working days.")
    shown = (
        Shown(
            "response-times",
            key={"jurisdiction": SUBJECT},
            says={"answer_days": "answer_days"},
            under="",
            has_others=True,
        ),
    )

    answer_days: int
    most_per_hour: int
    mail_days: int


@dataclass(frozen=True, kw_only=True)
class ErrorReported(Trace):
    """Somebody said that a page is wrong."""

    name = "contributions.error-reported"
    sentence = _("%(actor)s reported an error on a page.")

    contribution: str


@dataclass(frozen=True, kw_only=True)
class ErrorAnswered(Trace):
    """Coordination answered a report of an error."""

    name = "contributions.error-answered"
    sentence = _("%(actor)s answered a report of an error.")

    contribution: str
    completes: bool


@dataclass(frozen=True, kw_only=True)
class ErrorErased(Trace):
    """Whoever reported an error had it erased."""

    name = "contributions.error-erased"
    sentence = _("%(actor)s erased a report of an error.")

    contribution: str


@dataclass(frozen=True, kw_only=True)
class CopiesErased(Trace):
    """What this room kept of personal values was erased with them: by law, or again after a restore."""

    name = "contributions.copies-erased"
    sentence = _("%(actor)s erased what a contribution kept of personal data.")

    contribution: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CommentsBrought(Trace):
    """Comments that a document carried were kept beside what it promised."""

    name = "contributions.comments-brought"
    sentence = _("%(actor)s brought in %(contributions)s comments with a document.")

    thing: str
    contributions: int


@dataclass(frozen=True, kw_only=True)
class AddressForgotten(Trace):
    """The mail address of a contribution was deleted: nothing more will be written to it."""

    name = "contributions.address-forgotten"
    sentence = _("%(actor)s deleted the address of whoever wrote a contribution.")

    contribution: str
