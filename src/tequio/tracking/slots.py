"""What this room says in the pages of the rooms below."""

from __future__ import annotations

from collections.abc import Iterable

from tequio.tracking.models import Standing
from tequio.tracking.vocab import STANDING_WORDS


def leaf_states(milestones: Iterable[int]) -> dict[int, str]:
    """Say how some milestones stand, in words, for the official form; unreported ones are left out."""
    standings = Standing.objects.filter(milestone__in=list(milestones))
    return {one.milestone_id: str(STANDING_WORDS[one.code]) for one in standings}
