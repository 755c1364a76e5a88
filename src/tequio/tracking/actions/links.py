"""Keeping what was found when published addresses were followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.reach import Outcome, Visit
from tequio.people.models import Jurisdiction
from tequio.plans.models import ActionPlan
from tequio.record.actions import audit, record
from tequio.tracking import policies
from tequio.tracking.events.links import LinkRulesChanged, LinksChecked
from tequio.tracking.models import CheckedLink, LinkVisit, Rules

_LONGEST = 500


@transaction.atomic
def keep_visits(*, plan: ActionPlan, visits: Mapping[str, Visit], actor: Actor, at: datetime) -> None:
    """Keep what was found at some addresses of a plan, each with its date.

    A day on which an address fails counts once, however often it is tried; one good answer forgets them all.
    """
    require(policies.can_check_links(actor))
    today = plan.jurisdiction.day_of(at)
    known = {one.url: one for one in CheckedLink.objects.select_for_update().filter(url__in=list(visits))}
    for url, found in visits.items():
        link = known.get(url) or CheckedLink(url=url)
        _count(link, found, today)
        link.outcome, link.status, link.checked_at = found.outcome, found.status, at
        link.final = found.final[:_LONGEST] if found.outcome == Outcome.REDIRECTED else ""
        link.save()
        LinkVisit.objects.create(link=link, outcome=found.outcome, status=found.status, why=found.why[:60], at=at)
    failed = sum(found.outcome == Outcome.FAILED for found in visits.values())
    trace = LinksChecked(tenant=plan.jurisdiction.urn, subject=plan.urn, count=len(visits), failed=failed)
    audit(trace, actor=actor, at=at)


@transaction.atomic
def change_link_rules(
    *, jurisdiction: Jurisdiction, failing_days: int, recheck_days: int, actor: Actor, at: datetime
) -> Rules:
    """Set after how many days of failing a link is broken, and how often one that works is followed."""
    jurisdiction = Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    require(policies.can_change_rules(actor, jurisdiction))
    if not 1 <= failing_days <= 30:
        raise Refused("failing_days", _("Write a number of days from 1 to 30."))
    if not 1 <= recheck_days <= 90:
        raise Refused("recheck_days", _("Write a number of days from 1 to 90."))
    values: dict[str, Any] = {"failing_days": failing_days, "recheck_days": recheck_days}
    rules, _made = Rules.objects.update_or_create(jurisdiction=jurisdiction, defaults=values)
    record(LinkRulesChanged(tenant=jurisdiction.urn, subject=jurisdiction.urn, **values), actor=actor, at=at)
    return rules


def _count(link: CheckedLink, found: Visit, today: date) -> None:
    if found.outcome != Outcome.FAILED:
        link.failed_days, link.failed_on = 0, None
    elif link.failed_on != today:
        link.failed_days, link.failed_on = link.failed_days + 1, today
