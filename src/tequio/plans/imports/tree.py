"""Walk a draft, and rebuild it with other leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from tequio.plans.imports.draft import Place, Said

T = TypeVar("T")


def leaves(node: object) -> Iterator[Said]:
    """Yield every piece of the document that a draft, or a part of one, holds."""
    if isinstance(node, Said):
        yield node
    elif isinstance(node, tuple | list):
        for item in node:
            yield from leaves(item)
    elif is_dataclass(node):
        for each in fields(node):
            yield from leaves(getattr(node, each.name))


def rewrite(node: T, change: Callable[[Said], Said]) -> T:
    """Return the same tree with every leaf changed."""
    found: Any = node
    if isinstance(found, Said):
        found = change(found)
    elif isinstance(found, tuple):
        found = tuple(rewrite(item, change) for item in found)
    elif is_dataclass(found) and not isinstance(found, type | Place):
        found = replace(found, **{each.name: rewrite(getattr(found, each.name), change) for each in fields(found)})
    return found  # type: ignore[no-any-return]
