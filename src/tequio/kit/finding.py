"""How a room makes its public things findable by the site search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Document:
    """What search knows and shows of a public thing.

    `subject` is the urn whose entries tell of it (the commitment of a milestone), `text` what it is found by besides
    its title, `place` the key of its jurisdiction, and `where` what it is a part of, as a person says it.
    """

    urn: str
    kind: str
    subject: str
    title: str
    text: str
    url: str
    place: int | None
    where: str = ""


@dataclass(frozen=True)
class Source:
    """The findable things of a room: only what everybody may see.

    `kinds` gives each kind of urn its name in the plural and its rank (plans first). `read` returns the documents of
    some urns that are public now, in a fixed number of queries; `under` the urns whose documents a fact about a subject
    may change; `every` all of them.
    """

    kinds: Mapping[str, tuple[Any, int]]
    read: Callable[[Iterable[str]], Iterable[Document]]
    under: Callable[[str], Iterable[str]]
    every: Callable[[], Iterable[str]]
