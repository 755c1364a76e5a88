"""S01, steps 8 and 9 · The public review of the commitment.

The coordination shows the draft to everybody until a day. Two citizens comment on it without an account, one of them on
a telephone without JavaScript: they want a staffed team that answers on social networks, and less centralised outreach.
The final version is refused while comments are taken, and while one has no answer. The coordination answers each,
writes what it took in, and publishes. Anybody reads the final form, on a page and as PDF, in the order of its 21
sections with the comments and their answers at its end and nobody's address; its JSON holds the same values, and what
the public changed can be read beside what was said.
"""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tequio.kit import clock
from tequio.plans import actions
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds
from tests.browser import LOOKS, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = pytest.mark.browser

TEAM = "Que haya un equipo con personal que responda en las redes sociales."
OUTREACH = "Que la difusión no se quede en la capital."
TAKEN_IN = "Un equipo que responde en redes, y sesiones en todo el estado."
ADDRESS = "vecina@example.org"
TARGETS = ["16.8", "16.10", "16.b"]


@pytest.fixture
def world(live_server: Any, at: datetime) -> SimpleNamespace:
    """A draft of the 21-field form, whole, in a public plan."""
    cache.clear()
    made = worlds.drafts(at)
    rows = [{"goal": 16, "target": target, "text": ""} for target in reversed(TARGETS)]
    worlds.section(made.lab, "sdgs", made.liaison, at, rows=[rows])
    actions.publish_plan(plan=made.plan, actor=made.coordination, at=at)
    client = Client()
    client.force_login(made.coordination.user)
    made.cookies = {"sessionid": client.cookies["sessionid"].value}
    return made


def test_a_draft_goes_through_public_review_and_its_final_form_carries_the_comments(
    world: SimpleNamespace, at: datetime, visit: Visit, client: Client
) -> None:
    with clock.frozen(at):
        draft = open_the_review(world, visit)
        comment(visit, draft, TEAM, phone=True)
        comment(visit, draft, OUTREACH, phone=False)
        assert "27/06/2023" in refused(world, visit), "comments are still taken"
    with clock.frozen(at + timedelta(days=16)):
        assert "2" in refused(world, visit), "two comments wait for their answer"
        answer_each(world, visit)
        worlds.section(world.lab, "action", world.liaison, at + timedelta(days=16), action=TAKEN_IN)
        publish(world, visit)
        made = Commitment.objects.get(pk=world.lab.pk)
        where = made.get_absolute_url()
        anybody_reads_the_form(visit(f"{where}ficha/", look=LOOKS[0]))
        anybody_prints_it(client, f"{where}ficha.pdf", made)
        anybody_takes_it_away(client, f"{where[:-1]}.json")
        anybody_sees_what_the_public_changed(visit, draft, where)


def open_the_review(world: SimpleNamespace, visit: Visit) -> str:
    """Step 8: the draft is shown until a day."""
    page = visit(f"/nl/compromisos/{world.lab.public_id}/revision/", cookies=world.cookies)
    page.fill("[name=closes_on]", "2023-06-27")
    page.click("form.confirm button[type=submit]")
    assert "/borrador/" in page.url, page.locator("main").inner_text()
    return str(page.url)


def comment(visit: Visit, draft: str, words: str, *, phone: bool) -> None:
    """Read the draft and comment on it, as anybody; the address is for the answer alone."""
    page = visit(draft, look=LOOKS[0]) if phone else visit(draft)
    assert (axe(page), overflow(page)) == ([], 0)
    page = visit(draft, look=LOOKS[0], javascript=False) if phone else page
    page.click(".notice a.btn")
    page.fill("#write [name=text]", words)
    page.fill("#write [name=email]", ADDRESS)
    page.select_option("#write [name=kind]", "comment") if page.locator("#write select").count() else page.check(
        "#write [name=kind][value=comment]"
    )
    page.click("#write button[type=submit]")
    assert words in page.locator("main").inner_text()


def refused(world: SimpleNamespace, visit: Visit) -> str:
    """Try to publish the final version, and return why it is refused."""
    page = publish_page(world, visit)
    page.click("form.confirm button[type=submit]")
    assert "/publicar/" in page.url
    assert not Commitment.objects.get(pk=world.lab.pk).is_published
    return page.locator("main").inner_text()


def publish_page(world: SimpleNamespace, visit: Visit) -> Page:
    return visit(f"/nl/compromisos/{world.lab.public_id}/publicar/", cookies=world.cookies)


def publish(world: SimpleNamespace, visit: Visit) -> None:
    """Step 9: the final version."""
    page = publish_page(world, visit)
    page.click("form.confirm button[type=submit]")
    assert "/publicar/" not in page.url, page.locator("main").inner_text()


def answer_each(world: SimpleNamespace, visit: Visit) -> None:
    """Step 9: each comment has its ruling and its reasons."""
    for words in (TEAM, OUTREACH):
        page = visit(reverse("contributions:queue", args=["nl"]), cookies=world.cookies)
        page.click(f"text={words}")
        page.check("#p-1 input[value=viable]")
        page.fill("#p-1 textarea", f"Se toma en cuenta: {words}")
        page.click("#p-1 button[type=submit]")
        assert page.locator(".error-summary").count() == 0


def anybody_reads_the_form(page: Page) -> None:
    """The observable result: 21 sections in their order, then the comments; no address."""
    numbers = [text.strip() for text in page.locator(".sheet-number").all_text_contents()]
    assert numbers == [str(number) for number in range(1, 22)]
    text = page.locator("main").inner_text()
    assert text.index("16.8") < text.index("16.10") < text.index("16.b")
    last = page.locator("section.sheet-part").last.inner_text()[:40]
    for words in (TEAM, OUTREACH):
        assert text.index(last) < text.index(words) < text.index(f"Se toma en cuenta: {words}")
    assert TAKEN_IN in text
    assert ADDRESS not in page.content()
    assert (axe(page), overflow(page)) == ([], 0)


def anybody_prints_it(client: Client, url: str, made: Commitment) -> None:
    """The same in the PDF: its bookmarks are the 21 sections, and the comments come last."""
    body = client.get(url, headers={"Accept-Language": "es"}).content
    with pikepdf.open(io.BytesIO(body)) as paper, paper.open_outline() as outline:
        titles = [str(one.title) for one in outline.root[0].children]
    sections = [f"{one['number']}. {one['label']['es']}" for one in made.template.sections]
    assert titles[: len(sections)] == sections
    assert len(titles) == len(sections) + 1, "what the public said is the last part"
    assert ADDRESS.encode() not in body


def anybody_takes_it_away(client: Client, url: str) -> None:
    """The JSON says the same, its targets in the order of the 2030 Agenda."""
    body = client.get(url).content
    public = json.loads(body)
    assert public["action"] == TAKEN_IN
    assert [one["target"] for one in public["sdgs"]] == TARGETS
    assert ADDRESS.encode() not in body


def anybody_sees_what_the_public_changed(visit: Visit, draft: str, where: str) -> None:
    """The draft says that it was one; the new version says what changed; nothing more is taken."""
    was = visit(draft)
    assert was.locator(f".notice a[href='{where}']").count() == 1
    assert was.locator("a.btn[href$='#write']").count() == 0
    assert visit(f"{where}versiones/2/").locator("ins").count() > 0
