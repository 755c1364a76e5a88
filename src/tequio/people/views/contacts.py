"""Posts of an institution and their contacts: private pages of coordination."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, policies, queries
from tequio.people.forms import ContactForm, MergeForm, PostForm, posted
from tequio.people.models import Contact, Institution, Post
from tequio.people.queries import Request
from tequio.web.page import page


def posts(request: Request, public_id: str) -> HttpResponse:
    """List the posts of an institution with every contact; add a post."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    rows = Institution.objects.select_related("jurisdiction")
    institution = get_object_or_404(rows, public_id=public_id, jurisdiction=request.jurisdiction)
    form = PostForm(posted(request))
    if form.is_valid():
        try:
            actions.add_post(institution=institution, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The post was added."))
            return redirect("people:posts", request.jurisdiction.slug, public_id)
    shown = list(queries.posts_of(institution, public_only=False))
    return page(request, "people/posts.html", institution=institution, posts=shown, form=form)


def contacts(request: Request, public_id: str) -> HttpResponse:
    """Show a post with its contacts; note one more."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    post = _post(request, public_id)
    form = ContactForm(posted(request))
    if form.is_valid():
        pair = (form.cleaned_data["kind"], form.cleaned_data["value"])
        try:
            actions.keep_contacts(post=post, contacts=[pair], actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The contact was noted; it is private."))
            return redirect("people:contacts", request.jurisdiction.slug, public_id)
    shown = post.contacts.order_by("kind", "pk")
    return page(request, "people/contacts.html", post=post, contacts=shown, form=form)


@require_POST
def publish_contact(request: Request, pk: int) -> HttpResponse:
    """Show a contact to everybody, or no longer."""
    contact = _contact(request, pk)
    is_public = request.POST.get("is_public") == "1"
    actions.publish_contact(contact=contact, is_public=is_public, actor=request.actor, at=now())
    messages.success(request, _("Everybody may see this contact.") if is_public else _("The contact is private."))
    return redirect("people:contacts", request.jurisdiction.slug, contact.post.public_id)


@require_POST
def forget_contact(request: Request, pk: int) -> HttpResponse:
    """Erase a contact."""
    contact = _contact(request, pk)
    actions.forget_contact(contact=contact, actor=request.actor, at=now())
    messages.success(request, _("The contact was erased."))
    return redirect("people:contacts", request.jurisdiction.slug, contact.post.public_id)


def merge_posts(request: Request, public_id: str) -> HttpResponse:
    """Make one post of two, keeping the contacts of both."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    institution = get_object_or_404(Institution, public_id=public_id, jurisdiction=request.jurisdiction)
    together = list(queries.posts_of(institution, public_only=False))
    form = MergeForm(posted(request), posts=together)
    if form.is_valid():
        try:
            actions.merge_posts(**form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The two posts are one now, with the contacts of both."))
            return redirect("people:posts", request.jurisdiction.slug, public_id)
    return page(request, "people/posts_merge.html", institution=institution, form=form)


def _post(request: Request, public_id: str) -> Post:
    rows = Post.objects.select_related("institution__jurisdiction")
    return get_object_or_404(
        rows, public_id=public_id, merged_into__isnull=True, institution__jurisdiction=request.jurisdiction
    )


def _contact(request: Request, pk: int) -> Contact:
    # Before looking: whether a contact exists is as private as the contact.
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    rows = Contact.objects.select_related("post__institution__jurisdiction")
    return get_object_or_404(rows, pk=pk, post__institution__jurisdiction=request.jurisdiction)
