"""From the contents of a paper or spreadsheet to the rows of a draft. Called inside a transaction: all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from tequio.kit import month
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused
from tequio.kit.when import When
from tequio.people.models import Institution, Jurisdiction
from tequio.plans.actions._directory import Directory
from tequio.plans.actions._roadmap import outlined
from tequio.plans.models import (
    ActionPlan,
    Commitment,
    Indicator,
    KeyAction,
    Means,
    Milestone,
    MilestoneGroup,
    Objective,
    Party,
    Share,
    Template,
    Term,
)
from tequio.plans.papers import fields
from tequio.plans.papers.cells import ITSELF
from tequio.plans.papers.contents import Contents, Leaf, Node, Row, lists
from tequio.plans.sections import DELIVERABLES, PHASES, Listed
from tequio.plans.vocab import Section

_LINES = ("indicators", "means", "parties")


def rebuild(said: Contents, *, plan: ActionPlan, actor: Actor, at: datetime) -> Commitment:
    """Write one draft whole: its answers, its lists, its tree."""
    template = Template.objects.filter(code=said.template).order_by("-version").first()
    if template is None:
        raise Refused(None, f"template {said.template} is not loaded")
    order = plan.commitments.count() + 1
    commitment = Commitment(plan=plan, template=template, order=order)
    _fill(commitment, said.answers)
    commitment.number = commitment.number or str(order)
    commitment.title = commitment.title or "—"
    commitment.save()
    directory = Directory(plan, actor, at)
    for name, listed in lists().items():
        if name not in ("phases", "deliverables"):
            _list(commitment, listed, said.lists.get(name, ()), directory)
    leaves = _tree(commitment, said, directory)
    _list(commitment, PHASES, outlined(said.lists.get("phases", ())), directory)
    delivered = said.lists.get("deliverables", ())
    given = [row | {"milestone": leaves.get(row.get("milestone") or 0)} for row in delivered]
    _list(commitment, DELIVERABLES, given, directory)
    for order, row in enumerate(said.shares, start=1):
        _share(commitment, row, order, leaves, directory)
    return commitment


def _fill(held: models.Model, values: Mapping[str, Any]) -> None:
    """Put values into the columns of a row; a date brings how exact it is."""
    for key, value in values.items():
        if isinstance(value, When):
            # The due day of an objective is the last one of its month; start and end are the first (Milestone.ends_on).
            setattr(held, key, value.last if key == "due" else value.on)
            held.precision = value.precision  # type: ignore[attr-defined]
        elif key not in _LINES:
            setattr(held, key, value)


def _list(commitment: Commitment, listed: Listed, rows: Iterable[Row], directory: Directory) -> None:
    columns = fields.of_list(listed)
    has_order = any(one.name == "order" for one in listed.model._meta.get_fields())
    for order, values in enumerate(rows, start=1):
        if listed.model is Party:
            _party(commitment, values, order, str(listed.fixed["section"]), directory)
            continue
        row = listed.model(commitment=commitment, **listed.fixed)
        place = {"order": order} if has_order else {}
        terms = {one.key: _term(one.scheme, values.get(one.key, "")) for one in columns if one.kind == "term"}
        if any(term is None for term in terms.values()):
            continue
        _fill(row, {key: value for key, value in values.items() if key not in terms} | terms | place)
        row.save()


def _term(scheme: str, code: str) -> Term | None:
    return Term.objects.of(scheme).filter(code=code).first()


def _party(
    commitment: Commitment, values: Row, order: int, section: str, directory: Directory, **owner: models.Model
) -> None:
    institution = _known(values, section, directory)
    own = {key: value for key, value in values.items() if key not in ("posts", "institution")}
    party = Party(commitment=commitment, section=section, order=order, institution=institution, **owner)
    _fill(party, own)
    party.save()
    titles = [title.strip() for title in (values.get("posts") or "").split(";") if title.strip()]
    posts = [directory.post_titled(institution, values.get("unit") or "", title) for title in titles]
    party.posts.set([post for post in posts if post])


def _known(values: Row, section: str, directory: Directory) -> Institution | None:
    name = values.get("institution") or ""
    return directory.institution(values["name"] if name == ITSELF else name, section) if name else None


def _tree(commitment: Commitment, said: Contents, directory: Directory) -> dict[int, Milestone]:
    objectives: dict[int | None, Objective] = {}
    groups: dict[int | None, MilestoneGroup] = {}
    actions: dict[int | None, KeyAction] = {}
    for node in said.objectives:
        objectives[node.order] = _node(Objective(commitment=commitment), node)
    for node in said.groups:
        group = MilestoneGroup(commitment=commitment, objective=objectives.get(node.above))
        groups[node.order] = _node(group, node)
    for node in said.key_actions:
        action = _node(KeyAction(commitment=commitment), node)
        _below(commitment, node.values, directory, Section.KEY_ACTION, key_action=action)
        actions[node.order] = action
    leaves: dict[int, Milestone] = {}
    for leaf in said.leaves:
        milestone = Milestone(
            commitment=commitment,
            objective=objectives.get(leaf.objective),
            group=groups.get(leaf.group),
            key_action=actions.get(leaf.key_action),
            order=leaf.order,
            precision=month.Precision.DAY if leaf.key_action else month.Precision.MONTH,
        )
        _fill(milestone, {key: value for key, value in leaf.values.items() if key != "overlaps"})
        milestone.save()
        _below(commitment, leaf.values, directory, Section.MILESTONE, milestone=milestone)
        leaves[leaf.order] = milestone
    _link(said.leaves, leaves)
    return leaves


def _node(held: Any, node: Node) -> Any:
    held.order = node.order
    _fill(held, node.values)
    held.save()
    return held


def _link(said: Iterable[Leaf], leaves: Mapping[int, Milestone]) -> None:
    for leaf in said:
        other = leaves.get(leaf.values.get("overlaps") or 0)
        if other:
            milestone = leaves[leaf.order]
            milestone.overlaps = other
            milestone.save()


def _below(commitment: Commitment, values: Row, directory: Directory, section: str, **owner: models.Model) -> None:
    Means.objects.bulk_create(
        Means(commitment=commitment, order=order, **row, **owner)
        for order, row in enumerate(values.get("means") or (), start=1)
    )
    for order, row in enumerate(values.get("indicators") or (), start=1):
        Indicator.objects.create(commitment=commitment, order=order, **row, **owner)
    for order, row in enumerate(values.get("parties") or (), start=1):
        _party(commitment, row, order, section, directory, **owner)


def _share(commitment: Commitment, row: Row, order: int, leaves: Mapping[int, Milestone], directory: Directory) -> None:
    place = Jurisdiction.objects.filter(slug=row.get("jurisdiction") or "").first()
    share = Share.objects.create(
        commitment=commitment,
        order=order,
        role=row.get("role") or "party",
        name=row["name"],
        jurisdiction=place,
        institution=_known(row, Section.CORESPONSIBLE, directory),
        minimum=row.get("minimum"),
        note=row.get("note") or "",
    )
    share.milestones.set([leaves[n] for n in row.get("milestones") or () if n in leaves])
