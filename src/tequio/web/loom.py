"""The loom: one thread for each milestone, one row for each horizon, key action or party. Knows no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

# Twenty-four threads abreast still read on a projector; a longer row is folded into even lines.
WIDEST = 24
NARROWEST = 8

# Each glyph is drawn in a square of 16: what the colour says, said again by a shape.
GLYPHS: Mapping[str, str] = {
    "not-started": '<circle cx="8" cy="8" r="4.5"/>',
    "in-progress": '<path d="M2.5 8h11"/>',
    "stuck": '<path d="M5.5 3v10M10.5 3v10"/>',
    "incomplete": '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
    "finished": '<path d="M2.5 8.5l3.5 3.5 7.5-8"/>',
    "claim": '<path d="M2.5 8.5l3.5 3.5 7.5-8"/>',
    "accepted": '<path class="knot" d="M8 1.5l6.5 6.5L8 14.5 1.5 8z"/>',
    "late": '<path class="knot" d="M8 1.5l7 13H1z"/>',
}


@dataclass(frozen=True)
class Thread:
    """One milestone. `status` is the code of one of the five; late and claim are not statuses but said besides."""

    status: str
    title: str
    url: str = ""
    is_late: bool = False
    is_claim: bool = False
    is_accepted: bool = False

    @property
    def face(self) -> str:
        """Return what the thread looks like: its status, or that it is only claimed, or accepted by a second person."""
        if self.is_accepted:
            return "accepted"
        return "claim" if self.is_claim or self.status == "finished" else self.status


@dataclass(frozen=True)
class Row:
    """The threads under one heading, in their order."""

    label: str
    threads: Sequence[Thread]


def glyph(name: str) -> str:
    """Draw a glyph alone, for use beside its words; an unknown name draws nothing in it."""
    return f'<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">{GLYPHS.get(name, "")}</svg>'


def columns(rows: Iterable[Row]) -> int:
    """Return how many threads stand abreast, so that every row shares one warp and folds evenly."""
    longest = max((len(row.threads) for row in rows), default=0)
    lines = -(-longest // WIDEST) or 1
    return min(WIDEST, max(NARROWEST, -(-longest // lines)))


def saying(thread: Thread, words: Mapping[str, str]) -> str:
    """Say a thread's state in words."""
    said = words.get(thread.face, thread.face)
    return f"{said}, {words['late'].lower()}" if thread.is_late else said


def summary(rows: Iterable[Row], words: Mapping[str, str]) -> str:
    """Say the whole loom in one sentence: how many threads of each state, in the order of `words`."""
    threads = [thread for row in rows for thread in row.threads]
    counts = Counter(thread.face for thread in threads)
    late = sum(thread.is_late for thread in threads)
    parts = [f"{words[face].lower()}: {counts[face]}" for face in words if counts[face]]
    if late:
        parts.append(f"{words['late'].lower()}: {late}")
    return f"{words['milestones']}: {len(threads)}" + (f" ({', '.join(parts)})" if parts else "")


def draw(rows: Sequence[Row], words: Mapping[str, str], *, compact: bool = False) -> str:
    """Draw the loom. Compact (for a card) it is one picture without links; whole, each thread is a link with a name.

    `words` gives the text of each face, of "late" and of "milestones", in the reader's language.
    """
    said = escape(summary(rows, words))
    body = "".join(_row(row, words, compact) for row in rows)
    width = f"n{columns(rows)}"
    if compact:
        return f'<div class="loom compact {width}" role="img" aria-label="{said}">{body}</div>'
    return f'<div class="loom {width}"><p class="unseen">{said}</p>{body}</div>'


def _row(row: Row, words: Mapping[str, str], compact: bool) -> str:
    cells = "".join(_cell(thread, words, compact) for thread in row.threads)
    label = f'<p class="loom-label">{escape(row.label)}</p>' if row.label else ""
    tag = "div" if compact else "ol"
    return f'<div class="loom-row">{label}<{tag} class="threads">{cells}</{tag}></div>'


def _cell(thread: Thread, words: Mapping[str, str], compact: bool) -> str:
    look = f"thread {escape(thread.face)}" + (" late" if thread.is_late else "")
    if compact:
        return f'<span class="{look}">{glyph(thread.face)}</span>'
    name = escape(f"{thread.title}: {saying(thread, words)}")
    inside = f'{glyph(thread.face)}<span class="unseen">{name}</span>'
    if thread.url:
        return f'<li><a class="{look}" href="{escape(thread.url)}" title="{name}">{inside}</a></li>'
    return f'<li><span class="{look}" title="{name}">{inside}</span></li>'
