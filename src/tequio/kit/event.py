"""A fact is a small frozen class with a stable name and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from tequio.kit.shown import Shown

BY_NAME: dict[str, type[Event]] = {}
_ENVELOPE = frozenset({"tenant", "subject", "evidence", "withheld", "corrects", "before", "after"})


@dataclass(frozen=True)
class Proof:
    """A file cited by its bytes: SHA-256 in hex, size in bytes, media type."""

    sha256: str
    size: int
    type: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """What every event carries. `tenant` and `subject` are urns; every field below them becomes `data`.

    `sentence` is a lazy template over `data`, plus %(actor)s and %(subject)s. Subclass Fact or Trace, never this.
    `is_past`: older records hold it, and nobody states it any more.
    """

    name: ClassVar[str] = ""
    sentence: ClassVar[Any] = ""
    is_past: ClassVar[bool] = False

    tenant: str
    subject: str

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        name = cls.__dict__.get("name")
        if name:
            if name in BY_NAME and BY_NAME[name].__qualname__ != cls.__qualname__:
                raise TypeError(f"two events are called {name}")
            BY_NAME[name] = cls

    def data(self) -> dict[str, Any]:
        """Return the event's own fields as JSON values."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name not in _ENVELOPE}


@dataclass(frozen=True, kw_only=True)
class Fact(Event):
    """A public fact, for record(): ids, codes, hashes, roles, institutions. Never a name, a mail or a stranger's words.

    `withheld` holds personal values: the leaf gets salted digests only. `corrects` is the id of an earlier entry.
    `shown` says where the public API shows what the fact says.
    """

    shown: ClassVar[tuple[Shown, ...]] = ()

    evidence: tuple[Proof, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    corrects: str | None = None


@dataclass(frozen=True, kw_only=True)
class Trace(Event):
    """A private trace, for audit(): what changed, before and after. Never sequenced, never exported."""

    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """Turn a field's value into JSON that every implementation writes alike; floats are refused."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"an event cannot hold a {type(value).__name__}")
