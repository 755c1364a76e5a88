"""Reporting periods: which there are, who owes a report, and what each must explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tequio.kit import month
from tequio.people.models import Institution
from tequio.people.queries import bodies_behind
from tequio.people.vocab import Sector
from tequio.plans.models import ActionPlan, Milestone
from tequio.plans.vocab import State
from tequio.tracking.models import Period, PeriodReason, PeriodReport
from tequio.tracking.queries.evidence import answering
from tequio.tracking.queries.parties import responsible_of
from tequio.tracking.queries.rows import LeafRow, leaves
from tequio.tracking.queries.rules import rules_of
from tequio.tracking.vocab import Status

# Who owes a report; anybody else who answers for something may send one.
PUBLIC_SECTORS = (Sector.GOVERNMENT, Sector.AUTONOMOUS, Sector.OVERSIGHT)


@dataclass(frozen=True)
class Span:
    """A period to be fixed."""

    name: str
    starts_on: date
    ends_on: date
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class Owed:
    """What an institution must tell of a period: its milestones, which of them need a reason, and what it sent."""

    institution: Institution
    rows: Sequence[LeafRow]
    report: PeriodReport | None
    reasons: Mapping[int, str]
    period: Period

    @property
    def to_explain(self) -> list[LeafRow]:
        return [row for row in self.rows if needs_reason(row, self.period)]

    @property
    def unexplained(self) -> list[LeafRow]:
        """What has no reason yet, in what the institution sent."""
        return [row for row in self.to_explain if not self.reasons.get(row.milestone.pk)]

    @property
    def is_missing(self) -> bool:
        """It sent nothing, or what it sent does not explain what happened since."""
        return self.report is None or bool(self.unexplained)

    @property
    def is_owed(self) -> bool:
        return self.institution.sector in PUBLIC_SECTORS


def needs_reason(row: LeafRow, period: Period) -> bool:
    """Tell whether a milestone has not started when it should have, or advances little.

    Little: stuck, incomplete, late, past the date agreed first, or below half of its number (OGP's "limited").
    """
    if row.status == Status.FINISHED:
        return False
    if row.status == Status.NOT_STARTED:
        begins_on = row.milestone.begins_on
        return begins_on is None or begins_on <= period.ends_on
    is_low = row.percent is not None and row.percent < 50
    return row.status in (Status.STUCK, Status.INCOMPLETE) or row.is_late or row.is_overdue or is_low


def periods_of(plan: ActionPlan) -> QuerySet[Period]:
    """Return the periods of a plan in order, with their snapshot."""
    return Period.objects.filter(plan=plan).select_related("snapshot").order_by("starts_on")


def public_leaves(plan: ActionPlan) -> QuerySet[Milestone]:
    """Return the milestones of the public commitments of a plan."""
    return Milestone.objects.filter(commitment__plan=plan, commitment__state=State.PUBLISHED)


def is_reporting(institution: int, plan: ActionPlan) -> bool:
    """Tell whether an institution answers for anything public in a plan."""
    return public_leaves(plan).filter(answering(institution)).exists()


def owed_in(period: Period, *, at: datetime, institution: int | None = None) -> list[Owed]:
    """Return what every institution that is responsible for something must tell, or one of them; by name."""
    found = public_leaves(period.plan)
    rows, parties = leaves(found, at=at), responsible_of(found)
    by_body: dict[int, list[LeafRow]] = defaultdict(list)
    bodies: dict[int, Institution] = {}
    for row in rows:
        named = {party.institution.current for party in parties.get(row.milestone.pk, ()) if party.institution}
        for body in named:
            key = body.pk
            if institution in (None, key):
                bodies[key] = body
                by_body[key].append(row)
    reports = reports_of(period)
    reasons = reasons_of(reports.values())
    return [
        Owed(body, by_body[key], reports.get(key), reasons.get(key, {}), period)
        for key, body in sorted(bodies.items(), key=lambda one: one[1].name)
    ]


def reports_of(period: Period) -> dict[int, PeriodReport]:
    """Return the last report of each institution."""
    sent = PeriodReport.objects.filter(period=period).select_related("institution", "office")
    return {one.institution.current_id: one for one in sent.order_by("at", "pk")}


def reasons_of(reports: Iterable[PeriodReport]) -> dict[int, dict[int, str]]:
    """Return what some reports explain: institution, then milestone, then words."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    bodies = {one.pk: one.institution.current_id for one in reports}
    rows = PeriodReason.objects.filter(report__in=bodies)
    for report, leaf, text in rows.values_list("report", "milestone", "text"):
        found[bodies[report]][leaf] = text
    return found


def suggested_periods(plan: ActionPlan) -> list[Span]:
    """Cut a plan into periods as its place's rules say (half-years, if it set nothing), leaving out those it has."""
    rules = rules_of(plan.jurisdiction)
    taken = [(one.starts_on, one.ends_on) for one in periods_of(plan)]
    last = month.last_day(plan.end.year, plan.end.month) if plan.precision != month.Precision.DAY else plan.end
    found, start, length = [], plan.start, max(1, rules.period_months)
    while start <= last:
        turn = (start.month - 1) // length * length + length  # its last month, counted from January
        end = min(month.last_day(start.year + (turn - 1) // 12, (turn - 1) % 12 + 1), last)
        if not any(start <= until and since <= end for since, until in taken):
            opens = end + timedelta(days=1)
            named = _("From %(first)s to %(last)s") % {"first": f"{start:%m/%Y}", "last": f"{end:%m/%Y}"}
            found.append(Span(named, start, end, opens, opens + timedelta(days=max(1, rules.report_days) - 1)))
        start = end + timedelta(days=1)
    return found


def periods_due(institution: int, *, on: date, jurisdiction: int) -> QuerySet[Period]:
    """Return the open periods of public plans that wait for an institution's report, the first due first."""
    sent = PeriodReport.objects.filter(institution__in=bodies_behind(institution)).values("period")
    mine = Milestone.objects.filter(answering(institution), commitment__state=State.PUBLISHED)
    found = Period.objects.filter(
        plan__state=State.PUBLISHED, plan__jurisdiction=jurisdiction, closed_at__isnull=True, opens_on__lte=on
    )
    found = found.filter(plan__in=mine.order_by().values("commitment__plan")).exclude(pk__in=sent)
    return found.select_related("plan__jurisdiction").order_by("closes_on", "pk")


def periods_to_close(jurisdiction: int, *, on: date) -> QuerySet[Period]:
    """Return the periods whose reports were due and that nobody has closed, the oldest first."""
    found = Period.objects.filter(plan__jurisdiction=jurisdiction, plan__state=State.PUBLISHED, closes_on__lt=on)
    return found.filter(closed_at__isnull=True).select_related("plan__jurisdiction").order_by("closes_on", "pk")
