"""How the cells of a delimited file are told apart: by what its first rows, parsed in each way, look like.

The right delimiter gives many rows of the same width. The header decides between two that do: in “1,5;2,5” the comma
would be as regular as the semicolon, but the header has none.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

DELIMITERS = (",", ";", "\t", "|")
_ROWS = 1_000  # parsed to choose
_LETTERS = 200_000
_LEAST = 0.5
_NONE = "\x1f"  # ASCII's own separator, which no file has


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited file is written (RFC 4180, and its usual neighbours). `escape` is "" where a quote is doubled."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skips_spaces: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether it is that of RFC 4180, but for the delimiter."""
        return self.quote == '"' and not self.escape and not self.skips_spaces

    def options(self) -> dict[str, object]:
        """Return it as the csv module takes it."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "doublequote": not self.escape,
            "escapechar": self.escape or None,
            "skipinitialspace": self.skips_spaces,
        }


def detect(sample: str) -> Dialect:
    """Return the dialect of a file from its beginning, cut at the end of a line."""
    sample = sample[:_LETTERS]
    quote = _quote(sample)
    escape = _escape(sample, quote)
    found = [Dialect(one, quote, escape, _skips(sample, one, quote)) for one in DELIMITERS]
    best = max(found, key=lambda one: _regularity(rows_of(sample, one)))
    # A column of sentences, some of which hold a comma, is one column.
    return best if _regularity(rows_of(sample, best)) >= _LEAST else Dialect(_NONE, quote, escape)


def rows_of(sample: str, dialect: Dialect, most: int = _ROWS) -> list[list[str]]:
    """Parse the first rows of a text, as far as they go."""
    rows: list[list[str]] = []
    reader = csv.reader(sample.splitlines(keepends=True), **dialect.options())  # type: ignore[arg-type]
    with suppress(csv.Error):  # what was parsed so far is enough to choose
        rows.extend(islice(reader, most))
    return rows


def _regularity(rows: Sequence[Sequence[str]]) -> float:
    """Tell how much like a table the rows are: the share of the commonest width, and whether the rows begin with it."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda one: (one[1], one[0]))
    share = count / widths.total()
    first = next((len(row) for row in rows if sum(bool(cell.strip()) for cell in row) > 1), 0)
    # A header as wide as its rows outweighs any number of cells that happen to hold a comma.
    return share * (1.5 if first == width else 1.0) + min(width, 100) / 1_000


def _quote(sample: str) -> str:
    whole = r"(?:^|[,;|\t]) ?{0}[^{0}\n]*{0}(?=$|[,;|\t\r])"
    found = {mark: len(re.findall(whole.format(mark), sample, re.MULTILINE)) for mark in ('"', "'")}
    return "'" if found["'"] > 3 * found['"'] and found["'"] > 1 else '"'


def _escape(sample: str, quote: str) -> str:
    """Return the backslash if quotes are escaped by it: before a quote that closes nothing, and none is doubled."""
    escaped = len(re.findall(rf"\\{quote}(?![,;|\t\r\n]|$)", sample))
    doubled = len(re.findall(rf"[^{quote},;|\t\n]{quote}{quote}[^{quote}]", sample))
    return "\\" if escaped > doubled else ""


def _skips(sample: str, delimiter: str, quote: str) -> bool:
    mark = re.escape(delimiter)
    return len(re.findall(f"{mark} +{quote}", sample)) > len(re.findall(f"{mark}{quote}", sample))
