"""A folder of documents: what each was understood as, and all of them written in one go, each by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tequio.kit.clock import now
from tequio.kit.policy import Denied, Refused, require
from tequio.people.queries import Request
from tequio.plans import actions, policies, queries
from tequio.plans.forms.plans import ConfirmForm
from tequio.plans.models import ActionPlan, ImportedDocument
from tequio.web.page import page

PER_PAGE = 100
AT_ONCE = 50  # documents that one press of the button writes: what remains is written by the next one
KINDS: dict[str, str | Promise] = {
    "form-21": gettext_lazy("form of 21 fields"),
    "national-sheet": gettext_lazy("national sheet"),
    "thematic-axis": gettext_lazy("sheets of thematic axes"),
    "roadmap": gettext_lazy("report of a roadmap"),
    "form": gettext_lazy("a form of this site"),
    "workbook": gettext_lazy("a workbook of this site"),
}


@dataclass(frozen=True)
class Line:
    """A document in the report."""

    document: ImportedDocument

    @property
    def kind(self) -> str:
        """What it was recognised as; nothing if it is none of the forms."""
        return str(KINDS.get(self.document.account.get("template", ""), ""))

    @property
    def commitments(self) -> int:
        """How many commitments it says."""
        return int(self.document.account.get("commitments", 0))

    @property
    def doubts(self) -> int:
        """How many doubts somebody has to look at."""
        return sum(int(self.document.account.get(name, 0)) for name in ("error", "warning"))


def import_all(request: Request) -> HttpResponse:
    """Report on every document of a place, and write those that wait, each whole or not at all."""
    require(policies.can_import(request.actor, request.jurisdiction))
    may_open = bool(policies.can_manage_plans(request.actor, request.jurisdiction))
    plans = queries.plans_of(request.jurisdiction, request.actor)
    form = ConfirmForm(request.POST if request.method == "POST" else None, plans=plans, may_open=may_open)
    found = queries.documents_open_to(request.actor, request.jurisdiction).defer("body")
    waiting = found.filter(confirmed_at__isnull=True, account__commitments__gt=0).order_by("uploaded_at", "pk")
    if form.is_valid():
        _write(request, list(waiting[:AT_ONCE]), form)
        if not form.errors:
            return redirect("plans:import_all", request.jurisdiction.slug)
    documents = found.select_related("plan__jurisdiction").order_by("-uploaded_at", "-pk")
    shown = Paginator(documents, PER_PAGE).get_page(request.GET.get("page"))
    lines = [Line(one) for one in shown]
    left = waiting.count()
    return page(request, "plans/import_all.html", form=form, shown=shown, lines=lines, remaining=left)


def _write(request: Request, waiting: list[ImportedDocument], form: ConfirmForm) -> None:
    """Write each document by itself: one that fails takes no other back, and says why."""
    plan = form.wanted
    written = 0
    for document in waiting:
        try:
            made = actions.confirm_document(document=document, plan=plan, actor=request.actor, at=now())
        except (Refused, Denied) as no:
            messages.error(request, f"{document.name}: {no.reason}")
        else:
            written += 1
            plan = plan if isinstance(plan, ActionPlan) else made[0].plan
    said = ngettext("%(n)s document was written.", "%(n)s documents were written.", written) % {"n": written}
    messages.success(request, said + " " + _("Nothing is published: look at each draft."))
