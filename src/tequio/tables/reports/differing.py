"""What differs between two versions, as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tequio.kit.tongue import ENGLISH, Tongue
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.store.diff import Difference

_SAME = _("Both say the same.")
_COUNTS = _("Rows: %(added)s added, %(removed)s removed, %(changed)s changed.")
_COLUMNS_ADDED, _COLUMNS_REMOVED = _("New columns: %(names)s"), _("Columns that are gone: %(names)s")
_RETYPED = _("The column “%(column)s” holds another kind of values: %(before)s before, %(after)s now.")
_CELLS = _("%(column)s: %(n)s cells changed")


def lines(found: Difference, tongue: Tongue = ENGLISH) -> Iterator[str]:
    """Yield the report line by line: counts, columns, then each column with the first of its cells that changed."""
    say = tongue.gettext
    if found.is_none:
        yield say(_SAME)
        return
    counts = {"added": found.added, "removed": found.removed, "changed": found.changed}
    yield say(_COUNTS) % {name: f"{count:,}" for name, count in counts.items()}
    for says, names in ((_COLUMNS_ADDED, found.columns_added), (_COLUMNS_REMOVED, found.columns_removed)):
        if names:
            yield say(says) % {"names": ", ".join(names)}
    for one in found.columns_retyped:
        yield say(_RETYPED) % {"column": one.column, "before": one.before, "after": one.after}
    for column in found.columns:
        yield say(_CELLS) % {"column": column.column, "n": f"{column.count:,}"}
        for cell in column.examples[:3]:
            yield f"  {' · '.join(map(str, cell.key))}: {cell.before} → {cell.after}"


def as_json(found: Difference) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "added": found.added,
        "removed": found.removed,
        "changed": found.changed,
        "columns_added": list(found.columns_added),
        "columns_removed": list(found.columns_removed),
        "columns_retyped": [
            {"column": one.column, "before": one.before, "after": one.after} for one in found.columns_retyped
        ],
        "columns": [
            {
                "column": one.column,
                "changed": one.count,
                "examples": [
                    {"key": list(cell.key), "before": cell.before, "after": cell.after} for cell in one.examples
                ],
            }
            for one in found.columns
        ],
    }
