"""Who fixes reporting periods, who reports in them and who closes them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Jurisdiction
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.plans.models import ActionPlan
from tequio.tracking import queries
from tequio.tracking.models import Period


def can_change_rules(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Set the rules of following: coordination of the place."""
    if coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of this place sets its rules."))


def can_lay_periods(actor: Actor, plan: ActionPlan) -> Decision:
    """Fix the reporting periods of a plan: coordination, once it is public."""
    if not coordinates(actor, plan.jurisdiction_id):
        return no(_("Only the coordination fixes reporting periods."))
    if not plan.is_published:
        return no(_("This plan is not public: its periods are fixed once it is."))
    return YES


def can_send_report(actor: Actor, period: Period, at: datetime) -> Decision:
    """Report for one's institution: whoever answers for something public of the plan, until the period closes."""
    if not isinstance(actor, Officer) or not queries.is_reporting(actor.institution_id, period.plan):
        return no(_("Only the institutions that answer for something in this plan report."))
    if not period.plan.is_published:
        return no(_("This plan is not public: nobody reports on it."))
    if period.is_closed:
        return no(_("This period is closed: what it held no longer changes. Report in the next one."))
    if not period.is_open(on=period.plan.jurisdiction.day_of(at)):
        return no(_("This period is not open for reports yet."))
    return YES


def can_close_period(actor: Actor, period: Period, at: datetime) -> Decision:
    """Close a period for ever: coordination, once its last day has passed."""
    if not coordinates(actor, period.plan.jurisdiction_id):
        return no(_("Only the coordination closes a period."))
    if period.is_closed:
        return no(_("This period is closed: what it held no longer changes."))
    if not period.plan.is_published:
        return no(_("This plan is not public: its periods cannot close."))
    if period.plan.jurisdiction.day_of(at) <= period.ends_on:
        return no(_("This period is still running: it closes after its last day."))
    return YES
