"""The facts of other dates that somebody asked for; that a date moved, plans.events says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact


@dataclass(frozen=True, kw_only=True)
class MoveProposed(Fact):
    """An office proposed other dates; `why` is the SHA-256 of the reason that the page shows."""

    name = "tracking.move-proposed"
    sentence = _("%(actor)s proposed that “%(milestone)s” end on %(ends_on)s.")

    milestone: str
    institution: str
    begins_on: date | None
    ends_on: date
    why: str


@dataclass(frozen=True, kw_only=True)
class MoveAccepted(Fact):
    """Proposed dates were accepted; the entry before it moved them (plans.milestone-moved, number `move`)."""

    name = "tracking.move-accepted"
    sentence = _("%(actor)s accepted the dates proposed for “%(milestone)s”.")

    milestone: str
    move: int


@dataclass(frozen=True, kw_only=True)
class MoveDeclined(Fact):
    """Proposed dates were declined, with a reason."""

    name = "tracking.move-declined"
    sentence = _("%(actor)s declined the dates proposed for “%(milestone)s”.")

    milestone: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MoveWithdrawn(Fact):
    """Whoever proposed other dates took the proposal back."""

    name = "tracking.move-withdrawn"
    sentence = _("%(actor)s took back the dates proposed for “%(milestone)s”.")

    milestone: str
