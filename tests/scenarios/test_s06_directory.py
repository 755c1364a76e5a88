"""S06, steps 5 and 7 · The directories of Commitment 13, and the risks that somebody leaves.

An organisation registers in the mapping with a telephone and without JavaScript: it names its priority groups and its
gender perspective, and confirms by the link that a mail brings. The coordination reads it and publishes it; anybody
finds it by its group, and nobody sees its address. The coordination publishes the contact of a post, and the directory
shows it. Then the risks are reviewed: b, that the staff changes, is being mended. It happens: the coordination ends the
office of a liaison after taking its list of what is handed over, and notes the contact point that comes next.
"""

from __future__ import annotations

import re
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tequio.jobs import worker
from tequio.kit import clock
from tequio.people.models import Organisation, Tenure
from tequio.plans.tests import worlds
from tequio.record.tasks import deliver
from tests.browser import LOOKS, Visit, axe, overflow
from tests.smtp import Mailbox

pytest_plugins = ("tests.browser", "tests.flush", "tests.smtp")
pytestmark = pytest.mark.browser

NAME, ADDRESS = "Red de Escucha Pública", "red@organizacion.example"
RISKS = {
    "a": ("Las organizaciones responden el mapeo", ""),
    "b": ("El personal de enlace permanece en su puesto", "En atención: se entrega el punto de contacto"),
    "c": ("Los estados publican su avance", ""),
}


@pytest.fixture
def world(live_server: Any, at: datetime) -> SimpleNamespace:
    """A public commitment on the national sheet, and whoever coordinates it."""
    cache.clear()
    made = worlds.nuevo_leon(at)
    client = Client()
    client.force_login(made.coordination.user)
    made.cookies = {"sessionid": client.cookies["sessionid"].value}
    return made


def test_an_organisation_joins_the_mapping_and_a_contact_point_is_handed_over(
    world: SimpleNamespace, at: datetime, visit: Visit, smtp: Mailbox, settings: Any, live_server: Any
) -> None:
    settings.BASE_URL = live_server.url
    with clock.frozen(at):
        register(visit)
        confirm(visit, smtp)
        decide(world, visit)
        anybody_finds_it(visit)
        publish_the_contact(world, visit, "datos@nl.example")
        review_the_risks(world, visit)
        hand_over(world, visit)
        publish_the_contact(world, visit, "enlace-nuevo@nl.example", is_new=True)


def register(visit: Visit) -> None:
    """Step 5: an organisation says what it is."""
    url = reverse("people:register_organisation", args=["nl"])
    seen = visit(url, look=LOOKS[0])
    assert (axe(seen), overflow(seen)) == ([], 0)
    page = visit(url, look=LOOKS[0], javascript=False)
    page.fill("[name=name]", NAME)
    page.fill("[name=contact_email]", ADDRESS)
    page.check("[name=scope][value=state]")
    page.check("[name=groups][value=people-with-disabilities]")
    page.check("[name=has_gender_focus]")
    page.click("main form button[type=submit]")
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").text_content()


def confirm(visit: Visit, smtp: Mailbox) -> None:
    """Whoever reads the address confirms it."""
    work()
    body = smtp.mails[-1].get_body(("plain",))
    assert body is not None
    assert smtp.mails[-1]["To"] == ADDRESS
    link = re.search(r"http\S+/organizaciones/enlace/\S+/", str(body.get_content()))
    assert link
    page = visit(link[0], look=LOOKS[0], javascript=False)
    page.click("form[action$='/confirmar/'] button")
    assert Organisation.objects.get().state == "pending"


def decide(world: SimpleNamespace, visit: Visit) -> None:
    """The coordination reads what waits and publishes it."""
    page = visit(reverse("people:organisations_waiting", args=["nl"]), cookies=world.cookies)
    page.click(f"text={NAME}")
    page.check("[name=decision][value=publish]")
    page.click("main form button[type=submit] >> nth=0")
    assert Organisation.objects.get().is_published


def anybody_finds_it(visit: Visit) -> None:
    """By its priority group and its perspective; its address stays private."""
    mapping = reverse("people:organisations", args=["nl"])
    page = visit(f"{mapping}?group=people-with-disabilities&gender=yes")
    assert NAME in page.locator("main").inner_text()
    assert NAME not in visit(f"{mapping}?group=older-persons").locator("main").inner_text()
    page = visit(Organisation.objects.get().get_absolute_url())
    assert NAME in page.locator("h1").inner_text()
    assert ADDRESS not in page.content()
    assert axe(page) == []


def publish_the_contact(world: SimpleNamespace, visit: Visit, value: str, *, is_new: bool = False) -> None:
    """Note a contact of a post where it is new, publish it, and read it in the directory as anybody."""
    directory = reverse("people:directory", args=["nl"])
    assert value not in visit(directory).locator("main").inner_text()
    page = visit(reverse("people:contacts", args=["nl", world.post.public_id]), cookies=world.cookies)
    if is_new:
        page.select_option("[name=kind]", "email")
        page.fill("[name=value]", value)
        page.click("section form button[type=submit]")
    page.locator("main .split", has_text=value).locator("form[action$='/publicar/'] button").click()
    assert value in visit(directory).locator("main").inner_text()


def review_the_risks(world: SimpleNamespace, visit: Visit) -> None:
    """Step 7: the risks are written with their state, with a reason, and the register crosses them."""
    page = visit(f"/nl/compromisos/{world.sheet.public_id}/editar/risks/", cookies=world.cookies)
    page.click("button[name=more]")
    assert page.locator("fieldset.row").count() >= len(RISKS), "asking for more rows needs no reason yet"
    for number, (label, (text, status)) in enumerate(RISKS.items()):
        page.fill(f"[name=rows-{number}-label]", label)
        page.fill(f"[name=rows-{number}-text]", text)
        page.fill(f"[name=rows-{number}-status]", status)
    page.fill("[name=reason]", "Se revisaron los riesgos.")
    page.click("button[name=save]")
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").text_content()
    register = visit(f"{world.plan.get_absolute_url()}cruces/riesgos/").locator("main").inner_text()
    for text, status in RISKS.values():
        assert text in register
        assert status in register


def hand_over(world: SimpleNamespace, visit: Visit) -> None:
    """What the office of Culture leaves, taken and kept; then the office is free."""
    tenure = Tenure.objects.get(user=world.liaison.user)
    page = visit(reverse("people:end-office", args=["nl", tenure.public_id]), cookies=world.cookies)
    page.click("main a[href*='/entrega/']")
    assert world.liaison.office.institution.name in page.locator(".lede").inner_text()
    assert "datos@nl.example" in page.locator("main").inner_text(), "whom to tell"
    with page.expect_download() as taken:
        page.click("button[name=form][value=csv]")
    assert "," in taken.value.path().read_text(encoding="utf-8-sig")
    page = visit(reverse("people:end-office", args=["nl", tenure.public_id]), cookies=world.cookies)
    page.fill("[name=reason]", "Cambio de puesto.")
    page.click("main form button.danger")
    page.wait_for_url("**" + reverse("people:people", args=["nl"]))
    tenure.refresh_from_db()
    assert tenure.cut_on is not None


def work() -> None:
    """Let the worker hand facts to their reactions, and send what they wrote."""
    deliver()
    worker.drain()
