"""What the urns of this room stand for, when the record tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from tequio.kit.urn import parse
from tequio.people.models import AgentNetwork, Ally, Institution, Jurisdiction, Office, Organisation, Post
from tequio.people.vocab import OrganisationState
from tequio.record import queries as record
from tequio.record.queries import Resolved

# Of each kind: the rows that everybody may see, and what is said of one. A post is told without its holder.
_KINDS: dict[str, tuple[Callable[[], Any], Callable[[Any], Resolved]]] = {
    "jurisdiction": (
        Jurisdiction.objects.all,
        lambda one: Resolved(one.name, reverse("people:rules", args=[one.slug])),
    ),
    "institution": (
        lambda: Institution.objects.select_related("jurisdiction"),
        lambda one: Resolved(one.name, one.get_absolute_url()),
    ),
    "office": (
        lambda: Office.objects.select_related("institution__jurisdiction"),
        lambda one: Resolved(one.title, one.institution.get_absolute_url()),
    ),
    "post": (
        lambda: Post.objects.select_related("institution__jurisdiction"),
        lambda one: Resolved(one.label, one.institution.get_absolute_url()),
    ),
    "ally": (
        lambda: Ally.objects.filter(is_public=True).select_related("institution__jurisdiction"),
        lambda one: Resolved(one.institution.name, one.institution.get_absolute_url()),
    ),
    "organisation": (
        lambda: Organisation.objects.filter(state=OrganisationState.PUBLISHED).select_related("jurisdiction"),
        lambda one: Resolved(one.name, one.get_absolute_url()),
    ),
    "network": (
        lambda: AgentNetwork.objects.select_related("jurisdiction"),
        lambda one: Resolved(one.name, one.get_absolute_url()),
    ),
}


def resolved(urns: Iterable[str]) -> dict[str, record.Resolved]:
    """Say what the urns of this room's public things stand for; a query for each kind present."""
    wanted: dict[str, dict[str, str]] = {}
    for text in urns:
        try:
            urn = parse(text)
        except ValueError:
            continue
        wanted.setdefault(urn.kind, {})[urn.id] = text
    found: dict[str, record.Resolved] = {}
    for kind, named in wanted.items():
        if kind in _KINDS:
            rows, said = _KINDS[kind]
            found |= {named[one.public_id]: said(one) for one in rows().filter(public_id__in=named)}
    return found
