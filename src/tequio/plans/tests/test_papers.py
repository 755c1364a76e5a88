"""The official form as Word and PDF: what it says comes back to the last value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import page
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tequio.contributions import actions as contributions
from tequio.contributions import queries as contributed
from tequio.kit.policy import Refused
from tequio.paper import reading as documents
from tequio.paper import typeset, word
from tequio.paper import workbook as office
from tequio.paper.writing import Heading
from tequio.plans import actions, document
from tequio.plans.actions._rebuilding import rebuild
from tequio.plans.models import Commitment
from tequio.plans.papers import comments, contents, editable, printed, reading, workbook
from tequio.plans.queries import with_sheet
from tequio.plans.tests import worlds

AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def whole(commitment: Commitment) -> Commitment:
    return with_sheet(Commitment.objects.filter(pk=commitment.pk)).get()


def said_again(commitment: Commitment) -> dict[str, Any]:
    """Return a commitment's public text without its own ids and the acceptances, which are decisions and no text."""
    ids: dict[str, str] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            # How exact a date is says nothing where there is no date.
            unsaid = {"precision"} if not any(value.get(key) for key in ("start", "end", "due")) else set()
            return {key: plain(one) for key, one in value.items() if key not in {"id", "accepted_limits", *unsaid}}
        if isinstance(value, list):
            return [plain(one) for one in value]
        if (
            isinstance(value, str)
            and value.startswith("urn:tequio:")
            and (":milestone:" in value or "key-action" in value)
        ):
            return ids.get(value, value)
        return value

    told = document.of_commitment(commitment)
    for kind in ("milestones", "key_actions"):
        ids |= {one["id"]: f"{kind} {one['order']}" for one in told[kind]}
    return plain(told)  # type: ignore[no-any-return]


@pytest.fixture
def world() -> Any:
    return worlds.nuevo_leon(AT)


@pytest.fixture(params=["es-mx", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("name", ["lab", "sheet"])
def test_a_form_comes_back_from_word_to_the_same_values(world: Any, language: str, name: str) -> None:
    commitment = whole(getattr(world, name))
    held = documents.read(word.written(editable.paper(commitment, dated="2023-06-12")))

    template = reading.template_of(held)
    assert template == commitment.template
    read = reading.read(held, template)
    made = rebuild(read.contents, plan=commitment.plan, actor=world.coordination, at=AT)

    assert [str(fault) for fault in read.faults] == []
    assert contents.gather(whole(made)) == contents.gather(commitment)
    assert said_again(whole(made)) == said_again(commitment)


@pytest.mark.parametrize("name", ["lab", "sheet"])
@pytest.mark.parametrize("kind", [printed.form, printed.summary])
def test_form_and_summary_are_accessible_pdfs(world: Any, name: str, kind: Any) -> None:
    made = typeset.pdf(kind(whole(getattr(world, name)), dated="2023-06-12"))

    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_a_whole_plan_is_an_accessible_pdf_of_what_may_be_seen(world: Any, client: Client) -> None:
    worlds.lab(world, world.plan, AT, title="Un borrador que nadie ve")
    plan = world.plan

    answer = client.get(reverse("plans:plan_pdf", args=[world.jurisdiction.slug, plan.public_id, plan.slug]))

    assert page.is_pdf_compliant_bytes(answer.content, profile=page.ValidationProfile.PDF_UA_1)
    with translation.override("es-mx"):
        told = printed.plan(plan, [whole(world.lab)], dated="2023-06-12")
    assert [one.text for one in told.blocks if isinstance(one, Heading) and one.level == 1][
        1
    ] == f"1. {world.lab.title}"


def test_a_workbook_costs_the_same_with_two_and_with_four_commitments(world: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            every = contents.with_contents(Commitment.objects.all()).order_by("pk")
            workbook.written("Plan", [contents.gather(one) for one in every])
        return len(queries)

    few = asked()
    for title in ("Tres", "Cuatro"):
        worlds.lab(world, world.plan, AT, title=title)

    assert asked() == few


def test_the_printed_form_has_every_section_in_the_order_of_its_template(world: Any) -> None:
    commitment = whole(world.lab)
    with translation.override("es-mx"):
        paper = printed.form(commitment, dated="2023-06-12")

    headings = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]

    assert headings == [f"{one['number']}. {one['label']['es']}" for one in commitment.template.sections]


def carried_out(world: Any, commitment: Commitment) -> Commitment:
    """Return a commitment with a roadmap in which a phase stands inside another, and two deliverables."""
    when = {"start": date(2023, 1, 1), "end": date(2023, 3, 1), "precision": "month"}
    phases = [
        {"title": "Planear", "roles": "Cultura convoca", "contact": "Dirección", **when},
        {"title": "Difundir"},
        {"title": "Presentar", "depth": 1, "objective": "Que se sepa.", "agenda": "Acto público\nPreguntas"},
    ]
    leaf = commitment.milestones.all()[1]
    delivered = [
        {"step": "Lo segundo", "title": "Directorio", "url": "ttps://nl.example/d", "milestone": leaf},
        {"title": "Guía"},
    ]
    by: dict[str, Any] = {"revision": None, "reason": "Se planeó.", "actor": world.coordination, "at": AT}
    actions.save_roadmap(commitment=commitment, rows=phases, **by)
    actions.save_deliverables(commitment=commitment, rows=delivered, **by)
    return whole(commitment)


def test_x10_phases_and_deliverables_come_back_from_word_and_excel(world: Any, language: str) -> None:
    commitment = carried_out(world, world.lab)
    held = documents.read(word.written(editable.paper(commitment, dated="2023-06-12")))
    from_word = reading.read(held, commitment.template)
    from_excel = workbook.read(office.read(book_of(world)))

    assert [*map(str, from_word.faults), *map(str, from_excel.faults)] == []
    for said in (from_word.contents, from_excel.contents[0]):
        made = whole(rebuild(said, plan=commitment.plan, actor=world.coordination, at=AT))
        assert contents.gather(made) == contents.gather(commitment)
        assert said_again(made) == said_again(commitment)
        assert [one.depth for one in made.phases.all()] == [0, 0, 1]
        assert made.deliverables.first().milestone == made.milestones.all()[1]


def book_of(world: Any) -> bytes:
    return workbook.written("Plan", [contents.gather(whole(one)) for one in (world.lab, world.sheet)])


def mend(data: bytes, sheet: str, changes: dict[str, Any]) -> bytes:
    """Return a workbook with some cells changed, as its reader's program would leave it."""
    book = openpyxl.load_workbook(BytesIO(data))
    for place, value in changes.items():
        book[sheet][place] = value
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_plan_comes_back_from_excel_to_the_same_values(world: Any, language: str) -> None:
    book = office.read(book_of(world))

    assert workbook.is_ours(book)
    read = workbook.read(book)

    assert [str(fault) for fault in read.faults] == []
    for said, commitment in zip(read.contents, (world.lab, world.sheet), strict=True):
        made = rebuild(said, plan=commitment.plan, actor=world.coordination, at=AT)
        assert contents.gather(whole(made)) == contents.gather(whole(commitment))
        assert said_again(whole(made)) == said_again(whole(commitment))


@pytest.mark.parametrize(
    ("sheet", "place", "value", "told"),
    [
        ("Hitos", "I2", "31/02/2024", "Hitos!I2: Inicio: “31/02/2024” no es una fecha"),
        ("Hitos", "B3", 1, "Hitos!A3: Dos filas"),
        ("Hitos", "A3", "C9", "Hitos!A3: “C9”"),
        ("Hitos", "C2", 99, "Hitos!A2"),
        ("Hitos", "G2", "=1+1", "Hitos!G2: Escribe el valor"),
        ("Compromisos", "B2", "otra ficha", "Compromisos!B2"),
        ("Hitos", "G1", "Ocurrencia", "Hitos!G1: “Ocurrencia” no es una columna"),
    ],
)
def test_a_bad_cell_is_named(world: Any, sheet: str, place: str, value: Any, told: str) -> None:
    with translation.override("es-mx"):
        read = workbook.read(office.read(mend(book_of(world), sheet, {place: value})))

        assert told in " | ".join(map(str, read.faults))


def test_a_sheet_that_nobody_would_read_is_a_fault(world: Any) -> None:
    book = openpyxl.load_workbook(BytesIO(book_of(world)))
    book.create_sheet("Mis notas")["A1"] = "importante"
    held = BytesIO()
    book.save(held)

    assert [fault.where for fault in workbook.read(office.read(held.getvalue())).faults] == ["Mis notas"]


def kept(world: Any, body: bytes, name: str) -> Any:
    return actions.keep_document(jurisdiction=world.jurisdiction, body=body, name=name, actor=world.coordination, at=AT)


def test_a_form_that_comes_back_is_a_draft_with_its_values(world: Any) -> None:
    body = word.written(editable.paper(whole(world.lab), dated="2023-06-12"))

    made = actions.confirm_document(
        document=kept(world, body, "ficha.docx"), plan=world.plan, actor=world.coordination, at=AT
    )

    assert [said_again(whole(one)) for one in made] == [said_again(whole(world.lab))]


def test_a_workbook_with_one_bad_cell_changes_nothing(world: Any) -> None:
    before = Commitment.objects.count()
    with translation.override("es-mx"):
        document = kept(world, mend(book_of(world), "Hitos", {"I2": "ayer"}), "plan.xlsx")

        with pytest.raises(Refused, match="Hitos!I2"):
            actions.confirm_document(document=document, plan=world.plan, actor=world.coordination, at=AT)

    assert Commitment.objects.count() == before


def test_comments_at_the_end_of_a_form_come_back_with_it(world: Any) -> None:
    said = "Que los talleres sean también por la tarde."
    contributions.bring_comments(
        thing=world.lab.urn,
        subject=world.lab.urn,
        jurisdiction=world.jurisdiction,
        texts=[said],
        actor=world.coordination,
        at=AT,
    )
    body = word.written(editable.paper(whole(world.lab), dated="2023-06-12", comments=comments.annex(world.lab)))

    (made,) = actions.confirm_document(
        document=kept(world, body, "ficha.docx"), plan=world.plan, actor=world.coordination, at=AT
    )

    assert [one.text for one in contributed.annex_of(made.urn)] == [said]


def test_anybody_takes_the_papers_of_what_is_public_and_nobody_those_of_a_draft(world: Any, client: Client) -> None:
    lab, plan = world.lab, world.plan
    draft = worlds.lab(world, plan, AT, title="Un borrador")
    names = {
        "plans:form_pdf": b"%PDF-",
        "plans:summary_pdf": b"%PDF-",
        "plans:form_docx": b"PK",
    }
    for name, start in names.items():
        answer = client.get(reverse(name, args=[world.jurisdiction.slug, lab.public_id, lab.slug]))
        hidden = client.get(reverse(name, args=[world.jurisdiction.slug, draft.public_id, draft.slug]))

        assert (answer.status_code, answer.content[: len(start)]) == (200, start)
        assert hidden.status_code == 404
    book = client.get(reverse("plans:plan_xlsx", args=[world.jurisdiction.slug, plan.public_id, plan.slug]))

    assert [one.title for one in workbook.read(office.read(book.content)).contents] == [lab.title, world.sheet.title]


def test_the_preview_of_a_workbook_names_every_bad_cell(world: Any, client: Client) -> None:
    with translation.override("es-mx"):
        document = kept(world, mend(book_of(world), "Hitos", {"I2": "ayer", "J3": "nunca"}), "plan.xlsx")
    client.force_login(world.coordination.user)

    shown = client.get(reverse("plans:preview", args=[world.jurisdiction.slug, document.public_id])).content.decode()

    assert "Hitos!I2" in shown
    assert "Hitos!J3" in shown
