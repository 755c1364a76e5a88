"""How the pages of this room look: what axe finds, and what does not fit, at both widths, light and dark."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tequio.kit import clock
from tequio.people.tests import worlds as people
from tequio.questionnaires.tests import worlds
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_reads_well(
    transactional_db: None, at: datetime, visit: Visit, both_widths: Look, client: Client
) -> None:
    with clock.frozen(at):
        world = people.nuevo_leon(at)
        made, draft = worlds.questionnaire(world, at), worlds.questionnaire(world, at, title="Otro")
        response = worlds.begin(worlds.publish(made, world, at), world.coordination, at)
        one, other = made.get_absolute_url(), draft.get_absolute_url()
        section = draft.versions.get().sections.first()
        question = section.questions.first()
        for path in ("/nl/cuestionarios/", one):
            page = visit(path, look=both_widths)
            assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
        client.force_login(world.coordination.user)
        signed_in = {"sessionid": client.cookies["sessionid"].value}
        private = [
            *("/nl/cuestionarios/nuevo/", f"/nl/cuestionarios/respuestas/{response.public_id}/"),
            *(f"{other}editar/", f"{other}vista-previa/", f"{other}secciones/{section.pk}/"),
            *(f"{other}secciones/{section.pk}/nueva/", f"{other}preguntas/{question.pk}/"),
        ]
        for path in private:
            page = visit(path, look=both_widths, cookies=signed_in)
            assert (page.locator("h1").count(), axe(page), overflow(page)) == (1, [], 0), path
