"""Many milestones at once: on one page, and as a workbook that goes and comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Officer, Request
from tequio.plans.models import Milestone
from tequio.tracking import actions, imports, policies, queries
from tequio.tracking.forms import Board, UploadForm, board
from tequio.web.page import page

PER_PAGE = 60
MOST = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def bulk(request: Request) -> HttpResponse:
    """Show the milestones of a commitment to report on all at once, and keep what was written."""
    require(policies.can_report_together(request.actor))
    if request.method == "POST":
        way = "spreadsheet" if request.POST.get("way") == "spreadsheet" else "page"
        return _save(request, _board(request, request.POST.getlist("row")[:MOST], request.POST), way=way)
    commitments = queries.own_commitments(_officer(request))
    asked = request.GET.get("compromiso", "")
    chosen = next((one for one in commitments if one[0] == asked), commitments[0] if commitments else None)
    found = queries.own_milestones(request.actor)
    found = found.filter(commitment__public_id=chosen[0] if chosen else "").exclude(standing__status="finished")
    shown = Paginator(found.order_by("order", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return _show(request, _board(request, [one.public_id for one in shown]), commitments=commitments, chosen=chosen,
                 shown=shown)  # fmt: skip


@login_required
@require_safe
def workbook(request: Request) -> HttpResponse:
    """Hand over the office's milestones as a workbook to fill in."""
    require(policies.can_report_together(request.actor))
    rows = queries.leaves(queries.own_milestones(request.actor)[: imports.MOST_ROWS], at=clock.now())
    body = imports.written(rows, who=str(_officer(request).office.institution))
    headers = {"Content-Disposition": 'attachment; filename="hitos.xlsx"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=XLSX, headers=headers)


@login_required
def upload(request: Request) -> HttpResponse:
    """Take a filled-in workbook: show what would change, or each fault with its cell. Nothing is kept yet."""
    require(policies.can_report_together(request.actor))
    form = UploadForm(request.POST or None, request.FILES or None)
    faults: list[imports.Fault] = []
    if form.is_valid():
        try:
            reading = imports.read(form.cleaned_data["upload"].read())
        except Refused as no:
            form.add_error("upload", no.reason)
        else:
            read, faults = _rehearsed(request, reading)
            if not faults and read.forms:
                return _show(request, read, came_from_file=True)
            if not faults:
                messages.info(request, _("The workbook says what is already kept: nothing would change."))
                return redirect("tracking:workbook_upload")
    status = 422 if faults else 200
    return page(request, "tracking/workbook.html", status=status, form=form, faults=faults)


def _rehearsed(request: Request, reading: imports.Reading) -> tuple[Board, list[imports.Fault]]:
    """Lay out what a workbook changes, and try it to the end without keeping it."""
    found = queries.own_milestones(request.actor).filter(public_id__in=[line.id for line in reading.lines])
    rows = {row.milestone.public_id: row for row in queries.leaves(found, at=clock.now())}
    fields, faults, changed = imports.compared(reading, rows)
    data = QueryDict(mutable=True)
    data.update(fields)
    read = board([rows[one] for one in changed], data)
    if not read.is_valid():
        wrong = {one.row.milestone.public_id: one for one in read.wrong}
        faults += imports.faults_of(reading, {key: _first(form) for key, form in wrong.items()})
    elif read.changed:
        try:
            actions.report_statuses(
                reports=read.reports(), way="spreadsheet", is_rehearsal=True, actor=request.actor, at=clock.now()
            )
        except actions.RowsRefused as refused:
            faults += imports.faults_of(reading, refused.rows)
        except actions.Rehearsed:
            pass
    return read, faults


def _save(request: Request, written: Board, way: str) -> HttpResponse:
    """Keep what was written, all of it or nothing; what was typed comes back with its reasons."""
    if written.is_valid() and written.changed and "check" not in request.POST:
        try:
            kept = actions.report_statuses(reports=written.reports(), way=way, actor=request.actor, at=clock.now())
        except actions.RowsRefused as refused:
            written.refuse(refused.rows)
        else:
            said = ngettext("%(n)s report is kept.", "%(n)s reports are kept.", len(kept)) % {"n": len(kept)}
            messages.success(request, said)
            return redirect(request.get_full_path())
    elif not written.changed:
        messages.info(request, _("You changed nothing, so there is nothing to save."))
    return _show(request, written)


def _board(request: Request, ids: list[str], data: Any = None) -> Board:
    found = Milestone.objects.filter(pk__in=queries.own_milestones(request.actor).order_by().values("pk"))
    return board(queries.leaves(found.filter(public_id__in=ids), at=clock.now()), data)


def _show(request: HttpRequest, shown_board: Board, **context: Any) -> HttpResponse:
    status = 422 if shown_board.wrong else 200
    return page(request, "tracking/together.html", status=status, board=shown_board, **context)


def _first(form: Any) -> Refused:
    field, reasons = next(iter(form.errors.items()))
    return Refused(field, reasons[0])


def _officer(request: Request) -> Officer:
    assert isinstance(request.actor, Officer), "the policy lets only officers in"  # noqa: S101
    return request.actor
