"""How the pages of this room look: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.tracking.tests import worlds
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, that_day: datetime) -> SimpleNamespace:
    """A milestone finished, one under review, one stuck."""
    made = worlds.nuevo_leon(that_day)
    worlds.finish(worlds.milestone(made.lab, "Reglas"), made.liaison, made.coordination, that_day)
    made.waiting = worlds.milestone(made.lab, "Convenios")
    worlds.hand_in(made.waiting, made.liaison, that_day, kind="agreement", upload=worlds.text_file())
    worlds.report(made.waiting, "finished", made.liaison, that_day)
    worlds.report(worlds.milestone(made.lab, "Inventario"), "stuck", made.liaison, that_day, note="Faltan datos.")
    return made


def address(name: str, thing: Any) -> str:
    return reverse(f"tracking:{name}", args=["nl", thing.public_id, thing.slug])


def test_every_page_reads_well(
    world: SimpleNamespace, visit: Visit, both_widths: Look, client_of: Callable[[Any], Client]
) -> None:
    public = [address(name, world.plan) for name in ("plan", "plan_progress", "alerts")]
    public += [address(name, world.lab) for name in ("commitment", "commitment_progress", "gantt", "evidence")]
    public += [address("milestone", world.waiting), address("commitment_progress", world.sheet)]
    public += [reverse(f"tracking:{name}", args=["nl"]) for name in ("plans", "late", "unproven", "changes")]
    for path in public:
        page = visit(path, look=both_widths)
        assert (axe(page), overflow(page)) == ([], 0), path
    private = ((world.coordination, ["to_review", "milestone"]), (world.liaison, ["mine", "milestone"]))
    for actor, names in private:
        signed_in = {"sessionid": client_of(actor).cookies["sessionid"].value}
        known = {
            "to_review": reverse("tracking:to_review", args=["nl"]),
            "mine": reverse("tracking:mine"),
            "milestone": address("milestone", world.waiting),
        }
        for name in names:
            page = visit(known[name], look=both_widths, cookies=signed_in)
            assert (axe(page), overflow(page)) == ([], 0), name


def test_a_refused_report_reads_well_without_javascript(
    world: SimpleNamespace, visit: Visit, both_widths: Look, client_of: Callable[[Any], Client]
) -> None:
    signed_in = {"sessionid": client_of(world.liaison).cookies["sessionid"].value}
    path = address("milestone", worlds.milestone(world.lab, "Repositorio"))
    page = visit(path, look=both_widths, cookies=signed_in, javascript=False)
    page.locator("#report input[value=stuck]").check()
    page.locator("#report button[type=submit]").click()

    assert page.locator("#id_report-note_error").is_visible()
    assert overflow(page) == 0
