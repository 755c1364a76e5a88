"""What stands beside the entries and may be erased: personal values, their public copies, what says that they went."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from tequio.kit.actor import Actor
from tequio.kit.slot import Slot
from tequio.record.models import Entry
from tequio.record.queries.lines import Line, lines
from tequio.record.vocab import FIELDS


@dataclass(frozen=True)
class PublicFile:
    """A file that everybody may download. Whoever calls `open` closes what it gives."""

    size: int
    open: Callable[[], BinaryIO]


# All filled by the rooms above. Of some entries (ids), the names of the withheld values that everybody may read now.
disclosable: Slot[[Collection[str]], Mapping[str, Collection[str]]] = Slot("record.disclosable")
# Of some hashes, the files that everybody may have.
copies: Slot[[Collection[str]], Mapping[str, PublicFile]] = Slot("record.copies")
# Told of each fact (type, body) that came back after a restore: rooms with personal data of their own erase it again.
returned: Slot[[str, dict[str, Any]], None] = Slot("record.returned")
# What whoever asks may do with an entry that keeps personal values apart: words and an address.
offered: Slot[[Actor, Entry], list[tuple[str, str]]] = Slot("record.offered")


@dataclass(frozen=True)
class Kept:
    """A personal value that an entry keeps apart, or kept. `value` is empty unless everybody may read it now."""

    name: str
    erased_at: datetime | None = None
    value: str = ""

    @property
    def said(self) -> str:
        """What it is, in words."""
        return field_said(self.name)


@dataclass(frozen=True)
class Erasure:
    """Values of an entry that were erased together: which, in words, when, and the entry that says why."""

    fields: tuple[str, ...]
    at: datetime
    line: Line | None


def field_said(name: str) -> str:
    """Say what a withheld value is; a room's own name where no word is known for it."""
    kind, _hyphen, number = name.partition("-")
    if number.isdecimal() and kind in FIELDS:
        return _("%(what)s %(number)s") % {"what": FIELDS[kind], "number": number}
    return str(FIELDS.get(name, name))


def kept_of(row: Entry) -> list[Kept]:
    """Return the personal values of an entry, also the erased ones, by their names."""
    event_id = str(row.event_id)
    public = {name for answer in disclosable.ask([event_id]) for name in answer.get(event_id, ())}
    return [
        Kept(one.name, one.erased_at, one.value if one.name in public else "") for one in row.withheld.order_by("name")
    ]


def erasures_of(row: Entry) -> list[Erasure]:
    """Return what was erased of an entry, the oldest first, each with the later entry that says so.

    That entry tells of the same thing. It is known by its instant, the erased values' own, and by its naming this one.
    """
    erased: dict[datetime, list[str]] = {}
    for one in row.withheld.filter(erased_at__isnull=False).order_by("erased_at", "name"):
        if one.erased_at:
            erased.setdefault(one.erased_at, []).append(field_said(one.name))
    later = Entry.objects.filter(subject=row.subject, seq__gt=row.seq, at__in=list(erased))
    naming = [one for one in later if json.loads(bytes(one.entry)).get("corrects") == str(row.event_id)]
    said = {line.at: line for line in lines(naming)}
    return [Erasure(tuple(fields), at, said.get(at)) for at, fields in erased.items()]
