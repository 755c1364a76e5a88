"""What this room says in the pages of the rooms below."""

from __future__ import annotations

from collections.abc import Iterable

from tequio.plans.queries import Field
from tequio.tracking import exports
from tequio.tracking.models import Standing
from tequio.tracking.vocab import STANDING_WORDS, Status


def leaf_states(milestones: Iterable[int]) -> dict[int, str]:
    """Say how some milestones stand, in words, for the official form; unreported ones have not started."""
    wanted = list(milestones)
    codes = dict.fromkeys(wanted, Status.NOT_STARTED.value)
    codes |= {one.milestone_id: one.code for one in Standing.objects.filter(milestone__in=wanted)}
    return {key: str(STANDING_WORDS[code]) for key, code in codes.items()}


def dictionary() -> list[Field]:
    """Explain the columns of this room's downloads in the dictionary of all."""
    files = {
        "hitos.csv, hitos.json": exports.MILESTONE_FIELDS,
        "avance.csv": exports.PROGRESS_FIELDS,
        "cambios.csv": exports.CHANGE_FIELDS,
    }
    return [Field(where, one.name, one.type, one.es, one.en) for where, fields in files.items() for one in fields]
