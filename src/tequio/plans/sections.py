"""What each section of a template stands for: columns, or a list of rows, of a commitment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import get_language

from tequio.kit import text as words
from tequio.kit.event import plain
from tequio.plans.models import (
    Baseline,
    Channel,
    Citation,
    CitizenProposal,
    Classification,
    Commitment,
    Deliverable,
    Goal,
    Mechanism,
    Party,
    Phase,
    Resource,
    Result,
    Risk,
    SdgLink,
    ValueLink,
)
from tequio.plans.vocab import TEXTS, ResourceKind, ResultKind, Scheme
from tequio.plans.vocab import Section as PartySection


@dataclass(frozen=True)
class Listed:
    """A list of rows below a commitment: its model, the columns people fill, and what all its rows share.

    `once` names the columns that no two rows may share: a repetition counts once (R013: 16.5 said twice).
    """

    related: str
    model: type[models.Model]
    columns: tuple[str, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    scheme: str = ""
    once: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """What a section of the form holds."""

    columns: tuple[str, ...] = ()
    lists: tuple[Listed, ...] = ()


_PARTY = ("name", "unit", "level", "role")


def _parties(section: str) -> Listed:
    return Listed("parties", Party, _PARTY, {"section": section})


def _terms(scheme: str) -> Listed:
    return Listed("classifications", Classification, ("term",), scheme=scheme, once=("term",))


BASELINES = Listed(
    "baselines",
    Baseline,
    (
        "name",
        "value",
        "value_text",
        "unit",
        "out_of",
        "population",
        "year",
        "source",
        "comparison",
        "comparison_text",
        "direction",
    ),
)
CITATIONS = Listed(
    "citations",
    Citation,
    ("kind", "instrument", "period", "axis", "code", "text", "article", "fraction", "published_on"),
)
SDGS = Listed("sdgs", SdgLink, ("goal", "target", "text"), once=("goal", "target"))
VALUES = Listed("values", ValueLink, ("term", "why"), scheme=Scheme.OGP_VALUE, once=("term",))
RESOURCES = Listed("resources", Resource, ("kind", "text", "unit", "count"))
RISKS = Listed("risks", Risk, ("label", "text", "level", "probability", "mitigation", "status"))
GOALS = Listed("goals", Goal, ("label", "text"))
PROPOSALS = Listed("proposals", CitizenProposal, ("label", "text", "answer", "state"))
MECHANISMS = Listed("mechanisms", Mechanism, ("concern", "proposal", "undertaking", "link"))
CHANNELS = Listed("channels", Channel, ("kind", "name", "handle", "link"))
RESULTS = Listed("results", Result, ("kind", "text"))
PHASES = Listed(
    "phases", Phase, ("depth", "title", "objective", "start", "end", "precision", "roles", "agenda", "contact")
)
DELIVERABLES = Listed("deliverables", Deliverable, ("step", "title", "url", "milestone"))

SECTIONS: dict[str, Section] = {
    "title": Section(("title", "lede", "number", "aliases")),
    "period": Section(("start", "end", "precision")),
    "government": Section(lists=(_parties(PartySection.GOVERNMENT),)),
    "nongovernment": Section(("no_nongovernment",), (_parties(PartySection.NONGOVERNMENT),)),
    "coresponsible": Section(lists=(_parties(PartySection.CORESPONSIBLE),)),
    "other_actors": Section(lists=(_parties(PartySection.OTHER),)),
    "situation": Section(("situation",), (BASELINES,)),
    "vulnerability": Section(("vulnerability",), (_terms(Scheme.VULNERABLE_GROUP),)),
    "sdgs": Section(lists=(SDGS,)),
    "policy_areas": Section(lists=(_terms(Scheme.POLICY_AREA),)),
    "thematic_areas": Section(lists=(_terms(Scheme.THEMATIC_AREA),)),
    "values": Section(("relevance",), (VALUES,)),
    "resources": Section(lists=(RESOURCES,)),
    "resources_assured": Section(("resources_assured",)),
    "additional": Section(("additional",), (CITATIONS,)),
    "risks": Section(lists=(RISKS,)),
    "contribution": Section(("contribution",), (RESULTS,)),
    "goals": Section(("goal",), (GOALS,)),
    "citizen_proposals": Section(lists=(PROPOSALS,)),
    "monitoring": Section(lists=(MECHANISMS,)),
    "dissemination": Section(lists=(CHANNELS,)),
    "schedule": Section(("schedule",)),
    # The tree has its own actions: one leaf at a time.
    "milestones": Section(),
    "key_actions": Section(),
    "objectives": Section(),
    # No form asks these: they are written on pages of their own, once the work is planned or done.
    "roadmap": Section(lists=(PHASES,)),
    "deliverables": Section(lists=(DELIVERABLES,)),
}
for _column in TEXTS:
    SECTIONS.setdefault(_column, Section((_column,)))


def said(words: Mapping[str, str]) -> str:
    """Return a template's words (a label, a help) in the language of the page."""
    language = (get_language() or "es")[:2]
    return words.get(language) or words.get("es", "")


def rows_of(commitment: Commitment, listed: Listed) -> list[Any]:
    """Return the rows of one list, in their order; uses what was prefetched."""
    rows: Iterable[Any] = getattr(commitment, listed.related).all()
    kept = [row for row in rows if all(getattr(row, name) == value for name, value in listed.fixed.items())]
    if listed.related == "parties":
        kept = [row for row in kept if row.milestone_id is None and row.key_action_id is None]
    if listed.scheme and listed.related == "classifications":
        kept = [row for row in kept if row.term.scheme == listed.scheme]
    if listed.related == "resources":
        kept.sort(key=lambda row: ResourceKind.values.index(row.kind))
    if listed.related == "results":
        kept.sort(key=lambda row: ResultKind.values.index(row.kind))
    if listed.related == "sdgs":
        kept.sort(key=lambda row: (row.goal, words.natural(row.target)))
    return kept


def shown(commitment: Commitment, key: str) -> dict[str, Any]:
    """Return what a section holds now, as JSON values: for the private trail, and to tell whether it changed."""
    section = SECTIONS[key]
    held: dict[str, Any] = {column: plain(getattr(commitment, column)) for column in section.columns}
    for listed in section.lists:
        rows = rows_of(commitment, listed)
        held[listed.related] = [{column: str(getattr(row, column)) for column in listed.columns} for row in rows]
    return held


def is_filled(commitment: Commitment, key: str) -> bool:
    """Tell whether somebody wrote something in a section."""
    section = SECTIONS[key]
    if key in ("milestones", "objectives"):
        return bool(commitment.milestones.all() if key == "milestones" else commitment.objectives.all())
    if key == "key_actions":
        return bool(commitment.key_actions.all())
    if any(getattr(commitment, column) not in (None, "", False) for column in section.columns if column != "precision"):
        return True
    return any(rows_of(commitment, listed) for listed in section.lists)


def over_limit(commitment: Commitment) -> dict[str, tuple[int, int]]:
    """Return {section: (length, limit)} for the texts above their form's limit."""
    found = {}
    for section in commitment.template.sections:
        limit = section.get("limit")
        columns = SECTIONS[section["key"]].columns
        if limit and columns:
            length = words.length(getattr(commitment, columns[0]))
            if length > limit:
                found[section["key"]] = (length, limit)
    return found
