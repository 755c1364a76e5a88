"""The lists of a commitment in words, one table for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tequio.kit.event import plain
from tequio.plans.models import Commitment, Party, SdgLink, Share, Term, ValueLink
from tequio.plans.vocab import CitationKind, Scheme


@dataclass(frozen=True)
class Table:
    """A list of a section, in words."""

    columns: tuple[str, ...]
    rows: list[list[str]]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The cells of each row, each with its column: a narrow screen shows them as cards."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def said_date(value: date | None, precision: str) -> str:
    """Write a date as the form does: mm/yyyy, dd/mm/yyyy or yyyy."""
    if value is None:
        return ""
    formats = {"month": "%m/%Y", "year": "%Y"}
    return value.strftime(formats.get(str(precision), "%d/%m/%Y"))


def number(value: Decimal | None) -> str:
    """Write a decimal without needless zeros."""
    return str(plain(value)) if value is not None else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Make a table without the columns that nobody filled."""
    cells = [list(row) for row in rows]
    kept = [n for n in range(len(columns)) if any(row[n] for row in cells)]
    return Table(tuple(str(columns[n]) for n in kept), [[row[n] for n in kept] for row in cells])


def _parties(rows: Sequence[Party]) -> Table:
    columns = (_("Institution or organisation"), _("Unit"), _("Post"), _("Level of government"), _("Role"))
    cells = ([p.name, p.unit, posts_of(p), p.level, p.get_role_display()] for p in rows)
    return _table(columns, cells)


def posts_of(party: Party) -> str:
    """Name the posts of a party: never their contacts."""
    return ", ".join(post.title for post in party.posts.all() if post.title)


def _baselines(rows: Sequence[Any]) -> Table:
    columns = (
        *(_("Indicator"), _("Value"), _("Population"), _("Date"), _("Source")),
        *(_("Compared with"), _("How to read it")),
    )
    cells = (
        [
            b.name,
            b.value_text,
            b.population,
            b.year,
            b.source,
            " ".join(part for part in (number(b.comparison), b.comparison_text) if part),
            b.get_direction_display() if b.direction else "",
        ]
        for b in rows
    )
    return _table(columns, cells)


def _citations(rows: Sequence[Any]) -> Table:
    columns = (
        *(_("Plan or law"), _("Period"), _("Axis"), _("Code"), _("Text")),
        *(_("Article"), _("Fraction"), _("Published on")),
    )
    ordered = sorted(rows, key=lambda row: row.kind != CitationKind.PLAN)
    cells = (
        [c.instrument, c.period, c.axis, c.code, c.text, c.article, c.fraction, said_date(c.published_on, "day")]
        for c in ordered
    )
    return _table(columns, cells)


def _resources(rows: Sequence[Any]) -> Table:
    columns = (_("Kind"), _("Description"), _("How many"), _("Unit"))
    return _table(columns, ([r.get_kind_display(), r.text, number(r.count), r.unit] for r in rows))


def _risks(rows: Sequence[Any]) -> Table:
    columns = (_("Number"), _("Assumption"), _("Level"), _("Probability"), _("What is done about it"), _("State"))
    cells = (
        [r.label, r.text, r.get_level_display() if r.level else "", r.probability, r.mitigation, r.status] for r in rows
    )
    return _table(columns, cells)


def _sdgs(rows: Sequence[SdgLink]) -> Table:
    goals = {term.order: term.name for term in Term.objects.of(Scheme.SDG_GOAL)}
    columns = (_("Goal"), _("Target"), _("Text"))
    return _table(columns, ([f"{r.goal}. {goals.get(r.goal, '')}".strip(), r.target, r.text] for r in rows))


def _values(rows: Sequence[ValueLink]) -> Table:
    return _table((_("Value"), _("Why")), ([row.term.name, row.why] for row in rows))


def _goals(rows: Sequence[Any]) -> Table:
    return _table((_("Number"), _("Verifiable goal")), ([r.label, r.text] for r in rows))


def _proposals(rows: Sequence[Any]) -> Table:
    columns = (_("Number"), _("Citizens’ proposal"), _("Answer of the institution"), _("State"))
    return _table(columns, ([r.label, r.text, r.answer, r.get_state_display() if r.state else ""] for r in rows))


def _mechanisms(rows: Sequence[Any]) -> Table:
    columns = (_("Concern"), _("Proposal"), _("What the institution undertakes"), _("Where it is published"))
    return _table(columns, ([r.concern, r.proposal, r.undertaking, r.link] for r in rows))


def _channels(rows: Sequence[Any]) -> Table:
    columns = (_("Where"), _("What is told there"), _("Account"), _("Address"))
    return _table(columns, ([r.get_kind_display(), r.name, r.handle, r.link] for r in rows))


def _results(rows: Sequence[Any]) -> Table:
    return _table((_("Kind"), _("Result")), ([r.get_kind_display(), r.text] for r in rows))


def shares_of(commitment: Commitment) -> Table | None:
    """Tell who joins in a transversal commitment; None where it is none."""
    rows = list(commitment.shares.select_related("jurisdiction", "institution").prefetch_related("milestones"))
    if not rows:
        return None
    columns = (_("Place or institution"), _("What it is"), _("Minimum"), _("Milestones"), _("What it contributes"))
    return _table(columns, ([r.name, r.get_role_display(), _least(r), _leaves(r), r.note] for r in rows))


def _least(share: Share) -> str:
    count = len(share.milestones.all())
    if not count:
        return ""
    if share.minimum is None:
        return _("All %(n)s") % {"n": count}
    return _("%(n)s of %(all)s") % {"n": share.minimum, "all": count}


def _leaves(share: Share) -> str:
    return "; ".join(f"{leaf.label} {leaf.short}".strip() for leaf in share.milestones.all())


TABLES: Mapping[str, Callable[[Any], Table]] = {
    "parties": _parties,
    "baselines": _baselines,
    "citations": _citations,
    "resources": _resources,
    "risks": _risks,
    "sdgs": _sdgs,
    "values": _values,
    "goals": _goals,
    "proposals": _proposals,
    "mechanisms": _mechanisms,
    "channels": _channels,
    "results": _results,
}
