"""How the pages of this room look: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tequio.gatherings.tests import worlds
from tequio.kit import clock
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_reads_well(
    transactional_db: None, at: datetime, visit: Visit, both_widths: Look, client: Client
) -> None:
    at = at.replace(year=2024)  # after the session
    with clock.frozen(at):
        world = worlds.nuevo_leon(at)
        told = worlds.report(worlds.session(world, at), world, at)
        draft = worlds.session(world, at, title="Otra sesión")
        for path in ("/nl/encuentros/", told.get_absolute_url(), "/nl/aprendizajes/"):
            page = visit(path, look=both_widths)
            assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
        client.force_login(world.coordination.user)
        signed_in = {"sessionid": client.cookies["sessionid"].value}
        one = f"/nl/encuentros/{draft.public_id}"
        forms = [f"{one}/{tail}/" for tail in ("editar", "informe", "cancelar")]
        for path in (*forms, "/nl/encuentros/nuevo/", "/nl/aprendizajes/nuevo/"):
            page = visit(path, look=both_widths, cookies=signed_in)
            assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
