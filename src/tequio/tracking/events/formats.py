"""The facts of indicator formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.kit.shown import (
    SUBJECT,
    Shown,
    Sources,
    at,
    just,
)
from tequio.plans.vocab import EvidenceKind
from tequio.tracking.vocab import ReviewDecision

_KINDS: Mapping[str, Mapping[str, Any]] = {"kind": {one.value: one.label for one in EvidenceKind}}
_FORMAT: Sources = {"urn": "format"}


@dataclass(frozen=True, kw_only=True)
class FormatDrafted(Trace):
    """Somebody opened an indicator format, or worded its questions for an axis, before anybody was shown it."""

    name = "tracking.format-drafted"
    sentence = _("%(actor)s drafted the indicator format.")

    format: str


@dataclass(frozen=True, kw_only=True)
class FormatProposed(Fact):
    """A format was sent to the members: `text` is the hash of its questions, `closes_on` the deadline as expressed."""

    name = "tracking.format-proposed"
    sentence = _("%(actor)s proposed the indicator format to the members, who observe it until %(closes_on)s.")
    shown = (
        Shown(
            "formats",
            key=_FORMAT,
            is_listed=True,
            says={"plan": SUBJECT, "state": just("proposed")},
        ),
    )

    format: str
    text: str
    opens_on: date
    closes_on: date
    members: int


@dataclass(frozen=True, kw_only=True)
class FormatApproved(Fact):
    """A format is in force: hashes of its questions, of the words of each axis, and of the session's name."""

    name = "tracking.format-approved"
    sentence = _("%(actor)s recorded that the indicator format was approved.")
    shown = (
        Shown(
            "formats",
            key=_FORMAT,
            says={"state": just("approved"), "approved_at": at},
            cites={"approved_in": "session"},
        ),
    )

    format: str
    text: str
    wording: str
    session: str


@dataclass(frozen=True, kw_only=True)
class FormatAsked(Fact):
    """Each axis was asked to fill the format for a period."""

    name = "tracking.format-asked"
    sentence = _("%(actor)s asked %(axes)s axes to fill the indicator format by %(due_on)s.")

    format: str
    axes: int
    due_on: date
    period: str | None


@dataclass(frozen=True, kw_only=True)
class FormatFilled(Fact):
    """An institution filled the format of its axis: `text` is the SHA-256 of its answers."""

    name = "tracking.format-filled"
    sentence = _("%(actor)s filled the indicator format of the axis.")

    filled: str
    institution: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FormatEvidenceSubmitted(Fact):
    """An institution handed in evidence of an indicator."""

    name = "tracking.format-evidence-submitted"
    sentence = _("%(actor)s handed in evidence of an indicator (%(kind)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _KINDS

    filled: str
    indicator: str
    piece: str
    institution: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class FormatEvidenceReviewed(Fact):
    """A second person accepted a piece of evidence of an indicator, or returned it."""

    name = "tracking.format-evidence-reviewed"
    sentence = _("%(actor)s reviewed evidence of an indicator: %(decision)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "decision": {one.value: one.label for one in ReviewDecision},
    }

    filled: str
    indicator: str
    piece: str
    institution: str
    decision: str
