"""How the record looks: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from datetime import datetime

import pytest

from tequio.record import actions
from tequio.record.tests.bells import DEED, RINGER, TOWER, known, ring
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_reads_well(transactional_db: None, at: datetime, visit: Visit, both_widths: Look) -> None:
    actions.found_installation(site="nl", at=at)
    rows = [ring(at, evidence=(DEED,), withheld={"name": "Ana"}) for _ in range(52)]
    pages = ["/registro/", f"/registro/?antes={rows[1].pk}", "/registro/?tipo=x", "/registro/campos/"]
    pages += [f"/registro/{rows[1].event_id}/", "/historial/tower/0000000001/"]

    with known({TOWER: "La torre de la iglesia de San Francisco", RINGER.handle: "Quien toca la campana"}):
        for path in pages:
            page = visit(path, look=both_widths)
            assert (axe(page), overflow(page)) == ([], 0), path
