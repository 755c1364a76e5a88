"""The pages that explain the house tell of this house."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests.house.sources import ROOT, SRC, Function, Module, floors, nobody

DOCS = ROOT / "docs"
COLUMNS = ["id", "name", "state", "room", "page", "test", "note"]
STATES = {"done", "part", "open"}
ASKED = [
    *(f"R{number:03}" for number in range(1, 194)),
    *(f"C{number:02}" for number in range(1, 26)),
    *(f"X{number:02}" for number in range(1, 14)),
]

Row = dict[str, str]


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def named(heading: str) -> set[str]:
    """Return the names that stand first in the table below a heading of the glossary."""
    section = page("GLOSSARY.md").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))


def test_every_table_stands_in_the_glossary() -> None:
    ours = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("tequio.") and ".tests" not in model.__module__
    }

    assert ours
    assert ours - named("Tables") == set()
    assert named("Tables") - ours == set()


@pytest.mark.parametrize("name", sorted(named("Words")))
def test_every_word_of_the_glossary_exists(name: str) -> None:
    room, step, *rest = name.split(".")
    found = import_module(f"tequio.{room}.{step}")

    for word in rest:
        found = getattr(found, word)


def test_every_decision_says_why_what_and_what_follows() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    nobody(
        f"{path.name} lacks {word}"
        for path in decisions
        for word in ("**Context.**", "**Decision.**", "**Consequences.**")
        if word not in path.read_text(encoding="utf-8")
    )


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]

    nobody(
        f"{path.relative_to(ROOT)} → {target}"
        for path in pages
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    )


def rows() -> list[Row]:
    """Return the lines of what was asked."""
    with (DOCS / "REQUIREMENTS.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shown_in(path: str) -> frozenset[str]:
    """Return the names of the tests in a file; none if there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    found = Module(file)
    return frozenset(node.name for node in found.tree.body if isinstance(node, Function))


@cache
def url_names() -> frozenset[str]:
    """Return every name that an address has, with its room."""
    found = set()
    for space in ["", *(name for name in get_resolver().namespace_dict)]:
        resolver = get_resolver().namespace_dict[space][1] if space else get_resolver()
        found |= {f"{space}:{name}" if space else name for name in resolver.reverse_dict if isinstance(name, str)}
    return frozenset(found)


def dead(row: Row) -> list[str]:
    """Return the names in a line that nothing answers to."""
    rooms = [room for room in row["room"].split() if room not in floors()]
    if row["state"] != "open":
        rooms += [room for room in row["room"].split() if not (SRC / room).is_dir()]
    pages = [name for name in row["page"].split() if name not in url_names()]
    tests = [test for test in row["test"].split() if test.partition("::")[2] not in shown_in(test.partition("::")[0])]
    return [f"{row['id']}: {name}" for name in [*rooms, *pages, *tests]]


def test_every_need_has_a_line() -> None:
    assert [row["id"] for row in rows()] == ASKED
    assert [list(row) for row in rows()][0] == COLUMNS
    nobody(f"{row['id']} is {row['state']!r}" for row in rows() if row["state"] not in STATES or not row["name"])


def test_no_line_names_what_does_not_exist() -> None:
    nobody(name for row in rows() for name in dead(row))


def test_what_is_done_is_shown_by_a_test_and_what_is_in_part_says_what_lacks() -> None:
    nobody(f"{row['id']} is done, but no test shows it" for row in rows() if row["state"] == "done" and not row["test"])
    nobody(f"{row['id']} does not say what lacks" for row in rows() if row["state"] == "part" and not row["note"])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("room", "cellar"),
        ("room", "forum"),
        ("page", "record:nowhere"),
        ("test", "tests/house/test_docs.py::test_nothing"),
        ("test", "tests/nowhere.py::test_nothing"),
    ],
)
def test_the_law_of_dead_names_bites(column: str, value: str) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"id": "R001", "state": "part", column: value}

    assert dead(row)


def test_living_names_are_let_through() -> None:
    row = {"id": "R001", "name": "x", "state": "done", "room": "record people", "page": "record:feed", "note": ""}

    assert dead(row | {"test": "tests/house/test_docs.py::test_living_names_are_let_through"}) == []
