"""Makes a row of a JSON object: nested objects become columns “a.b”, lists stay JSON in one cell."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from tequio.kit.tongue import ngettext
from tequio.tables.finding import Severity
from tequio.tables.reading.jsonstream import NotFinite, Number, too_deep
from tequio.tables.reading.seen import Seen, Words

WORDS: Words = {
    "bad-json-line": (
        Severity.ERROR,
        ngettext(
            "1 line is not valid JSON. It was set aside.",
            "%(n)s lines are not valid JSON. They were set aside.",
        ),
    ),
    "not-an-object": (
        Severity.ERROR,
        ngettext(
            "1 item of the list is not a record like the others. It was set aside.",
            "%(n)s items of the list are not records like the others. They were set aside.",
        ),
    ),
    "duplicate-key": (
        Severity.ERROR,
        ngettext(
            "1 record has the same name twice. The last value was taken.",
            "%(n)s records have the same name twice. The last values were taken.",
        ),
    ),
    "not-utf8": (
        Severity.WARNING,
        ngettext(
            "Column “%(place)s”: 1 cell is not in UTF-8, as JSON must be. It was read as Windows-1252.",
            "Column “%(place)s”: %(n)s cells are not in UTF-8, as JSON must be. They were read as Windows-1252.",
        ),
    ),
    "half-character": (
        Severity.WARNING,
        ngettext(
            "Column “%(place)s”: 1 cell holds half a character. It was replaced by “�”.",
            "Column “%(place)s”: %(n)s cells hold halves of characters. They were replaced by “�”.",
        ),
    ),
    "not-a-number": (
        Severity.WARNING,
        ngettext(
            "Column “%(place)s”: 1 cell holds NaN or Infinity, which is no number.",
            "Column “%(place)s”: %(n)s cells hold NaN or Infinity, which are no numbers.",
        ),
    ),
    "list-in-cell": (
        Severity.NOTE,
        ngettext(
            "Column “%(place)s”: 1 cell holds a list. It is kept as JSON.",
            "Column “%(place)s”: %(n)s cells hold lists. They are kept as JSON.",
        ),
    ),
}

_ALIEN = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass
class Flattener:
    """Makes texts of values, and remembers what was odd about them."""

    seen: Seen
    most_depth: int
    row: int = 0

    def flatten(self, record: dict[str, Any], prefix: str = "", depth: int = 1) -> dict[str, str | None]:
        """Return the cells of a record by the names of their columns."""
        if depth > self.most_depth:
            raise too_deep()
        cells: dict[str, str | None] = {}
        for key, value in record.items():
            name = prefix + self.letters(key, prefix + key).replace("\0", "")
            if isinstance(value, dict) and value:
                inside = self.flatten(value, f"{name}.", depth + 1)
            else:
                inside = {name: self.cell(value, name)}
            if not cells.keys().isdisjoint(inside):
                self.seen.add("duplicate-key", self.row)
            cells |= inside
        return cells

    def cell(self, value: Any, column: str = "") -> str | None:
        """Return a value as text; None for null and for nothing."""
        if value is None:
            return None
        if isinstance(value, str):
            if isinstance(value, NotFinite):
                self.seen.add("not-a-number", self.row, column)
            return self.letters(str(value), column) or None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list):
            self.seen.add("list-in-cell", self.row, column)
        return self.letters(self.written(value), column)

    def written(self, value: Any, depth: int = 1) -> str:
        """Return a value as JSON, its numbers digit by digit."""
        if depth > self.most_depth:
            raise too_deep()
        if isinstance(value, Number):
            return str(value)
        if isinstance(value, list):
            return f"[{', '.join(self.written(one, depth + 1) for one in value)}]"
        if isinstance(value, dict):
            pairs = (
                f"{json.dumps(key, ensure_ascii=False)}: {self.written(one, depth + 1)}" for key, one in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        return json.dumps(value, ensure_ascii=False)

    def letters(self, text: str, column: str) -> str:
        """Return a text that can be stored: without halves of characters, and with bytes of another encoding read."""
        if text.isascii() or not _HALF.search(text):
            return text
        if _ALIEN.search(text):
            self.seen.add("not-utf8", self.row, column)
            text = _ALIEN.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), text)
        if _HALF.search(text):
            self.seen.add("half-character", self.row, column)
            text = _HALF.sub("\ufffd", text)
        return text
