"""Foreign keys go down the floors, and rooms are entered by their doors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.house.sources import (
    LIBRARIES,
    ROOT,
    SRC,
    Module,
    floors,
    layers,
    modules,
    nobody,
    own_modules,
    place,
    sample,
)

DOORS = frozenset({"actions", "queries", "policies", "events", "models", "vocab"})
ROOF_DOORS = DOORS | {"urls", "api", "cli", "reactions", "slots", "tasks", "worker"}

# Decision 0011: a room that asks shows the form of the questionnaire that it asks by.
LENT = frozenset({("tracking", "questionnaires", "forms")})


def our_models() -> list[type[models.Model]]:
    return [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("tequio.")]


def goes_down(source: str, target: str) -> bool:
    """Tell whether a foreign key may point from one room at another."""
    return source == target or floors()[target] < floors()[source]


def test_every_folder_has_a_floor() -> None:
    folders = {path.name for path in SRC.iterdir() if (path / "__init__.py").exists()}

    assert folders
    assert folders - set(floors()) == set()


def test_foreign_keys_go_down_the_floors_and_never_sideways() -> None:
    keys = [
        (model, field, field.remote_field.model)
        for model in our_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.remote_field
    ]

    assert len(keys) > 10
    nobody(
        f"{model._meta.label}.{field.name} points at {target._meta.label}"
        for model, field, target in keys
        if not target.__module__.startswith("tequio.")
        or not goes_down(model.__module__.split(".")[1], target.__module__.split(".")[1])
    )


@pytest.mark.parametrize(
    ("source", "target", "may"),
    [("plans", "people", True), ("plans", "plans", True), ("people", "plans", False), ("forum", "training", False)],
)
def test_the_law_of_foreign_keys_bites(source: str, target: str, may: bool) -> None:
    assert goes_down(source, target) is may


def test_there_are_no_generic_foreign_keys() -> None:
    assert our_models()
    nobody(model._meta.label for model in our_models() if model._meta.private_fields)


def entered_by_the_window(module: Module) -> Iterator[str]:
    """Yield the imports that enter another room past its doors."""
    doors = ROOF_DOORS if module.room == "config" else DOORS
    for node, name, imported, _ in module.imports():
        pieces = [*name.split("."), *([imported] if imported else [])]
        if pieces[0] != "tequio" or len(pieces) < 2 or pieces[1] not in floors():
            continue
        room, door = pieces[1], pieces[2] if len(pieces) > 2 else ""
        if (module.room, room, door) in LENT:
            continue
        if room != module.room and room not in LIBRARIES and door not in doors:
            yield place(module, node, f"enters {room} by {door or 'no door'}")


def test_rooms_are_entered_only_by_their_doors() -> None:
    assert own_modules()
    nobody(one for module in own_modules() for one in entered_by_the_window(module))


@pytest.mark.parametrize(
    ("where", "line", "is_window"),
    [
        ("plans/views.py", "from tequio.people import views", True),
        ("plans/views.py", "from tequio.people.middleware import actor_of", True),
        ("plans/views.py", "import tequio.people.forms", True),
        ("plans/views.py", "from tequio.people import queries", False),
        ("plans/views.py", "from tequio.people.models import Office", False),
        ("plans/views.py", "from tequio.web.page import page", False),
        ("config/slots.py", "from tequio.plans import slots", False),
        ("config/slots.py", "from tequio.plans import forms", True),
    ],
)
def test_the_law_of_doors_bites(where: str, line: str, is_window: bool) -> None:
    assert bool(list(entered_by_the_window(sample(line, where)))) is is_window


def test_every_model_lives_in_models() -> None:
    nobody(
        place(module, node, node.name)
        for module in modules()
        if not module.is_furniture and module.step != "models"
        for node in module.classes()
        for base in node.bases
        if isinstance(base, ast.Attribute) and base.attr == "Model"
    )


def test_the_architecture_page_shows_the_floors_of_the_contract() -> None:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn = re.search(r"```floors\n(.*?)```", page, re.DOTALL)

    assert drawn, "docs/ARCHITECTURE.md has lost its list of floors"
    shown = [tuple(sorted(re.split(r"\s*\|\s*", line.strip()))) for line in drawn[1].strip().splitlines()]
    assert shown == [tuple(sorted(rooms)) for rooms in layers()]
