"""A commitment as its official form shows it: every section in the template's order, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.kit import text as words
from tequio.kit.slot import Slot
from tequio.paper.writing import Block
from tequio.plans import periods, sections
from tequio.plans.models import (
    Classification,
    Commitment,
    KeyAction,
    LimitAcceptance,
    Milestone,
    Objective,
    Party,
    ValueLink,
)
from tequio.plans.queries.tables import TABLES, Table, number, posts_of, said_date
from tequio.plans.queries.visible import parties_with_posts
from tequio.plans.vocab import SCHEDULE_MONTHS, TEXTS, Horizon, Schedule

# Filled by the room that follows commitments: given leaves, the words of their status.
leaf_states: Slot[[Sequence[int]], Mapping[int, str]] = Slot("plans.leaf_states")
# The same room: how a commitment is going, as blocks of its executive summary.
progress_told: Slot[[Commitment, datetime], Sequence[Block]] = Slot("plans.progress_told")


@dataclass(frozen=True)
class LeafLine:
    """A milestone or activity as the form prints it."""

    milestone: Milestone
    start: str
    end: str
    means: list[str]
    parties: list[str]
    status: str


@dataclass(frozen=True)
class Heading:
    """What stands above some milestones: an objective, or a key action with its definition."""

    title: str
    about: list[tuple[str, str]]
    groups: list[tuple[str, list[LeafLine]]]


@dataclass
class Part:
    """A section of the form with what was written in it. `state`: filled, empty, or over (its limit, not accepted)."""

    number: str
    key: str
    label: str
    help: str
    text: str = ""
    answers: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    length: int = 0
    limit: int | None = None
    is_required: bool = False
    acceptance: LimitAcceptance | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything here."""
        return not (self.text or self.answers or self.tables or self.headings)

    @property
    def is_over(self) -> bool:
        """Whether its text is longer than the form asks."""
        return self.limit is not None and self.length > self.limit

    @property
    def state(self) -> str:
        """Where it stands on its way to publication."""
        if self.is_over and (self.acceptance is None or self.acceptance.length < self.length):
            return "over"
        return "empty" if self.is_empty else "filled"


def with_sheet(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Add all that the form shows, in a fixed number of queries."""
    leaves = Milestone.objects.select_related("key_action", "objective", "group").prefetch_related(
        "means", Prefetch("parties", parties_with_posts())
    )
    actions = KeyAction.objects.prefetch_related("means", "indicators", Prefetch("parties", parties_with_posts()))
    return commitments.select_related("plan__jurisdiction", "template").prefetch_related(
        *("baselines", "citations", "resources", "risks", "sdgs", "acceptances", "objectives", "groups"),
        Prefetch("parties", parties_with_posts()),
        Prefetch("values", ValueLink.objects.select_related("term").order_by("term__order")),
        Prefetch("classifications", Classification.objects.select_related("term").order_by("term__order")),
        Prefetch("key_actions", actions),
        Prefetch("milestones", leaves),
    )


def parts_of(commitment: Commitment) -> list[Part]:
    """Return every section of a commitment's template in order. Fetch it with with_sheet for speed."""
    accepted = {one.section: one for one in commitment.acceptances.all()}
    return [_part(commitment, section, accepted.get(section["key"])) for section in commitment.template.sections]


def _part(commitment: Commitment, section: Mapping[str, Any], accepted: LimitAcceptance | None) -> Part:
    key = section["key"]
    held = sections.SECTIONS[key]
    texts = [column for column in held.columns if column in TEXTS]
    text = commitment.title if key == "title" else "\n\n".join(getattr(commitment, column) for column in texts)
    part = Part(
        number=section["number"],
        key=key,
        label=sections.said(section["label"]),
        help=sections.said(section.get("help", {})),
        text=text,
        length=words.length(text),
        limit=section.get("limit"),
        is_required=bool(section.get("required")),
        acceptance=accepted,
    )
    if key in _ANSWERS:
        part.answers += _ANSWERS[key](commitment)
    for listed in held.lists:
        rows = sections.rows_of(commitment, listed)
        if listed.related == "classifications":
            part.answers += [row.term.name for row in rows]
        elif rows:
            part.tables.append(TABLES[listed.related](rows))
    if key in _TREES:
        part.headings += _TREES[key](commitment)
    return part


def _period(commitment: Commitment) -> list[str]:
    if not (commitment.start and commitment.end):
        return []
    span = " – ".join(said_date(day, commitment.precision) for day in (commitment.start, commitment.end))
    months = commitment.months or 0
    return [f"{span} ({ngettext('%(n)s month', '%(n)s months', months) % {'n': months}})"]


def _schedule(commitment: Commitment) -> list[str]:
    if not commitment.schedule:
        return []
    spans = periods.between(commitment.start, commitment.end, SCHEDULE_MONTHS[Schedule(commitment.schedule)])
    said = [" – ".join(said_date(day, "month") for day in span) for span in spans]
    return [str(commitment.get_schedule_display()), *said]


_ANSWERS: Mapping[str, Callable[[Commitment], list[str]]] = {
    "period": _period,
    "nongovernment": lambda c: [_("Does not apply")] if c.no_nongovernment else [],
    "resources_assured": lambda c: [c.get_resources_assured_display()] if c.resources_assured else [],
    "title": lambda c: [_("Also called: %(title)s") % {"title": one} for one in c.also_called],
    "schedule": _schedule,
}


def _lines(commitment: Commitment, leaves: Sequence[Milestone]) -> list[LeafLine]:
    states: dict[int, str] = {}
    for answer in leaf_states.ask([leaf.pk for leaf in leaves]):
        states |= answer
    return [
        LeafLine(
            milestone=leaf,
            start=said_date(leaf.start, leaf.precision),
            end=said_date(leaf.end, leaf.precision),
            means=[one.text for one in leaf.means.all()],
            parties=[_party(party) for party in leaf.parties.all()],
            status=str(states.get(leaf.pk, "")),
        )
        for leaf in leaves
    ]


def _party(party: Party) -> str:
    return ", ".join(part for part in (party.name, party.unit, posts_of(party)) if part)


def _grouped(lines: Sequence[LeafLine]) -> list[tuple[str, list[LeafLine]]]:
    """Set lines below the headings of their groups, keeping the order of the form."""
    runs = groupby(lines, key=lambda line: line.milestone.group)
    return [(group.title if group else "", list(run)) for group, run in runs]


def _milestones(commitment: Commitment) -> list[Heading]:
    lines = _lines(commitment, [leaf for leaf in commitment.milestones.all() if leaf.key_action_id is None])
    headings = [
        Heading(
            title=f"{Horizon(objective.horizon).label}: {objective.text}",
            about=[(_("Due"), said_due(objective))],
            groups=_grouped([line for line in lines if line.milestone.objective_id == objective.pk]),
        )
        for objective in commitment.objectives.all()
    ]
    rest = [line for line in lines if line.milestone.objective_id is None]
    if rest:
        headings.append(Heading(title="", about=[], groups=_grouped(rest)))
    return headings


def _objectives(commitment: Commitment) -> list[Heading]:
    return [
        Heading(
            title=f"{Horizon(objective.horizon).label}: {objective.text}",
            about=[(_("Due"), said_due(objective))],
            groups=[],
        )
        for objective in commitment.objectives.all()
    ]


def said_due(objective: Objective) -> str:
    """Write when an objective is due, as exactly as it was said."""
    return objective.due_text or said_date(objective.due, objective.precision)


def _key_actions(commitment: Commitment) -> list[Heading]:
    lines = _lines(commitment, list(commitment.milestones.all()))
    headings = [
        Heading(
            title=f"{action.label or action.order}. {action.title}",
            about=_about(action),
            groups=_grouped([line for line in lines if line.milestone.key_action_id == action.pk]),
        )
        for action in commitment.key_actions.all()
    ]
    rest = [line for line in lines if line.milestone.key_action_id is None]
    if rest:
        headings.append(Heading(title=_("Outside the key actions"), about=[], groups=_grouped(rest)))
    return headings


def _about(action: KeyAction) -> list[tuple[str, str]]:
    dates = [said_date(day, action.precision) for day in (action.start, action.end) if day]
    return [
        (_("Weight"), f"{number(action.weight)} %" if action.weight is not None else ""),
        (_("Dates"), " – ".join(dates)),
        (_("Objective"), action.objective),
        (_("Indicator"), "; ".join(one.name for one in action.indicators.all())),
        (_("Means of verification"), "; ".join(one.text for one in action.means.all())),
        (_("Responsible"), "; ".join(_party(one) for one in action.parties.all())),
    ]


_TREES: Mapping[str, Callable[[Commitment], list[Heading]]] = {
    "milestones": _milestones,
    "objectives": _objectives,
    "key_actions": _key_actions,
}
