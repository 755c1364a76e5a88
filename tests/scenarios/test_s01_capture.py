"""S01 · Capture the dataLABNL commitment.

The coordination of open government of Nuevo León opens the plan and hands a draft on the 21-field form to Culture.
The liaison of Culture fills it section by section: a title of 75 characters, eighteen months, six responsibles in
government, "does not apply" for the lead outside it, four co-responsibles, baselines, targets, areas, values and
resources. Four texts are longer than the form asks: nothing is cut, and the coordination accepts each with its
reason. A third policy area is refused. Field 14 stays empty. At the end the coordination publishes, and anybody reads
the sheet in the order of the form and takes away the same values as JSON.

Every step goes through the pages, in a browser, signing in as people do. The public review of the draft and the PDF
are other stories.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tequio.kit.actor import SYSTEM
from tequio.people import actions as people_actions
from tequio.people.tests import worlds as people
from tequio.people.vocab import Sector
from tequio.plans import actions
from tequio.plans.models import Commitment
from tests.browser import LOOKS, Visit

pytest_plugins = ("tests.browser",)
pytestmark = pytest.mark.browser

PASSWORD = "hilos de muchos colores"
TITLE = "Innovar para participar con datos abiertos - dataLABNL con Gobierno Abierto"
GOVERNMENT = [
    ("Secretaría de Cultura", "lead"),
    ("Secretaría de Participación", "lead"),
    ("Secretaría de Administración", "lead"),
    ("Secretaría de Cultura", "supervision"),
    ("Secretaría de Participación", "supervision"),
    ("Secretaría de Administración", "support"),
]
CORESPONSIBLE = [
    ("Hagámoslo Bien", "supervision"),
    ("Representación Ciudadana", "supervision"),
    ("Asociación de vecinos Monterrey AC", "supervision"),
    ("Secretaría de Economía", "support"),
]
LONG = {
    "problem": "Los datos públicos no bastan. ".ljust(1510, "a"),
    "gender": "Las mujeres aparecen menos en los datos. ".ljust(1273, "b"),
    "vulnerability": "Hay grupos que no aparecen en ellos. ".ljust(1066, "c"),
    "additional": "Se enlaza con otros programas. ".ljust(3430, "d"),
}
BASELINES = [
    {"name": "Personas que consultan datos", "value_text": "8 %", "year": "2018", "source": "Encuesta estatal"},
    {"name": "Lugar en datos abiertos", "value_text": "11", "year": "2019", "source": "Índice", "direction": "down"},
    {"name": "Lugar entre los estados", "value_text": "27", "out_of": "32", "year": "2021-22", "source": "Métrica"},
    {"name": "Solicitudes atendidas", "value_text": "90 %", "year": "10/2021", "source": "Informe"},
    {
        "name": "Personas con confianza",
        "value_text": "46.7 %",
        "comparison": "54.5",
        "comparison_text": "promedio nacional",
        "population": "personas adultas",
        "year": "2021",
        "source": "Encuesta nacional",
    },
]
TARGETS = ["5.5", "5.b", "9.c", "10.3", "16.3", "16.5", "16.6", "16.7", "16.8", "16.10", "16.b"]
STAFF = [("3", "Coordinación del laboratorio"), ("2", "Tecnología"), ("2", "Comunicación")]


@pytest.fixture
def world(live_server: Any, at: datetime) -> SimpleNamespace:
    """The people and institutions of the story; nobody has written anything yet."""
    world = people.nuevo_leon(at)
    actions.load_reference(actor=SYSTEM, at=at)
    for name in ("Secretaría de Administración", "Secretaría de Economía"):
        people_actions.add_institution(
            jurisdiction=world.jurisdiction, name=name, sector=Sector.GOVERNMENT, actor=SYSTEM, at=at
        )
    for email, role, institution in (
        ("ana@nl.example", "coordination", world.institutions.coordination),
        ("luz@nl.example", "liaison", world.institutions.culture),
    ):
        account = people.account(email, at, PASSWORD)
        # A second person in the same place needs an office of her own.
        people.officer(institution, role, email, at, user=account)
        if role == "coordination":
            TOTP.activate(account, people.SECRET)
    return world


def sign_in(page: Any, email: str) -> None:
    """Enter through the page where everybody does; coordination also gives its code."""
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    if "2fa" in page.url:
        code = format_hotp_value(hotp_value(people.SECRET, next(yield_hotp_counters_from_time())))
        page.fill("input[name=code]", code)
        page.click("main form button[type=submit]")
    page.wait_for_url("**/escritorio/")


def fill_rows(page: Any, rows: list[dict[str, str]]) -> None:
    """Type the rows of a list, asking for more where there are not enough."""
    while page.locator("fieldset.row").count() < len(rows):
        page.click("button[name=more]")
    for number, row in enumerate(rows):
        for name, value in row.items():
            box = page.locator(f"[name=rows-{number}-{name}]")
            if box.evaluate("one => one.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)


def go_on(page: Any) -> None:
    """Save this section and turn to the next."""
    page.click("button[name=next]")
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").text_content()


def test_the_commitment_is_captured_and_published(world: SimpleNamespace, visit: Visit) -> None:
    # Ana, of the coordination, opens the plan and hands a draft on the 21-field form to Culture.
    ana = visit("/cuenta/login/", language="es-MX")
    sign_in(ana, "ana@nl.example")
    plan_url = open_the_plan(ana)
    hand_over_the_draft(ana)

    # Luz, the liaison of Culture, finds it on her desk and fills it section by section.
    luz = visit("/cuenta/login/", language="es")
    sign_in(luz, "luz@nl.example")
    luz.click(f"text={TITLE}")
    workshop = luz.url
    luz.click("ol.step-list a >> nth=0")
    write_what_and_who(luz)
    write_the_problem(luz)
    write_the_alignment(luz)
    write_the_resources(luz)
    write_a_milestone(luz, workshop)
    assert luz.goto(workshop.replace("/editar/", "/publicar/")).status == 403

    # Ana accepts the four long texts, each with its reason, and publishes the plan and the commitment.
    for key in LONG:
        ana.goto(workshop.replace("/editar/", f"/limite/{key}/"))
        ana.fill("[name=reason]", f"La mesa acordó este texto: {key}.")
        ana.click("main form button[type=submit]")
    ana.goto(plan_url.replace("/editar/", "/publicar/"))
    ana.click("form.confirm button[type=submit]")
    ana.goto(workshop.replace("/editar/", "/publicar/"))
    ana.click("form.confirm button[type=submit]")

    commitment = Commitment.objects.get()
    assert commitment.is_published

    # Anybody, on a telephone and without an account.
    page = visit(f"/nl/compromisos/{commitment.public_id}-{commitment.slug}/ficha/", look=LOOKS[0])
    anybody_reads_the_sheet(page)
    anybody_takes_the_values_away(page, commitment)


def open_the_plan(ana: Any) -> str:
    """Step 1: the plan."""
    ana.goto(ana.url.replace("/escritorio/", "/nl/planes/nuevo/"))
    for name, value in {"name": "PAL 2022-2024 Nuevo León", "start": "2022", "end": "2024", "ordinal": "1"}.items():
        ana.fill(f"[name={name}]", value)
    ana.click("main form button[type=submit]")
    assert ana.url.endswith("/editar/")
    return str(ana.url)


def hand_over_the_draft(ana: Any) -> None:
    """Step 1: the template, and who writes."""
    ana.goto(ana.url.replace("/editar/", "/compromiso-nuevo/"))
    ana.locator("label", has_text="21").locator("input").check()
    ana.fill("[name=title]", TITLE)
    ana.select_option("[name=author]", label="Secretaría de Cultura")
    ana.click("main form button[type=submit]")
    assert "/compromisos/" in ana.url


def write_what_and_who(luz: Any) -> None:
    """Steps 2 and 3: title, text, period, who answers."""
    assert luz.locator("[data-counts=id_title] [data-count]").text_content() == "75"
    go_on(luz)
    luz.fill("[name=text]", "Cultura abrirá, con la ciudadanía, un laboratorio de datos en espacios públicos.")
    go_on(luz)
    luz.fill("[name=start]", "01/2023")
    luz.fill("[name=end]", "06/2024")
    go_on(luz)
    fill_rows(luz, [{"name": name, "role": role, "level": "Estatal"} for name, role in GOVERNMENT])
    go_on(luz)
    luz.check("[name=no_nongovernment]")
    go_on(luz)
    fill_rows(luz, [{"name": name, "role": role} for name, role in CORESPONSIBLE])
    go_on(luz)


def write_the_problem(luz: Any) -> None:
    """Steps 4 and 5: texts above their limits, baselines with their sources."""
    luz.fill("[name=problem]", LONG["problem"])
    assert luz.locator(".counter.over [data-count]").text_content() == "1,510"
    go_on(luz)
    luz.fill("[name=situation]", "Así estaban los datos al empezar.")
    fill_rows(luz, BASELINES)
    go_on(luz)
    for key in ("gender", "vulnerability"):
        luz.fill(f"[name={key}]", LONG[key])
        assert luz.locator(".counter.over").count() == 1
        go_on(luz)


def write_the_alignment(luz: Any) -> None:
    """Steps 6 and 7: targets, areas, values; the strategic vision stays empty."""
    fill_rows(luz, [{"code": code} for code in reversed(TARGETS)])
    go_on(luz)
    luz.fill("[name=action]", "Un laboratorio donde se abren, se usan y se cuentan los datos.")
    go_on(luz)
    luz.fill("[name=contribution]", "Más datos útiles y más personas que los usan para decidir.")
    go_on(luz)
    go_on(luz)  # 14, empty
    for name in ("Gobernanza Digital", "Datos Abiertos", "Apertura Fiscal"):
        luz.locator("label", has_text=name).locator("input").check()
    luz.click("button[name=next]")
    assert luz.locator(".error-summary").count() == 1, "a third area is refused"
    luz.locator("label", has_text="Apertura Fiscal").locator("input").uncheck()
    go_on(luz)
    for name in ("Espacio Cívico Digital", "Participación Pública"):
        luz.locator("label", has_text=name).locator("input").check()
    go_on(luz)
    whys = luz.locator("textarea[name^=why_]")
    assert whys.count() == 4
    for number in range(4):
        whys.nth(number).fill(f"Sirve a este valor por la razón {number + 1}.")
    go_on(luz)


def write_the_resources(luz: Any) -> None:
    """Step 7: seven people, and that they are assured; field 20."""
    fill_rows(luz, [{"kind": "staff", "count": count, "unit": "personas", "text": text} for count, text in STAFF])
    go_on(luz)
    luz.check("[name=resources_assured][value=yes]")
    go_on(luz)
    luz.fill("[name=additional]", LONG["additional"])
    go_on(luz)


def write_a_milestone(luz: Any, workshop: str) -> None:
    """Field 21: an objective and a first milestone, with its means of verification and who answers."""
    tree = workshop + "hitos/"
    assert luz.url == tree
    luz.goto(tree + "objetivo/nuevo/")
    luz.select_option("[name=horizon]", "short")
    luz.fill("[name=text]", "La mesa del laboratorio funciona.")
    luz.fill("[name=due]", "07/2023")
    luz.click("button[name=save]")
    luz.goto(tree + "hito/nuevo/")
    for name, value in {"label": "1.", "title": "Reglas de la mesa", "start": "01/2023", "end": "02/2023"}.items():
        luz.fill(f"[name={name}]", value)
    luz.select_option("[name=objective]", index=1)
    luz.fill("[name=means-0-text]", "Minuta con las reglas")
    luz.select_option("[name=means-0-kind]", "minutes")
    luz.fill("[name=parties-0-name]", "Secretaría de Cultura")
    luz.click("button[name=save]")
    assert luz.url == tree


def anybody_reads_the_sheet(page: Any) -> None:
    """The observable result: every section in its order, lengths accepted with their reason, no address of anybody."""
    numbers = [text.strip() for text in page.locator(".sheet-number").all_text_contents()]
    assert numbers == [str(number) for number in range(1, 22)]
    text = page.locator("main").inner_text()
    assert text.index("16.8") < text.index("16.10") < text.index("16.b")
    assert "01/2023 – 06/2024 (18" in text
    assert LONG["problem"] in text
    assert "La mesa acordó este texto: problem." in text
    assert "@" not in text


def anybody_takes_the_values_away(page: Any, commitment: Commitment) -> None:
    """The JSON holds what was typed, and its hash is the one that the record cites."""
    answer = page.request.get(page.url.replace("/ficha/", ".json"))
    assert hashlib.sha256(answer.body()).hexdigest() == commitment.publications.get().sha256
    public = json.loads(answer.body())
    assert public["title"] == TITLE
    assert (public["start"], public["end"], public["vision"]) == ("2023-01-01", "2024-06-01", "")
    parties = [(one["name"], one["role"]) for one in public["parties"]]
    assert parties == GOVERNMENT + CORESPONSIBLE
    assert public["no_nongovernment"] is True
    assert [one["value"] for one in public["baselines"]] == ["8", "11", "27", "90", "46.7"]
    assert public["baselines"][4]["comparison"] == "54.5"
    assert [one["target"] for one in public["sdgs"]] == TARGETS
    assert sum(int(one["count"]) for one in public["resources"]) == 7
    assert {one["section"]: one["length"] for one in public["accepted_limits"]} == {
        key: len(text) for key, text in LONG.items()
    }
    assert len(public["values"]) == 4
    assert len(public["classifications"]) == 4
