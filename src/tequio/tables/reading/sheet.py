"""What every reader gives, whatever the file was: a header, rows of text with their numbers, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tequio.tables.finding import Finding

Row = tuple[int, list[str | None]]


@dataclass
class Sheet:
    """One table of a file.

    `name` is that of the sheet or layer, empty where a file holds one table only. `header` has the names as they are
    written, "" where there is none. `rows` yields every row below the header, blank and ragged ones too, with its
    number in the file (1 is the first row, whatever it holds; in a spreadsheet, the number that the program shows).
    A cell is text, None if it is empty: dates as ISO 8601, numbers as plain decimals, yes and no as true and false.
    It is read once, from beginning to end; `findings` is whole only then.
    """

    name: str
    header: list[str]
    rows: Iterable[Row] | Iterator[Row]
    findings: list[Finding] = field(default_factory=list)
