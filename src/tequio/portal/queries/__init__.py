"""What the front pages show, by noun."""

from tequio.portal.queries.desk import Desk, Group, Line, desk_of, duties, in_groups, kind_word, owed_by
from tequio.portal.queries.front import (
    CHANGES,
    PlanInForce,
    at_a_glance,
    below,
    drafts_of,
    in_force,
    mark_of,
    mark_of_all,
    open_reviews,
    places,
)
from tequio.portal.queries.handover import Handover, handover_of

__all__ = [
    "CHANGES",
    "Desk",
    "Group",
    "Handover",
    "Line",
    "PlanInForce",
    "at_a_glance",
    "below",
    "desk_of",
    "drafts_of",
    "duties",
    "handover_of",
    "in_force",
    "in_groups",
    "kind_word",
    "mark_of",
    "mark_of_all",
    "open_reviews",
    "owed_by",
    "places",
]
