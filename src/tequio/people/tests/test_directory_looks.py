"""How the directories look: what axe finds, and what does not fit, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.people.tests import worlds
from tequio.people.tests.test_directories import ally
from tequio.people.tests.test_leaders import note
from tequio.people.tests.test_organisations import published
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def test_every_directory_reads_well(
    world: SimpleNamespace, that_day: datetime, visit: Visit, both_widths: Look, client_of: Callable[[Any], Client]
) -> None:
    organisation, kept, leader = published(world, that_day), ally(world, that_day), note(world, that_day)
    signed_in = {"sessionid": client_of(world.coordination).cookies["sessionid"].value}
    public = ["directorio", "sujetos-obligados", "aliados", "organizaciones", "organizaciones/registrar"]
    public += ["agentes-de-cambio", "quien-puede-que", f"organizaciones/{organisation.public_id}/escribir"]
    private = ["directorio", "aliados", f"aliados/{kept.public_id}", "lideres-vecinales", "ajustes/imagen"]
    private += [f"lideres-vecinales/{leader.public_id}", "lideres-vecinales/nueva", "instituciones/parecidas"]
    private += [f"organizaciones/{organisation.public_id}/decidir", "organizaciones/por-decidir"]
    asked = [(one, None) for one in public] + [(one, signed_in) for one in private]
    for path, cookies in asked:
        page = visit(f"/nl/{path}/", look=both_widths, cookies=cookies)
        assert (axe(page), overflow(page)) == ([], 0), path
    page = visit(organisation.get_absolute_url(), look=both_widths)
    assert (axe(page), overflow(page)) == ([], 0)
