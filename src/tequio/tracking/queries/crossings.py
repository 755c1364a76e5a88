"""A plan crossed: goals, plans and laws, risks, groups and actors of all its commitments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.kit.event import plain
from tequio.people.models import Jurisdiction
from tequio.plans.models import ActionPlan, Citation, Classification, Party, Risk, SdgLink, Term
from tequio.plans.vocab import CitationKind, RiskLevel, Scheme
from tequio.tracking.queries.crossing import (
    NOTHING,
    Cell,
    Crossing,
    Row,
    about,
    below,
    cell_of,
    gathered,
    named_by,
    offered,
    public_commitments,
    rows_of,
)
from tequio.tracking.queries.holdings import baselines, links, resources


def sdgs(plan: ActionPlan | Jurisdiction) -> Crossing:
    """Cross the commitments of a plan or a place with the 2030 Agenda; 16.10 comes after 16.8 (R013)."""
    rows = sorted(rows_of(SdgLink, plan), key=lambda one: (one.goal, words.natural(one.target)))
    names = {term.order: term.name for term in Term.objects.of(Scheme.SDG_GOAL)}

    def said(goal: int, target: str = "") -> str:
        """Say a goal with its short name: a bare number tells nothing to whoever has not the list by heart."""
        code = f"{_('SDG')} {target or goal}"
        return f"{code}: {names[goal]}" if goal in names else code

    made = [
        Row(
            (
                Cell(said(same[0].goal, same[0].target)),
                Cell(next((one.text for one in same if one.text), "")),
                Cell(str(len({one.commitment_id for one in same}))),
                named_by(same),
            ),
            frozenset({str(same[0].goal)}),
            tuple(about(one.commitment) | {"goal": one.goal, "target": one.target, "text": one.text} for one in same),
        )
        for same in gathered(rows, lambda one: (one.goal, one.target))
    ]
    goals = [(str(goal), said(goal)) for goal in dict.fromkeys(one.goal for one in rows)]
    return Crossing((_("Goal or target"), _("What it says"), _("How many"), _("Commitments")), made, goals)


def alignment(plan: ActionPlan) -> Crossing:
    """Cross the commitments with the lines of plans and the articles of laws; one code may recur under axes (R023)."""

    def place(one: Citation) -> tuple[Any, ...]:
        codes = (one.axis, one.code, one.article, one.fraction)
        return (one.kind, words.fold(one.instrument), one.period, *(words.natural(code) for code in codes))

    rows = sorted(rows_of(Citation, plan), key=lambda one: (CitationKind.values.index(one.kind), *place(one)[1:]))
    columns = ("kind", "instrument", "period", "axis", "code", "article", "fraction", "text")
    made = [
        Row(
            (
                Cell(" · ".join(part for part in (same[0].instrument, same[0].period) if part)),
                Cell(same[0].axis),
                Cell(" ".join(part for part in (same[0].code, same[0].article, same[0].fraction) if part)),
                Cell(next((one.text for one in same if one.text), "")),
                named_by(same),
            ),
            frozenset({same[0].kind}),
            tuple(
                about(one.commitment)
                | {c: getattr(one, c) for c in columns}
                | {"published_on": plain(one.published_on)}
                for one in same
            ),
        )
        for same in gathered(rows, place)
    ]
    names = (_("Plan or law"), _("Axis"), _("Code or article"), _("Text"), _("Commitments"))
    return Crossing(names, made, offered(CitationKind.choices, rows, "kind"))


def risks(plan: ActionPlan) -> Crossing:
    """Return the assumptions of every commitment that may fail (R029)."""
    rows = rows_of(Risk, plan)
    columns = ("label", "text", "level", "probability", "mitigation", "status")
    made = [
        Row(
            (
                Cell(" ".join(part for part in (one.label, one.text) if part)),
                Cell(str(one.get_level_display()) if one.level else ""),
                Cell(one.probability),
                Cell(one.mitigation),
                Cell(one.status),
                cell_of(one.commitment),
            ),
            frozenset({one.level or NOTHING}),
            (about(one.commitment) | {c: getattr(one, c) for c in columns},),
        )
        for one in rows
    ]
    names = (_("Assumption"), _("Level"), _("Probability"), _("What is done about it"), _("State"), _("Commitment"))
    levels = [(code or NOTHING, label) for code, label in RiskLevel.choices]
    there = {one.level or NOTHING for one in rows}
    return Crossing(names, made, [(code, str(label)) for code, label in levels if code in there])


def inclusion(plan: ActionPlan) -> Crossing:
    """Return how each commitment says that it affects women and men, and which groups suffer most (R011, R012)."""
    commitments = public_commitments(plan)
    chosen = Classification.objects.filter(**below(plan), term__scheme=Scheme.VULNERABLE_GROUP)
    groups: dict[int, list[Any]] = {}
    for link in chosen.select_related("term").order_by("term__order"):
        groups.setdefault(link.commitment_id, []).append(link.term)
    made = []
    for one in commitments:
        terms = groups.get(one.pk, [])
        said = about(one) | {"gender": one.gender, "vulnerability": one.vulnerability}
        made.append(
            Row(
                (
                    cell_of(one),
                    Cell(one.gender or _("It says nothing.")),
                    Cell(one.vulnerability or _("It says nothing.")),
                    Cell(items=tuple((term.name, "") for term in terms)),
                ),
                frozenset({*(term.code for term in terms), *([] if one.gender else [NOTHING])}),
                (said | {"groups": "; ".join(term.code for term in terms)},),
            )
        )
    named = {term.code: term.name for terms in groups.values() for term in terms}
    counts = [(code, sum(code in row.choices for row in made)) for code in named]
    counts.sort(key=lambda pair: -pair[1])
    choices = [*named.items(), (NOTHING, _("Without gender analysis"))]
    names = (_("Commitment"), _("Women and men"), _("Population in vulnerability"), _("Groups"))
    return Crossing(names, made, choices, [f"{named[code]}: {count}" for code, count in counts])


def stakeholders(plan: ActionPlan) -> Crossing:
    """Return who takes part in a plan, by sector and role, and in how many commitments and milestones (R008)."""
    parties = rows_of(Party, plan, "institution__jurisdiction", "institution__merged_into__jurisdiction")
    same = gathered(parties, lambda one: one.institution.current_id if one.institution else words.fold(one.name))
    sectors: dict[str, str] = {}
    made = []
    for rows in same:
        body = rows[0].institution.current if rows[0].institution else None
        sector = body.sector if body else next((one.level for one in rows if one.level), "") or NOTHING
        sectors[sector] = str(body.get_sector_display()) if body else sector if sector != NOTHING else _("Not stated")
        roles = dict.fromkeys(str(one.get_role_display() if one.role else one.get_section_display()) for one in rows)
        leaves = len({one.milestone_id for one in rows if one.milestone_id})
        name = body.name if body else rows[0].name
        commitments = named_by(rows)
        made.append(
            Row(
                (
                    Cell(name, body.get_absolute_url() if body else ""),
                    Cell(sectors[sector]),
                    Cell(items=tuple((role, "") for role in roles)),
                    Cell(str(leaves)),
                    commitments,
                ),
                frozenset({sector}),
                (
                    {
                        "institution": body.public_id if body else "",
                        "name": name,
                        "sector": sectors[sector],
                        "roles": "; ".join(roles),
                        "commitments": len(commitments.items),
                        "milestones": leaves,
                    },
                ),
            )
        )
    made.sort(key=lambda row: (row.cells[1].text, row.cells[0].text))
    counts = [f"{label}: {sum(code in row.choices for row in made)}" for code, label in sectors.items()]
    names = (_("Institution or organisation"), _("Sector"), _("Part it plays"), _("Milestones"), _("Commitments"))
    return Crossing(names, made, sorted(sectors.items(), key=lambda pair: pair[1]), counts)


# By name: what it is called, what it is about, what its filter is called, how it is made.
CROSSINGS: Mapping[str, tuple[Any, Any, Any, Callable[[ActionPlan], Crossing]]] = {
    "sdgs": (
        gettext_lazy("Goals of the 2030 Agenda"),
        gettext_lazy("Which goals and targets each commitment says that it serves."),
        gettext_lazy("Goal"),
        sdgs,
    ),
    "alignment": (
        gettext_lazy("Alignment with plans and laws"),
        gettext_lazy("Every line of a plan and every article of a law that the commitments cite."),
        gettext_lazy("Plan or law?"),
        alignment,
    ),
    "risks": (
        gettext_lazy("Register of risks"),
        gettext_lazy("What the commitments assume, and could fail."),
        gettext_lazy("Level"),
        risks,
    ),
    "inclusion": (
        gettext_lazy("Gender and inclusion"),
        gettext_lazy("How each commitment says that it affects women, men and groups in vulnerability."),
        gettext_lazy("Group"),
        inclusion,
    ),
    "stakeholders": (
        gettext_lazy("Who takes part"),
        gettext_lazy("Institutions and organisations by sector, with the part they play in each commitment."),
        gettext_lazy("Sector"),
        stakeholders,
    ),
    "baselines": (
        gettext_lazy("Starting figures"),
        gettext_lazy("Where the commitments begin: each value beside what it is compared with, and how to read it."),
        gettext_lazy("How to read it"),
        baselines,
    ),
    "resources": (
        gettext_lazy("Resources"),
        gettext_lazy("What each commitment needs, as it was written, and whether it is assured."),
        gettext_lazy("Are they assured?"),
        resources,
    ),
    "links": (
        gettext_lazy("Links"),
        gettext_lazy("Every published address of this plan. The site follows them by itself, from time to time."),
        gettext_lazy("State"),
        links,
    ),
}


def crossings_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Lead to the tables that cross a plan; no query."""
    url = reverse("tracking:crossings", args=[plan.jurisdiction.slug, plan.public_id, plan.slug])
    return Aspect(_("Side by side"), _("2030 Agenda, plans and laws, risks, gender, who takes part, resources."), url)
