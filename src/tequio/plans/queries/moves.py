"""What moved in the dates of milestones, and what is no move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.kit import text
from tequio.kit.month import Precision
from tequio.plans.models import Milestone, Move

LONGEST_REFERENCE = 200


@dataclass(frozen=True)
class Dates:
    """Where the dates of a milestone would go; `precision` empty is the present one."""

    start: date | None
    end: date | None
    precision: str = ""


def moves_of(milestones: QuerySet[Milestone]) -> QuerySet[Move]:
    """Return every move of some milestones, the newest first, with who made it."""
    related = ("milestone__commitment__plan__jurisdiction", "milestone__key_action", "office__institution")
    moves = Move.objects.filter(milestone__in=milestones.order_by().values("pk"))
    return moves.select_related(*related).order_by("-at", "-pk")


def flaw_of_move(milestone: Milestone, to: Dates, *, reason: str, reference: str) -> tuple[str, Any] | None:
    """Say what is wrong with a move, and in which field: no reason or end, backwards, or nothing moves."""
    if not text.tidy(reason):
        return "reason", _("Say why it moves: the reason is public, beside the original date.")
    if text.length(text.tidy(reference)) > LONGEST_REFERENCE:
        return "reference", _("Name the session or agreement in fewer words.")
    if to.end is None:
        return "end", _("Say when it ends now: a date can move, not vanish.")
    if to.precision and to.precision not in [one.value for one in Precision]:
        return "end", _("Write a day, a month or a year.")
    if to.start and to.end < to.start:
        return "end", _("It cannot end before it starts.")
    if (to.start, to.end, to.precision or milestone.precision) == (milestone.start, milestone.end, milestone.precision):
        return "end", _("These are its dates already.")
    return None
