"""Fixing reporting periods, reporting in them, and closing them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text
from tequio.kit.actor import Actor
from tequio.kit.canonical import canonical
from tequio.kit.event import Proof
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.plans.models import ActionPlan
from tequio.record.actions import record
from tequio.tracking import policies, queries
from tequio.tracking.actions import _telling
from tequio.tracking.events import PeriodClosed, PeriodReported, PeriodsLaid, RulesChanged
from tequio.tracking.models import Period, PeriodReason, PeriodReport, Rules, Snapshot
from tequio.tracking.queries import Owed, Span

MOST = 40  # as many urns fit into an entry of the record
LONGEST_NAME = 80
NAMED = 6  # as many things a sentence names


@transaction.atomic
def lay_periods(*, plan: ActionPlan, spans: Sequence[Span], actor: Actor, at: datetime) -> list[Period]:
    """Fix one or more reporting periods of a plan; none may overlap another.

    Raises Denied for whoever is not its coordination, and Refused for a period that cannot stand.
    """
    plan = ActionPlan.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=plan.pk)
    require(policies.can_lay_periods(actor, plan))
    if not 0 < len(spans) <= MOST:
        raise Refused(None, _("Fix between 1 and %(most)s periods at a time.") % {"most": MOST})
    taken = list(Period.objects.filter(plan=plan).values_list("name", "starts_on", "ends_on"))
    for span in spans:
        _check_span(span, taken)
        taken.append((text.tidy(span.name), span.starts_on, span.ends_on))
    made = [
        Period.objects.create(
            plan=plan,
            name=text.tidy(one.name),
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            opens_on=one.opens_on,
            closes_on=one.closes_on,
        )
        for one in spans
    ]
    fact = PeriodsLaid(
        tenant=plan.jurisdiction.urn,
        subject=plan.urn,
        periods=tuple(one.urn for one in made),
        first=min(one.starts_on for one in made),
        last=max(one.ends_on for one in made),
    )
    record(fact, actor=actor, at=at)
    return made


@transaction.atomic
def send_report(
    *, period: Period, reasons: Mapping[str, str], summary: str = "", actor: Actor, at: datetime
) -> PeriodReport:
    """Send the report of one's institution for a period; a second one takes the place of the first.

    `reasons` gives, by the milestone's public id, why it has not started or advances little. Raises Denied for whoever
    answers for nothing there or once it closed, and Refused while one of those has no reason.
    """
    period = _locked(period)
    require(policies.can_send_report(actor, period, at))
    officer = _telling.officer(actor)
    given = {key: text.tidy(words) for key, words in reasons.items() if text.tidy(words)}
    owed = next(iter(queries.owed_in(period, at=at, institution=officer.institution_id)), None)
    to_explain = owed.to_explain if owed else []
    lacking = [row.milestone.short for row in to_explain if row.milestone.public_id not in given]
    if lacking:
        said = {"what": _listed(lacking)}
        raise Refused(None, _("Say why for what has not started or advances little: %(what)s.") % said)
    is_late = period.plan.jurisdiction.day_of(at) > period.closes_on
    report = PeriodReport.objects.create(
        period=period,
        institution=officer.office.institution,
        summary=text.tidy(summary),
        is_late=is_late,
        office=officer.office,
        person=officer.user,
        at=at,
    )
    kept = [
        PeriodReason(report=report, milestone=row.milestone, text=given[row.milestone.public_id])
        for row in (owed.rows if owed else [])
        if row.milestone.public_id in given
    ]
    PeriodReason.objects.bulk_create(kept)
    words = canonical({"summary": report.summary, "reasons": {one.milestone.public_id: one.text for one in kept}})
    fact = PeriodReported(
        **_about(period),
        institution=report.institution.urn,
        reasons=len(kept),
        is_late=is_late,
        text=hashlib.sha256(words).hexdigest(),
    )
    record(fact, actor=actor, at=at)
    return report


@transaction.atomic
def close_period(*, period: Period, reason: str = "", actor: Actor, at: datetime) -> Snapshot:
    """Close a period: what is true now is kept as one document, hashed, that nobody can change.

    `reason` is needed where a report is missing or does not explain enough: the snapshot names those gaps. Raises
    Denied for whoever may not, and Refused, naming who is missing, without that reason.
    """
    period = _locked(period)
    require(policies.can_close_period(actor, period, at))
    reason = text.tidy(reason)
    missing = [one for one in queries.owed_in(period, at=at) if one.is_owed and one.is_missing]
    if missing and not reason:
        said = {"who": _listed([_gap(one) for one in missing])}
        raise Refused("reason", _("It cannot close yet: %(who)s. Wait, or say why it closes with these gaps.") % said)
    body = queries.snapshot_of(period, at=at) | {"reason": reason}
    raw = canonical(body)
    # A crash before the commit leaves the period open and no snapshot; both are written, or neither.
    snapshot = Snapshot.objects.create(
        period=period,
        document=raw.decode(),
        sha256=hashlib.sha256(raw).hexdigest(),
        reason=reason,
        office=_telling.officer(actor).office,
        at=at,
    )
    period.closed_at = at
    period.save(update_fields=["closed_at"])
    fact = PeriodClosed(
        **_about(period),
        document=snapshot.sha256,
        missing=tuple(one.institution.urn for one in missing[:MOST]),
        why=hashlib.sha256(reason.encode()).hexdigest() if reason else None,
        evidence=(Proof(snapshot.sha256, len(raw), "application/json"),),
    )
    record(fact, actor=actor, at=at)
    return snapshot


@transaction.atomic
def change_rules(
    *,
    jurisdiction: Jurisdiction,
    substantial_from: int,
    complete_from: int,
    quiet_days: int,
    period_months: int,
    report_days: int,
    actor: Actor,
    at: datetime,
) -> Rules:
    """Set the rules by which a place follows its plans; they are public, and so is their change."""
    jurisdiction = Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    require(policies.can_change_rules(actor, jurisdiction))
    if not 1 <= substantial_from <= complete_from <= 100:
        raise Refused("substantial_from", _("Write two percentages from 1 to 100, the first not above the second."))
    if not 1 <= quiet_days <= 3650:
        raise Refused("quiet_days", _("Write a number of days from 1 to 3650."))
    if not 1 <= period_months <= 12:
        raise Refused("period_months", _("Write a number of months from 1 to 12."))
    if not 1 <= report_days <= 365:
        raise Refused("report_days", _("Write a number of days from 1 to 365."))
    values: dict[str, Any] = {
        "substantial_from": substantial_from,
        "complete_from": complete_from,
        "quiet_days": quiet_days,
        "period_months": period_months,
        "report_days": report_days,
    }
    rules, _made = Rules.objects.update_or_create(jurisdiction=jurisdiction, defaults=values)
    record(RulesChanged(tenant=jurisdiction.urn, subject=jurisdiction.urn, **values), actor=actor, at=at)
    return rules


def _locked(period: Period) -> Period:
    return Period.objects.select_related("plan__jurisdiction").select_for_update(of=("self",)).get(pk=period.pk)


def _about(period: Period) -> dict[str, Any]:
    return {
        "tenant": period.plan.jurisdiction.urn,
        "subject": period.plan.urn,
        "period": period.urn,
        "first": period.starts_on,
        "last": period.ends_on,
    }


def _check_span(span: Span, taken: Sequence[tuple[str, object, object]]) -> None:
    name = text.tidy(span.name)
    if not name or text.length(name) > LONGEST_NAME:
        raise Refused("name", _("Give the period a short name."))
    if span.ends_on < span.starts_on:
        raise Refused("ends_on", _("It cannot end before it starts."))
    if span.closes_on < span.opens_on or span.closes_on < span.ends_on:
        raise Refused("closes_on", _("Reports are due after they open, and not before the period ends."))
    for other, starts_on, ends_on in taken:
        if other == name:
            raise Refused("name", _("Another period of this plan has this name."))
        if starts_on <= span.ends_on and span.starts_on <= ends_on:  # type: ignore[operator]
            raise Refused("starts_on", _("It overlaps with “%(other)s”.") % {"other": other})


def _gap(one: Owed) -> str:
    if one.report is None:
        return str(_("%(who)s has not reported") % {"who": one.institution})
    return str(_("%(who)s does not explain: %(what)s")) % {
        "who": one.institution,
        "what": _listed([row.milestone.short for row in one.unexplained]),
    }


def _listed(names: Sequence[str]) -> str:
    shown = "; ".join(names[:NAMED])
    more = len(names) - NAMED
    return f"{shown}; " + str(_("and %(n)s more") % {"n": more}) if more > 0 else shown
