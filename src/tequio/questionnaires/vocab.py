"""The words of questionnaires: what kinds of questions there are, and what states they pass through."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a question takes as its answer."""

    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money")
    YES_NO = "yes-no", _("Yes or no")
    SINGLE = "single", _("One of several options")
    MULTIPLE = "multiple", _("Several options")
    DATE = "date", _("Day")
    MONTH = "month", _("Month")
    EVIDENCE = "evidence", _("File or address")


class Audience(models.TextChoices):
    """Who may answer."""

    ANYBODY = "anybody", _("Anybody, without an account")
    OFFICES = "offices", _("Any office, once for its institution")
    ASKED = "asked", _("Only the institutions that are asked to")


class State(models.TextChoices):
    """Whether a questionnaire takes answers."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class ResponseState(models.TextChoices):
    """How far an answer is."""

    DRAFT = "draft", _("Not sent yet")
    SUBMITTED = "submitted", _("Sent")


TEXTS = frozenset({Kind.SHORT, Kind.LONG})
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})
CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE})
DATES = frozenset({Kind.DATE, Kind.MONTH})
OTHER = "other"  # the code of the option where one writes

SHORT_LENGTH, LONG_LENGTH = 240, 4000  # code points, where a question sets no limit of its own
OTHER_LENGTH = 240
MOST_OPTIONS = 60
MOST_DIGITS = 14  # before the decimal point
MOST_DECIMALS = 4
MONEY_DECIMALS = 2
