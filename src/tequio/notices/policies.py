"""Who may follow, and who may see or change what somebody follows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no
from tequio.notices.models import Reader
from tequio.people.models import Jurisdiction, User
from tequio.people.policies import coordinates
from tequio.people.queries import Officer, account_of


def can_follow(actor: Actor, subject_is_public: bool) -> Decision:
    """Everybody, whatever everybody may see."""
    return YES if subject_is_public else no(_("This is not public, so it cannot be followed."))


def can_follow_by_account(actor: Actor) -> Decision:
    """Whoever signed in: their address is already proven."""
    return YES if account_of(actor) else no(_("Sign in, or write your e-mail to follow without an account."))


def can_write_confirmation(actor: Actor) -> Decision:
    """Only the installation knows the secret of a link."""
    return YES if isinstance(actor, System) else no(_("The link of a subscription travels only by mail."))


def can_manage_reader(actor: Actor, reader: Reader, *, has_link: bool = False) -> Decision:
    """Its account, or whoever holds a link of its mails."""
    if has_link or isinstance(actor, System):
        return YES
    if reader.user_id and account_of(actor) == reader.user:
        return YES
    return no(_("These are not your subscriptions."))


def can_close_digests(actor: Actor) -> Decision:
    """Only the installation, as its timetable says."""
    return YES if isinstance(actor, System) else no(_("Mails leave by themselves."))


def can_switch_reminders(actor: Actor, user: User) -> Decision:
    """Each for themselves."""
    return YES if account_of(actor) == user else no(_("This is not your account."))


def can_keep_calendar(actor: Actor) -> Decision:
    """Whoever holds an office: dates are an office's."""
    return YES if isinstance(actor, Officer) else no(_("Only offices have dates of their own."))


def can_set_reminders(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """The coordination of the place."""
    if isinstance(actor, System) or coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of %(place)s may do this.") % {"place": jurisdiction.name})
