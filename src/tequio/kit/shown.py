"""What `/api/v1` shows of a fact, so that anybody can hold the site against the record (tequio/replay).

    shown = (Shown("milestones", key={"urn": "milestone"}, says={"status": "status"}, cites={"note": "note"}),)

reads: in the list `milestones`, the object whose `urn` is the fact's `milestone` must say the fact's `status` as its
`status`, and a `note` whose SHA-256 is the fact's `note`, until a later fact says otherwise. What a fact says stays
said; what is no longer known after it is UNSAID.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Body = Mapping[str, Any]  # an entry, as its bytes say it


class Mark(Enum):
    """What a source answers instead of a value."""

    UNSAID = "unsaid"  # nothing is known of this field from here on
    UNCHANGED = "unchanged"  # what was said of it before still holds
    SUBJECT = "subject"  # the subject of the fact


UNSAID, UNCHANGED, SUBJECT = Mark.UNSAID, Mark.UNCHANGED, Mark.SUBJECT


class Plus(int):
    """So many more than before."""


# A field of the fact's data, or what is computed from the whole entry.
Source = str | Mark | Plus | Callable[[Body], Any]
Sources = Mapping[str, Source]
# A field of a published text, or what is computed from it.
Written = str | Callable[[Mapping[str, Any]], Any]
Row = Callable[[Mapping[str, Any], Mapping[str, Any]], Any]  # of a row of a text, and the text


@dataclass(frozen=True)
class Part:
    """A list within a published text, whose rows the API lists by themselves: `rows` there, each named by its `id`.

    `starts` is what holds of each while no fact has said anything; `has_page` as in Shown.
    """

    where: str
    rows: str
    says: Mapping[str, str | Row] = field(default_factory=dict)
    starts: Mapping[str, Any] = field(default_factory=dict)
    has_page: bool = False


@dataclass(frozen=True)
class Text:
    """A published text that a fact cites by its SHA-256, and what else it says of the object.

    `at` is its address, made from the object's own fields; the hash is that of the bytes, or of their canonical JSON.
    """

    cited: str = "text"
    at: str = "{url}.json"
    says: Mapping[str, Written] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Shown:
    """Where the API shows a fact, and how.

    `where` is a list below `/api/v1/`; NOWHERE: the fact only tells whether something is public. `key` names the object
    by its own fields; a list of names is several objects. A field may be a path: `reply.text`, `answers.0.text`,
    `points.number={point}.ruling` (that of the list whose number is the fact's `point`), `points.#` (how many).
    """

    where: str
    key: Sources = field(default_factory=lambda: {"urn": SUBJECT})
    says: Sources = field(default_factory=dict)
    # Words that the fact holds by their SHA-256.
    cites: Sources = field(default_factory=dict)
    text: Text | None = None
    # Whether the list holds it from here on; None: this fact does not tell.
    is_listed: bool | None = None
    # Only of facts of which this is so.
    when: Source = ""
    # With what it is no longer public.
    under: Source = SUBJECT
    # Each fact is a row of its own, however alike: a history, of which nothing is ever replaced.
    is_each: bool = False
    # The list also holds what no fact of its own tells.
    has_others: bool = False
    # The page at the object's `url` says the same to programs too: data-urn, data-says, data-value.
    has_page: bool = False
    # What is so once a value that the entry withheld is erased, by the name of the value.
    erased: Mapping[str, Sources] = field(default_factory=dict)


NOWHERE = ""


def at(body: Body) -> Any:
    """Return the instant that a fact claims."""
    return body["at"]


def actor(body: Body) -> Any:
    """Return the office that states a fact."""
    return body["actor"]


def first_file(body: Body) -> Any:
    """Return the SHA-256 of the first file that a fact cites."""
    return body["evidence"][0]["sha256"]


def just(value: Any) -> Source:
    """Return always the same value."""
    return lambda _body: value


def if_so(name: str, then: Source, otherwise: Source = UNCHANGED) -> Source:
    """Return one source where a field of the data is so, else the other."""
    return lambda body: said(then if body["data"].get(name) else otherwise, body)


def said(source: Source, body: Body) -> Any:
    """Return what a fact answers to a source."""
    if source is SUBJECT:
        return body["subject"]
    if isinstance(source, str):
        return body["data"].get(source) if source else None
    return source(body) if callable(source) else source
