"""Plans, commitments and milestones as the site search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import SYSTEM
from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.plans.queries.visible import commitments_visible_to, plans_visible_to
from tequio.plans.vocab import TEXTS
from tequio.record import queries as record

_CHUNK = 1000


def findable() -> Source:
    """Return how this room's things are found."""
    kinds = {
        "plan": (_("Plans"), 0),
        "commitment": (_("Commitments"), 1),
        "milestone": (_("Milestones and activities"), 3),
    }
    return Source(kinds=kinds, read=_read, under=_under, every=_every)


def _read(urns: Iterable[str]) -> Iterator[Document]:
    ids: dict[str, list[str]] = {"plan": [], "commitment": [], "milestone": []}
    for name in map(parse, urns):
        ids[name.kind].append(name.id)
    if ids["plan"]:
        yield from map(_plan, plans_visible_to(SYSTEM).filter(public_id__in=ids["plan"]))
    if ids["commitment"]:
        found = commitments_visible_to(SYSTEM).filter(public_id__in=ids["commitment"])
        yield from map(_commitment, found.prefetch_related("parties", "objectives", "key_actions"))
    if ids["milestone"]:
        leaves = _leaves().filter(public_id__in=ids["milestone"]).select_related("commitment__plan__jurisdiction")
        yield from map(_milestone, leaves.prefetch_related("means"))


def _under(subject: str) -> Iterator[str]:
    name = parse(subject)
    commitments = Commitment.objects.none()
    if name.kind == "plan":
        yield subject
        commitments = Commitment.objects.filter(plan__public_id=name.id)
    elif name.kind == "commitment":
        commitments = Commitment.objects.filter(public_id=name.id)
    yield from _urns("commitment", commitments)
    yield from _urns("milestone", Milestone.objects.filter(commitment__in=commitments))


def _every() -> Iterable[str]:
    plans = plans_visible_to(SYSTEM)
    return chain(
        _urns("plan", plans), _urns("commitment", commitments_visible_to(SYSTEM)), _urns("milestone", _leaves())
    )


def _leaves() -> QuerySet[Milestone]:
    return Milestone.objects.filter(commitment__in=commitments_visible_to(SYSTEM).order_by().values("pk"))


def _urns(kind: str, found: QuerySet[ActionPlan] | QuerySet[Commitment] | QuerySet[Milestone]) -> Iterator[str]:
    ids = found.order_by("pk").values_list("public_id", flat=True)
    return (record.urn(kind, one) for one in ids.iterator(_CHUNK))


def _plan(plan: ActionPlan) -> Document:
    place = plan.jurisdiction
    text = f"{plan.description}\n{plan.forum}"
    return Document(plan.urn, "plan", plan.urn, plan.name, text, plan.get_absolute_url(), place.pk, place.name)


def _commitment(one: Commitment) -> Document:
    said = [one.lede, *(getattr(one, column) for column in TEXTS), one.aliases]
    said += [party.name for party in one.parties.all()]
    said += [objective.text for objective in one.objectives.all()]
    said += [f"{action.title}\n{action.objective}" for action in one.key_actions.all()]
    text = "\n".join(filter(None, said))
    place = one.plan.jurisdiction
    where = f"{one.plan.name}, {place.name}"
    return Document(one.urn, "commitment", one.urn, one.title, text, one.get_absolute_url(), place.pk, where)


def _milestone(leaf: Milestone) -> Document:
    text = "\n".join(filter(None, [leaf.purpose, *(means.text for means in leaf.means.all())]))
    whole = leaf.commitment
    url = leaf.get_absolute_url()
    return Document(leaf.urn, "milestone", whole.urn, leaf.title, text, url, whole.plan.jurisdiction_id, whole.title)
