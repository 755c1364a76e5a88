"""Reads NDJSON: a record a line. A line that is none is set aside and listed, and the others are read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import Finding
from tequio.tables.limits import DEFAULT, Limits, Unreadable
from tequio.tables.reading.flat import WORDS, Flattener
from tequio.tables.reading.jsonstream import Decoder, opened
from tequio.tables.reading.package import too_wide
from tequio.tables.reading.seen import Seen
from tequio.tables.reading.sheet import Row, Sheet


def read(path: Path, *, limits: Limits = DEFAULT) -> Sheet:
    """Read the records of a file of JSON lines; the row numbers are those of the lines."""
    names: dict[str, None] = {}
    flattener = Flattener(Seen({}), limits.most_depth)
    has_records = False
    for _number, line in _lines(path, limits):
        record = _record(line, Decoder())
        if isinstance(record, dict):
            has_records = True
            names.update(dict.fromkeys(flattener.flatten(record)))
            if len(names) > limits.most_columns:
                raise too_wide(limits.most_columns)
    if not has_records:
        raise Unreadable("no-table", _("No line of the file is a record of JSON."))
    sheet = Sheet("", list(names), [])
    sheet.rows = _rows(path, limits, sheet.header, sheet.findings)
    return sheet


def has_records(path: Path, *, limits: Limits = DEFAULT) -> bool:
    """Say whether one of the first two lines is a record by itself."""
    first = itertools.islice(_lines(path, limits), 2)
    return any(isinstance(_record(line, Decoder()), dict) for _number, line in first)


def _rows(path: Path, limits: Limits, names: list[str], findings: list[Finding]) -> Iterator[Row]:
    seen = Seen(WORDS)
    flattener = Flattener(seen, limits.most_depth)
    for number, line in _lines(path, limits):
        if line is not None and not line.strip():
            yield number, [None] * len(names)
            continue
        decoder = Decoder()
        record = _record(line, decoder)
        if not isinstance(record, dict):
            seen.add("bad-json-line" if record is _BAD else "not-an-object", number)
            continue
        flattener.row = number
        if decoder.doubled:
            seen.add("duplicate-key", number)
        cells = flattener.flatten(record)
        yield number, [cells.get(name) for name in names]
    findings += seen.findings({name: name for name in names})


_BAD = object()


def _record(line: str | None, decoder: Decoder) -> Any:
    if line is None:
        return _BAD
    try:
        return decoder.whole(line)
    except (ValueError, StopIteration):
        return _BAD


def _lines(path: Path, limits: Limits) -> Iterator[tuple[int, str | None]]:
    """Yield the lines with their numbers; None for a line that is too long to be a record."""
    with opened(path) as file:
        number = 0
        try:
            while line := file.readline(limits.most_line):
                number += 1
                if line.endswith("\n") or len(line) < limits.most_line:
                    yield number, line
                    continue
                while (rest := file.readline(limits.most_line)) and not rest.endswith("\n"):
                    pass
                yield number, None
        except UnicodeError:
            raise Unreadable("broken", _("The file is damaged or was cut short. Download or save it again.")) from None
