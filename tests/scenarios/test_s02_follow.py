"""S02 · Follow 24 milestones and flag the delays.

The coordination of Nuevo León brings in the form of a commitment with three horizons of 11, 8 and 5 milestones, all
"No iniciado". The preview doubts what is irregular in it (two rows numbered 5, one dated outside its horizon, one
without anybody responsible, an untidy status cell, a liaison with two addresses) and keeps everything. Once it is
public, the liaison of Culture reports that the diagnosis began; on the 1st of July it is late. She reports it stuck,
which asks for a reason; she hands in the report and says that it is finished, and that is a claim until the
coordination accepts the report. Finished is refused for the directory of allies while there is no directory.

The citizen's question is another story. Every step goes through the pages, in a browser; only the reading of the
form's other sections and the publication are told by actions, since S01 tells them through theirs.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.people.tests import worlds as people
from tequio.plans import actions, sections
from tequio.plans import tests as plans_tests
from tequio.plans.models import Commitment, Milestone
from tests.browser import LOOKS, Visit, axe

pytest_plugins = ("tests.browser", "tests.flush")
pytestmark = pytest.mark.browser

FORM = Path(plans_tests.__file__).parent / "documents" / "ficha-agua.txt"
JANUARY = datetime(2023, 1, 9, 16, tzinfo=UTC)
LAST_OF_JUNE = datetime(2023, 7, 1, 5, 0, tzinfo=UTC)  # 23:00 of the 30th in Monterrey
FIRST_OF_JULY = datetime(2023, 7, 1, 15, 0, tzinfo=UTC)
BY = "1. Secretaría de Cultura, Dirección de Datos.\nDirectora de Datos, datos@agua.example.org"
# Heading, then number, what, first month, last month, means. Fourteen of them last a single month.
TREE: dict[str, list[tuple[str, list[tuple[str, str, str, str, str]]]]] = {
    "Objetivo a corto plazo: julio 2023": [
        ("", [("1.", "Diagnóstico colaborativo de los datos", "01/2023", "06/2023", "Reporte")]),
        (
            "Convenios para obtener datos",
            [
                ("1.", "Redacción del mecanismo", "02/2023", "04/2023", "Formato de convenio"),
                ("2.", "Identificación de posibles aliados", "02/2023", "03/2023", "Directorio"),
                ("3.", "Invitación y firma con aliados", "04/2023", "04/2023", "Reporte de actividades"),
            ],
        ),
        (
            "Lineamientos",
            [
                ("1.", "Primer borrador de las reglas", "01/2023", "01/2023", "Primer borrador"),
                ("2.", "Segundo borrador de las reglas", "03/2023", "03/2023", "Segundo borrador"),
                ("3.", "Tercer borrador de las reglas", "05/2023", "05/2023", "Tercer borrador"),
            ],
        ),
        (
            "Repositorio",
            [
                ("1.", "Mapa de los datos que existen", "01/2023", "04/2023", "Reporte"),
                ("2.", "Atributos de los datos", "04/2023", "05/2023", "Reporte"),
                ("3.", "Infraestructura que hace falta", "05/2023", "05/2023", "Reporte"),
                ("4.", "Estrategia del repositorio", "06/2023", "06/2023", "Reporte"),
            ],
        ),
    ],
    "Objetivo a mediano plazo: enero 2024": [
        (
            "Proyecto piloto",
            [
                ("1.", "Plan de comunicación", "07/2023", "07/2023", "Reporte"),
                ("2.", "Elección del tema", "07/2023", "09/2023", "Reporte"),
                ("3.", "Directorio de vecinas", "08/2023", "08/2023", "Directorio"),
                ("4.", "Consulta de necesidades", "08/2023", "09/2023", "Reporte"),
                ("5.", "Un piloto posible", "09/2023", "09/2023", "Reporte"),
                ("5.", "Prototipo de la solución", "10/2023", "11/2023", "Reporte"),
                ("6.", "Espacios físicos y digitales", "05/2023", "05/2023", "Reporte"),
                ("7.", "Informe de resultados del piloto", "12/2023", "12/2023", "Reporte"),
            ],
        )
    ],
    "Objetivo a largo plazo: junio 2024": [
        (
            "",
            [
                ("1.", "Evaluación entre sectores", "01/2024", "02/2024", "Reporte"),
                ("2.", "Enlace con la institución que sigue", "02/2024", "02/2024", "Reporte"),
                ("3.", "Documento final de lineamientos", "03/2024", "05/2024", "Documento final"),
                ("4.", "Rendición de cuentas del compromiso", "05/2024", "05/2024", "Reporte"),
                ("5.", "Lanzamiento del programa", "06/2024", "06/2024", "Reporte"),
            ],
        )
    ],
}
HEAD = (
    "\tDescriba el hito\n(acción clave)\n\tFecha de inicio\n(MM/YYYY)\n\tFecha de conclusión\n(MM/YYYY)\n"
    "\tMedio de verificación y/o seguimiento\n\tAgencia y persona responsable\n\tEstatus\n(opciones de la lista)\n\n"
)


def form() -> bytes:
    """Write the form: the other sections of our own document, and the tree of this story with what is irregular."""
    before = FORM.read_text(encoding="utf-8").split("\n\tObjetivo a corto plazo:")[0]
    before = before.replace("Secretaría del Agua", "Secretaría de Cultura")
    before = before.replace("03/2031", "01/2023").replace("08/2032", "06/2024")
    tree = "\n\n".join(
        f"\t{title}\nLo que se quiere lograr.\n\n{HEAD}{_rows(groups)}" for title, groups in TREE.items()
    )
    return f"{before}\n{tree}\n".encode()


def _rows(groups: list[tuple[str, list[tuple[str, str, str, str, str]]]]) -> str:
    return "\n".join((f"\t{title}\n\n" if title else "") + "\n".join(map(_row, rows)) for title, rows in groups)


def _row(row: tuple[str, str, str, str, str]) -> str:
    number, what, start, end, means = row
    by = "" if what.startswith("Estrategia") else BY
    by = by.replace("datos@", "directora.datos@") if what.startswith("Primer") else by
    status = "No iniciado3." if what.startswith("Infraestructura") else "No iniciado"
    return f"\t{number} {what}\n\t{start}\n\t{end}\n\t{means}\n\t{by}\n\t{status}\n"


@pytest.fixture
def world(live_server: Any) -> SimpleNamespace:
    """The people of the story and an empty plan."""
    world = people.nuevo_leon(JANUARY)
    actions.load_reference(actor=SYSTEM, at=JANUARY)
    world.cookies = {name: cookie(getattr(world, name)) for name in ("coordination", "liaison")}
    return world


def cookie(actor: Any) -> dict[str, str]:
    client = Client()
    client.force_login(actor.user)
    return {"sessionid": client.cookies["sessionid"].value}


def test_delays_are_flagged_and_finished_waits_for_somebody_else(
    world: SimpleNamespace, visit: Visit, tmp_path: Path
) -> None:
    with clock.frozen(JANUARY):
        commitment = bring_in(world, visit, tmp_path)
        publish(world, commitment)
        diagnosis = leaf(commitment, "Diagnóstico")
        assert "100" in visit(commitment.get_absolute_url()).locator(".progress").first.inner_text(), (
            "nobody confirmed it"
        )
        report(world, visit, diagnosis, "in-progress", "Empezaron las entrevistas.")
    with clock.frozen(LAST_OF_JUNE):
        assert "Diagnóstico" not in late(visit)
    with clock.frozen(FIRST_OF_JULY):
        assert "Diagnóstico" in late(visit)
        assert refused(world, visit, diagnosis, "stuck") == "note"
        report(world, visit, diagnosis, "stuck", "Faltan respuestas de dos dependencias.")
        hand_in(world, visit, diagnosis, tmp_path)
        report(world, visit, diagnosis, "finished", "El reporte está completo.")
        assert standing(visit, diagnosis) == "claim"
        accept(world, visit, diagnosis)
        assert standing(visit, diagnosis) == "accepted"
        assert refused(world, visit, leaf(commitment, "Identificación"), "finished") == "status"
        anybody_reads_it(visit, commitment, diagnosis)


def leaf(commitment: Commitment, start: str) -> Milestone:
    with_place = Milestone.objects.select_related("commitment__plan__jurisdiction")
    return with_place.get(commitment=commitment, title__startswith=start)


def bring_in(world: SimpleNamespace, visit: Visit, folder: Path) -> Commitment:
    """Steps 1 and 2: the form is read, doubted and kept."""
    file = folder / "ficha.txt"
    file.write_bytes(form())
    page = visit("/nl/importar/", cookies=world.cookies["coordination"])
    page.set_input_files("input[type=file]", file)
    page.click("main form button[type=submit]")
    doubts = page.locator(".doubts").inner_text()
    for said in ("«5»", "fuera de su objetivo", "Nadie es responsable", "No iniciado3.", "2 correos"):
        assert said in doubts, said
    assert Commitment.objects.count() == 0, "nothing is written before it is confirmed"
    page.fill("[name=name]", "PAL 2022-2024 Nuevo León")
    page.fill("[name=start]", "2022")
    page.fill("[name=end]", "2024")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/editar/")

    made = Commitment.objects.get()
    objectives = made.objectives.order_by("order")
    assert [one.milestones.count() for one in objectives] == [11, 8, 5]
    assert {one.title: one.milestones.count() for one in made.groups.all()} == {
        "Convenios para obtener datos": 3,
        "Lineamientos": 3,
        "Repositorio": 4,
        "Proyecto piloto": 8,
    }
    return made


def publish(world: SimpleNamespace, commitment: Commitment) -> None:
    """Accept what is longer than the form asks and publish, as S01 does in the browser."""
    by = {"actor": world.coordination, "at": JANUARY}
    for key in sections.over_limit(commitment):
        actions.accept_limit(commitment=commitment, key=key, reason="Así lo acordó la mesa.", **by)
    actions.publish_plan(plan=commitment.plan, **by)
    actions.publish_commitment(commitment=Commitment.objects.get(pk=commitment.pk), **by)
    commitment.refresh_from_db()


def report(world: SimpleNamespace, visit: Visit, milestone: Milestone, status: str, note: str) -> None:
    """Say how a milestone stands, on its page."""
    page = visit(milestone.get_absolute_url(), cookies=world.cookies["liaison"])
    page.check(f"#report input[value={status}]")
    page.fill("#report textarea", note)
    page.click("#report button[type=submit]")
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").text_content()


def refused(world: SimpleNamespace, visit: Visit, milestone: Milestone, status: str) -> str:
    """Try to report without a note and return the field beside which the page says no."""
    page = visit(milestone.get_absolute_url(), cookies=world.cookies["liaison"])
    page.check(f"#report input[value={status}]")
    page.click("#report button[type=submit]")
    (error,) = page.locator("#report .error").all()
    return str(error.get_attribute("id")).removeprefix("id_report-").removesuffix("_error")


def hand_in(world: SimpleNamespace, visit: Visit, milestone: Milestone, folder: Path) -> None:
    """Hand in the report."""
    paper = folder / "reporte.txt"
    paper.write_text("Reporte del diagnóstico: qué datos hay y en qué estado.\n", encoding="utf-8")
    page = visit(milestone.get_absolute_url() + "#hand-in", cookies=world.cookies["liaison"])
    page.set_input_files("#hand-in input[type=file]", paper)
    page.fill("#hand-in [name=evidence-title]", "Reporte del diagnóstico")
    page.click("#hand-in button[type=submit]")
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").text_content()


def accept(world: SimpleNamespace, visit: Visit, milestone: Milestone) -> None:
    """Review the report, from the queue."""
    page = visit("/nl/revisar/", cookies=world.cookies["coordination"])
    page.click("text=Reporte del diagnóstico")
    page.check("#evidence input[value=accepted]")
    page.click("#evidence form:has(input[value=accepted]) button[type=submit]")
    assert milestone.get_absolute_url() in page.url


def late(visit: Visit) -> str:
    """Return what anybody reads in the list of what is late."""
    return str(visit("/nl/atrasados/").locator("main").inner_text())


def standing(visit: Visit, milestone: Milestone) -> str:
    """Return how a milestone stands for anybody, by its mark."""
    page = visit(milestone.get_absolute_url())
    return str(page.locator("main > div .status").first.get_attribute("class")).removeprefix("status ")


def anybody_reads_it(visit: Visit, commitment: Commitment, diagnosis: Milestone) -> None:
    """The observable result: the calendar, the history with its offices, the CSV."""
    page = visit(commitment.get_absolute_url() + "calendario/", look=LOOKS[0])
    assert page.locator(".gantt-bar").count() == 24
    assert axe(page) == []
    single = [one for one in commitment.milestones.all() if one.start == one.end]
    assert len(single) == 14
    page = visit(diagnosis.get_absolute_url())
    history = page.locator("#history").inner_text()
    assert history.index("Faltan respuestas") < history.index("Empezaron las entrevistas")
    assert [str(one.office) for one in diagnosis.status_changes.all() if str(one.office) not in history] == []
    answer = page.request.get(page.url.split("/hitos/")[0] + commitment.get_absolute_url()[3:] + "hitos.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    assert len(rows) == 24
    assert {row["status"] for row in rows if row["title"] == diagnosis.title} == {"finished"}
