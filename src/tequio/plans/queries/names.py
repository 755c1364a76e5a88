"""Commitments by what they are called, and the institution that an axis is bound to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from tequio.kit.text import fold
from tequio.people.models import Jurisdiction
from tequio.plans.models import ActionPlan, Commitment
from tequio.plans.vocab import Section


def institution_of(commitment: Commitment) -> str:
    """Name the institution that a commitment or axis is bound to: its first responsible, else who writes it (X07)."""
    party = commitment.parties.filter(section=Section.GOVERNMENT, milestone=None, key_action=None).first()
    if party is not None:
        return party.institution.name if party.institution else party.name
    return commitment.author.name if commitment.author else ""


def commitments_called(titles: Iterable[str], *, among: QuerySet[Commitment]) -> dict[str, Commitment]:
    """Find some commitments by their title, or by any other title they are known by; keys as given (X08)."""
    wanted = {fold(title): title for title in titles if title.strip()}
    found: dict[str, Commitment] = {}
    if not wanted:
        return found
    for one in among.order_by("pk"):
        for title in (one.title, *one.also_called):
            if fold(title) in wanted:
                found.setdefault(wanted[fold(title)], one)
    return found


def commitment_called(plan: ActionPlan | None, jurisdiction: Jurisdiction, title: str) -> Commitment | None:
    """Find one of them, in one plan if given."""
    rows = Commitment.objects.filter(plan__jurisdiction=jurisdiction)
    rows = rows.filter(plan=plan) if plan else rows
    called = fold(title)
    named = (one for one in rows.order_by("pk") if called in {fold(name) for name in (one.title, *one.also_called)})
    return next(named, None) if called else None
