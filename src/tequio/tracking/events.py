"""The facts that this room states. What is free text stays on the page; a leaf cites an official's note by its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact
from tequio.plans.vocab import EvidenceKind
from tequio.tracking.vocab import STANDING_WORDS

_LABELS: Mapping[str, Mapping[str, Any]] = {
    "status": STANDING_WORDS,
    "was": STANDING_WORDS,
    "kind": {one.value: one.label for one in EvidenceKind},
}


@dataclass(frozen=True, kw_only=True)
class StatusReported(Fact):
    """An office said how a milestone stands.

    `status` and `was` are one of the five codes, or "claim": reported as finished, under review. `value` is the value
    reached where there is a numeric target; `note` is the SHA-256 of the words that the page shows.
    """

    name = "tracking.status-reported"
    sentence = _("%(actor)s reported “%(milestone)s” as: %(status)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _LABELS

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

    milestone: str
    institution: str
    piece: str
    kind: str
    status: str
    takes_back: bool
