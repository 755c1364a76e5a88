"""Everything that a commitment says, as plain values: what goes out as paper or spreadsheet, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from tequio.kit.when import when
from tequio.plans import sections
from tequio.plans.models import Commitment, KeyAction, Milestone, Party, Share
from tequio.plans.papers import fields
from tequio.plans.papers.cells import ITSELF, Field
from tequio.plans.queries import with_sheet
from tequio.plans.sections import Listed

Row = dict[str, Any]
# Columns of a leaf that name another node by its order.
# Lists that with_sheet fetches already, each in an order of its own.
_ON_THE_SHEET = ("parties", "values", "classifications")
_PLACES = ("overlaps", "objective", "group")


@dataclass
class Node:
    """An objective, a heading or a key action; `order` counts from 1 among its kind, `above` is its objective's."""

    values: Row
    order: int
    above: int | None = None


@dataclass
class Leaf:
    """A milestone or activity, with the orders of what it stands under."""

    values: Row
    order: int
    objective: int | None = None
    group: int | None = None
    key_action: int | None = None


@dataclass
class Contents:
    """A commitment without its ids: the template it was written on, its answers, its lists by name, its tree."""

    template: str = ""
    answers: Row = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    objectives: list[Node] = field(default_factory=list)
    groups: list[Node] = field(default_factory=list)
    key_actions: list[Node] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    shares: list[Row] = field(default_factory=list)
    # What was said of the draft: only a Word form carries it, and only its words.
    comments: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.answers.get("title") or "")


def lists() -> dict[str, Listed]:
    """Return every list of a form by a name of its own: the four lists of parties are four names."""
    found: dict[str, Listed] = {}
    for section in sections.SECTIONS.values():
        for listed in section.lists:
            found[name_of(listed)] = listed
    return found


def name_of(listed: Listed) -> str:
    """Return the name of a list: its own, and what sets it apart from others of the same rows."""
    apart = listed.fixed.get("section") or (listed.scheme if listed.related == "classifications" else "")
    return f"{listed.related}:{apart}" if apart else listed.related


def with_contents(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Add all that gather reads, in a fixed number of queries."""
    rows = [listed.related for listed in lists().values() if listed.related not in _ON_THE_SHEET]
    rows += ["phases", "deliverables", "shares__jurisdiction", "shares__institution", "shares__milestones"]
    found = with_sheet(commitments)
    for name in dict.fromkeys(rows):
        found = found.prefetch_related(name)
    return found


def gather(commitment: Commitment) -> Contents:
    """Return what a commitment says. Fetch it with with_contents, so that its cost is constant."""
    said = Contents(template=commitment.template.code)
    for key in sections.SECTIONS:
        for one in fields.of_section(key):
            said.answers[one.key] = value_of(commitment, one)
    for name, listed in lists().items():
        columns = fields.of_list(listed)
        said.lists[name] = [_row(row, columns) for row in sections.rows_of(commitment, listed)]
    orders = {leaf.pk: n for n, leaf in enumerate(commitment.milestones.all(), start=1)}
    for given in said.lists["deliverables"]:
        given["milestone"] = orders.get(given["milestone"] or 0)
    objectives = {one.pk: n for n, one in enumerate(commitment.objectives.all(), start=1)}
    groups = {one.pk: n for n, one in enumerate(commitment.groups.all(), start=1)}
    actions = {one.pk: n for n, one in enumerate(commitment.key_actions.all(), start=1)}
    leaves = list(commitment.milestones.all())
    said.objectives = [Node(_row(one, fields.objective()), objectives[one.pk]) for one in commitment.objectives.all()]
    said.groups = [
        Node(_row(one, fields.group()), groups[one.pk], objectives.get(one.objective_id or 0))
        for one in commitment.groups.all()
    ]
    said.key_actions = [
        Node(_branch(one, fields.key_action()), actions[one.pk]) for one in commitment.key_actions.all()
    ]
    said.leaves = [
        Leaf(
            _branch(leaf, fields.milestone()) | {"overlaps": orders.get(leaf.overlaps_id or 0)},
            order=orders[leaf.pk],
            objective=objectives.get(leaf.objective_id or 0),
            group=groups.get(leaf.group_id or 0),
            key_action=actions.get(leaf.key_action_id or 0),
        )
        for leaf in leaves
    ]
    said.shares = [_share(one, orders) for one in commitment.shares.all()]
    return said


def value_of(held: Any, column: Field) -> Any:
    """Return what a row holds in a column; a date goes with how exact it is."""
    if column is fields.ORDERED.get(column.key):
        return getattr(held, f"{column.key}_id")
    value = getattr(held, column.key)
    if column.kind == "date":
        return when(value, getattr(held, "precision", "day"))
    if column.kind == "term":
        return value.code
    return value


def _row(row: Any, columns: Iterable[Field]) -> Row:
    if isinstance(row, Party):
        return _party(row, columns)
    return {column.key: value_of(row, column) for column in columns}


def _party(party: Party, columns: Iterable[Field]) -> Row:
    """Return a party as the paper says it."""
    posts = "; ".join(post.title for post in party.posts.all() if post.title)
    own: Mapping[str, Any] = {"posts": posts, "institution": _known(party)}
    return {column.key: own[column.key] if column.key in own else value_of(party, column) for column in columns}


def _known(held: Party | Share) -> str:
    """Say by which name the directory knows a party; empty where it does not."""
    if held.institution is None:
        return ""
    return ITSELF if held.institution.name == held.name else held.institution.name


def _branch(held: KeyAction | Milestone, columns: Iterable[Field]) -> Row:
    row: Row = {}
    for column in columns:
        if column.key in _PLACES:
            continue
        row[column.key] = (
            [_row(one, column.parts) for one in getattr(held, column.key).all()]
            if column.kind == "lines"
            else value_of(held, column)
        )
    return row


def _share(share: Share, orders: Mapping[int, int]) -> Row:
    return {
        "role": share.role,
        "name": share.name,
        "jurisdiction": share.jurisdiction.slug if share.jurisdiction else "",
        "institution": _known(share),
        "minimum": share.minimum,
        "milestones": [orders[leaf.pk] for leaf in share.milestones.all()],
        "note": share.note,
    }
