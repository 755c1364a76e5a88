"""The directory of posts with its two faces, and the register of obliged entities."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, exports, policies, queries
from tequio.people.forms import (
    DirectorySearchForm,
    EndContactForm,
    LiaisonForm,
    ObligedSearchForm,
    PostDetailForm,
    posted,
)
from tequio.people.models import Contact, Institution, Post
from tequio.people.queries import Request
from tequio.people.views.listing import Line, Listing, download, listed, narrowed
from tequio.web.page import page


def directory(request: Request, shape: str = "") -> HttpResponse:
    """List posts and their contacts: the published ones, or all of them for coordination."""
    place = request.jurisdiction
    is_internal = bool(policies.can_manage_institutions(request.actor, place)) and not shape
    search = DirectorySearchForm(request.GET)
    rows = queries.directory_of(place, is_internal=is_internal, on=place.day_of(now()), **narrowed(search))
    if shape:
        return download(request, shape, exports.DIRECTORY, rows)
    return listed(request, _directory(request, is_internal), search, rows, _post_line)


def _directory(request: Request, is_internal: bool) -> Listing:
    slug = request.jurisdiction.slug
    public, internal = _("Posts and their public contacts."), _("You also see the private contacts. Nobody else does.")
    return Listing(
        title=_("Directory"),
        lede=internal if is_internal else public,
        columns=(_("Post"), _("Institution"), _("Contacts")),
        empty=_("Try other words, or ask the coordination which contacts it publishes."),
        buttons=[(_("Names that look alike"), reverse("people:suggestions", args=[slug]))] if is_internal else (),
        downloads=[
            ("CSV", reverse("people:directory_csv", args=[slug])),
            ("JSON", reverse("people:directory_json", args=[slug])),
        ],
        export=reverse("people:export_directory", args=[slug]) if is_internal else "",
    )


def _post_line(post: Post) -> Line:
    contacts = [f"{one.get_kind_display()}: {one.value}" for one in post.shown_contacts]  # type: ignore[attr-defined]
    return Line(post.label, post.institution.get_absolute_url(), (str(post.institution), contacts))


@require_POST
def export_directory(request: Request) -> HttpResponse:
    """Download the directory with its private contacts; it leaves a trace."""
    rows = actions.export_contacts(jurisdiction=request.jurisdiction, actor=request.actor, at=now())
    answer = download(request, "csv", exports.DIRECTORY_INTERNAL, rows)
    answer["Cache-Control"] = "no-store"
    return answer


def obliged(request: Request, shape: str = "") -> HttpResponse:
    """List the institutions that must answer requests for information, and the post that does."""
    search = ObligedSearchForm(request.GET)
    rows = queries.obliged_of(request.jurisdiction, **narrowed(search))
    if shape:
        return download(request, shape, exports.OBLIGED, rows)
    slug = request.jurisdiction.slug
    listing = Listing(
        title=_("Obliged entities"),
        lede=_("Institutions that the transparency law obliges to answer requests for information."),
        columns=(_("Institution"), _("Branch of government"), _("Transparency liaison")),
        empty=_("Try other words. The coordination marks an institution as obliged when it corrects its data."),
        downloads=[
            ("CSV", reverse("people:obliged_csv", args=[slug])),
            ("JSON", reverse("people:obliged_json", args=[slug])),
        ],
    )
    return listed(request, listing, search, rows, _obliged_line)


def _obliged_line(one: Institution) -> Line:
    post = one.transparency_post.current.label if one.transparency_post else _("Not named yet")
    return Line(one.name, one.get_absolute_url(), (one.get_branch_display(), post))


def name_liaison(request: Request, public_id: str) -> HttpResponse:
    """Say which post answers requests for information in an institution."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    rows = Institution.objects.select_related("jurisdiction", "transparency_post")
    found = get_object_or_404(rows, public_id=public_id, jurisdiction=request.jurisdiction, merged_into=None)
    initial = {"post": found.transparency_post.public_id} if found.transparency_post else {}
    form = LiaisonForm(posted(request), institution=found, initial=initial)
    if form.is_valid():
        try:
            actions.name_transparency_liaison(institution=found, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The register shows it now."))
            return redirect(found)
    title = _("Transparency liaison of %(name)s") % {"name": found.name}
    return page(request, "people/filled.html", form=form, title=title, button=_("Save"), back=found.get_absolute_url())


def change_post(request: Request, public_id: str) -> HttpResponse:
    """Correct the level, dates and other names of a post."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    rows = Post.objects.select_related("institution__jurisdiction")
    post = get_object_or_404(rows, public_id=public_id, institution__jurisdiction=request.jurisdiction)
    form = PostDetailForm(posted(request), initial=PostDetailForm.initial_of(post))
    back = reverse("people:contacts", args=[request.jurisdiction.slug, public_id])
    if form.is_valid():
        try:
            actions.change_post(post=post, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The data was corrected."))
            return redirect(back)
    return page(request, "people/filled.html", form=form, title=post.label, button=_("Save"), back=back)


def end_contact(request: Request, pk: int) -> HttpResponse:
    """Note until when a contact serves."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    rows = Contact.objects.select_related("post__institution__jurisdiction")
    contact = get_object_or_404(rows, pk=pk, post__institution__jurisdiction=request.jurisdiction)
    form = EndContactForm(posted(request), initial={"ends_on": contact.ends_on})
    back = reverse("people:contacts", args=[request.jurisdiction.slug, contact.post.public_id])
    if form.is_valid():
        actions.end_contact(contact=contact, **form.cleaned_data, actor=request.actor, at=now())
        messages.success(request, _("Noted. The post goes on."))
        return redirect(back)
    title = _("Until when does this contact serve?")
    return page(request, "people/filled.html", form=form, title=title, button=_("Save"), back=back)
