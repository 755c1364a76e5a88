"""S02, step 7 · A citizen asks a question on the repository and gets a dated answer.

Somebody who has no account opens the milestone of the repository, asks when its data can be downloaded, and leaves a
pseudonym and an address. The site gives her a private link, on the page and by mail. The liaison of the institution
that answers for the milestone finds the question on her list with its last day, and answers it with its reasons. The
answer reaches the citizen by real SMTP, with the office and the day; everybody reads it on the milestone's thread, and
the record tells that somebody asked and that an office answered, without a word of the question.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tequio.contributions.models import Contribution
from tequio.jobs import worker
from tequio.kit import clock
from tequio.record import queries as record
from tequio.record.tasks import deliver
from tequio.tracking.tests import worlds
from tests.browser import LOOKS, Visit, axe, overflow
from tests.smtp import Mailbox

pytest_plugins = ("tests.browser", "tests.flush", "tests.smtp")
pytestmark = pytest.mark.browser

MONDAY = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
WEDNESDAY = datetime(2023, 6, 14, 16, 30, tzinfo=UTC)
QUESTION = "¿Cuándo se podrán descargar los datos de las colonias?"
ANSWER = "Desde el 31 de julio: falta revisar los nombres de las calles."


@pytest.fixture
def world(live_server: Any) -> SimpleNamespace:
    """A public commitment whose repository nobody has reported on."""
    cache.clear()
    made = worlds.nuevo_leon(MONDAY)
    made.repository = worlds.milestone(made.lab, "Repositorio")
    return made


def test_a_stranger_asks_without_an_account_and_receives_the_dated_answer_by_mail(
    world: SimpleNamespace, visit: Visit, smtp: Mailbox, settings: Any, live_server: Any
) -> None:
    settings.BASE_URL = live_server.url
    with clock.frozen(MONDAY):
        link = ask(world, visit)
        work()
        assert link in text_of(smtp, 0), "the private link travels by mail too"
        assert QUESTION not in text_of(smtp, 0)
    with clock.frozen(WEDNESDAY):
        answer(world, visit)
        work()
        mail = text_of(smtp, 1)
        assert smtp.mails[1]["To"] == "vecina@example.org"
        for said in (ANSWER, "14/06/2023", str(world.liaison.office)):
            assert said in mail, said
        assert ANSWER in visit(link).locator("main").inner_text()
        anybody_reads_it(world, visit)


def ask(world: SimpleNamespace, visit: Visit) -> str:
    """From the milestone's page to the private link, at 320 px and without JavaScript."""
    page = visit(world.repository.get_absolute_url(), look=LOOKS[0], javascript=False)
    page.click("#asked a.btn")
    assert (axe_of(visit, page.url), overflow(page)) == ([], 0)
    page.fill("[name=text]", QUESTION)
    page.fill("[name=name]", "Vecina del centro")
    page.fill("[name=email]", "vecina@example.org")
    page.click("#write button[type=submit]")
    assert QUESTION in page.locator("main").inner_text()
    assert "26/06/2023" in page.locator("main").inner_text(), "the last day to answer, ten working days later"
    return str(page.url).split("?")[0]


def axe_of(visit: Visit, url: str) -> list[str]:
    """Look at the same page with a browser in which axe can run."""
    return axe(visit(url.split("#")[0], look=LOOKS[0]))


def answer(world: SimpleNamespace, visit: Visit) -> None:
    """From the liaison's list to the published answer."""
    client = Client()
    client.force_login(world.liaison.user)
    cookies = {"sessionid": client.cookies["sessionid"].value}
    page = visit(reverse("contributions:queue", args=["nl"]), cookies=cookies)
    assert "26/06/2023" in page.locator("main").inner_text()
    page.click(f"text={QUESTION}")
    page.check("#p-1 input[value=answered]")
    page.fill("#p-1 textarea", ANSWER)
    page.click("#p-1 button[type=submit]")
    assert page.locator(".error-summary").count() == 0


def anybody_reads_it(world: SimpleNamespace, visit: Visit) -> None:
    """The observable result: a public thread with a dated answer, and a record without the words."""
    page = visit(reverse("contributions:thread", args=["nl", "milestone", world.repository.public_id]))
    said = page.locator("main").inner_text()
    for words in (QUESTION, "Vecina del centro", ANSWER, "14/06/2023"):
        assert words in said, words
    assert "vecina@example.org" not in page.content()
    made = Contribution.objects.get()
    entries = list(record.entries_of(world.lab.urn)[:2])
    assert [one.type for one in entries] == ["contributions.point-answered", "contributions.contribution-submitted"]
    bodies = b"".join(bytes(one.entry) for one in entries).decode()
    assert made.urn in bodies
    assert not re.search("colonias|Vecina|example.org|31 de julio", bodies)


def work() -> None:
    """Let the worker hand facts to their reactions, and send what they wrote."""
    deliver()
    worker.drain()


def text_of(smtp: Mailbox, number: int) -> str:
    body = smtp.mails[number].get_body(("plain",))
    assert body is not None
    return str(body.get_content())
