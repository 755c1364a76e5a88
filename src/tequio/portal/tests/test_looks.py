"""How the front pages look: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.people.tests import worlds as people
from tequio.tracking.tests import worlds
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, that_day: datetime) -> SimpleNamespace:
    """Two places, one of them with a plan in which something moved."""
    made = worlds.nuevo_leon(that_day)
    people.mexico(that_day)
    worlds.finish(worlds.milestone(made.lab, "Reglas"), made.liaison, made.coordination, that_day)
    worlds.hand_in(worlds.milestone(made.lab, "Convenios"), made.liaison, that_day, kind="agreement")
    return made


def test_every_page_reads_well(
    world: SimpleNamespace, visit: Visit, both_widths: Look, client_of: Callable[[Any], Client]
) -> None:
    follow = f"/seguir/commitment/{world.lab.public_id}/"
    for path in ("/", "/nl/", "/mexico/", follow):
        page = visit(path, look=both_widths)
        assert (axe(page), overflow(page)) == ([], 0), path
    for actor in (world.coordination, world.liaison):
        signed_in = {"sessionid": client_of(actor).cookies["sessionid"].value}
        for path in ("/escritorio/", "/escritorio/hitos/juntos/", "/escritorio/calendario/", "/mi-cuenta/avisos/"):
            page = visit(path, look=both_widths, cookies=signed_in)
            assert (axe(page), overflow(page)) == ([], 0), path
