"""What two programs write differently and mean alike: 14 and "14.00", an instant to the milli- or the microsecond."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tequio.kit.canonical import canonical

ABSENT = object()
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def alike(value: Any) -> str:
    """Write a JSON value so that what means the same is the same; lists of objects in any order."""
    return canonical(_plain(value)).decode()


def _plain(value: Any) -> Any:
    if value is ABSENT or value is None or value == "":
        return ""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | str):
        return _word(value if isinstance(value, str) else repr(value))
    if isinstance(value, Mapping):
        return {_word(str(name)): _plain(one) for name, one in value.items()}
    items = [_plain(one) for one in value]
    return sorted(items, key=canonical) if all(isinstance(one, dict) for one in items) else items


def _word(text: str) -> str:
    if _NUMBER.fullmatch(text):
        found = Decimal(text)
        return format(found.normalize(), "f") if found else "0"
    if _INSTANT.fullmatch(text):
        try:
            return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="milliseconds")
        except (ValueError, OverflowError):
            return text
    return text.encode("utf-8", "replace").decode()  # JSON can hold half a letter, which nobody can hash


def cited(value: Any) -> Any:
    """Return the SHA-256 of some words, as facts cite them; nothing of nothing."""
    if value is ABSENT or value is None or value == "":
        return ""
    return sha256(str(value).strip().encode("utf-8", "replace")).hexdigest()


def dig(thing: Any, path: str) -> Any:
    """Return what stands at a path in an object (kit.shown); ABSENT where nothing does."""
    for step in path.split("."):
        thing = _step(thing, step)
        if thing is ABSENT:
            return ABSENT
    return thing


def _step(thing: Any, step: str) -> Any:
    if isinstance(thing, Mapping):
        return thing.get(step, ABSENT)
    if not isinstance(thing, list):
        return ABSENT
    if step == "#":
        return len(thing)
    name, is_named, value = step.partition("=")
    if is_named:
        rows = (row for row in thing if isinstance(row, Mapping) and alike(row.get(name, ABSENT)) == alike(value))
        return next(rows, ABSENT)
    return thing[int(step)] if step.isdecimal() and int(step) < len(thing) else ABSENT


def shown(value: Any) -> str:
    """Write a value for a report."""
    if value is ABSENT or value is None or value == "":
        return "—"
    plain = value if isinstance(value, str) else _plain(value)
    return plain if isinstance(plain, str) else canonical(plain).decode()
