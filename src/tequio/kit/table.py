"""Tables of open data as CSV (RFC 4180): how a value stands in a cell, the same in every file.

Nothing is an empty cell; yes and no are true and false; days and instants are ISO 8601; decimals have no exponent; the
parts of a list stand between vertical bars; no text can be a formula (kit.text.cell).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tequio.kit.event import plain
from tequio.kit.text import cell


def as_csv(names: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """Write records under the names of their columns."""
    return rows_as_csv(names, ([record[name] for name in names] for record in records))


def rows_as_csv(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Write rows under a header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([written(value) for value in row] for row in rows)
    return out.getvalue()


def written(value: Any) -> Any:
    """Return a value as its cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return cell("|".join(str(plain(part)) for part in value))
    said = plain(value)
    return cell(said) if isinstance(said, str) and isinstance(value, str) else said
