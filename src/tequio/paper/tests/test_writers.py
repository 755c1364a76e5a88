"""The same blocks as PDF, as Word and, for tables, as Excel."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import openpyxl
import page
import pytest

from tequio.paper import spreadsheet, typeset, word
from tequio.paper.spreadsheet import Column, Sheet
from tequio.paper.writing import Heading, Items, Paper, Paragraph, Picture, table

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
PAPER = Paper(
    title="Innovar para participar",
    language="es-MX",
    dated="2026-11-21",
    header="Compromiso 13",
    footer="Tequio",
    subject="Ficha",
    keywords=("ficha", "compromiso"),
    blocks=(
        Heading("1. Título"),
        Paragraph("*Nada* de esto es #código\nni esto $tampoco$ \\ @x", "lede"),
        Items(("uno", "dos")),
        table(("Hito", "Nadie llena esto", "Fecha"), [[f"Hito {n}", "", "01/2024"] for n in range(60)], (3, 1, 1)),
        Heading("De paso", 2),
        Picture(DRAWING, "Un cuadro negro"),
        Paragraph("Al pie.", "note"),
    ),
)


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A])
def test_an_independent_checker_finds_the_pdf_accessible_and_lasting(profile: page.ValidationProfile) -> None:
    report = page.validate_pdf_bytes(typeset.pdf(PAPER), profile=profile)

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant
    assert report.document.page_count >= 3


def test_the_same_paper_makes_the_same_pdf() -> None:
    assert typeset.pdf(PAPER) == typeset.pdf(PAPER)


def test_a_picture_without_words_is_refused_by_the_checker_of_the_standard() -> None:
    mute = Paper(title="x", language="es", dated="2026-01-01", blocks=(Picture(DRAWING, ""),))

    with pytest.raises(typeset.typst.TypstError, match="alt"):
        typeset.pdf(mute)


def test_the_word_file_has_real_headings_and_a_header_that_repeats() -> None:
    made = docx.Document(BytesIO(word.written(PAPER)))
    styles = [(one.style.name, one.text) for one in made.paragraphs if one.text]

    assert styles[0] == ("Title", "Innovar para participar")
    assert ("Heading 1", "1. Título") in styles
    assert ("Heading 2", "De paso") in styles
    assert ("List Bullet", "dos") in styles
    assert made.sections[0].header.paragraphs[0].text == "Compromiso 13"
    assert [cell.text for cell in made.tables[0].rows[0].cells] == ["Hito", "Fecha"]
    assert "tblHeader" in made.tables[0].rows[0]._tr.xml
    assert made.core_properties.language == "es-MX"


def test_an_office_may_bring_its_own_letterhead() -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "Secretaría de Pruebas · {{ header }}"
    held = BytesIO()
    own.save(held)

    made = docx.Document(BytesIO(word.written(PAPER, held.getvalue())))

    assert made.sections[0].header.paragraphs[0].text == "Secretaría de Pruebas · Compromiso 13"


def test_characters_that_no_xml_holds_become_spaces_in_both_formats() -> None:
    odd = Paper(title="a\x07b", language="es", dated="2026-01-01", blocks=(Paragraph("c\x0bd & <e>"),))

    assert docx.Document(BytesIO(word.written(odd))).paragraphs[0].text == "a b"
    assert spreadsheet.xlsx([Sheet("x", [Column("a")], [["a\x07b"]])], title="x")


def test_a_workbook_keeps_text_as_text_and_dates_as_dates_and_offers_the_words() -> None:
    columns = [
        Column("Clave", is_locked=True),
        Column("Estatus", choices=("No iniciado", "Finalizado")),
        Column("Fecha", "date"),
    ]
    made = openpyxl.load_workbook(
        BytesIO(
            spreadsheet.xlsx(
                [Sheet("Hitos/2024", columns, [["007", "=1+1", date(2024, 6, 30)]])], title="x", notes=["Léeme"]
            )
        )
    )
    sheet = made.worksheets[0]

    assert made.sheetnames == ["Hitos 2024", "Ayuda", "listas"]
    assert made["listas"].sheet_state == "hidden"
    assert [cell.value for cell in sheet[1]] == ["Clave", "Estatus", "Fecha"]
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B2"].data_type) == ("007", "=1+1", "s")
    assert sheet["C2"].value.date() == date(2024, 6, 30)
    assert sheet.freeze_panes == "A2"
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ["listas!$A$1:$A$2"]


def test_a_sheet_guards_its_locked_columns_without_password_and_leaves_the_others_free() -> None:
    columns = [Column("Clave", is_locked=True), Column("Nota")]
    sheets = [Sheet("Hitos", columns, [["007", "a"]]), Sheet("Libre", [Column("Nota")], [["b"]])]
    guarded, free = openpyxl.load_workbook(BytesIO(spreadsheet.xlsx(sheets, title="x"))).worksheets[:2]

    assert guarded.protection.sheet
    assert not guarded.protection.password
    assert [cell.protection.locked for cell in guarded[2]] == [True, False]
    # The rows that somebody adds below hold no cell yet: its column says what is free.
    assert [guarded.column_dimensions[letter].protection.locked for letter in "AB"] == [True, False]
    assert not guarded.protection.autoFilter
    assert not free.protection.sheet


def test_a_text_longer_than_a_cell_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="A2"):
        spreadsheet.xlsx([Sheet("x", [Column("a")], [["a" * 32_768]])], title="x")
