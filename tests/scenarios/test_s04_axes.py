"""S04 · Measure five thematic axes with indicator formats.

Guanajuato's plan has five axes, each of an institution of its own. The coordination begins the format of six categories
and eight indicators; it words a question for León's axis and first writes the university's name in it, which is
refused: the institution comes from the axis. On Saturday 18 January 2020 the members receive the format for "two
weeks", with Friday the 31st as the deadline: the date counts as it was expressed, the page says that both disagree, and
the approval waits in the list for the next session. A member observes on the 30th; what arrives on 1 February is kept
and marked late. Once in force, each axis answers the eight indicators, and everybody reads them side by side with what
nothing proves.

The coordination opens each axis and publishes it with its approval in the pages; what stands between is written by
actions, since S01 tells how a form is filled. The agenda of the session and the number that comes from the requests'
room are other stories.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from tequio.contributions import actions as contributions
from tequio.contributions.models import Contribution
from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.kit.month import Precision
from tequio.people import actions as people_actions
from tequio.people.tests import worlds as people
from tequio.people.vocab import Level, Sector
from tequio.plans import actions
from tequio.plans.models import Commitment, Template
from tequio.plans.tests import worlds as plans
from tequio.questionnaires import actions as questionnaires
from tequio.questionnaires import queries as asked
from tequio.questionnaires.checks import Given
from tequio.tracking import actions as tracking
from tequio.tracking.models import FilledFormat, IndicatorFormat
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = pytest.mark.browser

SATURDAY = datetime(2020, 1, 18, 18, tzinfo=UTC)
IN_TIME = datetime(2020, 1, 30, 18, tzinfo=UTC)
TOO_LATE = datetime(2020, 2, 1, 18, tzinfo=UTC)
SESSION = datetime(2020, 2, 20, 18, tzinfo=UTC)
JULY = datetime(2020, 7, 6, 18, tzinfo=UTC)
LEON, UNIVERSITY = "Municipio de León", "Universidad Estatal"
AXES = {
    "Modelo de datos abiertos": LEON,
    "Gobierno ciudadano": "Secretaría de Desarrollo Social",
    "Juzgar con perspectiva de género": "Poder Judicial del Estado",
    "Parlamento abierto": "Congreso del Estado",
    "Mejora de servicios educativos": UNIVERSITY,
}


@pytest.fixture
def world(live_server: Any) -> SimpleNamespace:
    """A public plan without axes, and a liaison of each institution that will answer for one."""
    world = people.place(SATURDAY, slug="gto", name="Guanajuato", level=Level.STATE, time_zone="America/Mexico_City")
    actions.load_reference(actor=SYSTEM, at=SATURDAY)
    world.plan = plans.plan(world, SATURDAY, name="Plan de Acción Local 2019–2021")
    actions.publish_plan(plan=world.plan, actor=world.coordination, at=SATURDAY)
    world.bodies, world.liaisons, world.axes = {}, {}, {}
    for number, name in enumerate(AXES.values()):
        body = people_actions.add_institution(
            jurisdiction=world.jurisdiction, name=name, sector=Sector.GOVERNMENT, actor=SYSTEM, at=SATURDAY
        )
        world.bodies[name] = body
        world.liaisons[name] = people.officer(body, "liaison", f"eje{number}@gto.example", SATURDAY, world.coordination)
    world.plan.refresh_from_db()
    return world


def register(world: SimpleNamespace, visit: Visit) -> None:
    """Step 1: five axes, each opened for its institution, written, and published with what approved it."""
    cookies = cookie(world.coordination)
    template = Template.objects.get(code="thematic-axis")
    for title, name in AXES.items():
        page = visit(f"/gto/planes/{world.plan.public_id}/compromiso-nuevo/", cookies=cookies)
        page.check(f"[name=template][value='{template.pk}']")
        page.fill("[name=title]", title)
        page.select_option("[name=author]", label=name)
        page.click("main form button[type=submit]")
        made = Commitment.objects.get(title=title)
        assert made.public_id in page.url
        write(world, made, world.bodies[name])
        page = visit(f"/gto/compromisos/{made.public_id}/publicar/", cookies=cookies)
        page.fill("[name=approval]", "Sesión de enero")
        page.click("main form button[type=submit]")
        assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").text_content()
        assert title in page.locator("h1").inner_text()
        world.axes[title] = Commitment.objects.select_related("plan__jurisdiction").get(pk=made.pk)
        assert world.axes[title].is_published


def write(world: SimpleNamespace, made: Commitment, body: Any) -> None:
    """Fill the sheet of an axis; its goals become its milestones."""
    by, at = world.coordination, SATURDAY
    lead = {"name": body.name, "institution": body, "role": "lead"}
    said = {"text": "Lo que se hará.", "rows": [[{"label": "1", "text": "Un aspecto de la meta"}]]}
    plans.section(made, "government", by, at, rows=[[lead]])
    plans.section(made, "text", by, at, text=said["text"])
    plans.section(made, "goals", by, at, goal="Una meta verificable.", rows=said["rows"])
    watch = {"concern": "Que se mida", "undertaking": "Un calendario", "link": "https://gto.example/eje"}
    plans.section(made, "monitoring", by, at, rows=[[watch]])
    plans.section(made, "dissemination", by, at, rows=[[{"kind": "web", "link": "https://gto.example/eje"}]])
    plans.section(made, "sdgs", by, at, rows=[[{"goal": 16, "target": ""}]])
    plans.section(made, "origin", by, at, origin="Foro de 2019.")
    plans.section(made, "period", by, at, start=date(2019, 12, 1), end=date(2021, 8, 1), precision=Precision.MONTH)
    plans.section(made, "schedule", by, at, schedule="semiannual")
    actions.add_goals_as_milestones(commitment=made, revision=None, actor=by, at=at)


def cookie(actor: Any) -> dict[str, str]:
    client = Client()
    client.force_login(actor.user)
    return {"sessionid": client.cookies["sessionid"].value}


def test_five_axes_answer_the_same_indicators_each_in_its_own_name(
    world: SimpleNamespace, visit: Visit, client: Client
) -> None:
    with clock.frozen(SATURDAY):
        register(world, visit)
        format = begin(world, visit)
        word(world, visit, format)
        propose(world, visit, format)
    with clock.frozen(IN_TIME):
        observe(visit, format, world.liaisons[UNIVERSITY])
    with clock.frozen(TOO_LATE):
        observe(visit, format, world.liaisons["Congreso del Estado"])
        everybody_reads_which_one_is_late(visit, format)
    with clock.frozen(SESSION):
        answer_all(world)
        approve_and_ask(world, visit, format)
    with clock.frozen(JULY):
        fill_in_the_browser(world, visit, FilledFormat.objects.get(institution__name=LEON))
        for one in FilledFormat.objects.exclude(institution__name=LEON).select_related("institution"):
            fill(one, world.liaisons[one.institution.name])
        everybody_compares(world, visit, client, format)


def begin(world: SimpleNamespace, visit: Visit) -> IndicatorFormat:
    """Step 2: six categories, eight indicators."""
    page = visit(f"{world.plan.get_absolute_url()}formatos/", cookies=cookie(world.coordination))
    page.click("main form button")
    made = IndicatorFormat.objects.select_related("plan__jurisdiction", "questionnaire").get()

    assert page.locator("main tbody tr").count() == 8
    assert len(set(page.locator("main tbody tr td:first-child").all_inner_texts())) == 6
    return made


def word(world: SimpleNamespace, visit: Visit, format: IndicatorFormat) -> None:
    """The question of León's campaign: never in the university's name."""
    leon = world.axes["Modelo de datos abiertos"]
    page = visit(f"{format.get_absolute_url()}eje/{leon.public_id}/", cookies=cookie(world.coordination))
    page.fill("[name=campaign-reach]", f"¿A cuántas personas llegó la campaña de la {UNIVERSITY}?")
    page.click("main form button")
    assert UNIVERSITY in page.locator("#id_campaign-reach_error").inner_text()
    page.fill("[name=campaign-reach]", "¿Cuántas personas capacitó la campaña del {institution}?")
    page.click("main form button")

    assert f"la campaña del {LEON}" in page.locator("table").inner_text()
    for title, name in AXES.items():
        shown = visit(
            f"{format.get_absolute_url()}?eje={world.axes[title].public_id}", cookies=cookie(world.coordination)
        )
        text = shown.locator("table").inner_text()
        assert name in text
        assert not any(other in text for other in AXES.values() if other != name)


def propose(world: SimpleNamespace, visit: Visit, format: IndicatorFormat) -> None:
    """Step 3: two weeks, or thirteen days."""
    page = visit(f"{format.get_absolute_url()}proponer/", cookies=cookie(world.coordination))
    page.fill("[name=opens_on]", "2020-01-18")
    page.fill("[name=closes_on]", "2020-01-31")
    page.fill("[name=stated]", "dos semanas")
    page.fill("[name=length]", "2")
    page.select_option("[name=unit]", "weeks")
    page.fill("[name=target_session]", "Sesión de febrero de 2020")
    for box in page.locator("[name=invited]").all():
        box.check()
    page.click("main form button")

    assert "13" in page.locator(".lede").inner_text()
    warned = page.locator(".notice.warning").inner_text()
    assert "31/01/2020" in warned
    assert "01/02/2020" in warned
    queue = visit(f"{world.plan.get_absolute_url()}formatos/").locator("main").inner_text()
    assert "Sesión de febrero de 2020" in queue


def observe(visit: Visit, format: IndicatorFormat, member: Any) -> None:
    """Step 4: what a member says."""
    page = visit(f"{format.get_absolute_url()}observaciones/", cookies=cookie(member))
    page.fill("[name=text]", f"Observación de {member.office.institution.name}.")
    page.click("main form:has([name=text]) button")
    assert member.office.institution.name in page.locator("table").inner_text()


def everybody_reads_which_one_is_late(visit: Visit, format: IndicatorFormat) -> None:
    page = visit(f"{format.get_absolute_url()}observaciones/")
    rows = [row.inner_text() for row in page.locator("tbody tr").all()]

    assert [UNIVERSITY in rows[0], "Congreso del Estado" in rows[1]] == [True, True]
    assert page.locator("tbody tr:nth-child(1) .badge.late").count() == 0
    assert page.locator("tbody tr:nth-child(2) .badge.late").count() == 1
    assert LEON in page.locator("main section ul").first.inner_text(), "who observed nothing is named"
    fits([page])


def answer_all(world: SimpleNamespace) -> None:
    """Every observation is ruled upon before the session."""
    for one in Contribution.objects.all():
        contributions.answer_point(
            point=one.points.get(), ruling="viable", text="Se toma en cuenta.", actor=world.coordination, at=SESSION
        )


def approve_and_ask(world: SimpleNamespace, visit: Visit, format: IndicatorFormat) -> None:
    """The session approves, and the axes are asked for the first half of the year."""
    mine = cookie(world.coordination)
    page = visit(f"{format.get_absolute_url()}aprobar/", cookies=mine)
    assert page.input_value("[name=session]") == "Sesión de febrero de 2020"
    page.click("main form button")
    page = visit(f"{format.get_absolute_url()}pedir/", cookies=mine)
    page.fill("[name=label]", "Primer semestre de 2020")
    page.fill("[name=due_on]", "2020-07-15")
    page.click("main form button")
    assert FilledFormat.objects.count() == len(AXES)


def fill_in_the_browser(world: SimpleNamespace, visit: Visit, filled: FilledFormat) -> None:
    """Step 7, León: what is wrong comes back whole; then it is sent, and one indicator is proven."""
    mine = cookie(world.liaisons[LEON])
    desk = visit("/escritorio/", cookies=mine).locator("main").inner_text()
    assert "15/07/2020" in desk
    page = visit(f"{filled.get_absolute_url()}llenar/", cookies=mine)
    for box in page.locator("main input[inputmode=decimal]").all():
        box.fill("12")
    page.fill("[name=media-count]", "unas cuantas")
    page.check("input[value=technology]")
    page.fill("[name=actions-done]", "Se publicaron doce conjuntos de datos.")
    page.click("button[name=send]")
    assert page.input_value("[name=media-count]") == "unas cuantas"
    page.fill("[name=media-count]", "3")
    page.click("button[name=send]")
    page.select_option("#hand-in [name=kind]", "report")
    page.fill("#hand-in [name=url]", "https://leon.example/datos")
    page.fill("#hand-in [name=title]", "Catálogo de datos")
    page.click("#hand-in button[type=submit]")
    assert page.locator("text=Catálogo de datos").count() == 1
    fits([page])


def fill(filled: FilledFormat, by: Any) -> None:
    """Step 7, the others."""
    kinds = {one.code: one.kind for one in asked.questions_of(filled.response.version)}
    given = {
        code: Given(text="Se avanzó." if kind == "long" else "7") for code, kind in kinds.items() if kind != "multiple"
    }
    questionnaires.save_answers(response=filled.response, given=given, actor=by, at=JULY)
    tracking.submit_format(filled=filled, actor=by, at=JULY)


def everybody_compares(world: SimpleNamespace, visit: Visit, client: Client, format: IndicatorFormat) -> None:
    """One filled format per axis, side by side, and what nothing proves."""
    url = f"{format.get_absolute_url()}comparar/"
    page = visit(url, javascript=False)
    assert page.locator("thead th").count() == 1 + len(AXES)
    # Every indicator of four axes, and seven of León's: one is proven.
    assert page.locator("#missing li").count() == 8 * len(AXES) - 1
    fits([visit(url), visit(url, look=Look(320))])

    table = list(csv.DictReader(io.StringIO(client.get(f"{url[:-1]}.csv").content.decode())))
    assert {row["institution"] for row in table} == set(AXES.values())
    for row in table:
        assert not any(name in row["question"] for name in AXES.values() if name != row["institution"])


def fits(pages: Sequence[Page]) -> None:
    """Read each page as anybody can: nothing that axe finds, nothing wider than the window."""
    for page in pages:
        assert axe(page) == []
        assert overflow(page) <= 0
