"""Every kind of page of this room, at 320 and at 1280 pixels, as axe and the eye of a narrow screen see it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit import clock
from tequio.plans import actions
from tequio.plans.tests import worlds
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser",)
pytestmark = pytest.mark.browser

DOCUMENTS = Path(__file__).with_name("documents")
# Where to keep a picture of each page, to look at them; nowhere unless asked.
PICTURES = os.environ.get("TEQUIO_PICTURES")


def told(at: datetime) -> SimpleNamespace:
    """A place with a published plan, a correction, a draft with a long text and a document that waits."""
    world = worlds.nuevo_leon(at)
    actions.edit_section(
        commitment=world.lab,
        key="problem",
        values={"problem": world.lab.problem.replace("pocas", "muy pocas")},
        revision=world.lab.revision,
        reason="Así lo dijo la mesa.",
        actor=world.coordination,
        at=at,
    )
    world.draft = worlds.lab(world, world.plan, at, title="Un borrador")
    worlds.section(world.draft, "gender", world.liaison, at, gender="Las mujeres viven otra cosa. " * 50)
    body = sorted(DOCUMENTS.glob("*.txt"))[0].read_bytes()
    place = world.jurisdiction
    world.document = actions.keep_document(
        jurisdiction=place, body=body, name="ficha.txt", actor=world.coordination, at=at
    )
    return world


def public_pages(world: SimpleNamespace) -> list[str]:
    lab = f"/nl/compromisos/{world.lab.public_id}-{world.lab.slug}"
    sheet = f"/nl/compromisos/{world.sheet.public_id}-{world.sheet.slug}"
    return [f"{lab}/ficha/", f"{sheet}/ficha/", f"{lab}/versiones/", f"{lab}/versiones/2/", "/diccionario/"]


def private_pages(world: SimpleNamespace) -> list[str]:
    plan, draft = f"/nl/planes/{world.plan.public_id}", f"/nl/compromisos/{world.draft.public_id}"
    sections = [section["key"] for section in world.draft.template.sections if section["key"] != "milestones"]
    leaf, action = worlds.milestone(world.draft, "Inventario"), world.sheet.key_actions.all()[0]
    return [
        "/nl/planes/nuevo/",
        *(f"{plan}/{tail}/" for tail in ("editar", "retirar", "compromiso-nuevo")),
        *(f"{draft}/{tail}/" for tail in ("editar", "publicar", "limite/gender", "editar/hitos")),
        *(f"{draft}/editar/{key}/" for key in sections),
        f"{draft}/editar/hitos/hito/{leaf.pk}/",
        f"{draft}/editar/hitos/hito/{leaf.pk}/quitar/",
        f"{draft}/editar/hitos/objetivo/nuevo/",
        f"/nl/compromisos/{world.sheet.public_id}/editar/risks/",
        f"/nl/compromisos/{world.sheet.public_id}/editar/hitos/",
        f"/nl/compromisos/{world.sheet.public_id}/editar/hitos/accion/{action.pk}/",
        f"/nl/compromisos/{world.sheet.public_id}/retirar/",
        "/nl/importar/",
        f"/nl/importar/{world.document.public_id}/",
        f"/nl/importar/{world.document.public_id}/descartar/",
    ]


def picture(page: Any, look: Look, number: int) -> None:
    if PICTURES:
        name = page.url.split("/", 3)[3].strip("/").replace("/", "_")[-60:]
        page.screenshot(path=f"{PICTURES}/{look.width}-{number:02}-{name}.png", full_page=True)


def test_the_public_pages_are_clean_and_narrow(visit: Visit, both_widths: Look, at: datetime) -> None:
    with clock.frozen(at):
        for number, path in enumerate(public_pages(told(at))):
            page = visit(path, look=both_widths)
            picture(page, both_widths, number)
            assert axe(page) == []
            assert overflow(page) <= 0, path


def test_the_private_pages_are_clean_and_narrow(visit: Visit, client: Client, both_widths: Look, at: datetime) -> None:
    with clock.frozen(at):
        world = told(at)
        client.force_login(world.coordination.user)
        cookies = {"sessionid": client.cookies["sessionid"].value}
        for number, path in enumerate(private_pages(world)):
            page = visit(path, look=both_widths, cookies=cookies)
            picture(page, both_widths, number + 10)
            assert page.locator("h1").count() == 1, path
            assert axe(page) == []
            assert overflow(page) <= 0, path
