"""The rows of a document: those of its tables where the file has tables, and its lines everywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tequio.paper.text import Document, Line, Passage, flat, join


@dataclass(frozen=True)
class Row:
    """Cells side by side, each with the lines that it stands on; a line of text is a row too."""

    pieces: tuple[Passage, ...]
    is_table: bool = False

    @cached_property
    def text(self) -> str:
        """Return the cells, a TAB between them."""
        return "\t".join(piece.text for piece in self.pieces)

    @cached_property
    def flat(self) -> str:
        """Return the text to search in."""
        return flat(self.text)

    @cached_property
    def passage(self) -> Passage:
        """Return the whole row as one passage."""
        return self.pieces[0] if len(self.pieces) == 1 else join(self.pieces)

    @property
    def first(self) -> int:
        """Return the number of its first line."""
        return self.passage.lines[0].number

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing to read."""
        return not self.text.strip()


def rows_of(document: Document, lines: Sequence[Line]) -> Iterator[Row]:
    """Yield the rows that these lines of a document are."""
    row_at = {
        line.number: cells for table in document.tables for cells in table.rows for cell in cells for line in cell.lines
    }
    seen: set[int] = set()
    for line in lines:
        cells = row_at.get(line.number)
        if cells is None:
            yield Row(tuple(Passage((Line(line.number, text),)) for text in line.text.split("\t")))
        elif id(cells) not in seen:
            seen.add(id(cells))
            yield Row(cells, is_table=True)
