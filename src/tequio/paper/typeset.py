"""A paper as PDF: tagged for screen readers (PDF/UA-1), made to last (PDF/A-2a), typeset by Typst without network."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst

from tequio.paper.writing import Block, Heading, Items, Paper, Paragraph, Picture, Table

_TEMPLATE = Path(__file__).with_name("typst") / "paper.typ"


def pdf(paper: Paper) -> bytes:
    """Return the bytes of a paper's PDF; the same paper makes the same bytes."""
    compiler = typst.Compiler(
        input=_TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"paper": json.dumps(_plain(paper), ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
    assert isinstance(made, bytes)  # noqa: S101 - one document makes one file
    return made


@cache
def _fonts() -> typst.Fonts:
    """Find the fonts of the wheel, never those of the machine: a paper looks the same everywhere."""
    folder = Path(font_source_sans_pro.__file__).with_name("files")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "language": paper.language.split("-")[0],
        "header": paper.header,
        "footer": paper.footer,
        "dated": paper.dated,
        "subject": paper.subject,
        "keywords": list(paper.keywords),
        "landscape": paper.is_landscape,
        "blocks": [_block(block) for block in paper.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "style": block.style}
        case Items():
            return {"kind": "items", "items": list(block.items)}
        case Table():
            widths = list(block.shares)
            return {"kind": "table", "columns": list(block.columns), "rows": _rows(block), "widths": widths}
        case Picture():
            return {"kind": "picture", "svg": block.svg, "alt": block.alt}


def _rows(table: Table) -> list[list[str]]:
    return [list(row) for row in table.rows]
