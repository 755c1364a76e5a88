"""The mapping of organisations: open to read, to register in and to write through."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.people import actions, exports, policies, queries
from tequio.people.forms import LinkForm, MessageForm, OrganisationSearchForm, RegisterForm, posted
from tequio.people.models import Organisation
from tequio.people.queries import Request
from tequio.people.views.listing import Line, Listing, download, listed, narrowed, yes
from tequio.record import queries as record
from tequio.web import rate
from tequio.web.page import page


def organisations(request: Request, shape: str = "") -> HttpResponse:
    """List the published mapping."""
    search = OrganisationSearchForm(request.GET)
    rows = queries.organisations_of(request.jurisdiction, **narrowed(search))
    if shape:
        return download(request, shape, exports.ORGANISATIONS, rows)
    slug = request.jurisdiction.slug
    buttons = [(_("Register your organisation"), reverse("people:register_organisation", args=[slug]))]
    if policies.can_moderate_organisations(request.actor, request.jurisdiction):
        buttons.append((_("Registrations to decide"), reverse("people:organisations_waiting", args=[slug])))
    listing = Listing(
        title=_("Mapping of organisations"),
        lede=_("Organisations of civil society that work with open government. Anybody may write to them."),
        columns=(_("Organisation"), _("Scope"), _("Topics"), _("Groups"), _("Gender perspective")),
        empty=_("Register yours: it takes five minutes and needs no account."),
        buttons=buttons,
        downloads=[
            ("CSV", reverse("people:organisations_csv", args=[slug])),
            ("JSON", reverse("people:organisations_json", args=[slug])),
        ],
    )
    return listed(request, listing, search, rows, _line)


def _line(one: Organisation) -> Line:
    cells = (one.get_scope_display(), one.topics, one.group_names, yes(one.has_gender_focus))
    return Line(one.name, one.get_absolute_url(), cells)


def organisation(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a published organisation."""
    found = _published(request, public_id)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    return page(request, "people/organisation.html", organisation=found, mark=record.about(request.jurisdiction.urn))


def register_organisation(request: Request) -> HttpResponse:
    """Take a registration from anybody: a mail asks to confirm it."""
    form = RegisterForm(posted(request))
    if form.is_valid():
        if rate.is_spent(request, "register", most=5) or _is_written_to(request, form.cleaned_data["contact_email"]):
            return rate.refused(request)
        if form.is_trapped:
            return redirect("people:organisation_sent", request.jurisdiction.slug)
        try:
            actions.register_organisation(
                jurisdiction=request.jurisdiction,
                told=form.told(),
                contact_email=form.cleaned_data["contact_email"],
                actor=request.actor,
                at=now(),
            )
        except Refused as no:
            form.refuse(no)
        else:
            return redirect("people:organisation_sent", request.jurisdiction.slug)
    return page(request, "people/organisation_register.html", form=form)


def organisation_sent(request: Request) -> HttpResponse:
    """Say that a mail is on its way; the same for whoever was refused as a robot."""
    return page(request, "people/organisation_sent.html")


def lost_link(request: Request) -> HttpResponse:
    """Send the private link again; the answer is the same whoever asks."""
    form = LinkForm(posted(request))
    if form.is_valid():
        if rate.is_spent(request, "link", most=5) or _is_written_to(request, form.cleaned_data["email"]):
            return rate.refused(request)
        for one in queries.organisations_at(request.jurisdiction, form.cleaned_data["email"]):
            actions.ask_organisation_link(organisation=one, actor=request.actor, at=now())
        return redirect("people:organisation_sent", request.jurisdiction.slug)
    back = reverse("people:organisations", args=[request.jurisdiction.slug])
    title = _("Get the private link of your organisation again")
    return page(request, "people/filled.html", form=form, title=title, button=_("Send it to me"), back=back)


def write_to(request: Request, public_id: str) -> HttpResponse:
    """Write to an organisation through the site: neither side sees the other's address."""
    found = _published(request, public_id)
    form = MessageForm(posted(request))
    if form.is_valid():
        often = rate.is_spent(request, "write", most=5)
        if often or rate.is_spent(request, "written", most=20, seconds=86_400, who=found.public_id):
            return rate.refused(request)
        try:
            if not form.is_trapped:
                actions.write_to_organisation(organisation=found, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Your message is on its way. The answer will reach you by mail."))
            return redirect(found)
    return page(request, "people/organisation_write.html", form=form, organisation=found)


def _is_written_to(request: Request, email: str) -> bool:
    """Tell whether an address has had its day's share of letters from here: whoever asks may not be whoever reads."""
    return rate.is_spent(request, "letters", most=10, seconds=86_400, who=email.lower())


def _published(request: Request, public_id: str) -> Organisation:
    return get_object_or_404(queries.published_organisations(), public_id=public_id, jurisdiction=request.jurisdiction)
