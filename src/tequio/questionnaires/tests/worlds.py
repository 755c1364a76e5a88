"""Worlds for tests of this room, built by calling actions.

made = worlds.questionnaire(world, at)                  # a draft with one question of each kind, none needed
version = worlds.publish(made, world, at)               # ...open for answers now
response = worlds.begin(version, world.liaison, at)
worlds.save(response, world.liaison, at, trained="12")  # by code; lists for choices
"""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from tequio.questionnaires import actions, checks
from tequio.questionnaires.models import Questionnaire, Response, Version

_COLOURS = [{"code": "red", "label": "Rojo"}, {"code": "blue", "label": "Azul"}]
SECTIONS = [
    {
        "heading": "Textos",
        "title": "Lo que se hizo",
        "questions": [
            {"code": "campaign", "kind": "long", "text": "¿Qué campaña hizo {institution}?", "max_length": 20},
            {"code": "name", "kind": "short", "text": "Nombre de la campaña"},
        ],
    },
    {
        "heading": "Cifras",
        "title": "Cuánto",
        "questions": [
            {"code": "trained", "kind": "number", "text": "Personas capacitadas", "unit": "personas", "minimum": 0},
            {"code": "spent", "kind": "money", "text": "Costo", "unit": "MXN"},
            {"code": "share", "kind": "number", "text": "Porcentaje", "maximum": 100, "decimals": 1},
        ],
    },
    {
        "title": "Otras",
        "questions": [
            {"code": "is-open", "kind": "yes-no", "text": "¿Es pública?"},
            {"code": "colour", "kind": "single", "text": "Color", "options": _COLOURS, "has_other": True},
            {"code": "colours", "kind": "multiple", "text": "Colores", "options": _COLOURS, "has_other": True},
            {"code": "day", "kind": "date", "text": "Día"},
            {"code": "month", "kind": "month", "text": "Mes"},
            {"code": "proof", "kind": "evidence", "text": "Prueba"},
        ],
    },
]


def questionnaire(world: SimpleNamespace, at: datetime, *, sections: Any = SECTIONS, **values: Any) -> Questionnaire:
    """A draft with one question of each kind, unless told otherwise."""
    said = {"title": "Campañas del año", "audience": "offices", "is_public": True} | values
    return actions.open_questionnaire(
        jurisdiction=world.jurisdiction, values=said, sections=sections, actor=world.coordination, at=at
    )


def publish(made: Questionnaire, world: SimpleNamespace, at: datetime) -> Version:
    """Publish its version in draft."""
    version = made.versions.get(published_at__isnull=True)
    return actions.publish_version(version=version, actor=world.coordination, at=at)


def begin(version: Version, by: Any, at: datetime) -> Response:
    """Begin to answer as an office."""
    return actions.start_response(version=version, actor=by, at=at)[0]


def save(response: Response, by: Any, at: datetime, token: str = "", **typed: Any) -> Response:
    """Save what was typed; `is_open` stands for the code is-open."""
    given = {code.replace("_", "-"): _given(value) for code, value in typed.items()}
    return actions.save_answers(response=response, given=given, token=token, actor=by, at=at)


def _given(value: Any) -> checks.Given:
    if isinstance(value, checks.Given):
        return value
    return checks.Given(choices=value) if isinstance(value, list) else checks.Given(text=value)
