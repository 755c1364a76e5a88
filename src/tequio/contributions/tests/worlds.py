"""Worlds for tests of this room, built by calling actions.

world = worlds.nuevo_leon(at)                 # people's world, and a promise above this room, known by its urn alone:
world.lab, world.leaf, world.leaves           # a commitment of Culture and the civil society, and what lies beneath it
worlds.withdraw(world.lab)                    # nothing of it is public any more
asked, token = worlds.ask(world, world.leaf, at)    # a stranger asks; more: kind=, text=, name=, email=, actor=
worlds.answer(asked, world.liaison, at)       # its first point; more: ruling=, text=, number=
worlds.hide(asked, world.coordination, at)

The fixture `above` (conftest.py) answers for those things, as the rooms above do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from tequio.contributions import actions
from tequio.contributions.models import Answer, Contribution
from tequio.kit import ids
from tequio.people.tests import worlds as people
from tequio.record import queries as record

STRANGER = people.STRANGER
QUESTION = "¿Cuándo se podrán descargar los datos de las colonias?"
LEAVES = 7

PUBLIC: dict[str, record.Resolved] = {}
BEHIND: dict[str, frozenset[int]] = {}


@dataclass(frozen=True)
class Thing:
    """Something of a room above: this room knows its urn and nothing else."""

    title: str
    public_id: str
    urn: str


def nuevo_leon(at: datetime) -> SimpleNamespace:
    """A place with a promise and seven steps to comply with it."""
    world = people.nuevo_leon(at)
    world.lab = _promised(world, "commitment", "Datos para decidir juntas")
    world.leaves = [_promised(world, "milestone", f"Paso {n}", of=world.lab) for n in range(LEAVES)]
    world.leaf = world.leaves[0]
    return world


def withdraw(thing: Thing) -> None:
    """Take a thing and all beneath it out of public view."""
    for name in [name for name, told in PUBLIC.items() if thing.urn in (name, told.subject)]:
        del PUBLIC[name]


def resolved(urns: Iterable[str]) -> dict[str, record.Resolved]:
    """Answer for the things of this world, as a room above would."""
    return {name: PUBLIC[name] for name in urns if name in PUBLIC}


def responsible(urns: Iterable[str]) -> dict[str, frozenset[int]]:
    """Say who answers for them, as a room above would."""
    return {name: BEHIND[name] for name in urns if name in BEHIND}


def ask(world: SimpleNamespace, thing: Any, at: datetime, **more: Any) -> tuple[Contribution, str]:
    """Say something about a thing, as a stranger unless told otherwise."""
    said = {"kind": "question", "text": QUESTION, "actor": STRANGER}
    return actions.submit_contribution(thing=thing.urn, jurisdiction=world.jurisdiction, at=at, **said | more)


def report(world: SimpleNamespace, at: datetime, **more: Any) -> tuple[Contribution, str]:
    """Report an error on a page, as a stranger unless told otherwise."""
    said = {"path": "/nl/planes/", "text": "La fecha del plan está mal.", "actor": STRANGER}
    return actions.report_error(jurisdiction=world.jurisdiction, at=at, **said | more)


def answer(contribution: Contribution, by: Any, at: datetime, number: int = 1, **more: Any) -> Answer:
    """Answer one of its points."""
    said = {"ruling": "answered", "text": "Desde agosto: falta revisar la ortografía de las calles."}
    point = contribution.points.get(number=number)
    return actions.answer_point(point=point, actor=by, at=at, **said | more)


def hide(contribution: Contribution, by: Any, at: datetime, reason: str = "insults") -> Contribution:
    """Hide it with a reason."""
    return actions.hide_contribution(contribution=contribution, reason=reason, actor=by, at=at)


def again(contribution: Contribution) -> Contribution:
    """Return it as the database has it."""
    return Contribution.objects.select_related("thread__jurisdiction").get(pk=contribution.pk)


def _promised(world: SimpleNamespace, kind: str, title: str, of: Thing | None = None) -> Thing:
    made = Thing(title, public := ids.public_id(), record.urn(kind, public))
    PUBLIC[made.urn] = record.Resolved(
        title,
        f"/nl/{kind}/{public}/",
        tenant=world.jurisdiction.urn,
        subject=of.urn if of else made.urn,
        is_open=True,
    )
    BEHIND[made.urn] = frozenset({world.institutions.culture.pk, world.institutions.civil_society.pk})
    return made
