"""Gatherings: the list, one of them, and writing them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from tequio.gatherings import actions, exports, forms, policies, queries
from tequio.gatherings.models import Gathering
from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.record import queries as record
from tequio.web.page import page

PER_PAGE = 20
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@require_safe
def gatherings(request: Request) -> HttpResponse:
    """List the gatherings of a place."""
    search = forms.GatheringSearch(request.GET)
    found = search.narrow(queries.gatherings_of(request.jurisdiction, request.actor))
    shown = Paginator(queries.whole(found), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "gatherings/gatherings.html",
        shown=shown,
        rows=[(one, queries.headcount(one)) for one in shown],
        search=search,
        is_narrowed=search.is_narrowed,
        may_manage=policies.can_manage_gatherings(request.actor, request.jurisdiction),
    )


@require_safe
def download(request: Request, form: str) -> HttpResponse:
    """Hand over the public gatherings of a place."""
    found = queries.whole(queries.gatherings_of(request.jurisdiction, request.actor))
    rows = exports.gatherings(one for one in found if one.is_public)
    return handed(form, exports.as_csv(exports.GATHERINGS, rows) if form == "csv" else exports.as_json(rows))


def handed(form: str, body: str) -> HttpResponse:
    """Answer with open data that any page may read."""
    answer = HttpResponse(body, content_type=_TYPES[form])
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def gathering(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a gathering: when and where, who took part, what everybody takes away."""
    found = _found(request, public_id)
    if slug != found.slug:
        return redirect(found, permanent=True)
    return page(
        request,
        "gatherings/gathering.html",
        gathering=found,
        count=queries.headcount(found),
        moments=found.moments.all(),
        lessons=queries.by_kind(found.lessons.all()),
        about=queries.about(found, request.actor),
        may_edit=policies.can_edit_gathering(request.actor, found),
        may_announce=policies.can_announce_gathering(request.actor, found),
        may_cancel=policies.can_cancel_gathering(request.actor, found),
        mark=record.about(found.urn) if found.is_public else None,
    )


@require_safe
def text(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Hand over the text that the record cites, as it was hashed."""
    found = _found(request, public_id)
    if not found.is_public:
        raise Http404
    return handed("json", queries.written(found)[0])


@login_required
def create(request: Request) -> HttpResponse:
    """Write down a gathering."""
    require(policies.can_manage_gatherings(request.actor, request.jurisdiction))
    form = forms.GatheringForm(request.POST or None, jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            made = actions.draft_gathering(
                jurisdiction=request.jurisdiction, values=form.values, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(made)
    return page(request, "gatherings/edit.html", form=form)


@login_required
def edit(request: Request, public_id: str) -> HttpResponse:
    """Change when, where or what for."""
    found = _edited(request, public_id)
    form = forms.GatheringForm(request.POST or None, jurisdiction=request.jurisdiction, gathering=found)
    if form.is_valid():
        try:
            actions.change_gathering(
                gathering=found,
                values=form.values,
                revision=form.cleaned_data["revision"],
                reason=form.cleaned_data.get("reason", ""),
                actor=request.actor,
                at=clock.now(),
            )
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(Gathering.objects.get(pk=found.pk))
    return page(request, "gatherings/edit.html", form=form, gathering=found)


@login_required
def report(request: Request, public_id: str) -> HttpResponse:
    """Tell what happened."""
    found = _edited(request, public_id)
    data = forms.typed(request.POST)
    form, tables = forms.ReportForm(data, gathering=found), forms.rows_of(found, data)
    if "more" not in request.POST and all(one.is_valid() for one in (form, *tables)):
        names = ("attendance", "moments", "lessons")
        told = form.cleaned_data | {name: one.cleaned_data for name, one in zip(names, tables, strict=True)}
        try:
            actions.report_gathering(gathering=found, **told, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(found)
    attendance, moments, lessons = tables
    return page(
        request,
        "gatherings/report.html",
        gathering=found,
        form=form,
        attendance=attendance,
        moments=moments,
        lessons=lessons,
        people=queries.headcount(found).total,
    )


@login_required
@require_POST
def announce(request: Request, public_id: str) -> HttpResponse:
    """Make a gathering public before it takes place."""
    found = _edited(request, public_id)
    try:
        actions.announce_gathering(gathering=found, actor=request.actor, at=clock.now())
    except Refused as no:
        form = forms.GatheringForm(jurisdiction=request.jurisdiction, gathering=found)
        return page(request, "gatherings/edit.html", status=422, form=form, gathering=found, refused=no.reason)
    return redirect(found)


@login_required
def cancel(request: Request, public_id: str) -> HttpResponse:
    """Say that a gathering does not take place."""
    found = _found(request, public_id)
    require(policies.can_cancel_gathering(request.actor, found))
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        actions.cancel_gathering(
            gathering=found, reason=form.cleaned_data["reason"], actor=request.actor, at=clock.now()
        )
        return redirect(found)
    return page(request, "gatherings/cancel.html", gathering=found, form=form)


def _found(request: Request, public_id: str) -> Gathering:
    visible = queries.whole(queries.gatherings_of(request.jurisdiction, request.actor))
    return get_object_or_404(visible, public_id=public_id)


def _edited(request: Request, public_id: str) -> Gathering:
    found = _found(request, public_id)
    require(policies.can_edit_gathering(request.actor, found))
    return found
