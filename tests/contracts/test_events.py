"""What was written in the record must be readable for ever: the events that exist, their fields and their bytes.

`events.json` is frozen. An event that is not in it is added by `TEQUIO_ACCEPT=1`; one that is in it never changes: a
changed meaning is a new class with a new name. (Before the first release, a line may be taken out by hand and accepted
again.)
"""

from __future__ import annotations

import dataclasses
import json
import os
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from tequio.kit.event import _ENVELOPE, BY_NAME, Event, Fact, Proof, Trace, plain
from tequio.record import actions, leaf, queries
from tests.house.sources import own_modules

FROZEN = Path(__file__).with_name("events.json")
IS_ACCEPTED = os.environ.get("TEQUIO_ACCEPT") == "1"
AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
TENANT = "urn:tequio:nl:jurisdiction:0000000001"
SUBJECT = "urn:tequio:nl:commitment:0123456789"
EVIDENCE = (Proof(sha256="4c1e" * 16, size=123456, type="application/pdf"),)
SIMPLE: Mapping[type, Any] = {
    bool: True,
    int: 7,
    Decimal: Decimal("12.50"),
    Fraction: Fraction(7, 20),
    date: date(2023, 6, 30),
    datetime: AT,
    Any: "anything",
}


@dataclasses.dataclass(frozen=True)
class Office:
    """Whoever states the samples."""

    handle: str = "urn:tequio:nl:office:abcdefghjk"
    is_visitor: bool = False


for _module in own_modules():
    if _module.step == "events":
        import_module(".".join(["tequio", *_module.parts]))
EVENTS = sorted(
    (event for event in BY_NAME.values() if ".tests." not in event.__module__), key=lambda event: event.name
)


def value_for(name: str, kind: Any, labels: Mapping[str, Any]) -> Any:
    """Make up a value of a type: the first label where there are labels, the name of the field where it is a text."""
    origin, parts = typing.get_origin(kind), [part for part in typing.get_args(kind) if part is not types.NoneType]
    if origin in (typing.Union, types.UnionType):
        return value_for(name, parts[0], labels)
    if origin in (tuple, list):
        return (value_for(name, parts[0], labels),)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"key": value_for(name, parts[1], labels)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if kind is str:
        return next(iter(labels.get(name, {})), f"a {name}")
    return SIMPLE[kind]


def sample(event: type[Event]) -> Event:
    """Make an event whose every field is filled."""
    kinds = typing.get_type_hints(event)
    own = [field.name for field in dataclasses.fields(event) if field.name not in _ENVELOPE]
    values = {name: value_for(name, kinds[name], getattr(event, "labels", {})) for name in own}
    if issubclass(event, Fact):
        values["evidence"] = EVIDENCE
    return event(tenant=TENANT, subject=SUBJECT, **values)


def described(event: type[Event]) -> dict[str, Any]:
    """Return what is frozen of an event: whether it is public, its fields and, if it is, the bytes of a sample."""
    made = sample(event)
    fields = {field.name: str(field.type) for field in dataclasses.fields(event) if field.name not in _ENVELOPE}
    if issubclass(event, Trace):
        return {"kind": "trace", "fields": fields, "data": made.data()}
    written = leaf.leaf_bytes(
        id="01890a5d-ac96-774b-bcce-b302099a8057",
        type=event.name,
        at=AT,
        tenant=TENANT,
        subject=SUBJECT,
        seq=2,
        prev="6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        actor=Office().handle,
        data=made.data(),
        evidence=EVIDENCE,
    )
    return {"kind": "fact", "fields": fields, "leaf": written.decode()}


def frozen() -> dict[str, Any]:
    """Return the events as they were frozen, after adding those that are new if that is accepted."""
    kept: dict[str, Any] = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
    new = {event.name: described(event) for event in EVENTS if event.name not in kept}
    if IS_ACCEPTED and new:
        kept |= new
        FROZEN.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return kept


def test_every_event_is_frozen() -> None:
    assert EVENTS
    assert [event.name for event in EVENTS if event.name not in frozen()] == []


def test_no_frozen_event_is_gone() -> None:
    assert sorted(set(frozen()) - {event.name for event in EVENTS}) == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_a_frozen_event_never_changes(event: type[Event]) -> None:
    kept = frozen()[event.name]

    assert described(event) == kept


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("language", ["es-mx", "en"])
@pytest.mark.parametrize("event", [event for event in EVENTS if issubclass(event, Fact)], ids=lambda event: event.name)
def test_a_fact_reads_as_a_sentence(event: type[Fact], language: str) -> None:
    with transaction.atomic():
        row = actions.record(typing.cast(Fact, sample(event)), actor=Office(), at=AT)

    with override(language):
        (line,) = queries.lines([row])
    assert len(line.sentence.split()) > 2, line.sentence
    assert line.sentence[-1] in ".!?”»"
    assert "%" not in line.sentence.replace(" %", "")


@pytest.mark.parametrize("language", ["es-mx", "en"])
@pytest.mark.parametrize("event", [event for event in EVENTS if issubclass(event, Trace)], ids=lambda event: event.name)
def test_a_trace_reads_as_a_sentence(event: type[Trace], language: str) -> None:
    with override(language):
        said = str(event.sentence) % {**sample(event).data(), "actor": "Somebody", "subject": "something"}

    assert len(said.split()) > 1, said


def test_a_sample_fills_every_kind_of_field() -> None:
    kinds: list[Any] = [str, int, bool, Decimal, date, Fraction, str | None, tuple[str, ...], Mapping[str, int]]

    assert [plain(value_for("word", kind, {})) for kind in kinds] == [
        "a word",
        7,
        True,
        "12.5",
        "2023-06-30",
        "7/20",
        "a word",
        ["a word"],
        {"key": 7},
    ]
    assert value_for("status", str, {"status": {"stuck": "Stuck"}}) == "stuck"
