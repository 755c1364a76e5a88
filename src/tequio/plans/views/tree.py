"""The tree below a commitment: one page to see it and order it, one page for each node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused
from tequio.kit.text import tidy
from tequio.people.queries import Request
from tequio.plans import actions, checks
from tequio.plans.forms.fields import ReasonForm
from tequio.plans.forms.tree import FORMS, KINDS, NodeForm, fingerprint, lists_for
from tequio.plans.models import Commitment
from tequio.plans.views.asked import directory_of, editable
from tequio.web.page import page

# Kind in the address: how the row is called in the actions, and its action.
SAVE: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "objetivo": ("objective", actions.save_objective),
    "grupo": ("group", actions.save_group),
    "accion": ("key_action", actions.save_key_action),
    "hito": ("milestone", actions.save_milestone),
}
REMOVE: Mapping[str, Callable[..., Any]] = {
    "objetivo": actions.remove_objective,
    "grupo": actions.remove_group,
    "accion": actions.remove_key_action,
    "hito": actions.remove_milestone,
}
MODELS = {kind: model for model, kind in KINDS.items()}


def tree(request: Request, public_id: str) -> HttpResponse:
    """Show the tree, with its order and its weights."""
    found = editable(request, public_id)
    sums = [
        {"name": name, "sum": checks.sum_of(parts)}
        for name, parts in checks.sibling_sets(found)
        if any(part.weight is not None for part in parts)
    ]
    return page(
        request,
        "plans/tree.html",
        commitment=found,
        branches=_branches(found),
        sums=sums,
        asks_actions=found.template.section("key_actions") is not None,
        may_add_goals=found.template.section("goals") is not None and not found.is_published,
        reason=ReasonForm(is_needed=found.is_published),
    )


def add_node(request: Request, public_id: str, kind: str) -> HttpResponse:
    """Add an objective, heading, key action or milestone."""
    return _node_page(request, editable(request, public_id), kind, None)


def edit_node(request: Request, public_id: str, kind: str, pk: str) -> HttpResponse:
    """Change an objective, heading, key action or milestone."""
    found = editable(request, public_id)
    return _node_page(request, found, kind, _node(found, kind, pk))


def remove_node(request: Request, public_id: str, kind: str, pk: str) -> HttpResponse:
    """Remove a node, after asking."""
    found = editable(request, public_id)
    node = _node(found, kind, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None, is_needed=_is_correction(found, kind))
    if form.is_valid():
        reason = {"reason": form.cleaned_data["reason"]} if _is_correction(found, kind) else {}
        keywords = {SAVE[kind][0]: node, "revision": None, "actor": request.actor, "at": clock.now(), **reason}
        try:
            REMOVE[kind](**keywords)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("It was removed."))
            return redirect("plans:tree", request.jurisdiction.slug, public_id)
    return page(request, "plans/node_remove.html", commitment=found, form=form, node=node, kind=kind)


@require_POST
def reorder_tree(request: Request, public_id: str, kind: str) -> HttpResponse:
    """Put the rows of one kind in the order of the numbers beside them."""
    found = editable(request, public_id)
    rows = list(_model(kind).objects.filter(commitment=found))
    places = {row.pk: _place(request.POST.get(f"place_{row.pk}"), n) for n, row in enumerate(rows, start=1)}
    rows.sort(key=lambda row: places[row.pk])
    try:
        actions.reorder_tree(
            commitment=found,
            rows=rows,
            revision=None,
            reason=tidy(request.POST.get("reason", "")),
            actor=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("The order was saved."))
    return redirect("plans:tree", request.jurisdiction.slug, public_id)


def _node_page(request: Request, found: Commitment, kind: str, node: Any) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    more = data.get("more", "") if data else ""
    directory = directory_of(request) if kind in ("accion", "hito") else {}
    given = {key: value for key, value in request.GET.items() if key in ("objective", "group", "key_action")}
    _model(kind)
    form = FORMS[kind](data, commitment=found, node=node, place=given)
    lists = lists_for(kind, node, data, more=more, directory=directory)
    if more:
        form.unjudged()
    elif saved := _saved(request, form, kind, lists):
        messages.success(request, _("It was saved."))
        return redirect(_after(request, found, kind, saved))
    names = sorted({one.name for one in directory.values()})
    context = {"commitment": found, "form": form, "lists": lists, "kind": kind, "node": node, "names": names}
    status = 409 if form.is_conflict else 422 if _is_wrong(lists, more) else 200
    return page(request, "plans/node.html", status=status, **context)


def _saved(request: Request, form: NodeForm, kind: str, lists: Mapping[str, Any]) -> Any:
    """Save a node and return it; put a refusal into the form."""
    if not form.is_valid() or not all(rows.is_valid() for rows in lists.values()):
        return None
    name, save = SAVE[kind]
    found = form.commitment
    is_same = form.cleaned_data["seen"] == fingerprint(form.node)
    keywords: dict[str, Any] = {listed: rows.values for listed, rows in lists.items()}
    try:
        return save(
            commitment=found,
            values=form.values,
            revision=found.revision if is_same else form.cleaned_data["revision"],
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=clock.now(),
            **{name: form.node},
            **keywords,
        )
    except Refused as no:
        form.refuse(no)
        form.settle_conflict(no)
        return None


def _after(request: Request, found: Commitment, kind: str, saved: Any) -> str:
    """Return to the tree, or to a blank page beside the node just saved."""
    place = [found.plan.jurisdiction.slug, found.public_id]
    if "next" not in request.POST:
        return reverse("plans:tree", args=place)
    beside = {name: getattr(saved, f"{name}_id", None) for name in ("key_action", "group", "objective")}
    query = "&".join(f"{name}={pk}" for name, pk in beside.items() if pk)
    return reverse("plans:add_node", args=[*place, kind]) + (f"?{query}" if query else "")


def _branches(found: Commitment) -> list[dict[str, Any]]:
    kinds = [
        ("objetivo", _("Objectives by horizon"), found.objectives.all()),
        ("accion", _("Key actions"), found.key_actions.all()),
        ("grupo", _("Headings of milestones"), found.groups.all()),
        ("hito", _("Milestones and activities"), found.milestones.all()),
    ]
    asks = found.template.section("key_actions") is not None
    shown = [one for one in kinds if one[2] or one[0] != "accion" or asks]
    return [{"kind": kind, "title": title, "rows": list(rows)} for kind, title, rows in shown]


def _node(found: Commitment, kind: str, pk: str) -> Any:
    return get_object_or_404(_model(kind), commitment=found, pk=pk)


def _model(kind: str) -> Any:
    if kind not in MODELS:
        raise Http404
    return MODELS[kind]


def _is_correction(found: Commitment, kind: str) -> bool:
    """Tell whether removing needs a reason: headings of a public commitment; the rest is frozen then."""
    return found.is_published and kind in ("objetivo", "grupo")


def _is_wrong(lists: Mapping[str, Any], more: str) -> bool:
    return not more and any(rows.is_bound and not rows.is_valid() for rows in lists.values())


def _place(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise
