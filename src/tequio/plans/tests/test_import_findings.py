"""The doubts of an import: each is raised by some document, and each is said in plain words."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from io import BytesIO

import openpyxl
import pytest

from tequio.paper.tests import papers
from tequio.plans import vocab
from tequio.plans.imports import draft, lexicon, sdg
from tequio.plans.imports.draft import Place
from tequio.plans.imports.findings import FIELDS, SENTENCES, SEVERITIES, Finding, Severity
from tequio.plans.imports.recognise import read, unaccounted
from tequio.plans.tests.documents import NAMES, own

PHASES = b"Ruta de trabajo\n\nHubo tres fases: Uno grande, Dos grande, Tres grande.\n"


def test_our_documents_raise_every_doubt() -> None:
    raised = {finding.code for name in NAMES for finding in own(name).findings}
    others = (b"", b"acci\xf3n y raz\xf3n", b"%PDF-1.7", PHASES, everything_in_word(), hidden_sheet())
    raised |= {finding.code for data in others for finding in read(data, "x").findings}

    assert raised == set(SENTENCES)


def test_every_doubt_is_a_sentence_with_all_of_its_words() -> None:
    for finding in (finding for name in NAMES for finding in own(name).findings):
        wanted = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[finding.code])))

        assert set(finding.params) >= wanted, finding.code
        assert "%(" not in finding.sentence
        assert set(finding.params.values()) & {""} == set(), finding.code
        if "field" in finding.params:
            assert finding.params["field"] in FIELDS


def test_a_severity_is_of_a_doubt_that_exists() -> None:
    assert set(SEVERITIES) <= set(SENTENCES)
    assert Finding("template-unknown", Place(1, 1)).severity == Severity.ERROR
    assert Finding("text-too-long", Place(1, 1)).severity == Severity.WARNING


def test_an_unknown_document_is_kept_whole() -> None:
    reading = read("Acta de la reunión\n\nSe acordó plantar árboles.\n\t* * *".encode(), "acta.txt")

    assert (reading.template, reading.drafts) == (None, ())
    assert [finding.code for finding in reading.findings] == ["template-unknown"]
    assert [left.text for left in reading.leftovers] == ["Acta de la reunión\nSe acordó plantar árboles.\n\t* * *"]
    assert unaccounted(reading) == ()


def test_an_old_encoding_reads_the_same() -> None:
    text = "\n".join(line.text for line in own("ficha-agua.txt").document.lines)

    reading = read(text.encode("cp1252"), "ficha.txt")

    assert reading.drafts == own("ficha-agua.txt").drafts
    assert [finding.params["encoding"] for finding in reading.findings if finding.code == "encoding-guessed"] == [
        "cp1252"
    ]


def test_the_codes_are_those_of_the_vocabularies() -> None:
    terms = json.loads((files("tequio.plans") / "data" / "terms.json").read_text())
    codes = {(term["scheme"], term["code"]) for term in terms}

    for words, scheme in (
        (lexicon.POLICY_AREAS, vocab.Scheme.POLICY_AREA),
        (lexicon.THEMATIC_AREAS, vocab.Scheme.THEMATIC_AREA),
        (lexicon.VALUES, vocab.Scheme.OGP_VALUE),
        (lexicon.VULNERABLE, vocab.Scheme.VULNERABLE_GROUP),
    ):
        assert set(words.values()) == {code for kind, code in codes if kind == scheme}
    assert set(lexicon.ROLES.values()) == set(vocab.PartyRole)
    assert set(lexicon.ASSURED.values()) == set(vocab.Assured)
    assert set(lexicon.EVIDENCE.values()) == set(vocab.EvidenceKind) - {vocab.EvidenceKind.OTHER}


@pytest.mark.parametrize("code", ["0.1", "18.1", "5.d", "16.0", "16.11", "17.a", "x.1"])
def test_a_target_that_does_not_exist_is_told(code: str) -> None:
    assert not sdg.is_target(code)


def test_the_targets_are_the_169_of_the_agenda() -> None:
    assert len(vocab.SDG_TARGETS) == 169
    assert all(sdg.is_target(code) for code in vocab.SDG_TARGETS)
    assert not draft.Day("hoy", Place(1, 1)).ends_on


def everything_in_word() -> bytes:
    """Return a Word file with all that a reader does not read, or puts aside."""
    kinds = ("footnotes", "endnotes", "comments")
    relations = "".join(
        f'<Relationship Id="r{n}" Type="x/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(kinds)
    )
    words = "<w:p><w:r><w:t>nota</w:t></w:r></w:p>"
    parts: dict[str, str | bytes] = {
        f"word/{kind}.xml": f"<w:{kind} {papers.WORD}><w:one>{words}</w:one></w:{kind}>" for kind in kinds
    }
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    parts["word/vbaProject.bin"] = b"x"
    runs = "<w:drawing/><w:object/><w:oMath/>"
    body = f"<w:p><w:r>{runs}</w:r><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>"
    return papers.raw_docx(body, **parts)


def hidden_sheet() -> bytes:
    """Return a spreadsheet with a hidden sheet and a formula that nobody computed."""
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.create_sheet("otra").sheet_state = "hidden"
    held = BytesIO()
    book.save(held)
    return held.getvalue()
