"""The words of following something by mail (RFC 8058 for leaving with one click)."""

from __future__ import annotations

from datetime import time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How often a mail may come."""

    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    AT_ONCE = "at-once", _("As it happens")


# Kinds of things that have a history of their own, and so can be followed.
FOLLOWABLE = frozenset({"jurisdiction", "plan", "commitment"})

CONFIRM_WITHIN = timedelta(days=3)
# Mails that one address may be sent in a day because somebody typed it.
ASKED_PER_DAY = 5
MOST_FOLLOWED = 200
# Facts may commit in another order than their numbers: one is told once nothing before it can still appear.
SETTLED = timedelta(minutes=5)
NEWEST = 2000
MORNING = (time(7), time(11))
SIX_DAYS = timedelta(days=6)
# Lines of a digest; the rest is counted, with a link to where it is read.
MOST_LINES = 60
READERS_AT_ONCE = 200
SALT = "tequio.notices.reader"

# What a place's reminders start from: days before the last day, and days late after which coordination hears of it.
DAYS_BEFORE, DAYS_AFTER = 7, 10
MOST_DAYS = 90
