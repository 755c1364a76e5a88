"""Posts that outlive persons, and the addresses of each: private until somebody publishes one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people import policies, queries
from tequio.people.events import ContactForgotten, ContactPublished, ContactsKept, PostAdded, PostsMerged
from tequio.people.models import Contact, Institution, Post
from tequio.people.vocab import ContactKind
from tequio.record.actions import audit


@transaction.atomic
def add_post(*, institution: Institution, actor: Actor, at: datetime, unit: str = "", title: str = "") -> Post:
    """Add a post to an institution: a unit, a title, or both.

    Raises Denied for whoever is not coordination, and Refused if it is empty or already there.
    """
    require(policies.can_manage_institutions(actor, institution.jurisdiction))
    unit, title = tidy(unit), tidy(title)
    if not unit and not title:
        raise Refused("title", _("Write the post, its unit, or both."))
    if queries.post_called(institution, unit=unit, title=title) is not None:
        raise Refused("title", _("This institution already has that post."))
    post = Post.objects.create(institution=institution, unit=unit, title=title)
    trace = PostAdded(
        tenant=institution.jurisdiction.urn, subject=institution.urn, post=post.urn, institution=institution.urn
    )
    audit(trace, actor=actor, at=at)
    return post


@transaction.atomic
def keep_contacts(*, post: Post, contacts: Iterable[tuple[str, str]], actor: Actor, at: datetime) -> list[Contact]:
    """Note contacts of a post as pairs of kind and value, private; those already known stay as they are.

    Raises Denied for whoever is not coordination, and Refused for an unknown kind or an empty value.
    """
    place = post.institution.jurisdiction
    require(policies.can_manage_institutions(actor, place))
    kept = []
    for kind, value in contacts:
        if kind not in ContactKind.values:
            raise Refused("kind", _("Choose a kind from the list."))
        if not tidy(value):
            raise Refused("value", _("Write the contact."))
        kept.append(Contact.objects.get_or_create(post=post, kind=kind, value=tidy(value))[0])
    kinds = tuple(sorted({contact.kind for contact in kept}))
    trace = ContactsKept(tenant=place.urn, subject=post.urn, post=post.urn, added=len(kept), kinds=kinds)
    audit(trace, actor=actor, at=at)
    return kept


@transaction.atomic
def publish_contact(*, contact: Contact, is_public: bool, actor: Actor, at: datetime) -> Contact:
    """Show a contact to everybody, or to coordination only."""
    place = contact.post.institution.jurisdiction
    require(policies.can_manage_institutions(actor, place))
    before, contact.is_public = contact.is_public, is_public
    contact.save()
    trace = ContactPublished(
        tenant=place.urn,
        subject=contact.post.urn,
        post=contact.post.urn,
        kind=contact.kind,
        is_public=is_public,
        before={"is_public": before},
        after={"is_public": is_public},
    )
    audit(trace, actor=actor, at=at)
    return contact


@transaction.atomic
def forget_contact(*, contact: Contact, actor: Actor, at: datetime) -> None:
    """Erase a contact."""
    place = contact.post.institution.jurisdiction
    require(policies.can_manage_institutions(actor, place))
    trace = ContactForgotten(tenant=place.urn, subject=contact.post.urn, post=contact.post.urn, kind=contact.kind)
    contact.delete()
    audit(trace, actor=actor, at=at)


@transaction.atomic
def merge_posts(*, kept: Post, merged: Post, actor: Actor, at: datetime) -> Post:
    """Make one post of two that a document wrote apart; the contacts of both are kept.

    Whatever points at the merged one still finds it, and `post.current` leads to the kept one.
    """
    place = kept.institution.jurisdiction
    require(policies.can_manage_institutions(actor, place))
    rows = {post.pk: post for post in Post.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])}
    if kept.pk == merged.pk or kept.institution_id != merged.institution_id:
        raise Refused("merged", _("Choose another post of the same institution."))
    kept, merged = rows[kept.pk], rows[merged.pk]
    if kept.merged_into_id or merged.merged_into_id:
        raise Refused("merged", _("One of these posts was already merged."))
    known = set(kept.contacts.values_list("kind", "value"))
    moved = [one for one in merged.contacts.all() if (one.kind, one.value) not in known]
    Contact.objects.filter(pk__in=[one.pk for one in moved]).update(post=kept)
    merged.contacts.all().delete()
    Post.objects.filter(merged_into=merged).update(merged_into=kept)
    Post.objects.filter(pk=merged.pk).update(merged_into=kept)
    trace = PostsMerged(
        tenant=place.urn, subject=kept.urn, kept=kept.urn, merged=merged.urn, contacts=len(known) + len(moved)
    )
    audit(trace, actor=actor, at=at)
    return kept
