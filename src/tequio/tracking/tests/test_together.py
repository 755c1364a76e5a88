"""Forty milestones at once: on one page and as a workbook; all of it is kept, or nothing."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tequio.kit.policy import Denied, Refused
from tequio.plans.models import Milestone, Party
from tequio.record import queries as record
from tequio.tracking import actions, imports, queries
from tequio.tracking.tests import worlds

Enter = Callable[[Any], Client]
SOAK = os.environ.get("TEQUIO_SOAK") == "1"
BULK, TAKE, UPLOAD = "tracking:bulk", "tracking:workbook", "tracking:workbook_upload"


@pytest.fixture
def world(db: None, that_day: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(that_day)


@pytest.fixture
def forty(world: SimpleNamespace) -> list[Milestone]:
    """Forty more milestones of the laboratory, without announced evidence."""
    Milestone.objects.bulk_create(
        Milestone(commitment=world.lab, title=f"Paso {number}", order=100 + number) for number in range(40)
    )
    return list(Milestone.objects.filter(commitment=world.lab, order__gte=100))


def said(milestones: list[Milestone], **changed: dict[str, str]) -> dict[str, Any]:
    """Fill in the page: every row as it stands, but for what some say."""
    seen = queries.last_changes([one.pk for one in milestones])
    sent: dict[str, Any] = {"row": [one.public_id for one in milestones]}
    for one in milestones:
        row = {"status": "", "note": "", "seen": str(seen.get(one.pk, 0))} | changed.get(one.public_id, {})
        sent |= {f"{one.public_id}-{name}": value for name, value in row.items()}
    return sent


def test_forty_milestones_are_reported_on_one_page_each_with_its_own_fact(world, forty, client_of: Enter) -> None:
    before = record.entries_of(world.lab.urn).count()
    browser = client_of(world.liaison)
    page = browser.get(reverse(BULK)).content.decode()
    assert all(f'name="{one.public_id}-status"' in page for one in forty)

    answer = browser.post(reverse(BULK), said(forty, **{one.public_id: {"status": "in-progress"} for one in forty}))

    assert answer.status_code == 302
    assert {worlds.standing(one).status for one in forty} == {"in-progress"}
    assert record.entries_of(world.lab.urn).count() == before + 40


def test_one_bad_row_keeps_nothing_and_loses_nothing(world, forty, client_of: Enter) -> None:
    good, stuck, *_ = forty
    sent = said(
        forty, **{good.public_id: {"status": "in-progress", "note": "Va bien"}, stuck.public_id: {"status": "stuck"}}
    )

    answer = client_of(world.liaison).post(reverse(BULK), sent, headers={"accept-language": "en"})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert worlds.standing(good).status == worlds.standing(stuck).status == "not-started"
    assert "a stuck milestone needs a reason" in html
    assert "Va bien" in html
    assert html.count("Not saved yet") == 2
    row = re.search(rf'<tr id="r-{stuck.public_id}" class="([^"]*)"', html)
    assert row
    assert row[1] == "wrong"


def test_what_changed_is_shown_before_it_is_saved_without_javascript(world, forty, client_of: Enter) -> None:
    sent = said(forty, **{forty[3].public_id: {"status": "in-progress"}}) | {"check": "1"}

    html = client_of(world.liaison).post(reverse(BULK), sent, headers={"accept-language": "en"}).content.decode()

    assert html.count("Not saved yet") == 1
    assert worlds.standing(forty[3]).status == "not-started"


def test_a_row_that_somebody_else_changed_is_named_and_not_overwritten(world, forty, client_of: Enter, at) -> None:
    sent = said(forty, **{one.public_id: {"status": "in-progress"} for one in forty[:2]})
    worlds.report(forty[0], "stuck", world.coordination, at, note="Sin presupuesto")

    answer = client_of(world.liaison).post(reverse(BULK), sent, headers={"accept-language": "en"})

    assert answer.status_code == 422
    assert "It changed since you opened it" in answer.content.decode()
    assert [worlds.standing(one).status for one in forty[:2]] == ["stuck", "not-started"]


def test_nobody_reports_on_what_is_not_theirs(world, forty, client_of: Enter, at) -> None:
    client_of(world.other_liaison).post(reverse(BULK), said(forty, **{forty[0].public_id: {"status": "in-progress"}}))
    assert worlds.standing(forty[0]).status == "not-started"

    reports = [actions.Report(forty[0], "in-progress", 0)]
    with pytest.raises(actions.RowsRefused):
        actions.report_statuses(reports=reports, way="page", actor=world.other_liaison, at=at)
    with pytest.raises(Denied):
        actions.report_statuses(reports=reports, way="page", actor=worlds.STRANGER, at=at)


def test_the_page_costs_the_same_for_three_and_for_forty(world, client_of: Enter) -> None:
    browser = client_of(world.liaison)

    def cost() -> int:
        browser.get(reverse(BULK))
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(reverse(BULK)).status_code == 200
        return len(caught)

    few = cost()
    Milestone.objects.bulk_create(Milestone(commitment=world.lab, title=f"Paso {n}", order=99) for n in range(40))

    assert cost() == few


# The workbook.


def taken(browser: Client) -> Any:
    answer = browser.get(reverse(TAKE))
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content))


def sent_back(browser: Client, book: Any) -> Any:
    held = io.BytesIO()
    book.save(held)
    file = SimpleUploadedFile("hitos.xlsx", held.getvalue())
    return browser.post(reverse(UPLOAD), {"upload": file}, headers={"accept-language": "en"})


def row_of(sheet: Any, milestone: Milestone) -> int:
    return int(next(cell.row for cell in sheet["A"] if cell.value == milestone.public_id))


def test_the_workbook_has_drop_downs_dates_and_a_header_that_stays(world, client_of: Enter) -> None:
    book = taken(client_of(world.liaison))
    sheet = book.worksheets[0]

    assert sheet.freeze_panes == "A2"
    assert any("G2" in str(offered.sqref) for offered in sheet.data_validations.dataValidation)
    leaf = worlds.milestone(world.lab, "Convenios")
    assert sheet[f"F{row_of(sheet, leaf)}"].value.date() == leaf.ends_on
    assert len(book.worksheets) >= 2


def test_a_filled_workbook_is_shown_first_and_saved_whole(world, forty, client_of: Enter) -> None:
    browser = client_of(world.liaison)
    book = taken(browser)
    sheet = book.worksheets[0]
    for one in forty:
        sheet[f"G{row_of(sheet, one)}"] = "En progreso"
    shown = sent_back(browser, book)
    html = shown.content.decode()
    assert shown.status_code == 200
    assert html.count("Not saved yet") == 40
    assert {worlds.standing(one).status for one in forty} == {"not-started"}

    to = re.search(r'<form method="post" action="([^"]+)"', html)  # the page came from another address
    changed = said(forty, **{one.public_id: {"status": "in-progress"} for one in forty})
    answer = browser.post(to[1] if to else reverse(UPLOAD), changed | {"way": "spreadsheet"})

    assert answer.status_code == 302
    assert {worlds.standing(one).status for one in forty} == {"in-progress"}


def test_an_untouched_workbook_changes_nothing(world, client_of: Enter, at) -> None:
    worlds.report(worlds.milestone(world.lab, "Inventario"), "stuck", world.liaison, at, note="Falta")
    browser = client_of(world.liaison)

    assert sent_back(browser, taken(browser)).status_code == 302


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [  # a reason that lacks is asked for in its own column
        ("G", "casi", "Choose one of"),
        ("G", "Atorado", "needs a reason"),
        ("G", "=1+1", "not a formula"),
        ("F", date(2030, 1, 1), "Dates are not changed here"),
        ("A", "0000000000", "does not answer"),
        ("H", "mucho", "a number from zero upwards"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_kept(world, forty, client_of: Enter, column, value, says) -> None:
    browser = client_of(world.liaison)
    book = taken(browser)
    sheet = book.worksheets[0]
    sheet[f"G{row_of(sheet, forty[1])}"] = "En progreso"
    place = f"{column}{row_of(sheet, forty[0])}"
    sheet[place] = value

    answer = sent_back(browser, book)
    html = answer.content.decode()

    assert answer.status_code == 422
    told = place if says != "needs a reason" else place.replace("G", "J")
    assert f"cell {told}" in html
    assert says in html
    assert worlds.standing(forty[1]).status == "not-started"


def test_a_stale_row_of_a_workbook_is_named(world, forty, client_of: Enter, at) -> None:
    browser = client_of(world.liaison)
    book = taken(browser)
    sheet = book.worksheets[0]
    row = row_of(sheet, forty[0])
    sheet[f"G{row}"] = "En progreso"
    worlds.report(forty[0], "stuck", world.coordination, at, note="Sin presupuesto")

    html = sent_back(browser, book).content.decode()

    assert f"cell B{row}" in html
    assert "It changed since you opened it" in html


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b" " * 60_000_000)
    return held.getvalue()


@pytest.mark.parametrize("data", [b"", b"hola", b"PK\x03\x04", bomb()], ids=["empty", "text", "torn", "bomb"])
def test_a_hostile_file_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(Refused):
        imports.read(data)


def test_another_workbook_is_not_taken_for_ours(world, client_of: Enter) -> None:
    browser = client_of(world.liaison)
    book = taken(browser)
    book.worksheets[0]["A1"] = "otra cosa"

    assert "not the workbook of your milestones" in sent_back(browser, book).content.decode()


VALUES = st.one_of(
    st.none(), st.text(max_size=20), st.integers(-(10**15), 10**15), st.booleans(), st.datetimes(),
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["=A1", "En progreso", "#REF!", "1,000.5"]),
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=2000 if SOAK else 30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.tuples(st.integers(2, 6), st.integers(1, 11), VALUES), max_size=12),
    torn=st.integers(0, 4000),
    is_torn=st.booleans(),
)
def test_no_workbook_brings_the_reader_down(cells: Any, torn: int, is_torn: bool) -> None:
    book = load_workbook(io.BytesIO(imports.written([], who="Cultura")))
    sheet = book.worksheets[0]
    for row, column, value in cells:
        try:
            sheet.cell(row, column, value)
        except Exception:  # openpyxl refuses some texts itself
            continue
    held = io.BytesIO()
    book.save(held)
    data = held.getvalue()
    if is_torn:
        data = data[: max(0, len(data) - torn)] + b"\x00" * min(torn, 40)

    try:
        reading = imports.read(data)
    except Refused:
        return
    imports.compared(reading, {})
    assert all("cell" in fault.place or "celda" in fault.place for fault in reading.faults)


def test_a_party_of_another_commitment_sees_only_its_own(world, client_of: Enter) -> None:
    book = taken(client_of(world.other_liaison))
    ids = {cell.value for cell in book.worksheets[0]["A"]} - {"ID"}

    assert ids <= set(Milestone.objects.filter(commitment=world.sheet).values_list("public_id", flat=True))
    assert Party.objects.exists()
