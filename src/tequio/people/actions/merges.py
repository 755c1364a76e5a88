"""Two rows of the directory that turn out to be one, and two again if that was a mistake (X04, X05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import fold
from tequio.people import policies
from tequio.people.events import InstitutionsMerged, InstitutionsParted, PostsMerged, PostsParted
from tequio.people.models import Contact, Institution, Merge, Post
from tequio.record.actions import audit, record


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
    Merge.objects.create(
        jurisdiction=place, kept_post=kept, merged_post=merged, moved=_join(kept, merged), merged_at=at
    )
    trace = PostsMerged(
        tenant=place.urn, subject=kept.urn, kept=kept.urn, merged=merged.urn, contacts=kept.contacts.count()
    )
    audit(trace, actor=actor, at=at)
    return kept


@transaction.atomic
def part_posts(*, merge: Merge, actor: Actor, at: datetime) -> Post:
    """Make two posts again of what was taken for one; each gets back the contacts that it had."""
    merge = Merge.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=merge.pk)
    require(policies.can_manage_institutions(actor, merge.jurisdiction))
    kept, merged = merge.kept_post, merge.merged_post
    if merge.undone_at is not None or kept is None or merged is None or merged.merged_into_id != kept.pk:
        raise Refused(None, _("These two were parted already, or merged into a third."))
    _unjoin(kept, merged, merge.moved)
    merge.undone_at = at
    merge.save()
    place = merge.jurisdiction.urn
    audit(PostsParted(tenant=place, subject=kept.urn, kept=kept.urn, merged=merged.urn), actor=actor, at=at)
    return merged


@transaction.atomic
def merge_institutions(*, kept: Institution, merged: Institution, actor: Actor, at: datetime) -> Institution:
    """Make one institution of two that documents wrote apart: names and posts of both are kept.

    Raises Denied for whoever is not coordination, and Refused for one that has offices: those name it in the record.
    """
    place = kept.jurisdiction
    require(policies.can_manage_institutions(actor, place))
    rows = {one.pk: one for one in Institution.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])}
    if kept.pk == merged.pk or kept.jurisdiction_id != merged.jurisdiction_id:
        raise Refused("merged", _("Choose another institution of the same place."))
    kept, merged = rows[kept.pk], rows[merged.pk]
    if kept.merged_into_id or merged.merged_into_id:
        raise Refused("merged", _("One of these institutions was already merged."))
    if merged.offices.exists():
        raise Refused("merged", _("Somebody acts for that one: keep it, and merge the other into it."))
    gained = [name for name in merged.names if fold(name) not in {fold(known) for known in kept.names}]
    kept.aliases = [*kept.aliases, *gained]
    kept.is_obliged = kept.is_obliged or merged.is_obliged
    kept.save()
    moved = {"names": gained, "posts": _move_posts(kept, merged), "bodies": [one.pk for one in merged.merged.all()]}
    Institution.objects.filter(merged_into=merged).update(merged_into=kept)
    Institution.objects.filter(pk=merged.pk).update(merged_into=kept)
    Merge.objects.create(
        jurisdiction=place, kept_institution=kept, merged_institution=merged, moved=moved, merged_at=at
    )
    fact = InstitutionsMerged(
        tenant=place.urn, subject=place.urn, kept=kept.urn, merged=merged.urn, merged_title=merged.name
    )
    record(fact, actor=actor, at=at)
    return kept


@transaction.atomic
def part_institutions(*, merge: Merge, actor: Actor, at: datetime) -> Institution:
    """Make two institutions again of what was taken for one; each gets back its names and posts."""
    merge = Merge.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=merge.pk)
    require(policies.can_manage_institutions(actor, merge.jurisdiction))
    kept, merged = merge.kept_institution, merge.merged_institution
    if merge.undone_at is not None or kept is None or merged is None or merged.merged_into_id != kept.pk:
        raise Refused(None, _("These two were parted already, or merged into a third."))
    for pk, joined in merge.moved["posts"]:
        post = Post.objects.get(pk=pk)
        if joined is None:
            Post.objects.filter(pk=pk, institution=kept).update(institution=merged)
        elif post.merged_into is not None:
            _unjoin(post.merged_into, post, joined)
    Institution.objects.filter(pk__in=merge.moved.get("bodies", ()), merged_into=kept).update(merged_into=merged)
    kept.aliases = [name for name in kept.aliases if name not in merge.moved["names"]]
    kept.save()
    merged.merged_into, merge.undone_at = None, at
    merged.save()
    merge.save()
    place = merge.jurisdiction.urn
    record(InstitutionsParted(tenant=place, subject=place, kept=kept.urn, merged=merged.urn), actor=actor, at=at)
    return merged


def _move_posts(kept: Institution, merged: Institution) -> list[tuple[int, dict[str, Any] | None]]:
    """Give one institution the posts of another; a post that both have becomes one."""
    there = {(fold(post.unit), fold(post.title)): post for post in kept.posts.filter(merged_into=None)}
    moved: list[tuple[int, dict[str, Any] | None]] = []
    for post in merged.posts.filter(merged_into=None):
        twin = there.get((fold(post.unit), fold(post.title)))
        if twin is None:
            Post.objects.filter(pk=post.pk).update(institution=kept)
        moved.append((post.pk, _join(twin, post) if twin else None))
    return moved


def _join(kept: Post, merged: Post) -> dict[str, Any]:
    """Give one post the contacts of another, and say what it takes to give them back."""
    known = {(one.kind, one.value): one.pk for one in kept.contacts.all()}
    theirs = list(merged.contacts.all())
    both = [known[one.kind, one.value] for one in theirs if (one.kind, one.value) in known]
    gained = [one.pk for one in theirs if (one.kind, one.value) not in known]
    followers = list(Post.objects.filter(merged_into=merged).values_list("pk", flat=True))
    Contact.objects.filter(pk__in=gained).update(post=kept)
    merged.contacts.all().delete()
    Post.objects.filter(pk__in=followers).update(merged_into=kept)
    Post.objects.filter(pk=merged.pk).update(merged_into=kept)
    return {"contacts": gained, "both": both, "posts": followers}


def _unjoin(kept: Post, merged: Post, moved: dict[str, Any]) -> None:
    Contact.objects.filter(pk__in=moved["contacts"], post=kept).update(post=merged)
    Contact.objects.bulk_create(
        Contact(post=merged, kind=one.kind, value=one.value, is_public=one.is_public, ends_on=one.ends_on)
        for one in Contact.objects.filter(pk__in=moved["both"], post=kept)
    )
    Post.objects.filter(pk__in=moved["posts"], merged_into=kept).update(merged_into=merged)
    Post.objects.filter(pk=merged.pk).update(merged_into=None)
