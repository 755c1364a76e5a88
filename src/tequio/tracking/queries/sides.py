"""What this room adds to the pages of a plan and a commitment in one line, and what its periods and moves owe."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.kit.duty import Duty
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.plans.vocab import State
from tequio.tracking.models import Assessment, MoveProposal, Period
from tequio.tracking.queries.moves import proposals_to_decide
from tequio.tracking.queries.periods import periods_due, periods_to_close
from tequio.tracking.vocab import Completion, ProposalState, Track

REPORT, CLOSE, DECIDE = "period", "close", "move"


def sides_of_commitment(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Tell what others than the government say of it, in one query."""
    if not commitment.is_published:
        return None
    said = Assessment.objects.filter(commitment=commitment, successor__isnull=True).exclude(track=Track.GOVERNMENT)
    told = [
        f"{Track(track).label}: {str(Completion(completion).label).lower()}"
        for track, completion in said.order_by("track").values_list("track", "completion")
    ]
    sentence = "; ".join(told) if told else _("Nobody but the government has said how far it got.")
    return Aspect(_("Three sides"), sentence, _at("assessments", commitment))


def sides_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Tell of how many commitments somebody else than the government has spoken, in one query."""
    if not plan.is_published:
        return None
    said = Assessment.objects.filter(commitment__plan=plan, commitment__state=State.PUBLISHED)
    count = said.exclude(track=Track.GOVERNMENT).values("commitment").distinct().count()
    sentence = ngettext(
        "Society or the IRM assessed %(n)s commitment.", "Society or the IRM assessed %(n)s commitments.", count
    ) % {"n": count}
    return Aspect(_("Three sides"), sentence, _at("plan_assessments", plan))


def moves_of_commitment(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Tell how many of its dates moved, and whether somebody asks for other ones, in one query."""
    return _moved(Q(commitment=commitment), _at("commitment_moves", commitment)) if commitment.is_published else None


def moves_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Tell how many dates moved in a plan, in one query."""
    within = Q(commitment__plan=plan, commitment__state=State.PUBLISHED)
    return _moved(within, _at("plan_moves", plan)) if plan.is_published else None


def workload_of_commitment(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Lead to the progress of each party."""
    sentence = _("The progress of each responsible party, and how punctual it has been.")
    return Aspect(_("Who answers for how much"), sentence, _at("commitment_workload", commitment))


def workload_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Lead to the load of each institution."""
    sentence = _("What each institution carries, what is late and how punctual it has been.")
    return Aspect(_("Who answers for how much"), sentence, _at("plan_workload", plan))


def periods_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Tell which reporting period is open, and how many have closed, in one query."""
    if not plan.is_published:
        return None
    rows = list(Period.objects.filter(plan=plan).only("name", "opens_on", "closes_on", "closed_at", "plan"))
    running = [one for one in rows if one.is_open(on=plan.jurisdiction.day_of(at))]
    if running:
        first = min(running, key=lambda one: one.closes_on)
        sentence = _("%(name)s: reports until %(day)s.") % {"name": first.name, "day": f"{first.closes_on:%d/%m/%Y}"}
    else:
        closed = sum(one.is_closed for one in rows)
        sentence = ngettext("%(n)s period has closed.", "%(n)s periods have closed.", closed) % {"n": closed}
    return Aspect(_("Reporting periods"), sentence, _at("periods", plan), is_urgent=bool(running))


def period_duties(officer: Officer, at: datetime) -> list[Duty]:
    """Say which reports an office owes, which periods it must close and which dates it must decide; three queries."""
    today = officer.office.institution.jurisdiction.day_of(at)
    place = officer.jurisdiction_id
    found = [
        Duty(
            uid=f"{one.urn}#report",
            kind=REPORT,
            what=_("Report on the period “%(name)s”") % {"name": one.name},
            url=_of_period(one),
            due=one.closes_on,
            about=one.plan.name,
        )
        for one in periods_due(officer.institution_id, on=today, jurisdiction=place)
    ]
    if not coordinates(officer, place):
        return found
    found += [
        Duty(
            uid=f"{one.urn}#close",
            kind=CLOSE,
            what=_("Close the period “%(name)s”") % {"name": one.name},
            url=_of_period(one),
            about=one.plan.name,
        )
        for one in periods_to_close(place, on=today)
    ]
    return found + [_decision(one) for one in proposals_to_decide(officer)]


def _decision(one: MoveProposal) -> Duty:
    return Duty(
        uid=f"{one.milestone.urn}#move-{one.public_id}",
        kind=DECIDE,
        what=_("Answer the dates proposed for “%(title)s”") % {"title": one.milestone.short},
        url=_at("milestone_dates", one.milestone),
        about=one.milestone.commitment.title,
    )


def _moved(within: Q, url: str) -> Aspect | None:
    waiting = Q(move_proposals__state=ProposalState.WAITING)
    counted = Milestone.objects.filter(within).aggregate(
        moved=Count("pk", filter=Q(original_ends_on__isnull=False), distinct=True),
        asked=Count("pk", filter=waiting, distinct=True),
    )
    if not counted["moved"] and not counted["asked"]:
        return None
    told = ngettext("%(n)s date moved.", "%(n)s dates moved.", counted["moved"]) % {"n": counted["moved"]}
    if counted["asked"]:
        told += " " + _("Other dates are proposed.")
    return Aspect(_("Dates that moved"), told, url, is_urgent=bool(counted["asked"]))


def _at(name: str, thing: ActionPlan | Commitment | Milestone) -> str:
    plan = thing if isinstance(thing, ActionPlan) else None
    if isinstance(thing, Commitment):
        plan = thing.plan
    elif isinstance(thing, Milestone):
        plan = thing.commitment.plan
    assert plan is not None  # noqa: S101 - one of the three
    return reverse(f"tracking:{name}", args=[plan.jurisdiction.slug, thing.public_id, thing.slug])


def _of_period(one: Period) -> str:
    plan = one.plan
    return reverse("tracking:period", args=[plan.jurisdiction.slug, plan.public_id, plan.slug, one.public_id])
