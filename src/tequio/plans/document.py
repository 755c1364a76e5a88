"""The public text of a plan or commitment as one JSON document: what is hashed, served and cited.

It holds everything that the public form shows and nothing private: parties by institution, unit and post,
never contacts. Decimals are strings, dates ISO; keys are the names of docs/manual and of the exports' dictionary.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from tequio.kit.canonical import canonical
from tequio.kit.event import plain
from tequio.plans.models import ActionPlan, Commitment, Deliverable, KeyAction, Milestone, Party, Share
from tequio.plans.sections import (
    BASELINES,
    CHANNELS,
    CITATIONS,
    GOALS,
    MECHANISMS,
    PHASES,
    PROPOSALS,
    RESOURCES,
    RESULTS,
    RISKS,
    SDGS,
    over_limit,
    rows_of,
)
from tequio.plans.vocab import LATER, TEXTS, Movers, Section


def written(document: dict[str, Any]) -> tuple[str, str]:
    """Return the canonical JSON of a document and its SHA-256 in hex."""
    raw = canonical(document)
    return raw.decode(), hashlib.sha256(raw).hexdigest()


def of_plan(plan: ActionPlan) -> dict[str, Any]:
    """Return a plan's public text."""
    return {
        "type": "action-plan",
        "id": plan.urn,
        "jurisdiction": plan.jurisdiction.urn,
        "name": plan.name,
        "ordinal": plan.ordinal,
        "level": plan.jurisdiction.level,
        "start": plain(plan.start),
        "end": plain(plan.end),
        "precision": plan.precision,
        "forum": plan.forum,
        "version": plan.version,
        "description": plan.description,
        "predecessor": plan.predecessor.urn if plan.predecessor else None,
        # Said only where it is not the usual one, so that texts published before keep their hash.
        **({} if plan.movers == Movers.COORDINATION else {"movers": plan.movers}),
    }


def of_commitment(commitment: Commitment) -> dict[str, Any]:
    """Return a commitment's public text: the form, its lists and its tree."""
    parties = list(commitment.parties.select_related("institution").prefetch_related("posts"))
    means = list(commitment.means.all())
    document: dict[str, Any] = {
        "type": "commitment",
        "id": commitment.urn,
        "plan": commitment.plan.urn,
        "template": {"code": commitment.template.code, "version": commitment.template.version},
        "number": commitment.number,
        "title": commitment.title,
        "lede": commitment.lede,
        "start": plain(commitment.start),
        "end": plain(commitment.end),
        "precision": commitment.precision,
        "resources_assured": commitment.resources_assured,
        "no_nongovernment": commitment.no_nongovernment,
    }
    document |= {column: getattr(commitment, column) for column in TEXTS if column not in LATER}
    # What forms asked later is said only where it was answered, so that texts published before keep their hash.
    later: dict[str, Any] = {column: getattr(commitment, column) for column in LATER}
    later |= {"aliases": commitment.also_called, "schedule": commitment.schedule}
    later |= {one.related: _rows(commitment, one) for one in (GOALS, PROPOSALS, MECHANISMS, CHANNELS, RESULTS, PHASES)}
    later["shares"] = [_share(one) for one in _shares(commitment)]
    later["deliverables"] = [_deliverable(one) for one in commitment.deliverables.select_related("milestone")]
    document |= {key: value for key, value in later.items() if value}
    own = [party for party in parties if party.milestone_id is None and party.key_action_id is None]
    # By the lists of the form, each in its own order.
    own.sort(key=lambda party: Section.values.index(party.section))
    document["parties"] = [_party(party) for party in own]
    document["baselines"] = _rows(commitment, BASELINES)
    document["citations"] = _rows(commitment, CITATIONS)
    document["resources"] = _rows(commitment, RESOURCES)
    document["risks"] = _rows(commitment, RISKS)
    document["sdgs"] = _rows(commitment, SDGS)
    document["values"] = [
        {"value": value.term.code, "why": value.why} for value in commitment.values.select_related("term")
    ]
    terms = [c.term for c in commitment.classifications.select_related("term")]
    document["classifications"] = [{"scheme": t.scheme, "code": t.code, "name": t.name_es} for t in terms]
    over = over_limit(commitment)
    document["accepted_limits"] = [
        {"section": a.section, "length": a.length, "limit": a.limit, "reason": a.reason}
        for a in commitment.acceptances.order_by("section")
        if a.section in over
    ]
    document |= _tree(commitment, parties, means)
    return document


def _tree(commitment: Commitment, parties: list[Party], means: list[Any]) -> dict[str, Any]:
    """Return what stands below the form. Headings have no urn: whatever stands under one cites its `order`, from 1."""
    objectives = {one.pk: n for n, one in enumerate(commitment.objectives.all(), start=1)}
    groups = {one.pk: n for n, one in enumerate(commitment.groups.all(), start=1)}
    leaves = commitment.milestones.select_related("key_action", "overlaps")
    return {
        "objectives": [
            {
                "order": objectives[o.pk],
                "horizon": o.horizon,
                "text": o.text,
                "due": plain(o.due),
                "precision": o.precision,
                "due_text": o.due_text,
            }
            for o in commitment.objectives.all()
        ],
        "groups": [
            {"order": groups[g.pk], "title": g.title, "objective": objectives.get(g.objective_id or 0)}
            for g in commitment.groups.all()
        ],
        "key_actions": [
            _key_action(action, n, parties, means) for n, action in enumerate(commitment.key_actions.all(), start=1)
        ],
        "milestones": [
            _milestone(leaf, n, parties, means)
            | {"objective": objectives.get(leaf.objective_id or 0), "group": groups.get(leaf.group_id or 0)}
            for n, leaf in enumerate(leaves, start=1)
        ],
    }


def _rows(commitment: Commitment, listed: Any) -> list[dict[str, Any]]:
    return [{c: plain(getattr(row, c)) for c in listed.columns} for row in rows_of(commitment, listed)]


def _party(party: Party) -> dict[str, Any]:
    return {
        "section": party.section,
        "label": party.label,
        "name": party.name,
        "institution": party.institution.urn if party.institution else None,
        "unit": party.unit,
        "level": party.level,
        "role": party.role,
        "posts": [post.title for post in party.posts.all() if post.title],
    }


def _shares(commitment: Commitment) -> Iterable[Share]:
    return commitment.shares.select_related("jurisdiction", "institution").prefetch_related("milestones")


def _share(share: Share) -> dict[str, Any]:
    return {
        "role": share.role,
        "name": share.name,
        "jurisdiction": share.jurisdiction.urn if share.jurisdiction else None,
        "institution": share.institution.urn if share.institution else None,
        "minimum": share.minimum,
        "milestones": [leaf.urn for leaf in share.milestones.all()],
        "note": share.note,
    }


def _deliverable(one: Deliverable) -> dict[str, Any]:
    return {
        "step": one.step,
        "title": one.title,
        "url": one.url,
        "milestone": one.milestone.urn if one.milestone else None,
    }


def _means(means: Iterable[Any]) -> list[dict[str, str]]:
    return [{"text": one.text, "kind": one.kind} for one in means]


def _key_action(action: KeyAction, order: int, parties: list[Party], means: list[Any]) -> dict[str, Any]:
    return {
        "id": action.urn,
        "order": order,
        "label": action.label,
        "title": action.title,
        "objective": action.objective,
        "weight": plain(action.weight),
        "start": plain(action.start),
        "end": plain(action.end),
        "precision": action.precision,
        "indicators": [
            {"name": i.name, "is_numeric": i.is_numeric, "is_binary": i.is_binary, "unit": i.unit}
            for i in action.indicators.all()
        ],
        "means": _means(m for m in means if m.key_action_id == action.pk),
        "parties": [_party(p) for p in parties if p.key_action_id == action.pk],
    }


def _milestone(leaf: Milestone, order: int, parties: list[Party], means: list[Any]) -> dict[str, Any]:
    return {
        "id": leaf.urn,
        "order": order,
        "label": leaf.label,
        "title": leaf.title,
        "purpose": leaf.purpose,
        "key_action": leaf.key_action.urn if leaf.key_action else None,
        "start": plain(leaf.start),
        "end": plain(leaf.end),
        "precision": leaf.precision,
        "weight": plain(leaf.weight),
        "target": plain(leaf.target),
        "unit": leaf.unit,
        "overlaps": leaf.overlaps.urn if leaf.overlaps else None,
        "means": _means(m for m in means if m.milestone_id == leaf.pk),
        "parties": [_party(p) for p in parties if p.milestone_id == leaf.pk],
    }
