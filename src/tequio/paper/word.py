"""A paper as a Word file that people go on working with: real headings, tables whose header repeats, a letterhead.

The letterhead is a Word file of its own, of the office that signs; wherever it says {{ header }} and {{ footer }} (and
{{ title }}), the words of the paper are put. Without one, ours is used.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from tequio.paper.writing import Block, Heading, Items, Paper, Paragraph, Picture, Table

# Characters that XML cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 9


def written(paper: Paper, letterhead: bytes | None = None) -> bytes:
    """Return the bytes of a paper's Word file."""
    template = DocxTemplate(BytesIO(letterhead or _plain_letterhead()))
    template.render(
        {"header": _words(paper.header), "footer": _words(paper.footer), "title": _words(paper.title)},
        # A letterhead comes from outside: what it says between braces may name these words and nothing else.
        jinja_env=SandboxedEnvironment(autoescape=True),
    )
    document = template.docx
    _properties(document, paper)
    document.add_paragraph(_words(paper.title), style="Title")
    for block in paper.blocks:
        _add(document, block)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _plain_letterhead() -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ header }}"
    section.footer.paragraphs[0].text = "{{ footer }}"
    document.styles["Normal"].font.size = Pt(10)
    for name in ("Title", *(f"Heading {level}" for level in range(1, 5))):
        document.styles[name].font.color.rgb = None
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _properties(document: Any, paper: Paper) -> None:
    told = document.core_properties
    told.title, told.subject, told.language = _words(paper.title), _words(paper.subject), paper.language
    told.keywords = _words(", ".join(paper.keywords))
    told.author = told.last_modified_by = told.comments = ""
    told.created = told.modified = datetime.fromisoformat(paper.dated).replace(tzinfo=UTC)
    _speak(document.styles, paper.language)
    if paper.is_landscape:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _speak(styles: Any, language: str) -> None:
    """Say the language of the text, so that it is read aloud and spelled right."""
    for spoken in styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(_words(block.text), level=min(block.level, _DEEPEST))
        case Paragraph():
            added = document.add_paragraph(_words(block.text))
            if block.style == "note":
                for run in added.runs:
                    run.font.size = Pt(8)
        case Items():
            for item in block.items:
                document.add_paragraph(_words(item), style="List Bullet")
        case Table():
            _table(document, block)
        case Picture():
            document.add_paragraph(_words(block.alt))


def _table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    whole = document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    widths = [int(whole * share / sum(table.shares)) for share in table.shares]
    _fill(made.rows[0].cells, table.columns, is_strong=True)
    repeated = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)  # python-docx has no name for a header that repeats
    for row in table.rows:
        _fill(made.add_row().cells, row)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    document.add_paragraph()


def _fill(cells: Any, texts: tuple[str, ...], *, is_strong: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = _words(text)
        for run in cell.paragraphs[0].runs:
            run.bold = is_strong
            run.font.size = Pt(8.5)


def _words(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)
