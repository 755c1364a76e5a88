"""The facts that this room states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.kit import month
from tequio.kit.event import Fact, Trace
from tequio.kit.month import Precision
from tequio.kit.shown import NOWHERE, SUBJECT, UNCHANGED, UNSAID, Part, Shown, Text, actor, at

_Said = Mapping[str, Any]


def _begins_on(leaf: _Said, text: _Said) -> Any:
    """Return the first day of a milestone of a text, as Milestone.begins_on does."""
    return leaf["start"] or _above(leaf, text).get("start")


def _ends_on(leaf: _Said, text: _Said) -> Any:
    """Return the last day of a milestone of a text, as Milestone.ends_on does."""
    dated = leaf if leaf["end"] else _above(leaf, text)
    end, precision = dated.get("end"), dated.get("precision")
    if end and precision == Precision.MONTH:
        day = date.fromisoformat(end)
        return month.last_day(day.year, day.month).isoformat()
    return end


def _first_ends_on(body: _Said) -> Any:
    """Return the last day that was agreed first: the first move tells it."""
    return (body["data"]["was_ends_on"] or UNSAID) if body["data"]["move"] == 1 else UNCHANGED


def _above(leaf: _Said, text: _Said) -> _Said:
    return next((one for one in text["key_actions"] if one["id"] == leaf["key_action"]), {})


def _parties(text: _Said) -> list[dict[str, Any]]:
    said = ("section", "role", "name", "institution", "unit")
    return [{name: party[name] for name in said} for party in text["parties"]]


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_LEAVES = Part(
    "milestones",
    "milestones",
    says={
        **{"number": "label", "title": "title", "key_action": "key_action"},
        **_same("weight", "target", "unit"),
        **{"begins_on": _begins_on, "ends_on": _ends_on},
        "commitment": lambda _leaf, text: text["id"],
        "plan": lambda _leaf, text: text["plan"],
    },
    starts={
        **{"status": "not-started", "is_confirmed": False, "value": None, "note": "", "since": None},
        **{"evidence.submitted": 0, "evidence.accepted": 0, "evidence.returned": 0},
    },
    has_page=True,
)
_PLAN = Text(
    says=_same("jurisdiction", "name", "ordinal", "start", "end", "precision", "forum", "version", "description")
)
_COMMITMENT = Text(
    says={
        **_same("plan", "number", "title", "lede", "start", "end", "precision"),
        "sdgs": lambda text: [{"goal": one["goal"], "target": one["target"]} for one in text["sdgs"]],
        "parties": _parties,
    },
    parts=(_LEAVES,),
)
_REVIEWED = Shown(NOWHERE, is_listed=False, under="")


@dataclass(frozen=True, kw_only=True)
class PlanPublished(Fact):
    """A plan's text became public. `text` is the SHA-256 of its canonical JSON."""

    name = "plans.plan-published"
    sentence = _("%(actor)s published the plan (version %(number)s).")
    shown = (Shown("plans", is_listed=True, under="", text=_PLAN), _REVIEWED)

    number: int
    text: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PlanCorrected(Fact):
    """A public plan's text changed; `why` is the SHA-256 of the reason that the page shows."""

    name = "plans.plan-corrected"
    sentence = _("%(actor)s corrected the plan (version %(number)s).")
    shown = (Shown("plans", is_listed=True, under="", text=_PLAN), _REVIEWED)

    number: int
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PlanWithdrawn(Fact):
    """A plan is no longer public."""

    name = "plans.plan-withdrawn"
    sentence = _("%(actor)s withdrew the plan from the public.")
    shown = (Shown("plans", is_listed=False, under=""), _REVIEWED)

    number: int
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CommitmentPublished(Fact):
    """A commitment's text, tree and weights became public; the weights freeze here."""

    name = "plans.commitment-published"
    sentence = _("%(actor)s published the commitment (version %(number)s).")
    shown = (
        Shown("commitments", is_listed=True, under="plan", says={"plan": "plan"}, text=_COMMITMENT, has_page=True),
        _REVIEWED,
    )

    number: int
    text: str
    plan: str


@dataclass(frozen=True, kw_only=True)
class CommitmentCorrected(Fact):
    """A public commitment's text changed; `section` is the key of the part that changed."""

    name = "plans.commitment-corrected"
    sentence = _("%(actor)s corrected the commitment (version %(number)s).")
    shown = (Shown("commitments", text=_COMMITMENT),)

    number: int
    text: str
    section: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CommitmentWithdrawn(Fact):
    """A commitment is no longer public."""

    name = "plans.commitment-withdrawn"
    sentence = _("%(actor)s withdrew the commitment from the public.")
    shown = (Shown("commitments", is_listed=False, under=""), _REVIEWED)

    number: int
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MilestoneMoved(Fact):
    """The dates of a public milestone moved: its move number `move`, in version `number` of the commitment's text.

    Days are effective ones: a month ends on its last day. `why` and `reference` are the SHA-256 of the words that the
    page shows.
    """

    name = "plans.milestone-moved"
    sentence = _("%(actor)s moved the dates of “%(milestone)s”: it now ends on %(ends_on)s (version %(number)s).")
    shown = (
        Shown("commitments", text=_COMMITMENT),
        Shown(
            "milestones",
            key={"urn": "milestone"},
            says={**_same("begins_on", "ends_on"), "first_ends_on": _first_ends_on},
        ),
        Shown(
            "moves",
            key={"milestone": "milestone", "number": "move"},
            is_listed=True,
            says={
                **_same("was_begins_on", "was_ends_on", "begins_on", "ends_on"),
                **{"at": at, "office": actor, "commitment": SUBJECT},
            },
            cites={"reason": "why", "reference": "reference"},
        ),
    )

    milestone: str
    number: int
    text: str
    move: int
    was_begins_on: date | None
    was_ends_on: date | None
    begins_on: date | None
    ends_on: date
    why: str
    reference: str | None


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(Fact):
    """The draft of a plan or commitment became public for comments, as its version `number`, until the end of a day."""

    name = "plans.review-opened"
    sentence = _("%(actor)s opened the draft to public review until %(closes_on)s (version %(number)s).")
    shown = (Shown(NOWHERE, is_listed=True, under=""),)

    number: int
    text: str
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class ReviewExtended(Fact):
    """A public review takes comments until a later day."""

    name = "plans.review-extended"
    sentence = _("%(actor)s prolonged the public review until %(closes_on)s (version %(number)s).")

    number: int
    closes_on: date
    why: str


@dataclass(frozen=True, kw_only=True)
class ReviewWithdrawn(Fact):
    """A draft is no longer public."""

    name = "plans.review-withdrawn"
    sentence = _("%(actor)s took the draft back from public review (version %(number)s).")
    shown = (_REVIEWED,)

    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ReviewRulesChanged(Trace):
    """How long a public review lasts in a place."""

    name = "plans.review-rules-changed"
    sentence = _("%(actor)s changed how long a public review lasts.")


@dataclass(frozen=True, kw_only=True)
class PlanDrafted(Trace):
    """A plan was opened or changed while nobody outside sees it."""

    name = "plans.plan-drafted"
    sentence = _("%(actor)s saved the draft of the plan.")


@dataclass(frozen=True, kw_only=True)
class CommitmentDrafted(Trace):
    """A commitment was opened as a draft."""

    name = "plans.commitment-drafted"
    sentence = _("%(actor)s opened the draft of a commitment.")


@dataclass(frozen=True, kw_only=True)
class CommitmentEdited(Trace):
    """A part of a draft changed."""

    name = "plans.commitment-edited"
    sentence = _("%(actor)s saved a part of the draft: %(section)s.")

    section: str


@dataclass(frozen=True, kw_only=True)
class LimitAccepted(Trace):
    """Coordination accepted a text above the form's limit. The public text carries it."""

    name = "plans.limit-accepted"
    sentence = _("%(actor)s accepted a text of %(length)s characters where the form asks for %(limit)s.")

    section: str
    length: int
    limit: int


@dataclass(frozen=True, kw_only=True)
class DocumentKept(Trace):
    """A document was uploaded to import."""

    name = "plans.document-kept"
    sentence = _("%(actor)s uploaded a document to import.")

    sha256: str


@dataclass(frozen=True, kw_only=True)
class DocumentConfirmed(Trace):
    """An uploaded document became drafts of commitments."""

    name = "plans.document-confirmed"
    sentence = _("%(actor)s confirmed the import of a document: %(commitments)s commitments.")

    commitments: int


@dataclass(frozen=True, kw_only=True)
class DocumentDropped(Trace):
    """An uploaded document was deleted without importing it."""

    name = "plans.document-dropped"
    sentence = _("%(actor)s deleted an uploaded document without importing it.")


@dataclass(frozen=True, kw_only=True)
class ReferenceLoaded(Trace):
    """The templates and vocabularies that come with the program were loaded."""

    name = "plans.reference-loaded"
    sentence = _("%(actor)s loaded templates and vocabularies.")
