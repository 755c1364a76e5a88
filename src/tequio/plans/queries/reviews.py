"""Drafts under public review: what everybody may read of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import slugify

from tequio.kit import urn
from tequio.people.models import Jurisdiction
from tequio.plans import difference, sections
from tequio.plans.models import ActionPlan, Commitment, Publication, PublicReview, ReviewRules
from tequio.plans.queries import visible
from tequio.plans.vocab import State
from tequio.record.queries import Resolved

_WITHDRAWN = (
    Q(commitment__state=State.WITHDRAWN) | Q(commitment__plan__state=State.WITHDRAWN) | Q(plan__state=State.WITHDRAWN)
)


@dataclass(frozen=True)
class Said:
    """A section of a text under review, in lines."""

    number: str
    label: str
    lines: list[str]


def public_reviews() -> QuerySet[PublicReview]:
    """Return the reviews that everybody may read, the newest first: nobody took them back, nor what they are of."""
    related = ("publication", "commitment__plan__jurisdiction", "commitment__template", "plan__jurisdiction")
    found = PublicReview.objects.filter(withdrawn_at__isnull=True).exclude(_WITHDRAWN).select_related(*related)
    return found.order_by("-publication__number")


def review_of(thing: ActionPlan | Commitment) -> PublicReview | None:
    """Return the latest public review of a thing."""
    return public_reviews().filter(**{_kind(thing): thing.pk}).first()


def review_days(jurisdiction: Jurisdiction) -> int:
    """Return how long a review lasts in a place, in days, if nobody says otherwise."""
    rules = ReviewRules.objects.filter(jurisdiction=jurisdiction).first() or ReviewRules()
    return int(rules.days)


def is_review_public(publication: Publication) -> bool:
    """Tell whether everybody may read a text that was published for review."""
    return public_reviews().filter(publication=publication).exists()


def text_of(review: PublicReview) -> list[Said]:
    """Return the reviewed text section by section, as it was shown and whatever the draft says now."""
    body = json.loads(review.publication.document)
    if review.commitment is None:
        return [Said("", "", [str(body[name]) for name in ("description", "forum") if body[name]])]
    found = []
    for section in review.commitment.template.sections:
        lines = difference.said(body, section["key"]).split("\n")
        found.append(Said(section["number"], sections.said(section["label"]), [line for line in lines if line]))
    return found


def title_of(review: PublicReview) -> str:
    """Return the title as it was shown."""
    body = json.loads(review.publication.document)
    return str(body["title"] if review.commitment else body["name"])


def address_of(review: PublicReview) -> str:
    """Return the page of a draft under review."""
    thing = review.thing
    slug = slugify(title_of(review))[:60].strip("-") or "borrador"
    name = "plans:review" if review.commitment else "plans:plan_review"
    return reverse(name, args=[place_of(thing).slug, thing.public_id, slug])


def resolved(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what public things of plans some urns name; drafts under review are looked for among the rest only."""
    wanted = list(urns)
    found = visible.resolved(wanted)
    return found | _under_review(name for name in wanted if name not in found)


def _under_review(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what drafts under review some urns name, besides what is public in its final version."""
    wanted: dict[str, dict[str, str]] = {"plan": {}, "commitment": {}}
    for text in urns:
        try:
            name = urn.parse(text)
        except ValueError:
            continue
        if name.kind in wanted:
            wanted[name.kind][name.id] = text
    named = Q(plan__public_id__in=wanted["plan"]) | Q(commitment__public_id__in=wanted["commitment"])
    if not any(wanted.values()):
        return {}
    found: dict[str, Resolved] = {}
    for review in public_reviews().filter(named):
        thing = review.thing
        if _is_final(thing) or thing.urn in found:
            continue
        found[thing.urn] = Resolved(
            title_of(review), address_of(review), tenant=place_of(thing).urn, subject=thing.urn, is_open=True
        )
    return found


def place_of(thing: ActionPlan | Commitment) -> Jurisdiction:
    """Return the place of a plan or commitment."""
    return thing.plan.jurisdiction if isinstance(thing, Commitment) else thing.jurisdiction


def _is_final(thing: Any) -> bool:
    plan = thing.plan if isinstance(thing, Commitment) else thing
    return bool(thing.is_published and plan.is_published)


def _kind(thing: ActionPlan | Commitment) -> str:
    return "commitment" if isinstance(thing, Commitment) else "plan"
