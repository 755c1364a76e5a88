"""The directory of institutions: public to read, kept by coordination."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, exports, policies, queries
from tequio.people.forms import InstitutionForm, InstitutionSearchForm, posted
from tequio.people.models import Institution
from tequio.people.queries import Request
from tequio.record import queries as record
from tequio.web.page import page

_PER_PAGE = 50


def institutions(request: Request) -> HttpResponse:
    """List the directory of a place."""
    search = InstitutionSearchForm(request.GET)
    page_obj = Paginator(_found(request, search), _PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "people/institutions.html",
        search=search,
        page_obj=page_obj,
        is_narrowed=bool(request.GET.get("q") or request.GET.get("sector")),
        asked=request.GET.urlencode(),
        may_manage=policies.can_manage_institutions(request.actor, request.jurisdiction),
    )


def institutions_csv(request: Request) -> HttpResponse:
    """Give the directory, or the part of it asked for, as CSV."""
    text = exports.as_csv(_found(request, InstitutionSearchForm(request.GET)))
    name = f"{request.jurisdiction.slug}-instituciones.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def institutions_json(request: Request) -> HttpResponse:
    """Give the directory, or the part of it asked for, as JSON with its field dictionary."""
    data = exports.as_json(_found(request, InstitutionSearchForm(request.GET)))
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def institution(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show an institution with its offices and posts; contacts only if they were published."""
    found = _institution(request, public_id)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    return page(
        request,
        "people/institution.html",
        institution=found,
        mark=record.about(request.jurisdiction.urn),
        offices=queries.offices_of(found),
        posts=queries.posts_of(found, public_only=True, on=request.jurisdiction.day_of(now())),
        may_manage=policies.can_manage_institutions(request.actor, request.jurisdiction),
    )


def add_institution(request: Request) -> HttpResponse:
    """Add an institution to the directory."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    form = InstitutionForm(posted(request))
    if form.is_valid():
        try:
            added = actions.add_institution(
                jurisdiction=request.jurisdiction, **form.cleaned_data, actor=request.actor, at=now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("%(name)s is in the directory.") % {"name": added.name})
            return redirect(added)
    return page(request, "people/institution_edit.html", form=form, institution=None)


def edit_institution(request: Request, public_id: str) -> HttpResponse:
    """Correct the data of an institution."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    found = _institution(request, public_id)
    form = InstitutionForm(posted(request), initial=InstitutionForm.initial_of(found))
    if form.is_valid():
        try:
            changed = actions.change_institution(institution=found, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The data was corrected."))
            return redirect(changed)
    return page(request, "people/institution_edit.html", form=form, institution=found)


def _found(request: Request, search: InstitutionSearchForm) -> list[Institution]:
    wanted = search.cleaned_data if search.is_valid() else {}
    return queries.institutions_of(request.jurisdiction, text=wanted.get("q", ""), sector=wanted.get("sector", ""))


def _institution(request: Request, public_id: str) -> Institution:
    rows = Institution.objects.select_related(
        "jurisdiction", "merged_into__jurisdiction", "transparency_post__merged_into"
    )
    return get_object_or_404(rows, public_id=public_id, jurisdiction=request.jurisdiction)
