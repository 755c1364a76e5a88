"""Reads of the directories: each with what everybody sees and what only its keepers do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet

from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.text import fold
from tequio.people import names
from tequio.people.models import (
    AgentNetwork,
    Ally,
    Approach,
    Contact,
    Institution,
    Jurisdiction,
    Leader,
    Merge,
    Organisation,
    Post,
    Relay,
)
from tequio.people.vocab import OrganisationState, OutreachResult

# A word that so many names share tells nothing apart.
COMMON = 25
T = TypeVar("T")


def said(text: str, *parts: object) -> bool:
    """Tell whether every word of a search stands somewhere in some texts, accents or not."""
    whole = fold(" ".join(str(part) for part in parts))
    return all(word in whole for word in fold(text).split())


def directory_of(
    jurisdiction: Jurisdiction,
    *,
    is_internal: bool,
    on: date,
    text: str = "",
    sector: str = "",
    shows_past: bool = False,
    sort: str = "",
) -> list[Post]:
    """Return the posts of a place with their contacts: the published ones, or all of them for its keepers."""
    contacts = Contact.objects.order_by("kind", "pk")
    if not is_internal:
        contacts = contacts.filter(is_public=True)
    if not shows_past:
        contacts = contacts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    rows = (
        Post.objects.filter(institution__jurisdiction=jurisdiction, merged_into=None, institution__merged_into=None)
        .select_related("institution__jurisdiction")
        .prefetch_related(Prefetch("contacts", queryset=contacts, to_attr="shown_contacts"))
    )
    if sector:
        rows = rows.filter(institution__sector=sector)
    if not shows_past:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    found = [one for one in rows if said(text, one.title, one.unit, *one.aliases, *one.institution.names)]
    if sort == "post":
        return sorted(found, key=lambda one: (fold(one.label), fold(one.institution.name)))
    return sorted(found, key=lambda one: (fold(one.institution.name), fold(one.unit), fold(one.title)))


def obliged_of(
    jurisdiction: Jurisdiction, *, text: str = "", branch: str = "", liaison: str = "", sort: str = ""
) -> list[Institution]:
    """Return the institutions that the transparency law obliges, with the post that answers for it (R092)."""
    rows = Institution.objects.filter(jurisdiction=jurisdiction, is_obliged=True, merged_into=None)
    rows = rows.select_related("jurisdiction", "transparency_post__merged_into")
    if branch:
        rows = rows.filter(branch=branch)
    if liaison:
        rows = rows.filter(transparency_post__isnull=liaison == "no")
    found = [one for one in rows if said(text, *one.names)]
    if sort == "branch":
        return sorted(found, key=lambda one: (one.branch, fold(one.name)))
    return sorted(found, key=lambda one: fold(one.name))


def allies_of(
    jurisdiction: Jurisdiction, *, is_internal: bool, text: str = "", interest: str = "", sort: str = ""
) -> list[Ally]:
    """Return the allies inside the administration: the published ones, or all for coordination (R089)."""
    rows = Ally.objects.filter(institution__jurisdiction=jurisdiction)
    if not is_internal:
        rows = rows.filter(is_public=True)
    elif interest:
        rows = rows.filter(interest=interest)
    rows = rows.select_related("institution__jurisdiction", "post__merged_into")
    found = [one for one in rows if said(text, one.unit, one.shares, *one.institution.names)]
    if sort == "unit":
        return sorted(found, key=lambda one: (fold(one.unit), fold(one.institution.name)))
    return sorted(found, key=lambda one: (fold(one.institution.name), fold(one.unit)))


def published_organisations() -> QuerySet[Organisation]:
    """Return the organisations that everybody sees."""
    return Organisation.objects.filter(state=OrganisationState.PUBLISHED).select_related("jurisdiction")


def organisations_of(
    jurisdiction: Jurisdiction,
    *,
    text: str = "",
    scope: str = "",
    group: str = "",
    gender: str = "",
    interested: str = "",
    sort: str = "",
) -> list[Organisation]:
    """Return the organisations of the published mapping (R091)."""
    rows = published_organisations().filter(jurisdiction=jurisdiction)
    if scope:
        rows = rows.filter(scope=scope)
    if gender:
        rows = rows.filter(has_gender_focus=gender == "yes")
    if interested:
        rows = rows.filter(is_interested=interested == "yes")
    found = [
        one
        for one in rows
        if said(text, one.name, one.about, *one.topics, *one.group_names) and (not group or group in one.groups)
    ]
    if sort == "scope":
        return sorted(found, key=lambda one: (one.scope, fold(one.name)))
    return sorted(found, key=lambda one: fold(one.name))


def organisations_waiting(jurisdiction: Jurisdiction) -> list[Organisation]:
    """Return the registrations and changes that coordination has to decide, the oldest first."""
    rows = Organisation.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction")
    rows = rows.filter(Q(state=OrganisationState.PENDING) | Q(state=OrganisationState.PUBLISHED))
    return [
        one for one in rows.order_by("registered_at", "pk") if one.state == OrganisationState.PENDING or one.proposed
    ]


def organisation_behind(token: str) -> Organisation | None:
    """Return the organisation that a private link opens."""
    rows = Organisation.objects.filter(token_hash=secret.hash_of(token)).select_related("jurisdiction")
    return rows.first()


def organisations_at(jurisdiction: Jurisdiction, email: str) -> list[Organisation]:
    """Return the organisations that gave an address."""
    rows = Organisation.objects.filter(jurisdiction=jurisdiction, contact_email=email.strip().lower())
    return list(rows.select_related("jurisdiction").order_by("pk")[:5])


def relay_behind(token: str) -> Relay | None:
    """Return the message that a link lets answer."""
    rows = Relay.objects.filter(token_hash=secret.hash_of(token)).select_related("organisation__jurisdiction")
    return rows.first()


@dataclass(frozen=True)
class Outreach:
    """A network with how many organisations it approached and how many joined."""

    network: AgentNetwork
    approached: int
    joined: int


def networks_of(jurisdiction: Jurisdiction) -> list[Outreach]:
    """Return the networks of agents of change of a place, in two queries (R191)."""
    rows = list(AgentNetwork.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction"))
    found = results_in(rows)
    planned, joined = OutreachResult.PLANNED, OutreachResult.JOINED
    return [Outreach(one, found[one.pk].total() - found[one.pk][planned], found[one.pk][joined]) for one in rows]


def results_in(networks: Iterable[AgentNetwork]) -> dict[int, Counter[str]]:
    """Count the results of some networks' approaches, by network; one query."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for network, result in Approach.objects.filter(network__in=list(networks)).values_list("network_id", "result"):
        found[network][result] += 1
    return found


def approaches_of(
    network: AgentNetwork, *, text: str = "", state: str = "", result: str = "", sort: str = ""
) -> list[Approach]:
    """Return the outreach list of a network."""
    rows = Approach.objects.filter(network=network).select_related("organisation__jurisdiction")
    if result:
        rows = rows.filter(result=result)
    found = [one for one in rows if said(text, one.name, one.role) and said(state, one.state)]
    if sort == "result":
        order = {code: number for number, code in enumerate(OutreachResult.values)}
        return sorted(found, key=lambda one: (order[one.result], fold(one.name)))
    return sorted(found, key=lambda one: (fold(one.state), fold(one.name)))


def may_be_named(approach: Approach) -> bool:
    """Tell whether everybody may read which organisation it was: only of those that joined."""
    return approach.result == OutreachResult.JOINED


def leaders_of(
    jurisdiction: Jurisdiction, *, on: date, text: str = "", municipality: str = "", sort: str = ""
) -> list[Leader]:
    """Return the neighbourhood leaders whose consent holds on a day (R090)."""
    rows = Leader.objects.filter(jurisdiction=jurisdiction, expires_on__gte=on).select_related("jurisdiction")
    found = [
        one
        for one in rows
        if said(text, one.neighbourhood, one.municipality, one.organisation) and said(municipality, one.municipality)
    ]
    if sort == "expires":
        return sorted(found, key=lambda one: (one.expires_on, fold(one.neighbourhood)))
    return sorted(found, key=lambda one: (fold(one.municipality), fold(one.neighbourhood), one.pk))


@dataclass(frozen=True)
class Suggestion:
    """Two rows of the directory that may be the same, for somebody to look at."""

    kept: Institution | Post
    merged: Institution | Post
    is_post: bool

    @property
    def ways(self) -> list[tuple[Institution | Post, Institution | Post]]:
        """Which one could stay, and which would go."""
        return [(self.kept, self.merged), (self.merged, self.kept)]


def suggestions_of(jurisdiction: Jurisdiction) -> list[Suggestion]:
    """Return the pairs of institutions and of posts whose names are alike (X05): never merged by themselves."""
    bodies = list(Institution.objects.filter(jurisdiction=jurisdiction, merged_into=None).order_by("pk"))
    pairs = [Suggestion(kept, merged, False) for kept, merged in _alike((one, one.names) for one in bodies)]
    posts = Post.objects.filter(institution__in=bodies, merged_into=None).select_related("institution").order_by("pk")
    beside: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        beside[post.institution_id].append(post)
    for together in beside.values():
        alike = _alike((one, [one.label, *one.aliases]) for one in together)
        pairs += [Suggestion(kept, merged, True) for kept, merged in alike]
    return pairs


def _alike(rows: Iterable[tuple[T, list[str]]]) -> Iterator[tuple[T, T]]:
    """Yield the pairs with alike names, comparing only those that share a word which tells something."""
    known = list(rows)
    holders: dict[str, set[int]] = defaultdict(set)
    for number, (_, called) in enumerate(known):
        for name in called:
            for word in names.key(name).split():
                holders[word[:5]].add(number)
    tried = sorted({pair for held in holders.values() if len(held) <= COMMON for pair in combinations(sorted(held), 2)})
    for one, other in tried:
        (left, left_names), (right, right_names) = known[one], known[other]
        if any(names.is_alike(a, b) for a in left_names for b in right_names):
            yield left, right


def merges_of(jurisdiction: Jurisdiction) -> QuerySet[Merge]:
    """Return the merges that may still be undone, the newest first."""
    return Merge.objects.filter(jurisdiction=jurisdiction, undone_at=None).select_related(
        "kept_institution", "merged_institution", "kept_post__institution", "merged_post__institution"
    )


def logos_visible(pks: Collection[int], actor: Actor) -> set[int]:
    """Say of some files which are the logo of a place: everybody may see those."""
    return set(Jurisdiction.objects.filter(logo__in=pks).values_list("logo_id", flat=True))


def places() -> list[Jurisdiction]:
    """Return every place, to sweep what ran out of its time."""
    return list(Jurisdiction.objects.order_by("pk"))


def results_of(network: AgentNetwork) -> list[tuple[str, int]]:
    """Return how many organisations each result counts, in words."""
    counted = Counter(Approach.objects.filter(network=network).values_list("result", flat=True))
    return [(str(label), counted[code]) for code, label in OutreachResult.choices if counted[code]]
