"""Reads the table that JSON holds: a list of records, alone or inside of an object, or lists of cells.

A file is read twice, piece by piece: first for the lists that it has and all the names in them, for a name may first
appear in the last record, and then for its rows. A list of any length, 200 MB or more, is read within bounded memory;
one record must fit in `Limits.most_line`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tables.finding import Finding, note
from tequio.tables.limits import DEFAULT, Limits, Unreadable
from tequio.tables.reading import jsonlines
from tequio.tables.reading.flat import WORDS, Flattener
from tequio.tables.reading.jsonstream import SEVERAL, Decoder, Number, Stream, Where, opened
from tequio.tables.reading.package import too_wide
from tequio.tables.reading.seen import Seen
from tequio.tables.reading.sheet import Row, Sheet

# What portals call the list of records, and the list of the columns' names beside lists of cells.
_DATA = frozenset(
    {"data", "datos", "results", "resultados", "result", "resultado", "records", "registros", "rows", "filas", "items"}
    | {"elementos", "values", "valores", "features", "entries", "lista", "list", "value"}
)
_COLUMNS = frozenset(
    {"columns", "columnas", "fields", "campos", "header", "headers", "encabezados", "names", "nombres", "cols"}
)
_NAME = ("name", "id", "field", "nombre", "title", "label", "fieldName")
_MOST_LISTS = 10_000

# Marks a column that a reader adds, which a stranger's record may name the same; the header shows it without.
OURS = "\0"

Cells = dict[str, str | None]


@dataclass
class List:
    """A list of the file, and what it holds."""

    where: Where
    items: int = 0
    records: int = 0
    rows: int = 0  # items that are lists themselves
    names: dict[str, None] = field(default_factory=dict)
    first: list[Any] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return how the list is called."""
        return ".".join(self.where)

    def worth(self) -> tuple[bool, bool, bool, int]:
        """Say how likely this is the table: records, not a list of columns, a telling name, the longest."""
        last = self.where[-1].casefold() if self.where else ""
        return bool(self.records or self.rows), last not in _COLUMNS, last in _DATA or not self.where, self.items


class Records:
    """Reads a file of JSON; what a record gives is up to `cells`."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits = path, limits
        self.others: dict[Where, Any] = {}
        self.seen = Seen(dict(WORDS))

    def cells(self, item: dict[str, Any], flattener: Flattener) -> Cells | None:
        """Return a record's cells by the names of their columns, None if it is none."""
        return flattener.flatten(item)

    def columns(self, best: List) -> list[str]:
        """Return the names of a list's columns, once the file has been read through."""
        return list(best.names)

    def items(self, decoder: Decoder) -> Generator[tuple[Where, int, Any], None, None]:
        """Yield the lists' items with their numbers."""
        with opened(self.path) as file:
            yield from Stream(file, self.limits, decoder).walk()

    def lists(self) -> list[List]:
        """Read the file through for its lists and the names in them."""
        found: dict[Where, List] = {}
        flattener = Flattener(Seen({}), self.limits.most_depth)
        for where, number, item in self.items(Decoder()):
            if number == 0:
                if len(self.others) < _MOST_LISTS:
                    self.others[where] = item
                continue
            here = found.setdefault(where, List(where))
            if len(found) > _MOST_LISTS:
                raise Unreadable("no-table", _("The JSON holds no single list of records."))
            if number > 0:
                self._take(here, item, flattener)
        return list(found.values())

    def _take(self, here: List, item: Any, flattener: Flattener) -> None:
        here.items += 1
        if len(here.first) < self.limits.most_columns + 1 and here.items == len(here.first) + 1:
            here.first.append(item if here.items == 1 or _name_of(item) else None)
        if isinstance(item, list):
            here.rows += 1
        elif isinstance(item, dict):
            cells = self.cells(item, flattener)
            if cells is not None:
                here.records += 1
                here.names.update(dict.fromkeys(cells))
                if len(here.names) > self.limits.most_columns:
                    raise too_wide(self.limits.most_columns)

    def rows(self, chosen: List, names: list[str], skip: int, findings: list[Finding]) -> Iterator[Row]:
        """Yield the rows of a list; what was seen is added to the findings at the end."""
        decoder = Decoder()
        flattener = Flattener(self.seen, self.limits.most_depth)
        number = 0
        with closing(self.items(decoder)) as items:
            for where, place, item in items:
                if where != chosen.where or place < 1:
                    decoder.doubled.clear()
                    continue
                number += 1
                if number <= skip:
                    continue
                flattener.row = number
                if decoder.doubled:
                    self.seen.add("duplicate-key", number)
                    decoder.doubled.clear()
                row = self._row(item, names, chosen, flattener)
                if row is None:
                    self.seen.add("not-an-object", number)
                else:
                    yield number, row
        findings += self.seen.findings({name: name.removeprefix(OURS) for name in names})

    def _row(self, item: Any, names: list[str], chosen: List, flattener: Flattener) -> list[str | None] | None:
        if chosen.records:
            cells = self.cells(item, flattener) if isinstance(item, dict) else None
            return None if cells is None else [cells.get(name) for name in names]
        if chosen.rows:
            return (
                [flattener.cell(one, str(place)) for place, one in enumerate(item, 1)]
                if isinstance(item, list)
                else None
            )
        return [flattener.cell(item, names[0])]


def read(path: Path, *, limits: Limits = DEFAULT) -> Sheet:
    """Read the list of records of a JSON file; the row numbers count its items from 1.

    What turns out to be a record a line is read so, and its numbers are those of the lines.
    """
    source = Records(path, limits)
    try:
        lists = source.lists()
    except Unreadable as no:
        if no.code != SEVERAL or not jsonlines.has_records(path, limits=limits):
            raise
        return jsonlines.read(path, limits=limits)
    best = max(lists, key=List.worth, default=None)
    if best is not None and (best.records or best.rows):
        return table(source, best, lists)
    is_data = best is not None and not best.items and bool(best.where) and best.where[-1].casefold() in _DATA
    if source.others and not is_data:
        return single(source)
    if best is None or not best.items:
        raise Unreadable("empty", _("The JSON holds no records."))
    return table(source, best, lists)


def table(source: Records, best: List, lists: Sequence[List]) -> Sheet:
    """Return one of the lists of a file as a table."""
    if best.records:
        names, skip = source.columns(best), 0
    elif best.rows:
        names, skip = _columns(best, lists, source.limits)
    else:
        names, skip = ["value"], 0
    findings = _told(best, lists)
    header = [name.removeprefix(OURS) for name in names]
    return Sheet(best.name, header, source.rows(best, names, skip, findings), findings)


def _told(best: List, lists: Sequence[List]) -> list[Finding]:
    findings = []
    if best.where:
        findings.append(note("json-list", _("The records are those of the list “%(name)s”."), name=best.name))
    others = [one for one in lists if one is not best and one.items and not (best.rows and _heads(one, best))]
    if others:
        says = ngettext(
            "The file holds another list, which is not read: %(names)s.",
            "The file holds %(n)s other lists, which are not read: %(names)s.",
        )
        names = ", ".join(one.name for one in others[:20])
        findings.append(note("other-lists", says, count=len(others), names=names))
    return findings


def _columns(best: List, lists: Sequence[List], limits: Limits) -> tuple[list[str], int]:
    """Return the names of the columns of lists of cells, and how many items they take: from beside, or the first."""
    for one in lists:
        if _heads(one, best):
            if one.items > limits.most_columns:
                raise too_wide(limits.most_columns)
            return [_name_of(item) for item in one.first], 0
    first = best.first[0]
    if not isinstance(first, list):
        return [""], 0
    if len(first) > limits.most_columns:
        raise too_wide(limits.most_columns)
    if first and all(isinstance(cell, str) and not isinstance(cell, Number) and cell for cell in first):
        return [_name_of(cell) for cell in first], 1
    return [""] * len(first), 0


def _heads(one: List, best: List) -> bool:
    """Say whether a list names the columns of another beside it."""
    is_beside = one is not best and bool(one.where) and one.where[:-1] == best.where[:-1]
    return is_beside and one.where[-1].casefold() in _COLUMNS


def _name_of(item: Any) -> str:
    if isinstance(item, dict):
        item = next((item[key] for key in _NAME if isinstance(item.get(key), str)), "")
    return Flattener(Seen({}), 1).letters(str(item), "") if isinstance(item, str) else ""


def single(source: Records) -> Sheet:
    """Return the one record that a file is, as a table of one row."""
    try:
        with opened(source.path) as file:
            item = Decoder().whole(file.read(source.limits.most_line))
    except (ValueError, StopIteration):
        raise Unreadable("no-table", _("The JSON holds no list of records.")) from None
    if not isinstance(item, dict):
        raise Unreadable("no-table", _("The JSON holds no list of records."))
    flattener = Flattener(source.seen, source.limits.most_depth, row=1)
    cells = source.cells(item, flattener) or {}
    if len(cells) > source.limits.most_columns:
        raise too_wide(source.limits.most_columns)
    findings = [note("one-record", _("The JSON is one record: the table has one row.")), *source.seen.findings({})]
    return Sheet("", [name.removeprefix(OURS) for name in cells], [(1, list(cells.values()))], findings)
