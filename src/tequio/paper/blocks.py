"""What a word processor's file holds, in order, before it becomes lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tequio.paper.text import Document, Line, Link, Passage, Remark, Table

MOST_LINES = 200_000


@dataclass
class Words:
    """A paragraph; breaks inside it are line breaks. `links` are (words, address)."""

    text: str
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Grid:
    """A table: rows of cells, each with its own blocks."""

    rows: list[list[list[Block]]] = field(default_factory=list)


Block = Words | Grid


@dataclass
class Content:
    """All that was read: the flow of the text, and what stands aside of it as (kind, blocks)."""

    flow: list[Block] = field(default_factory=list)
    aside: list[tuple[str, list[Block]]] = field(default_factory=list)
    remarks: dict[str, int] = field(default_factory=dict)

    def remark(self, code: str) -> None:
        """Count one more thing that was not read, or not read as it stands."""
        self.remarks[code] = self.remarks.get(code, 0) + 1


def clean(text: str) -> str:
    """Return words without TAB, which is the sign of a cell, and with one kind of break."""
    return unicodedata.normalize("NFC", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))


def document(content: Content, kind: str) -> Document:
    """Write blocks as numbered lines."""
    writer = _Writer()
    writer.blocks(content.flow)
    aside: dict[int, str] = {}
    seen: set[tuple[str, str]] = set()
    for name, blocks in content.aside:
        words = _all_words(blocks)
        if not words.strip() or (name, words) in seen:
            continue
        seen.add((name, words))
        start = len(writer.lines)
        writer.blocks(blocks)
        aside |= dict.fromkeys(range(start + 1, len(writer.lines) + 1), name)
    remarks = [Remark(code, 1, {"count": count}) for code, count in sorted(content.remarks.items())]
    lines = tuple(writer.lines) or (Line(1, ""),)
    return Document(lines, "utf-8", False, kind, tuple(remarks), aside, tuple(writer.links), tuple(writer.tables))


def _all_words(blocks: Iterable[Block]) -> str:
    return "\n".join(
        block.text if isinstance(block, Words) else "\t".join(_all_words(cell) for row in block.rows for cell in row)
        for block in blocks
    )


class _Writer:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.links: list[Link] = []
        self.tables: list[Table] = []
        self.is_after_table = False

    def blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Grid):
                self._grid(block)
                self.is_after_table = True
            else:
                for text in clean(block.text).split("\n"):
                    self._line(text, is_loose=self.is_after_table)
                self._links(block)

    def _line(self, text: str, is_loose: bool = False) -> None:
        self.lines.append(Line(len(self.lines) + 1, text, is_loose))

    def _links(self, words: Words) -> None:
        self.links += [Link(len(self.lines), clean(text), address) for text, address in words.links]

    def _grid(self, grid: Grid) -> None:
        rows = [self._row(row) for row in grid.rows]
        self.tables.append(Table(tuple(tuple(row) for row in rows)))

    def _row(self, row: Sequence[list[Block]]) -> list[Passage]:
        """Write the cells of a row on one line, and what they say further on the next ones, without TAB."""
        passages = []
        self.lines.append(Line(len(self.lines) + 1, "", is_row=True))
        for cell in row:
            pieces: list[Line] = []
            for block in cell:
                if isinstance(block, Grid):
                    self._grid(block)
                    continue
                for text in clean(block.text).strip("\n").split("\n"):
                    if not pieces:
                        self._extend("\t" + text)
                    else:
                        self.lines.append(Line(len(self.lines) + 1, text, is_row=True))
                    pieces.append(Line(self.lines[-1].number, text))
                self._links(block)
            if not pieces:
                self._extend("\t")
                pieces.append(Line(self.lines[-1].number, ""))
            passages.append(Passage(tuple(pieces)))
        return passages

    def _extend(self, text: str) -> None:
        self.lines[-1] = replace(self.lines[-1], text=self.lines[-1].text + text)
