"""The facts of milestones: how they stand, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.kit.shown import (
    SUBJECT,
    UNCHANGED,
    UNSAID,
    Body,
    Plus,
    Shown,
    Sources,
    actor,
    at,
    first_file,
    if_so,
    just,
)
from tequio.plans.vocab import EvidenceKind
from tequio.tracking.vocab import STANDING_WORDS

_LABELS: Mapping[str, Mapping[str, Any]] = {
    "status": STANDING_WORDS,
    "was": STANDING_WORDS,
    "kind": {one.value: one.label for one in EvidenceKind},
}

_LEAF: Sources = {"urn": "milestone"}
_PIECE: Sources = {"urn": "piece"}
_CHANGE: Sources = {"milestone": "milestone", "at": at}


def _since(body: Body) -> Any:
    """Return since when a milestone has the status that an office reported."""
    return UNCHANGED if body["data"]["was"] == body["data"]["status"] else body["at"]


def _taken_back(cause: str, **counts: Plus) -> tuple[Shown, ...]:
    """Say where a piece that does not stand any more is shown, and the claim that may have gone with it."""
    unsaid = {name: if_so("takes_back", just(UNSAID)) for name in ("value", "note", "is_confirmed")}
    counted = {f"evidence.{state}": more for state, more in counts.items()}
    return (
        Shown("evidence", key=_PIECE, is_listed=False),
        Shown(
            "milestones",
            key=_LEAF,
            says={"status": "status", **unsaid, "since": if_so("takes_back", at), **counted},
        ),
        Shown(
            "changes",
            key=_CHANGE,
            is_each=True,
            is_listed=True,
            when="takes_back",
            says={"was": just("claim"), "status": "status", "cause": just(cause), "office": actor},
        ),
    )


@dataclass(frozen=True, kw_only=True)
class StatusReported(Fact):
    """An office said how a milestone stands.

    `status` and `was` are one of the five codes, or "claim": reported as finished, under review. `value` is the value
    reached where there is a numeric target; `note` is the SHA-256 of the words that the page shows.
    """

    name = "tracking.status-reported"
    sentence = _("%(actor)s reported “%(milestone)s” as: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = (
        Shown(
            "milestones",
            key=_LEAF,
            says={"status": "status", "value": "value", "is_confirmed": just(True), "since": _since},
            cites={"note": "note"},
        ),
        Shown(
            "changes",
            key=_CHANGE,
            is_each=True,
            is_listed=True,
            says={
                **{"was": "was", "status": "status", "value": "value", "institution": "institution"},
                **{"cause": just("report"), "office": actor, "commitment": SUBJECT},
            },
            cites={"note": "note"},
        ),
    )

    milestone: str
    institution: str
    was: str
    status: str
    value: Decimal | None
    note: str | None


@dataclass(frozen=True, kw_only=True)
class EvidenceSubmitted(Fact):
    """An office handed in a piece of evidence: `piece` is its urn, the leaf's evidence its hash."""

    name = "tracking.evidence-submitted"
    sentence = _("%(actor)s handed in evidence of “%(milestone)s” (%(kind)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = (
        Shown(
            "evidence",
            key=_PIECE,
            is_listed=False,
            says={
                **{"milestone": "milestone", "kind": "kind", "institution": "institution"},
                **{"commitment": SUBJECT, "submitted_at": at, "sha256": first_file},
            },
        ),
        Shown("milestones", key=_LEAF, says={"evidence.submitted": Plus(1)}),
    )

    milestone: str
    institution: str
    piece: str
    kind: str
    value: Decimal | None
    supersedes: str | None


@dataclass(frozen=True, kw_only=True)
class EvidenceAccepted(Fact):
    """A second person accepted a piece; `completes` tells that its milestone became finished with it."""

    name = "tracking.evidence-accepted"
    sentence = _("%(actor)s accepted evidence of “%(milestone)s” (%(kind)s). The milestone is now: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = (
        Shown(
            "evidence",
            key=_PIECE,
            is_listed=True,
            says={"milestone": "milestone", "kind": "kind", "sha256": first_file},
        ),
        Shown(
            "milestones",
            key=_LEAF,
            says={
                **{"status": "status", "since": if_so("completes", at)},
                **{"evidence.submitted": Plus(-1), "evidence.accepted": Plus(1)},
            },
        ),
        Shown(
            "changes",
            key=_CHANGE,
            is_each=True,
            is_listed=True,
            when="completes",
            says={"was": just("claim"), "status": "status", "cause": just("acceptance"), "office": actor},
        ),
    )

    milestone: str
    institution: str
    piece: str
    kind: str
    value: Decimal | None
    status: str
    completes: bool


@dataclass(frozen=True, kw_only=True)
class EvidenceReturned(Fact):
    """A second person returned a piece; neither the file nor the words of the reason are public."""

    name = "tracking.evidence-returned"
    sentence = _("%(actor)s returned evidence of “%(milestone)s” (%(kind)s). The milestone is now: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = _taken_back("return", submitted=Plus(-1), returned=Plus(1))

    milestone: str
    institution: str
    piece: str
    kind: str
    status: str
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Fact):
    """Whoever handed in a piece took it back before anybody reviewed it."""

    name = "tracking.evidence-withdrawn"
    sentence = _("%(actor)s withdrew evidence of “%(milestone)s” (%(kind)s). The milestone is now: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS
    shown = _taken_back("withdrawal", submitted=Plus(-1))

    milestone: str
    institution: str
    piece: str
    kind: str
    status: str
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class StatusesReported(Trace):
    """An office reported on many milestones at once; each report is a fact of its own."""

    name = "tracking.statuses-reported"
    sentence = _("%(actor)s reported on %(count)s milestones at once (%(way)s).")

    way: str
    count: int
