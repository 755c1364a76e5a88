"""Every change of gatherings and of what they leave."""

from tequio.gatherings.actions.gatherings import (
    announce_gathering,
    cancel_gathering,
    change_gathering,
    draft_gathering,
)
from tequio.gatherings.actions.lessons import add_lesson, assign_recommendation, settle_recommendation
from tequio.gatherings.actions.reports import report_gathering

__all__ = [
    "add_lesson",
    "announce_gathering",
    "assign_recommendation",
    "cancel_gathering",
    "change_gathering",
    "draft_gathering",
    "report_gathering",
    "settle_recommendation",
]
