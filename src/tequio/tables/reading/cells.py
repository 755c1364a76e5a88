"""What a cell looks like: enough to tell names from data, not to type a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

Cells = Sequence[str | None]

_NUMBER = re.compile(r"[-+(]?\s*(?:\$|mxn|mn|usd|€)?\s*[-+]?(?:\d[\d,.’' \u00a0]*|[.,]\d+)(?:e[-+]?\d+)?\s*[%)]?", re.I)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[ T].*)?|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}(?: .*)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def text_of(cell: str | None) -> str:
    """Return a cell's text without blanks around it."""
    return cell.strip() if cell else ""


def where_filled(row: Cells) -> list[int]:
    """Return the columns in which a row has something."""
    return [column for column, cell in enumerate(row) if cell and not cell.isspace()]


def kind_of(cell: str | None) -> str:
    """Return text, number, year or date; "" for an empty cell."""
    text = text_of(cell)
    if not text:
        return ""
    if len(text) > 40:
        return "text"
    if _YEAR.fullmatch(text):
        return "year"
    if _DATE.fullmatch(text):
        return "date"
    return "number" if _NUMBER.fullmatch(text) else "text"
