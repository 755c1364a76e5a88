"""Facts are small frozen classes with a stable name and a sentence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.utils.translation import override

from tequio.kit.event import _ENVELOPE, BY_NAME, Event, Fact, Trace
from tests.house.sources import nobody, own_modules

# A public body never holds these: names, mails, telephones, addresses of machines.
PRIVATE_FIELDS = frozenset({"email", "mail", "phone", "ip", "person", "user", "account", "full_name", "password"})


def events() -> list[type[Event]]:
    """Return the events of the rooms, in the order of their names."""
    for module in own_modules():
        if module.step == "events":
            import_module(".".join(["tequio", *module.parts]))
    return [BY_NAME[name] for name in sorted(BY_NAME) if ".tests." not in BY_NAME[name].__module__]


def test_rooms_have_facts() -> None:
    assert len(events()) > 5


def unlawful(event: type[Event]) -> Iterator[str]:
    """Say what keeps a class from being an event."""
    pieces = event.__module__.split(".")
    room = pieces[1] if len(pieces) > 1 else ""
    if pieces[2:3] != ["events"]:
        yield "does not stand in events.py"
    if not re.fullmatch(rf"{room}\.[a-z]+(-[a-z]+)+", event.name):
        yield "is not called room.noun-past-participle"
    if not issubclass(event, Fact | Trace):
        yield "is neither public (Fact) nor private (Trace)"
    if not event.__dict__.get("__doc__") or event.__doc__.startswith(f"{event.__name__}("):
        yield "has no docstring"
    if not dataclasses.is_dataclass(event) or not event.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        yield "is not frozen"
    yield from said(event)


def said(event: type[Event]) -> Iterator[str]:
    """Say what is wrong with an event's sentence, in both languages."""
    fields = {field.name for field in dataclasses.fields(event)}
    known = (fields - _ENVELOPE) | {"actor", "subject"}
    if issubclass(event, Fact) and fields & PRIVATE_FIELDS:
        yield f"holds {', '.join(sorted(fields & PRIVATE_FIELDS))}"
    for language in ("es-mx", "en"):
        with override(language):
            sentence = str(event.sentence)
        if not sentence:
            yield f"has no sentence in {language}"
        if unknown := set(re.findall(r"%\((\w+)\)", sentence)) - known:
            yield f"asks for {', '.join(sorted(unknown))} in {language}"


def test_every_event_is_lawful() -> None:
    nobody(f"{event.name or event.__qualname__} {what}" for event in events() for what in unlawful(event))


def test_every_event_is_stated_by_somebody() -> None:
    """A fact that nobody states is a word without a deed, but for those that only older records hold."""
    elsewhere = "\n".join(module.text for module in own_modules() if module.step not in {"events", "reactions"})

    nobody(event.name for event in events() if bool(re.search(rf"\b{event.__name__}\b", elsewhere)) is event.is_past)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bad(Fact):
    """Breaks nearly every law; its name is empty, so that it stays out of the register."""

    email: str = ""


def test_the_law_of_events_bites() -> None:
    found = " ".join(unlawful(Bad))

    assert "does not stand in events.py" in found
    assert "is not called" in found
    assert "has no sentence" in found
    assert "holds email" in found


@pytest.mark.parametrize("language", ["es-mx", "en"])
def test_a_sentence_that_asks_for_what_the_event_lacks_is_found(language: str) -> None:
    lacking = type("Lacking", (Bad,), {"sentence": "%(actor)s closed %(call)s."})

    assert f"asks for call in {language}" in set(said(lacking))
