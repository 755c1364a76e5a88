"""How the pages of this room look: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit.actor import SYSTEM
from tequio.people import actions
from tequio.people.models import Tenure
from tequio.people.tests import worlds
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def test_every_page_reads_well(
    world: SimpleNamespace, that_day: datetime, visit: Visit, both_widths: Look, client_of: Callable[[Any], Client]
) -> None:
    culture = world.institutions.culture
    tenure = Tenure.objects.get(user=world.liaison.user)
    invitation = actions.invite(
        institution=culture, role="liaison", email="nueva@correo.example", actor=world.coordination, at=that_day
    )
    token = actions.write_invitation(invitation=invitation, actor=SYSTEM, at=that_day)
    actions.add_post(institution=culture, title="Otra dirección", actor=SYSTEM, at=that_day)
    signed_in = {"sessionid": client_of(world.coordination).cookies["sessionid"].value}
    private = [
        "/mi-cuenta/",
        "/mi-cuenta/borrar/",
        "/nl/personas/",
        "/nl/personas/invitar/",
        f"/nl/personas/{tenure.public_id}/terminar/",
        "/nl/ajustes/",
        "/nl/ajustes/nueva-jurisdiccion/",
        "/nl/instituciones/nueva/",
        f"/nl/instituciones/{culture.public_id}/puestos/",
        f"/nl/instituciones/{culture.public_id}/puestos/unir/",
        f"/nl/puestos/{world.post.public_id}/contactos/",
    ]
    for path in private:
        page = visit(path, look=both_widths, cookies=signed_in)
        assert (axe(page), overflow(page)) == ([], 0), path
    for path in ("/nl/instituciones/", culture.get_absolute_url(), "/nl/reglas/", f"/invitacion/{token}/"):
        page = visit(path, look=both_widths)
        assert (axe(page), overflow(page)) == ([], 0), path


def test_the_first_run_page_reads_well(transactional_db: None, visit: Visit, both_widths: Look) -> None:
    page = visit("/instalar/", look=both_widths)
    assert (axe(page), overflow(page)) == ([], 0)
