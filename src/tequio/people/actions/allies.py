"""Allies inside the administration (R089), and who answers for transparency in each institution (R092)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people import policies
from tequio.people.events import AllyHidden, AllyKept, AllyListed, AllyRemoved, TransparencyLiaisonNamed
from tequio.people.models import Ally, Institution, Post
from tequio.people.vocab import Interest
from tequio.record.actions import audit, record


@transaction.atomic
def name_transparency_liaison(
    *, institution: Institution, post: Post | None, actor: Actor, at: datetime
) -> Institution:
    """Say which post answers requests for information in an institution, or that none does."""
    named = Institution.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=institution.pk)
    require(policies.can_manage_institutions(actor, named.jurisdiction))
    if post is not None and post.institution_id != named.pk:
        raise Refused("post", _("Choose a post of the same institution."))
    named.transparency_post = post
    named.save()
    fact = TransparencyLiaisonNamed(
        tenant=named.jurisdiction.urn,
        subject=named.jurisdiction.urn,
        institution=named.urn,
        post=post.urn if post else None,
    )
    record(fact, actor=actor, at=at)
    return named


@transaction.atomic
def keep_ally(
    *,
    institution: Institution,
    shares: str,
    interest: str,
    actor: Actor,
    at: datetime,
    ally: Ally | None = None,
    unit: str = "",
    post: Post | None = None,
    note: str = "",
) -> Ally:
    """Note a unit that could share data, or correct what was noted of one; what is public of it, in the record too.

    Raises Denied for whoever is not coordination, and Refused for data or a post that are missing or wrong.
    """
    require(policies.can_keep_allies(actor, institution.jurisdiction))
    kept = Ally.objects.select_for_update().get(pk=ally.pk) if ally else Ally()
    was = _public_words(kept) if ally else ()
    if not tidy(shares):
        raise Refused("shares", _("Write which data it could share."))
    if interest not in Interest.values:
        raise Refused("interest", _("Choose one from the list."))
    if post is not None and post.institution_id != institution.pk:
        raise Refused("post", _("Choose a post of the same institution."))
    kept.institution, kept.unit, kept.shares = institution, tidy(unit), tidy(shares)
    kept.interest, kept.post, kept.note = interest, post, tidy(note)
    kept.save()
    if kept.is_public and _public_words(kept) != was:
        record(_listed(kept), actor=actor, at=at)
    else:
        audit(AllyKept(**_about(kept)), actor=actor, at=at)
    return kept


@transaction.atomic
def publish_ally(*, ally: Ally, is_public: bool, actor: Actor, at: datetime) -> Ally:
    """Put an ally in the public directory, or take it out: institution, unit and data; never its contact or notes."""
    ally = _locked(ally)
    require(policies.can_keep_allies(actor, ally.institution.jurisdiction))
    if ally.is_public == is_public:
        return ally
    ally.is_public = is_public
    ally.save()
    record(_listed(ally) if is_public else AllyHidden(**_about(ally)), actor=actor, at=at)
    return ally


@transaction.atomic
def remove_ally(*, ally: Ally, actor: Actor, at: datetime) -> None:
    """Remove an ally that is not public."""
    ally = _locked(ally)
    require(policies.can_keep_allies(actor, ally.institution.jurisdiction))
    if ally.is_public:
        raise Refused(None, _("Take it out of the public directory first."))
    trace = AllyRemoved(**_about(ally))
    ally.delete()
    audit(trace, actor=actor, at=at)


def _locked(ally: Ally) -> Ally:
    rows = Ally.objects.select_for_update(of=("self",)).select_related("institution__jurisdiction")
    return rows.get(pk=ally.pk)


def _about(ally: Ally) -> dict[str, Any]:
    place = ally.institution.jurisdiction.urn
    return {"tenant": place, "subject": place, "ally": ally.urn, "institution": ally.institution.urn}


def _public_words(ally: Ally) -> tuple[Any, ...]:
    return ally.institution_id, ally.unit, ally.shares


def _listed(ally: Ally) -> AllyListed:
    return AllyListed(
        **_about(ally), unit_sha256=_digest(ally.unit) if ally.unit else None, shares_sha256=_digest(ally.shares)
    )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
