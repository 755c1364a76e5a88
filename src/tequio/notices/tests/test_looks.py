"""How the pages of this room look: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tequio.kit import clock
from tequio.people.tests import worlds
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_reads_well(
    transactional_db: None, at: datetime, visit: Visit, both_widths: Look, client: Client
) -> None:
    with clock.frozen(at):
        world = worlds.nuevo_leon(at)
        path = f"/seguir/jurisdiction/{world.jurisdiction.public_id}/"
        page = visit(path, look=both_widths)
        assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
        client.force_login(world.coordination.user)
        signed_in = {"sessionid": client.cookies["sessionid"].value}
        for path in ("/mi-cuenta/avisos/", "/nl/ajustes/avisos/"):
            page = visit(path, look=both_widths, cookies=signed_in)
            assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
