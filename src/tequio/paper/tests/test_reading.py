"""Word, OpenDocument and spreadsheet files are read into the same lines as plain text; nothing of them is lost."""

from __future__ import annotations

import docx
import pytest

from tequio.paper import reading, text, word
from tequio.paper.tests import papers
from tequio.paper.writing import Heading, Items, Paper, Paragraph, Table

W_TABLE = "<w:tbl>{}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return "<w:tr>" + properties + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def par(words: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{words}</w:t></w:r></w:p>"


def lines(data: bytes) -> list[str]:
    return [line.text for line in reading.read(data).lines]


@pytest.mark.parametrize("make", [papers.as_docx, papers.as_odt])
def test_paragraphs_and_tables_become_lines_and_tabbed_cells(make: object) -> None:
    data = make("Uno\n\n\tA\n\tB uno\ndos\n\tC\n\nFin")  # type: ignore[operator]

    assert lines(data) == ["Uno", "", "\tA\tB uno", "dos\tC", "", "Fin"]


def test_the_kind_is_told_by_the_bytes() -> None:
    assert reading.read(papers.as_docx("a")).kind == "docx"
    assert reading.read(papers.as_odt("a")).kind == "odt"
    assert reading.read(b"a").kind == "text"


def test_a_cell_merged_downwards_says_its_words_once_and_one_merged_across_is_one() -> None:
    down = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    more = "<w:tcPr><w:vMerge/></w:tcPr>"
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    body = row(down + par("A"), par("B")) + row(more + "<w:p/>", par("C")) + row(wide + par("D"))

    document = reading.read(papers.raw_docx(W_TABLE.format(body)))

    assert [line.text for line in document.lines] == ["\tA\tB", "\t\tC", "\tD"]
    assert [len(each) for each in document.tables[0].rows] == [2, 2, 1]


def test_an_opendocument_cell_merged_downwards_is_a_blank_cell() -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    covered = "<table:covered-table-cell/>"
    rows = [
        cell.format(' table:number-rows-spanned="2"', "A") + cell.format("", "B"),
        covered + cell.format("", "C"),
        cell.format(' table:number-columns-spanned="2"', "D") + covered,
    ]
    body = "".join(f"<table:table-row>{each}</table:table-row>" for each in rows)

    assert lines(papers.raw_odt(f"<table:table>{body}</table:table>")) == ["\tA\tB", "\t\tC", "\tD"]


def test_a_table_inside_a_cell_gives_rows_of_its_own() -> None:
    inner = W_TABLE.format(row(par("X"), par("Y")))

    assert lines(papers.raw_docx(W_TABLE.format(row(par("A") + inner + "<w:p/>", par("B"))))) == ["\tA", "\tX\tY\tB"]


def test_automatic_numbers_and_bullets_are_written() -> None:
    made = docx.Document()
    made.add_paragraph("uno", style="List Number")
    made.add_paragraph("dos", style="List Number")
    made.add_paragraph("punto", style="List Bullet")
    held = papers.BytesIO()
    made.save(held)

    assert lines(held.getvalue()) == ["1. uno", "2. dos", "• punto"]


def test_opendocument_lists_are_numbered_too() -> None:
    style = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
        "</text:list-style>"
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('dentro', '')}</text:list>"
    body = f'<text:list text:style-name="L1">{item.format("uno", inner)}{item.format("dos", "")}</text:list>'

    assert lines(papers.raw_odt(body, automatic=style)) == ["1. uno", "a) dentro", "2. dos"]


def test_inserted_words_are_kept_and_deleted_ones_reported_aside() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Queda </w:t></w:r><w:ins><w:r><w:t>nuevo</w:t></w:r></w:ins>'
        "<w:del><w:r><w:delText>viejo</w:delText></w:r></w:del></w:p>"
    )

    document = reading.read(papers.raw_docx(body))

    assert [line.text for line in document.body.lines] == ["Queda nuevo"]
    assert [(document.aside[line.number], line.text) for line in document.lines[1:]] == [("deleted", "viejo")]
    assert [remark.code for remark in document.remarks] == ["tracked-deletion"]


def test_notes_comments_and_page_headers_stand_aside() -> None:
    kinds = ("header", "footer", "footnotes", "comments")
    relations = "".join(
        f'<Relationship Id="r{n}" Type="http://x/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(kinds)
    )
    parts = {f"word__{kind}_xml": f"<w:{kind} {papers.WORD}>{par(kind)}</w:{kind}>" for kind in ("header", "footer")}
    parts["word__footnotes_xml"] = f"<w:footnotes {papers.WORD}><w:footnote>{par('nota')}</w:footnote></w:footnotes>"
    parts["word__comments_xml"] = f"<w:comments {papers.WORD}><w:comment>{par('ojo')}</w:comment></w:comments>"
    data = papers.raw_docx(
        par("texto"), **{"word___rels__document_xml.rels": f"<Relationships>{relations}</Relationships>"}, **parts
    )

    document = reading.read(data)

    assert [line.text for line in document.body.lines] == ["texto"]
    assert sorted(document.aside.values()) == ["comment", "footer", "footnote", "header"]
    assert {line.text for line in document.lines} == {"texto", "header", "footer", "nota", "ojo"}


def test_the_address_behind_words_is_kept() -> None:
    relation = '<Relationship Id="r1" Type="x/hyperlink" Target="ttps://datos.example.org" TargetMode="External"/>'
    body = '<w:p><w:hyperlink xmlns:r="urn:r" r:id="r1"><w:r><w:t>los datos</w:t></w:r></w:hyperlink></w:p>'
    data = papers.raw_docx(body, **{"word___rels__document_xml.rels": f"<Relationships>{relation}</Relationships>"})

    assert reading.read(data).links == (text.Link(1, "los datos", "ttps://datos.example.org"),)
    odt = '<text:p><text:a xlink:href="https://example.org/x">ahí</text:a></text:p>'
    assert reading.read(papers.raw_odt(odt)).links == (text.Link(1, "ahí", "https://example.org/x"),)


def test_words_in_a_box_are_read_once() -> None:
    box = f"<w:txbxContent>{par('caja')}</w:txbxContent>"
    alternatives = f"<a:Choice><w:drawing>{box}</w:drawing></a:Choice><a:Fallback><w:pict>{box}</w:pict></a:Fallback>"
    body = f'<w:p><w:r><a:AlternateContent xmlns:a="urn:a">{alternatives}</a:AlternateContent></w:r></w:p>'

    assert lines(papers.raw_docx(body)) == ["", "caja"]


def test_macros_are_never_run_and_said_so() -> None:
    document = reading.read(papers.raw_docx(par("a"), word__vbaProject_bin=b"x", **{"word/vbaProject.bin": b"x"}))

    assert [remark.code for remark in document.remarks] == ["macros-ignored"]


def test_what_the_writer_of_papers_writes_is_read_back() -> None:
    paper = Paper(
        title="Ficha",
        language="es-MX",
        dated="2031-01-01",
        header="Dependencia",
        footer="Página",
        blocks=(
            Heading("1. Título"),
            Paragraph("Agua\nclara"),
            Items(("uno", "dos")),
            Table(("A", "B"), (("x\ny", "z"), ("", "w"))),
        ),
    )

    document = reading.read(word.written(paper))

    read = [line.text for line in document.body.lines if line.text.strip()]
    assert read == ["Ficha", "1. Título", "Agua", "clara", "• uno", "• dos", "\tA\tB", "\tx", "y\tz", "\t\tw"]
    assert set(document.aside.values()) == {"header", "footer"}
