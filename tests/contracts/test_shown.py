"""What facts promise to show stands in the interface: every list, every field, every field of the fact itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest

from tequio.config.api import root
from tequio.kit.event import _ENVELOPE, BY_NAME, Event, Fact
from tequio.kit.shown import NOWHERE, Shown
from tests.house.sources import nobody, own_modules

# Facts of which the interface shows nothing: who holds an office, the log itself, what is seen on pages only.
UNSHOWN = frozenset(
    {
        *("contributions.thread-opened", "contributions.thread-closed"),
        *("people.office-granted", "people.office-ended", "people.transparency-liaison-named", "people.image-changed"),
        *("plans.review-extended", "notices.reminder-rule-set"),
        *("record.log-opened", "record.key-added", "record.key-retired", "record.policy-changed"),
        *("record.entry-erased", "record.snapshot-taken"),
        *("tracking.move-proposed", "tracking.move-accepted", "tracking.move-declined", "tracking.move-withdrawn"),
        *("tracking.period-reported", "tracking.rules-changed", "tracking.link-rules-changed"),
        *("tracking.format-asked", "tracking.format-filled"),
        *("tracking.format-evidence-submitted", "tracking.format-evidence-reviewed"),
        *("tracking.evaluation-opened", "tracking.evaluation-scored", "tracking.evaluation-rules-changed"),
    }
)


def facts() -> list[type[Event]]:
    """Return the public facts of the rooms."""
    for module in own_modules():
        if module.step == "events":
            import_module(".".join(["tequio", *module.parts]))
    found = [BY_NAME[name] for name in sorted(BY_NAME)]
    return [one for one in found if issubclass(one, Fact) and ".tests." not in one.__module__]


def lists() -> dict[str, Mapping[str, Any]]:
    """Return the fields of what each list of the interface holds."""
    schema = root.get_openapi_schema()
    schemas = schema["components"]["schemas"]

    def named(one: Mapping[str, Any]) -> Mapping[str, Any]:
        return schemas[one["$ref"].rsplit("/", 1)[1]]["properties"]

    found = {}
    for path, methods in schema["paths"].items():
        answer = named(methods["get"]["responses"][200]["content"]["application/json"]["schema"])
        if {"items", "next"} <= set(answer):
            found[path.removeprefix("/api/v1/")] = named(answer["items"]["items"])
    return found


def unkept(fact: type[Event], shown: Shown, listed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Say what a fact promises to show and nobody would find."""
    if shown.where == NOWHERE:
        return
    if shown.where not in listed:
        yield f"is shown in {shown.where}, which is no list"
        return
    there, own = set(listed[shown.where]), {one.name for one in dataclasses.fields(fact)} - _ENVELOPE
    texts = [shown.text] if shown.text else []
    fields: list[str] = [*shown.key, *shown.says, *shown.cites, *(name for text in texts for name in text.says)]
    yield from (f"shows {name}" for name in fields if name.split(".")[0] not in there)
    for part in (part for text in texts for part in text.parts):
        rows = set(listed.get(part.where, {}))
        yield from (f"shows {name} in {part.where}" for name in {**part.says, **part.starts} if first(name) not in rows)
    sources = [*shown.key.values(), *shown.says.values(), *shown.cites.values(), shown.when, shown.under]
    words = [one for one in sources if isinstance(one, str) and one] + [text.cited for text in texts]
    yield from (f"says {word}" for word in words if word not in own)


def first(name: str) -> str:
    return name.split(".")[0]


def every(found: Iterable[type[Event]]) -> Iterator[tuple[type[Event], Shown]]:
    for fact in found:
        for shown in getattr(fact, "shown", ()):
            yield fact, shown


def test_what_facts_promise_to_show_is_in_the_interface() -> None:
    listed = lists()

    assert len(listed) > 20
    nobody(f"{fact.name} {what}" for fact, shown in every(facts()) for what in unkept(fact, shown, listed))


def test_every_fact_says_where_it_is_shown_or_is_known_to_be_shown_nowhere() -> None:
    silent = {one.name for one in facts() if not getattr(one, "shown", ())}

    assert silent == UNSHOWN


@pytest.mark.parametrize(
    ("shown", "what"),
    [
        (Shown("stars"), "is shown in stars, which is no list"),
        (Shown("milestones", says={"shine": "status"}), "shows shine"),
        (Shown("milestones", says={"status": "shine"}), "says shine"),
    ],
)
def test_the_law_of_what_is_shown_bites(shown: Shown, what: str) -> None:
    assert what in set(unkept(BY_NAME["tracking.status-reported"], shown, lists()))


def test_all_that_tells_one_list_names_its_rows_alike() -> None:
    named: dict[str, set[tuple[str, ...]]] = {}
    for _fact, shown in every(facts()):
        named.setdefault(shown.where, set()).add((*shown.key, str(shown.is_each)))

    nobody(f"{where} is told in {len(ways)} ways" for where, ways in named.items() if len(ways) > 1)
