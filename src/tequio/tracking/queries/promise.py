"""What a commitment promised, as a citizen reads it: who answers, where it started, what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tequio.kit.text import natural
from tequio.plans.models import Baseline, Commitment, Party, Publication
from tequio.plans.vocab import PartyRole, Scheme, Section

_NAMED = (Section.GOVERNMENT, Section.NONGOVERNMENT, Section.CORESPONSIBLE, Section.OTHER)


@dataclass(frozen=True)
class Promise:
    """The lists of a commitment's page. No contact of anybody is among them."""

    leads: Sequence[str]
    parties: Sequence[tuple[str, Sequence[Party]]]
    baselines: Sequence[Baseline]
    alignment: Sequence[tuple[str, str]]
    publication: Publication | None


def promise_of(commitment: Commitment) -> Promise:
    """Gather a commitment's lists in a fixed number of queries."""
    parties = list(commitment.parties.filter(section__in=_NAMED).select_related("institution").order_by("order", "pk"))
    by_section = [(Section(name).label, [p for p in parties if p.section == name]) for name in _NAMED]
    return Promise(
        leads=leads_of(parties),
        parties=[(str(label), rows) for label, rows in by_section if rows],
        baselines=list(commitment.baselines.all()),
        alignment=_alignment(commitment),
        publication=commitment.publications.first(),
    )


def leads_of(parties: Iterable[Party]) -> list[str]:
    """Name the leads once each; where no party leads, the responsible institutions."""
    responsible = [party for party in parties if party.section == Section.GOVERNMENT]
    leading = [party for party in responsible if party.role == PartyRole.LEAD] or responsible
    return list(dict.fromkeys(str(party.institution) if party.institution else party.name for party in leading))


def leads_by_commitment(commitments: Iterable[int]) -> dict[int, str]:
    """Name the leads of many commitments, in one query."""
    found: dict[int, list[Party]] = {}
    parties = Party.objects.filter(commitment__in=list(commitments), section=Section.GOVERNMENT)
    for party in parties.select_related("institution").order_by("order", "pk"):
        found.setdefault(party.commitment_id, []).append(party)
    return {key: " · ".join(leads_of(rows)) for key, rows in found.items()}


def _alignment(commitment: Commitment) -> list[tuple[str, str]]:
    targets = sorted((link.target or str(link.goal) for link in commitment.sdgs.all()), key=natural)
    terms: dict[str, list[str]] = {}
    for classified in commitment.classifications.select_related("term"):
        terms.setdefault(classified.term.scheme, []).append(_named(classified.term))
    values = [_named(link.term) for link in commitment.values.select_related("term")]
    rows = [
        (_("Open-government values"), ", ".join(values)),
        (_("Policy areas"), ", ".join(terms.get(Scheme.POLICY_AREA, ()))),
        (_("Thematic areas"), ", ".join(terms.get(Scheme.THEMATIC_AREA, ()))),
        (_("Groups it pays attention to"), ", ".join(terms.get(Scheme.VULNERABLE_GROUP, ()))),
        (_("Sustainable Development Goals"), ", ".join(targets)),
    ]
    return [row for row in rows if row[1]]


def _named(term: Any) -> str:
    return str(term.name_en if (get_language() or "").startswith("en") else term.name_es)
