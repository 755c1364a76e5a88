"""The roadmap of a commitment as a tree, and what its milestones delivered as a table (R046, R047)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.kit import month
from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.plans.models import Commitment, Deliverable, Phase
from tequio.tracking.queries.crossing import Cell, Crossing, Row, about
from tequio.tracking.queries.links import Link, labels_of


@dataclass
class PhaseNode:
    """A phase with those inside it; `left` and `width` say where it lies, from 0 to 100, in the time of them all."""

    phase: Phase
    number: str
    inside: list[PhaseNode] = field(default_factory=list)
    left: str = ""
    width: str = ""


def phases_of(commitment: Commitment) -> list[PhaseNode]:
    """Return the phases as a tree, numbered as an outline; one query."""
    phases = list(commitment.phases.all())
    spans = [span for one in phases if (span := _span(one))]
    first, last = min((span[0] for span in spans), default=None), max((span[1] for span in spans), default=None)
    top: list[PhaseNode] = []
    path: list[PhaseNode] = []
    for one in phases:
        path = path[: one.depth]
        siblings = path[-1].inside if path else top
        number = f"{path[-1].number}.{len(siblings) + 1}" if path else str(len(siblings) + 1)
        node = PhaseNode(one, number)
        span = _span(one)
        if span and first and last:
            whole = (last - first).days + 1
            node.left = f"{(span[0] - first).days / whole * 100:.1f}"
            node.width = f"{max(1.0, ((span[1] - span[0]).days + 1) / whole * 100):.1f}"
        siblings.append(node)
        path.append(node)
    return top


def _span(phase: Phase) -> tuple[date, date] | None:
    """Return the first and last day of a phase; a month or a year lasts until its end."""
    if not (phase.start and phase.end) or phase.end < phase.start:
        return None
    end = phase.end
    if phase.precision == month.Precision.MONTH:
        end = month.last_day(end.year, end.month)
    elif phase.precision == month.Precision.YEAR:
        end = date(end.year, 12, 31)
    return phase.start, end


def matrix(commitment: Commitment, links: Sequence[Link]) -> Crossing:
    """Set each milestone beside what it delivered, with how its link stands; `links` are those of its deliverables.

    A draft's links were never followed, so only their shape is told.
    """
    known = {(one.about, one.url): one for one in links}
    told = []
    for row in commitment.deliverables.select_related("milestone__commitment__plan__jurisdiction"):
        link = known.get((str(row), row.url)) or Link("deliverable", commitment, str(row), row.url, row.milestone_id)
        told.append((row, link))
    states = labels_of(link for _row, link in told)
    made = [_line(row, link) for row, link in told]
    counts = [f"{label}: {sum(code in row.choices for row in made)}" for code, label in states]
    return Crossing((_("Milestone"), _("What it delivered"), _("Address"), _("How it is")), made, states, counts)


def _line(row: Deliverable, link: Link) -> Row:
    leaf = row.milestone
    step = row.step or (leaf.short if leaf else "")
    record = about(link.commitment) | {
        "step": row.step,
        "milestone": leaf.public_id if leaf else "",
        "title": row.title,
        "url": row.url,
        "state": link.state.value,
    }
    cells = (
        Cell(step or _("Not stated"), leaf.get_absolute_url() if leaf else ""),
        Cell(row.title or _("Not stated")),
        Cell(row.url or _("no address"), link.opens),
        Cell(str(link.state.label)),
    )
    return Row(cells, frozenset({link.state.value}), (record,))


def roadmap_aspect(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Lead to the roadmap of a commitment, where it has one; one query."""
    count = sum(one.depth == 0 for one in commitment.phases.only("depth", "commitment_id"))
    if not count:
        return None
    said = ngettext("%(n)s phase of work.", "%(n)s phases of work.", count) % {"n": count}
    return Aspect(_("Roadmap"), said, _at("roadmap", commitment))


def deliverables_aspect(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Lead to what the milestones of a commitment delivered, where it is said; one query."""
    rows = list(commitment.deliverables.all())
    if not rows:
        return None
    wrong = sum(bool(one.slip) for one in rows)
    said = ngettext("%(n)s deliverable.", "%(n)s deliverables.", len(rows)) % {"n": len(rows)}
    if wrong:
        more = ngettext("%(n)s has no address that works.", "%(n)s have no address that works.", wrong)
        said = f"{said} {more % {'n': wrong}}"
    return Aspect(_("What its milestones deliver"), said, _at("deliverables", commitment), is_urgent=bool(wrong))


def _at(name: str, commitment: Commitment) -> str:
    args = [commitment.plan.jurisdiction.slug, commitment.public_id, commitment.slug]
    return reverse(f"tracking:{name}", args=args)
