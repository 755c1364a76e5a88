"""Posts that outlive persons, and the addresses of each: private until somebody publishes one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people import policies, queries
from tequio.people.events import (
    ContactEnded,
    ContactForgotten,
    ContactPublished,
    ContactsExported,
    ContactsKept,
    PostAdded,
    PostChanged,
)
from tequio.people.models import Contact, Institution, Jurisdiction, Post
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
def end_contact(*, contact: Contact, ends_on: date | None, actor: Actor, at: datetime) -> Contact:
    """Note the last day on which a contact serves, or that it goes on; the post outlives whoever it belonged to."""
    place = contact.post.institution.jurisdiction
    require(policies.can_manage_institutions(actor, place))
    contact.ends_on = ends_on
    contact.save()
    trace = ContactEnded(
        tenant=place.urn, subject=contact.post.urn, post=contact.post.urn, kind=contact.kind, ends_on=ends_on
    )
    audit(trace, actor=actor, at=at)
    return contact


@transaction.atomic
def change_post(
    *,
    post: Post,
    level: str,
    starts_on: date | None,
    ends_on: date | None,
    aliases: Iterable[str],
    actor: Actor,
    at: datetime,
) -> Post:
    """Correct the level, the dates and the other names of a post."""
    changed = Post.objects.select_for_update(of=("self",)).select_related("institution__jurisdiction").get(pk=post.pk)
    place = changed.institution.jurisdiction
    require(policies.can_manage_institutions(actor, place))
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("ends_on", _("The end comes before the beginning."))
    changed.level, changed.starts_on, changed.ends_on = tidy(level)[:60], starts_on, ends_on
    changed.aliases = _checked_names(changed, aliases)
    changed.save()
    audit(PostChanged(tenant=place.urn, subject=changed.urn, post=changed.urn), actor=actor, at=at)
    return changed


@transaction.atomic
def export_contacts(*, jurisdiction: Jurisdiction, actor: Actor, at: datetime) -> list[Post]:
    """Hand over the directory with its private contacts; the private trail keeps who did."""
    require(policies.can_manage_institutions(actor, jurisdiction))
    rows = list(queries.directory_of(jurisdiction, is_internal=True, on=jurisdiction.day_of(at)))
    audit(
        ContactsExported(tenant=jurisdiction.urn, subject=jurisdiction.urn, rows=len(rows)),
        actor=actor,
        at=at,
    )
    return rows


def _checked_names(post: Post, aliases: Iterable[str]) -> list[str]:
    kept = list(dict.fromkeys(tidy(alias)[:200] for alias in aliases if tidy(alias)))
    for alias in kept:
        owner = queries.post_called(post.institution, unit=post.unit, title=alias)
        if owner is not None and owner.pk != post.pk:
            raise Refused("aliases", _("“%(name)s” already means %(owner)s.") % {"name": alias, "owner": owner.label})
    return kept
