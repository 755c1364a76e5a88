"""Reporting periods: what they are, who has reported, what they held when they closed, what moved between two."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Officer, Request
from tequio.plans.models import ActionPlan
from tequio.tracking import actions, exports, policies, queries
from tequio.tracking.forms import CloseForm, LinkRulesForm, PeriodReportForm, RulesForm, SpanForm
from tequio.tracking.models import Period, Rules
from tequio.tracking.views.asked import canonical, marked, plan_of
from tequio.tracking.views.downloads import handed
from tequio.web.page import page


def periods(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List the reporting periods of a plan; fix one more."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    form = SpanForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _laid(request, found, [form.span], form):
        return redirect(request.path)
    return _list(request, found, form)


@require_POST
def suggest(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Fix the periods that the rules of the place suggest."""
    found, form = plan_of(request, public_id), SpanForm(None)
    if _laid(request, found, queries.suggested_periods(found), form):
        return redirect("tracking:periods", request.jurisdiction.slug, public_id, slug)
    return _list(request, found, form)


def period(request: Request, public_id: str, slug: str, period_id: str) -> HttpResponse:
    """Show a period: who has reported while it is open, what it held once it closed."""
    plan, found = _asked(request, public_id, period_id)
    return canonical(request, plan, slug) or _show(request, found)


@require_POST
def report(request: Request, public_id: str, slug: str, period_id: str) -> HttpResponse:
    """Send the report of one's institution."""
    _plan, found = _asked(request, public_id, period_id)
    at = clock.now()
    form = PeriodReportForm(request.POST, owed=_owed(request, found, at) or _nothing(request, found), prefix="report")
    if form.is_valid():
        try:
            actions.send_report(period=found, **form.values, actor=request.actor, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The report of your institution is public. Until the period closes you can mend it.")
            )
            return redirect("tracking:period", request.jurisdiction.slug, public_id, slug, period_id)
    return _show(request, found, report_form=form)


@require_POST
def close(request: Request, public_id: str, slug: str, period_id: str) -> HttpResponse:
    """Close a period for ever."""
    _plan, found = _asked(request, public_id, period_id)
    form = CloseForm(request.POST, prefix="close")
    if form.is_valid():
        try:
            actions.close_period(period=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The period is closed. What it held no longer changes."))
            return redirect("tracking:period", request.jurisdiction.slug, public_id, slug, period_id)
    return _show(request, found, close_form=form)


def snapshot(request: Request, public_id: str, slug: str, period_id: str, form: str) -> HttpResponse:
    """Give what a period held when it closed: the very bytes that were hashed, or its milestones as CSV."""
    _plan, found = _asked(request, public_id, period_id)
    if not found.is_closed:
        raise Http404
    if form == "csv":
        return handed("csv", f"corte-{period_id}", exports.SNAPSHOT_FIELDS, exports.snapshot(found.snapshot.body))
    headers = {"Content-Disposition": f'attachment; filename="corte-{period_id}.json"'}
    return HttpResponse(found.snapshot.document, content_type="application/json", headers=headers)


def compare(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Compare two closed periods of a plan."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    closed = [one for one in queries.periods_of(found) if one.is_closed]
    by_id = {one.public_id: one for one in closed}
    before = by_id.get(request.GET.get("de", "")) or (closed[-2] if len(closed) > 1 else None)
    after = by_id.get(request.GET.get("a", "")) or (closed[-1] if len(closed) > 1 else None)
    comparison = queries.compared(before.snapshot.body, after.snapshot.body) if before and after else None
    return page(
        request,
        "tracking/period_compare.html",
        plan=found,
        closed=closed,
        before=before,
        after=after,
        comparison=comparison,
        **marked(found),
    )


def rules(request: Request) -> HttpResponse:
    """Show the rules by which a place follows its plans; its coordination changes them."""
    present = queries.rules_of(request.jurisdiction)
    form = RulesForm(request.POST if request.method == "POST" else None, rules=present)
    if form.is_valid():
        try:
            actions.change_rules(
                jurisdiction=request.jurisdiction, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The rules changed, and everybody can read since when."))
            return redirect(request.path)
    return _rules(request, present, form, LinkRulesForm(rules=present))


@require_POST
def link_rules(request: Request) -> HttpResponse:
    """Change how the links of a place are checked; what is wrong is shown on the page of all its rules."""
    present = queries.rules_of(request.jurisdiction)
    form = LinkRulesForm(request.POST, rules=present)
    if form.is_valid():
        try:
            actions.change_link_rules(
                jurisdiction=request.jurisdiction, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The rules changed, and everybody can read since when."))
            return redirect("tracking:rules", request.jurisdiction.slug)
    require(policies.can_change_rules(request.actor, request.jurisdiction))
    return _rules(request, present, RulesForm(rules=present), form)


def _rules(request: Request, present: Rules, form: RulesForm, links: LinkRulesForm) -> HttpResponse:
    may_change = policies.can_change_rules(request.actor, request.jurisdiction)
    forms: dict[str, Any] = {"form": form, "links_form": links} if may_change else {}
    return page(request, "tracking/rules.html", rules=present, **forms)


def _laid(request: Request, plan: ActionPlan, spans: list[queries.Span], form: SpanForm) -> bool:
    try:
        actions.lay_periods(plan=plan, spans=spans, actor=request.actor, at=clock.now())
    except Refused as refusal:
        form.full_clean()
        form.refuse(refusal) if form.is_bound else messages.error(request, str(refusal.reason))
        return False
    messages.success(request, _("The periods are fixed: each institution sees when its report is due."))
    return True


def _list(request: Request, plan: ActionPlan, form: SpanForm) -> HttpResponse:
    may_lay = policies.can_lay_periods(request.actor, plan)
    rows = list(queries.periods_of(plan))
    return page(
        request,
        "tracking/periods.html",
        plan=plan,
        rows=rows,
        form=form if may_lay else None,
        suggested=queries.suggested_periods(plan) if may_lay else [],
        may_compare=sum(one.is_closed for one in rows) > 1,
        today=plan.jurisdiction.day_of(clock.now()),
        **marked(plan),
    )


def _show(request: Request, period: Period, **bound: Any) -> HttpResponse:
    at = clock.now()
    context: dict[str, Any] = {"plan": period.plan, "period": period, **marked(period.plan)}
    if period.is_closed:
        return page(request, "tracking/period_closed.html", body=period.snapshot.body, **context)
    may_close = policies.can_close_period(request.actor, period, at)
    mine = _owed(request, period, at) if policies.can_send_report(request.actor, period, at) else None
    return page(
        request,
        "tracking/period.html",
        owed=[one for one in queries.owed_in(period, at=at) if one.is_owed or one.report],
        mine=mine,
        report_form=bound.get("report_form") or (PeriodReportForm(None, owed=mine, prefix="report") if mine else None),
        close_form=(bound.get("close_form") or CloseForm(None, prefix="close")) if may_close else None,
        is_open=period.is_open(on=period.plan.jurisdiction.day_of(at)),
        **context,
    )


def _owed(request: Request, period: Period, at: Any) -> queries.Owed | None:
    if not isinstance(request.actor, Officer):
        return None
    return next(iter(queries.owed_in(period, at=at, institution=request.actor.institution_id)), None)


def _nothing(request: Request, period: Period) -> queries.Owed:
    """Return that somebody owes nothing: the action says why they may not report."""
    institution = request.actor.office.institution if isinstance(request.actor, Officer) else None
    return queries.Owed(institution, (), None, {}, period)  # type: ignore[arg-type]


def _asked(request: Request, public_id: str, period_id: str) -> tuple[ActionPlan, Period]:
    plan = plan_of(request, public_id)
    found = get_object_or_404(queries.periods_of(plan), public_id=period_id)
    found.plan = plan
    return plan, found
