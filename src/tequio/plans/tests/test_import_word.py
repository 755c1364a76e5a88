"""The same form as Word or OpenDocument says the same, in tables or out of them; other kinds are refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tequio.paper import text
from tequio.paper.tests import papers
from tequio.plans.imports import form21
from tequio.plans.imports.recognise import Reading, read, unaccounted
from tequio.plans.imports.tree import leaves
from tequio.plans.tests.documents import HERE, NAMES

MAKERS = (papers.as_docx, papers.as_odt)
Make = Callable[[Iterable[str | list[list[str]]]], bytes]


def laid_out(words: str) -> list[str | list[list[str]]]:
    """Put the cells of a document in text where a word processor has them."""
    document = text.read(words.encode())
    if form21.score(document) > 0.5:
        ends = {document.lines[at].number for at, _, _ in form21._headings(document.lines)}
        return list(papers.pieces(words, ends))
    return [[line.text.rstrip("\t").split("\t")] if "\t" in line.text else line.text for line in document.lines]


def said(reading: Reading) -> list[str]:
    return [leaf.text for leaf in leaves([*reading.drafts, reading.roadmap])]


def check_same(words: str, make: Make) -> None:
    plain, written = read(words.encode(), "a"), read(make(laid_out(words)), "b")

    assert said(written) == said(plain)
    assert written.template == plain.template
    assert len(written.leftovers) == len(plain.leftovers)
    assert unaccounted(written) == ()


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_our_documents_say_the_same_as_word_and_as_opendocument(name: str, make: Make) -> None:
    check_same((HERE / name).read_text(encoding="utf-8"), make)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("number", ["000", "004"])
def test_the_source_documents_say_the_same_as_word_and_as_opendocument(number: str, make: Make) -> None:
    folder = os.environ.get("TEQUIO_REFERENCE")
    if not folder:
        pytest.skip("TEQUIO_REFERENCE is not set: the reference documents are NOT tested here")
    [path] = Path(folder).glob(f"spec/sources/{number}*.txt")
    check_same(path.read_text(encoding="utf-8"), make)


@pytest.mark.parametrize("is_beside", [True, False])
def test_a_form_that_is_one_great_table_is_read_like_any_other(is_beside: bool) -> None:
    words = (HERE / "ficha-agua.txt").read_text(encoding="utf-8")
    plain = read(words.encode(), "a").drafts[0]
    rows: list[list[str]] = []
    for name, heading in (("title", "1. Título del compromiso"), ("text", "2. Compromiso"), ("period", "3. Periodo")):
        value = "03/2031 - 08/2032" if name == "period" else getattr(plain, name).text
        rows += [[heading, value]] if is_beside else [[heading], [value]]
    for number, name in ((7, "Problema público"), (8, "Situación actual"), (12, "Acción"), (13, "Cómo contribuirá")):
        rows += [[f"{number}. {name}", "Lo que falta."]] if is_beside else [[f"{number}. {name}"], ["Lo que falta."]]

    reading = read(papers.as_docx([rows]), "ficha.docx")

    [draft] = reading.drafts
    assert draft.title
    assert plain.title
    assert draft.title.text == plain.title.text
    assert draft.start
    assert plain.start
    assert draft.start.on == plain.start.on
    assert draft.problem
    assert draft.problem.text == "Lo que falta."
    assert unaccounted(reading) == ()


def test_the_name_of_a_file_says_nothing_about_it() -> None:
    words = (HERE / "ficha-agua.txt").read_text(encoding="utf-8")

    assert read(papers.as_docx(laid_out(words)), "hoja.txt").template == "form-21"
    assert read(words.encode(), "hoja.docx").template == "form-21"


def test_a_file_that_cannot_be_opened_is_one_finding_with_what_to_do() -> None:
    reading = read(b"%PDF-1.7", "acta.pdf")

    [finding] = reading.findings
    assert (finding.code, finding.severity) == ("file-unreadable", "error")
    assert ".docx" in finding.sentence
    assert reading.drafts == ()


def test_what_stands_aside_is_shown_and_doubted_but_is_no_field() -> None:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("1. Título del compromiso", "Agua"))
    gone = "<w:p><w:del><w:r><w:delText>Fuego</w:delText></w:r></w:del></w:p>"
    rest = ("2. Compromiso", "7. Problema público", "8. Situación", "12. Acción", "20. Información adicional")
    headings = "".join(f"<w:p><w:r><w:t>{heading}</w:t></w:r></w:p>" for heading in rest)

    reading = read(papers.raw_docx(body + gone + headings), "x")

    assert "tracked-deletion" in {finding.code for finding in reading.findings}
    assert [piece.text for piece in reading.leftovers] == ["Fuego"]
    assert reading.drafts[0].title
    assert reading.drafts[0].title.text == "Agua"


def test_x09_an_address_behind_words_that_leads_nowhere_is_doubted() -> None:
    relation = '<Relationship Id="r1" Type="x/hyperlink" Target="ttps://datos.example.org" TargetMode="External"/>'
    body = '<w:p><w:hyperlink xmlns:r="urn:r" r:id="r1"><w:r><w:t>los datos</w:t></w:r></w:hyperlink></w:p>'
    data = papers.raw_docx(body, **{"word___rels__document_xml.rels": f"<Relationships>{relation}</Relationships>"})

    [doubt] = [finding for finding in read(data, "x").findings if finding.code == "url-malformed"]

    assert doubt.params["suggestion"] == "https://datos.example.org"
