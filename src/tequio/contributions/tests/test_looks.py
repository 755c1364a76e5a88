"""How the pages of this room look: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tequio.contributions.tests import worlds
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_reads_well(
    transactional_db: None, that_day: datetime, visit: Visit, both_widths: Look, client_of: Callable[[Any], Client]
) -> None:
    world = worlds.nuevo_leon(that_day)
    answered, token = worlds.ask(world, world.leaf, that_day)
    worlds.answer(answered, world.liaison, that_day)
    hidden, _token = worlds.ask(world, world.leaf, that_day, text="Insulto")
    worlds.hide(hidden, world.coordination, that_day)
    waiting, _token = worlds.ask(world, world.lab, that_day, kind="dispute")
    public = [
        *("/nl/preguntas/", "/nl/preguntas/tiempos/", "/nl/preguntas/moderacion/", "/aportes/reportar-error/"),
        *(f"/nl/preguntas/sobre/milestone/{world.leaf.public_id}/", f"/aportes/{token}/"),
        *(one.get_absolute_url() for one in (answered, hidden)),
    ]
    for path in public:
        page = visit(path, look=both_widths)
        assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
    signed_in = {"sessionid": client_of(world.coordination).cookies["sessionid"].value}
    for path in ("/nl/preguntas/por-responder/", "/nl/preguntas/reglas/", waiting.get_absolute_url()):
        page = visit(path, look=both_widths, cookies=signed_in)
        assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
