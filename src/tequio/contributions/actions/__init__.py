"""Every change of this room."""

from tequio.contributions.actions.answers import answer_point, separate_points
from tequio.contributions.actions.erasure import erase_contribution, erase_copies, forget_address
from tequio.contributions.actions.moderation import hide_contribution, restore_contribution
from tequio.contributions.actions.rules import change_rules
from tequio.contributions.actions.speaking import bring_comments, report_error, submit_contribution
from tequio.contributions.actions.threads import close_thread, open_thread

__all__ = [
    "answer_point",
    "bring_comments",
    "change_rules",
    "close_thread",
    "erase_contribution",
    "erase_copies",
    "forget_address",
    "hide_contribution",
    "open_thread",
    "report_error",
    "restore_contribution",
    "separate_points",
    "submit_contribution",
]
