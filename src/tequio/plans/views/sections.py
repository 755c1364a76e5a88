"""One section of a commitment at a time, so that a long form saves as it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit import clock
from tequio.kit.policy import Refused
from tequio.people.queries import Request
from tequio.plans import actions, difference, queries, sections
from tequio.plans.forms.sections import SectionForm, fingerprint, list_of, rows_for
from tequio.plans.models import Commitment
from tequio.plans.views.asked import directory_of, editable
from tequio.plans.views.workshop import TREES, section_url
from tequio.web.page import page


def edit_section(request: Request, public_id: str, key: str) -> HttpResponse:
    """Write one section; save it, ask for more rows, or go on to the next."""
    found = editable(request, public_id)
    asked = found.template.section(key)
    if asked is None or key in TREES:
        raise Http404
    data = request.POST if request.method == "POST" else None
    is_more = data is not None and "more" in data
    on = clock.today(request.jurisdiction.time_zone)
    directory = directory_of(request) if _has_parties(key) else {}
    form = SectionForm(data, commitment=found, asked=asked, on=on)
    rows = rows_for(found, key, data, more=is_more, directory=directory)
    if is_more:
        form.unjudged()
    elif form.is_valid() and (rows is None or rows.is_valid()) and _saved(request, found, form, rows):
        messages.success(request, _("“%(section)s” was saved.") % {"section": sections.said(asked["label"])})
        _tell_repeated(request, found, key, rows)
        return redirect(_following(found, key) if data and "next" in data else _overview(found))
    return _shown(request, found, form, rows, directory)


def _tell_repeated(request: Request, found: Commitment, key: str, rows: Any) -> None:
    """Tell whoever wrote a row twice that it counts once (X11: 16.5 said twice)."""
    listed = list_of(found, key)
    if rows is None or listed is None or not listed.once:
        return
    said = [" ".join(str(row[name]) for name in listed.once[-1:] if row.get(name)) for row in rows.values]
    twice = sorted({one for one in said if one and said.count(one) > 1})
    if twice:
        messages.warning(request, _("Repeated, so it counts once: %(rows)s") % {"rows": ", ".join(twice)})


def _saved(request: Request, found: Commitment, form: SectionForm, rows: Any) -> bool:
    """Save a section; put a refusal into the form."""
    lists = [form.chosen] if form.chosen is not None else []
    lists += [rows.values] if rows is not None else []
    # Somebody may have saved another section meanwhile: that is no conflict.
    is_same = form.cleaned_data["seen"] == fingerprint(found, form.key)
    try:
        actions.edit_section(
            commitment=found,
            key=form.key,
            values=form.values,
            rows=lists,
            revision=found.revision if is_same else form.cleaned_data["revision"],
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        form.refuse(no)
        form.is_conflict = no.field == "revision"
        return False
    return True


def _shown(
    request: Request, found: Commitment, form: SectionForm, rows: Any, directory: Mapping[str, Any]
) -> HttpResponse:
    conflict = None
    if form.is_conflict:
        conflict = _conflict(found, form)
    order = [section["key"] for section in found.template.sections]
    listed = list_of(found, form.key)
    return page(
        request,
        "plans/conflict.html" if conflict else "plans/section.html",
        status=409 if conflict else 200,
        commitment=found,
        asked=form.asked,
        label=sections.said(form.asked["label"]),
        help=sections.said(form.asked.get("help", {})),
        form=form,
        rows=rows,
        has_places=listed is not None and listed.related != "sdgs",
        names=sorted({one.name for one in directory.values()}),
        here=order.index(form.key) + 1,
        total=len(order),
        conflict=conflict,
    )


def _conflict(found: Commitment, form: SectionForm) -> dict[str, Any]:
    """Set what is saved now beside what was typed; saving again then replaces it knowingly."""
    fresh = queries.with_sheet(type(found).objects.filter(pk=found.pk)).get()
    part = next(one for one in queries.parts_of(fresh) if one.key == form.key)
    form.ask_again(revision=str(fresh.revision), seen=fingerprint(fresh, form.key))
    typed = "\n\n".join(str(form.data.get(column, "")) for column in form.section.columns if column in form.data)
    pieces = difference.pieces(part.text, typed.replace("\r\n", "\n")) if part.text else []
    return {"part": part, "pieces": pieces}


def _has_parties(key: str) -> bool:
    return any(listed.related == "parties" for listed in sections.SECTIONS[key].lists)


def _overview(found: Commitment) -> str:
    return reverse("plans:edit_commitment", args=[found.plan.jurisdiction.slug, found.public_id])


def _following(found: Commitment, key: str) -> str:
    order = [section["key"] for section in found.template.sections]
    after = order[order.index(key) + 1 :]
    return section_url(found, after[0]) if after else _overview(found)
