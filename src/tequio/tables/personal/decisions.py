"""What the publisher decides, column by column, as plain JSON that is read strictly.

[{"column": "curp", "do": "drop"},
 {"column": "correo", "do": "keep", "because": "It is the mailbox of the unit."},
 {"column": "edad", "do": "bands", "width": 10, "top": 80},
 {"column": "fecha", "do": "month"},  or "year"
 {"column": "cp", "do": "prefix", "digits": 2},
 {"column": "latitud", "do": "grid", "degrees": "0.1"},
 {"column": "municipio", "do": "state"},
 {"do": "aggregate", "by": ["sexo", "edad"], "least": 5}]

A hash is not offered, nor the first letter of a text: neither makes anybody anonymous.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.limits import Unreadable
from tequio.tables.personal.small import LEAST
from tequio.tables.personal.suspicion import Suspicion

GRIDS = ("0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1")  # degrees; 0.01 is about a kilometre


class Do(StrEnum):
    """What is done with a column: published as it is, left out, or made coarser."""

    KEEP = "keep"
    DROP = "drop"
    BANDS = "bands"
    MONTH = "month"
    YEAR = "year"
    PREFIX = "prefix"
    GRID = "grid"
    STATE = "state"


AGGREGATE = "aggregate"
_HASHES = frozenset(
    {"hash", "sha1", "sha256", "sha512", "md5", "hmac", "encrypt", "pseudonym", "pseudonymise", "token"}
)
_LETTERS = frozenset({"initial", "initials", "mask", "first-letter", "redact"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with one column. `because` says why it is kept; `step` is a width, a number of digits or degrees."""

    column: str
    do: Do
    because: str = ""
    step: str = ""
    top: int = 0


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that was decided. Where `by` is not empty, only counts by those columns are published, from `least` up."""

    columns: tuple[Decision, ...] = ()
    by: tuple[str, ...] = ()
    least: int = LEAST

    def of(self, column: str) -> Decision | None:
        """Return what was decided about a column."""
        return next((one for one in self.columns if one.column == column), None)


def undecided(suspicions: Sequence[Suspicion], decisions: Decisions) -> list[Suspicion]:
    """Return what nobody decided about yet: while there is any, nothing is published.

    What is contact data of an institution, or an empty column, needs no decision; a table of counts leaves out every
    column that it does not count by.
    """
    return [
        one
        for one in suspicions
        if one.needs_decision
        and decisions.of(one.column) is None
        and not (decisions.by and one.column not in decisions.by)
    ]


def parse(data: object) -> Decisions:
    """Read a list of decisions. Raises Unreadable with what is wrong in it, and what to write instead."""
    if not isinstance(data, list):
        raise Unreadable(
            "decisions-not-a-list", _("The decisions are not a list. Write [ … ] with one for each column.")
        )
    columns: list[Decision] = []
    by: tuple[str, ...] = ()
    least = LEAST
    for place, one in enumerate(data, start=1):
        if not isinstance(one, dict) or not isinstance(one.get("do"), str):
            says = _("Decision %(place)s does not say what to do. Write for instance {"
                     '"column": "curp", "do": "drop"}.')  # fmt: skip
            raise Unreadable("decision-without-do", says, place=place)
        if one["do"] == AGGREGATE:
            if by:
                raise Unreadable("decision-twice", _("The table is aggregated twice. Leave one of the two out."))
            by, least = _aggregate(one)
        else:
            columns.append(_decision(one, place))
    _only_once(columns)
    return Decisions(tuple(columns), by, least)


def _decision(one: Mapping[str, Any], place: int) -> Decision:
    column, do = one.get("column"), one["do"]
    if not isinstance(column, str) or not column:
        raise Unreadable("decision-without-column", _("Decision %(place)s names no column."), place=place)
    _refuse_what_deceives(column, do)
    if do not in Do.__members__.values():
        says = _("Column “%(column)s”: “%(do)s” is not offered. Choose one of: %(offered)s.")
        raise Unreadable("decision-unknown", says, column=column, do=do, offered=", ".join([*Do, AGGREGATE]))
    values = _VALUES[Do(do)](one, column)
    _nothing_else(one, {"column", "do", *values.told}, column)
    return Decision(column, Do(do), values.because, values.step, values.top)


def _refuse_what_deceives(column: str, do: str) -> None:
    if do.lower() in _HASHES:
        says = _(
            "Column “%(column)s”: a hash or a code in place of a value does not make anybody anonymous. Whoever has a "
            "list of people can compute the same codes and compare. Leave the column out, or make its values coarser."
        )
        raise Unreadable("decision-hash", says, column=column)
    if do.lower() in _LETTERS:
        says = _(
            "Column “%(column)s”: a part of a name or a text still points to the person, together with the rest of the "
            "row. Leave the column out."
        )
        raise Unreadable("decision-letters", says, column=column)


@dataclass(frozen=True, slots=True)
class _Values:
    told: tuple[str, ...] = ()
    because: str = ""
    step: str = ""
    top: int = 0


def _nothing(one: Mapping[str, Any], column: str) -> _Values:
    return _Values()


def _because(one: Mapping[str, Any], column: str) -> _Values:
    because = one.get("because")
    if not isinstance(because, str) or not because.strip():
        says = _('Column “%(column)s” is kept. Say why it may be published: "because": "…".')
        raise Unreadable("decision-without-reason", says, column=column)
    return _Values(("because",), because=because.strip())


def _bands(one: Mapping[str, Any], column: str) -> _Values:
    width, top = one.get("width"), one.get("top", 0)
    if not _is_whole(width, 2, 1_000_000) or not _is_whole(top, 0, 1_000_000_000):
        says = _(
            'Column “%(column)s”: say how wide the bands are, two or more: "width": 10; and "top": 80 if you like.'
        )
        raise Unreadable("decision-bands", says, column=column)
    return _Values(("width", "top"), step=str(width), top=int(top))


def _digits(one: Mapping[str, Any], column: str) -> _Values:
    if not _is_whole(one.get("digits"), 2, 3):
        says = _('Column “%(column)s”: say how many digits of the postal code are kept, two or three: "digits": 2.')
        raise Unreadable("decision-prefix", says, column=column)
    return _Values(("digits",), step=str(one["digits"]))


def _grid(one: Mapping[str, Any], column: str) -> _Values:
    degrees = one.get("degrees")
    if isinstance(degrees, bool) or str(degrees) not in GRIDS:
        says = _('Column “%(column)s”: say how wide the grid is, one of %(grids)s degrees: "degrees": 0.1.')
        raise Unreadable("decision-grid", says, column=column, grids=", ".join(GRIDS))
    return _Values(("degrees",), step=str(degrees))


_VALUES: Mapping[Do, Callable[[Mapping[str, Any], str], _Values]] = {
    Do.KEEP: _because,
    Do.DROP: _nothing,
    Do.BANDS: _bands,
    Do.MONTH: _nothing,
    Do.YEAR: _nothing,
    Do.PREFIX: _digits,
    Do.GRID: _grid,
    Do.STATE: _nothing,
}


def _aggregate(one: Mapping[str, Any]) -> tuple[tuple[str, ...], int]:
    by, least = one.get("by"), one.get("least", LEAST)
    named = isinstance(by, list) and by and all(isinstance(column, str) and column for column in by)
    if not named or len(set(by or ())) != len(by or ()):
        says = _('Say by which columns to count, each once: {"do": "aggregate", "by": ["sexo", "edad"]}.')
        raise Unreadable("decision-aggregate", says)
    if not _is_whole(least, 3, 1_000):
        says = _('Counts are hidden below some number of people, three or more: "least": %(least)s.')
        raise Unreadable("decision-least", says, least=LEAST)
    _nothing_else(one, {"do", "by", "least"}, AGGREGATE)
    return tuple(by or ()), int(least)


def _is_whole(value: object, lowest: int, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def _nothing_else(one: Mapping[str, Any], known: set[str], about: str) -> None:
    if unknown := sorted(str(key) for key in one if key not in known):
        says = _("Decision about “%(about)s”: %(unknown)s is not known here. Leave it out, or correct its name.")
        raise Unreadable("decision-unknown-key", says, about=about, unknown=", ".join(unknown))


def _only_once(columns: Sequence[Decision]) -> None:
    seen: set[str] = set()
    for one in columns:
        if one.column in seen:
            says = _("Column “%(column)s” is decided twice. Leave one of the two out.")
            raise Unreadable("decision-twice", says, column=one.column)
        seen.add(one.column)
