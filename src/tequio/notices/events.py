"""What this room states. Who follows what is nobody's business: all but a place's rules are private traces."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace


@dataclass(frozen=True, kw_only=True)
class FollowAsked(Trace):
    """An address was typed to follow something; it has to confirm."""

    name = "notices.follow-asked"
    sentence = _("Somebody asked to follow something by mail.")

    follow: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationWritten(Trace):
    """The secret of a confirming link was made, for a mail that is about to leave."""

    name = "notices.confirmation-written"
    sentence = _("The link to confirm a subscription was written.")

    follow: int


@dataclass(frozen=True, kw_only=True)
class Followed(Trace):
    """Somebody began to follow something."""

    name = "notices.thing-followed"
    sentence = _("Somebody follows something by mail.")

    thing: str


@dataclass(frozen=True, kw_only=True)
class Unfollowed(Trace):
    """Somebody stopped following something."""

    name = "notices.thing-unfollowed"
    sentence = _("Somebody stopped following something.")

    thing: str


@dataclass(frozen=True, kw_only=True)
class RhythmChosen(Trace):
    """Somebody chose how often mails come."""

    name = "notices.rhythm-chosen"
    sentence = _("Somebody chose how often their mails come.")

    rhythm: str


@dataclass(frozen=True, kw_only=True)
class ReaderLeft(Trace):
    """Somebody left, and was forgotten."""

    name = "notices.reader-left"
    sentence = _("Somebody left every subscription, and their address was erased.")


@dataclass(frozen=True, kw_only=True)
class ReadersForgotten(Trace):
    """Addresses that nobody confirmed were erased."""

    name = "notices.readers-forgotten"
    sentence = _("%(count)s subscriptions that nobody confirmed were erased.")

    count: int


@dataclass(frozen=True, kw_only=True)
class DigestsClosed(Trace):
    """Digests up to an entry of the record were put in line to be sent."""

    name = "notices.digests-closed"
    sentence = _("%(count)s digests were put in line, up to entry %(until)s of the record.")

    count: int
    until: int


@dataclass(frozen=True, kw_only=True)
class RemindersSent(Trace):
    """Reminders were put in line to be sent."""

    name = "notices.reminders-sent"
    sentence = _("%(count)s reminders were put in line.")

    count: int


@dataclass(frozen=True, kw_only=True)
class RemindersSwitched(Trace):
    """An account switched its reminders on or off."""

    name = "notices.reminders-switched"
    sentence = _("Somebody switched their reminders on or off.")

    is_off: bool


@dataclass(frozen=True, kw_only=True)
class CalendarOpened(Trace):
    """A secret address was made for the dates of an office; an earlier one stops working."""

    name = "notices.calendar-opened"
    sentence = _("A calendar address was made for %(office)s.")

    office: str


@dataclass(frozen=True, kw_only=True)
class CalendarClosed(Trace):
    """A secret address of dates stopped working."""

    name = "notices.calendar-closed"
    sentence = _("The calendar address of %(office)s was closed.")

    office: str


@dataclass(frozen=True, kw_only=True)
class ReminderRuleSet(Fact):
    """A place said when its offices are reminded, and when its coordination hears of a delay."""

    name = "notices.reminder-rule-set"
    sentence = _("%(actor)s set when offices are reminded: %(days_before)s days before, %(days_after)s days after.")

    is_on: bool
    days_before: int
    days_after: int
