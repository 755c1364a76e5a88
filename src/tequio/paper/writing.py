"""What a paper holds before it is a PDF or a Word file: headings, paragraphs, tables, pictures.

The same blocks make both, so that the two never say different things, and a Word file can be read back block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is below the title of the paper."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. A line break inside it is kept. `style`: "plain", "lede" (first words, larger) or "note" (small)."""

    text: str
    style: str = "plain"


@dataclass(frozen=True)
class Items:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows below a header that repeats on each page; `widths` are shares of the line, all alike where empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """One width for each column."""
        return self.widths or (1.0,) * len(self.columns)


@dataclass(frozen=True)
class Picture:
    """A drawing in SVG with the words that say the same; a Word file has the words only."""

    svg: str
    alt: str


Block = Heading | Paragraph | Items | Table | Picture


@dataclass(frozen=True)
class Paper:
    """A document to print. `header` stands on every page, `footer` beside the number of the page.

    `language` is a BCP 47 tag; `subject` and `keywords` go into the properties of the file; `dated` is the day that the
    data are of, ISO, so that the same data make the same bytes.
    """

    title: str
    language: str
    dated: str
    header: str = ""
    footer: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    is_landscape: bool = False
    blocks: tuple[Block, ...] = field(default=())


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float] = ()) -> Table:
    """Make a table, without the columns that no row fills."""
    cells = [tuple(row) for row in rows]
    kept = [n for n in range(len(columns)) if any(row[n].strip() for row in cells)]
    return Table(
        tuple(columns[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in cells),
        tuple(widths[n] for n in kept) if widths else (),
    )
