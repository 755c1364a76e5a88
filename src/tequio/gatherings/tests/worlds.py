"""Worlds for tests of this room, built by calling actions."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from tequio.gatherings import actions
from tequio.gatherings.models import Gathering
from tequio.people.tests import worlds as people

STRANGER = people.STRANGER
nuevo_leon = people.nuevo_leon


def session(world: SimpleNamespace, at: datetime, **values: Any) -> Gathering:
    """Write down an accountability session of December 2023."""
    said = {"kind": "accountability", "title": "Sesión de rendición de cuentas", "on": date(2023, 12, 1)}
    said |= {"precision": "month", "venue": "Biblioteca Central"} | values
    return actions.draft_gathering(jurisdiction=world.jurisdiction, values=said, actor=world.coordination, at=at)


def report(gathering: Gathering, world: SimpleNamespace, at: datetime, **more: Any) -> Gathering:
    """Tell what happened: 4 moments, and 4 of each lesson."""
    told: dict[str, Any] = {
        "summary": "Se revisó el primer año.",
        "attendance": [{"sector": "government", "women": 5, "men": 3}, {"sector": "civil-society", "women": 2}],
        "moments": [{"title": f"Momento {n}", "text": "Lo que se dijo."} for n in range(4)],
        "lessons": [
            {"kind": kind, "text": f"{kind} {n}", "addressee": ""}
            for kind in ("achievement", "challenge", "learning", "recommendation")
            for n in range(4)
        ],
        "revision": gathering.revision,
    }
    return actions.report_gathering(gathering=gathering, **(told | more), actor=world.coordination, at=at)
