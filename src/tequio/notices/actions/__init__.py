"""Every change in who follows what, by noun."""

from tequio.notices.actions.calendars import close_calendar, open_calendar
from tequio.notices.actions.digests import close_digests
from tequio.notices.actions.following import (
    ask_to_follow,
    choose_rhythm,
    confirm_follow,
    follow,
    forget_unconfirmed,
    leave,
    unfollow,
    write_confirmation,
)
from tequio.notices.actions.reminders import Reminder, send_reminders, set_reminder_rule, switch_reminders

__all__ = [
    "Reminder",
    "ask_to_follow",
    "choose_rhythm",
    "close_calendar",
    "close_digests",
    "confirm_follow",
    "follow",
    "forget_unconfirmed",
    "leave",
    "open_calendar",
    "send_reminders",
    "set_reminder_rule",
    "switch_reminders",
    "unfollow",
    "write_confirmation",
]
