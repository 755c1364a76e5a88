"""A form or workbook changed in any way: faults that are named, never a crash. TEQUIO_SOAK=1 tries more."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from tequio.paper import word
from tequio.plans.papers import contents, editable, workbook
from tequio.plans.papers.cells import Field, Words
from tequio.plans.papers.received import received
from tequio.plans.tests import worlds
from tequio.plans.tests.test_papers import whole

AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
LONG = os.environ.get("TEQUIO_SOAK") == "1"
# Which sheet, row and column.
PLACE = ((0, 40), (1, 6), (1, 12))
pytestmark = pytest.mark.django_db
_KEPT: dict[str, bytes] = {}
often = settings(
    max_examples=400 if LONG else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
words = some.one_of(
    some.text(max_size=40),
    some.sampled_from(["=1+1", "99/99/9999", "1e400", "NaN", " · : · ", "\\", "C1", "-1", "9" * 400, "unidad:", "—"]),
    some.integers(),
    some.booleans(),
)


@pytest.fixture
def papers() -> dict[str, bytes]:
    """A plan's workbook and a form, made once: their bytes need no database."""
    world = worlds.nuevo_leon(AT)
    if not _KEPT:
        _KEPT["book"] = workbook.written("Plan", [contents.gather(whole(world.lab))])
        _KEPT["form"] = word.written(editable.paper(whole(world.lab), dated="2023-06-12"))
    return _KEPT


@cache
def sheets(data: bytes) -> int:
    return len(openpyxl.load_workbook(BytesIO(data)).sheetnames)


@often
@given(
    cells=some.lists(some.tuples(some.integers(0, 40), some.integers(1, 6), some.integers(1, 12), words), max_size=6)
)
def test_any_cell_may_hold_anything(papers: dict[str, bytes], cells: list[Any]) -> None:
    book = openpyxl.load_workbook(BytesIO(papers["book"]))
    for sheet, row, column, value in cells:
        page = book.worksheets[sheet % sheets(papers["book"])]
        try:
            page.cell(row, column).value = value
        except (ValueError, openpyxl.utils.exceptions.IllegalCharacterError):
            continue
    held = BytesIO()
    book.save(held)

    found = received(held.getvalue())

    assert found is None or all(str(fault) for fault in found.faults)


@often
@given(changes=some.lists(some.tuples(some.integers(0, 200), words), max_size=6))
def test_any_paragraph_or_cell_of_a_form_may_say_anything(papers: dict[str, bytes], changes: list[Any]) -> None:
    document = docx.Document(BytesIO(papers["form"]))
    places: list[Any] = [*document.paragraphs]
    places += [cell for table in document.tables for row in table.rows for cell in row.cells]
    for place, value in changes:
        try:
            places[place % len(places)].text = str(value)
        except ValueError:
            continue
    held = BytesIO()
    document.save(held)

    found = received(held.getvalue())

    assert found is None or all(str(fault) for fault in found.faults)


@often
@given(cut=some.integers(0, 100_000), noise=some.binary(max_size=64))
@example(cut=0, noise=b"")
def test_broken_bytes_are_nobodys_form(papers: dict[str, bytes], cut: int, noise: bytes) -> None:
    for data in papers.values():
        at = cut % len(data)
        found = received(data[:at] + noise + data[at + len(noise) :])

        assert found is None or found.kind in ("form", "workbook")


def test_the_words_of_a_cell_come_back_whatever_they_are(papers: dict[str, bytes]) -> None:
    del papers
    parts = (Field("name", "nombre"), Field("unit", "unidad"), Field("posts", "puestos"))
    column = Field("parties", "Quién", "lines", parts=parts)
    said = Words()

    letters = some.text("ab ·:\\/\n1.", max_size=12)

    @often
    @given(some.lists(some.fixed_dictionaries(dict.fromkeys(("name", "unit", "posts"), letters)), max_size=3))
    def back(rows: list[dict[str, str]]) -> None:
        tidy = [{key: value.strip() for key, value in row.items()} for row in rows]
        tidy = [row for row in tidy if row["name"]]

        assert said.read(column, said.written(column, tidy)) == tidy

    back()
