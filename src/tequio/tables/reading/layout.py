"""Where a table stands among the rows of a file: titles above the header, headers of several rows, totals, footers.

The rules, and why. They look at what is filled and at the kind of what is written, never at the file's name.

1. *A title is narrow, a header is wide.* The header begins at the first row that fills at least 60 % of the columns
   that the table's rows fill; what stands above it is a title. A wide row is never passed over, except one that begins
   with a label (“Dependencia:”), so that no row of data can be taken for a title.
2. *Group headings need what is below them.* A row joins the header if it names the gaps or tells apart the repeated
   names of its neighbour, or if its cells are merged over several columns. A row above a header that is whole without
   it is a title.
3. *A header names.* If the first wide row has numbers or dates, and every cell of it is of the same kind as the
   column below, it is data and the file has no header. Years and 1, 2, 3… are names (“Municipio, 2019, 2020”).
4. *Totals and footers stand at the end.* From the last row upwards: blank rows, rows of one or two cells that begin
   with a footer's word (“Fuente:”), and rows that begin with a total's word and have only numbers besides. If the same
   word stands in that column among the data too, it is a category and no total.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tequio.kit.tongue import Says, ngettext
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import MOST_EXAMPLES, Example, Finding, Severity, note, warning
from tequio.tables.reading.cells import Cells, kind_of, text_of, where_filled
from tequio.tables.reading.sheet import Row

SAMPLE = 60  # rows at the top that find_header wants to see
TAIL = 200  # rows at the end that tail wants to see
_DEEPEST = 4  # rows of a header
_WIDE = 0.6
_LONGEST = 10_000  # characters of a row that a finding keeps


@dataclass(frozen=True)
class Span:
    """Merged cells: their first and last row and column, counted from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Layout:
    """Where the header is: indices into the rows that were seen, counted from 0.

    `header_rows` is empty if the file has no header: the caller names the columns. `title_rows` are all above it, blank
    ones too.
    """

    header_rows: tuple[int, ...]
    first_data: int
    title_rows: tuple[int, ...]


@dataclass(frozen=True)
class Tail:
    """Which rows at the end are no data, by their numbers in the file."""

    totals: tuple[int, ...] = ()
    footers: tuple[int, ...] = ()


# ---------------------------------------------------------------- the header


def find_header(rows: Sequence[Cells], merged: Iterable[Span] = ()) -> Layout:
    """Find the header among the first rows of a file; give it at least SAMPLE rows where the file has them."""
    seen = rows[:SAMPLE]
    spans = tuple(merged)
    start = _first_wide(seen)
    if start is None:
        return Layout((), 0, ())
    if _is_data(seen[start], seen[start + 1 :]):
        above = start - 1
        if above >= 0 and len(where_filled(seen[above])) >= 2 and _names(seen[above]):
            return Layout((above,), start, tuple(range(above)))
        return Layout((), start, tuple(range(start)))
    top, bottom = start, start
    while top > 0 and bottom - top < _DEEPEST - 1 and _heads(seen[top - 1], seen[top], _over(spans, top - 1)):
        top -= 1
    while _goes_on(seen, bottom, spans) and bottom - top < _DEEPEST - 1:
        bottom += 1
    return Layout(tuple(range(top, bottom + 1)), bottom + 1, tuple(range(top)))


def names(rows: Sequence[Cells], layout: Layout, merged: Iterable[Span] = ()) -> list[str]:
    """Return the names of the columns as they are written; the rows of a header are joined “Group / Subgroup”."""
    spans = tuple(merged)
    header = [list(rows[index]) for index in layout.header_rows]
    width = max((len(row) for row in header), default=0)
    for row in header:
        row.extend([None] * (width - len(row)))
    for depth, index in enumerate(layout.header_rows[:-1]):
        _spread(header[depth], header[depth + 1], [span for span in spans if span.top <= index <= span.bottom])
    return [_joined([row[column] for row in header]) for column in range(width)]


def _spread(upper: list[str | None], lower: Cells, spans: Sequence[Span]) -> None:
    """Repeat a group's name over its columns: as far as it is merged or, without merged cells, to the next name."""
    for span in spans:
        name = upper[span.left] if span.left < len(upper) else None
        for column in range(span.left + 1, min(span.right + 1, len(upper))):
            upper[column] = upper[column] or name
    if spans:
        return
    for column in range(1, len(upper)):
        if not upper[column] and column < len(lower) and text_of(lower[column]) and text_of(lower[column - 1]):
            upper[column] = upper[column - 1]


def _joined(parts: Sequence[str | None]) -> str:
    named = [" ".join(part.split()) if len(parts) > 1 else part for part in parts if part and part.strip()]
    distinct = [part for index, part in enumerate(named) if index == 0 or part != named[index - 1]]
    return " / ".join(distinct)


def _first_wide(rows: Sequence[Cells]) -> int | None:
    counts = [len(where_filled(row)) for row in rows]
    often = Counter(count for count in counts if count)
    if not often:
        return None
    # One ragged row must not make all others look narrow: the widest count that is seen twice.
    width = max((count for count, times in often.items() if times > 1), default=max(often))
    least = max(1, min(2, width), width * _WIDE)
    wide = [index for index, count in enumerate(counts) if count >= least]
    unlabelled = [index for index in wide if not _labelled(rows[index])]
    return (unlabelled or wide)[0]


def _labelled(row: Cells) -> bool:
    filled = where_filled(row)
    return len(filled) <= 2 and text_of(row[filled[0]]).endswith(":")


def _heads(upper: Cells, lower: Cells, spans: Sequence[Span]) -> bool:
    """Say whether a row is the upper part of the header that another row begins."""
    over, under = where_filled(upper), where_filled(lower)
    if not over or not _names(upper) or len(over) >= len(set(over) | set(under)):
        return False
    last = max(*over, *under)
    grouped = [span for span in spans if span.right > span.left and (span.left, span.right) != (0, last)]
    if grouped and any(text_of(lower[column]) for span in grouped for column in _columns(span, lower)):
        return len(where_filled(upper)) > 1 or grouped[0].right - grouped[0].left < len(under) - 1
    return len(over) > 1 and _needs(lower, upper)


def _needs(lower: Cells, upper: Cells) -> bool:
    """Say whether a row of names has gaps, or repeats itself, where the row above tells which is which."""
    above = list(upper) + [None] * (len(lower) - len(upper))
    inside = range(len(lower))
    gaps = [column for column in inside if not text_of(lower[column]) and text_of(above[column])]
    here = [text_of(cell) for cell in lower if text_of(cell)]
    repeats = len(set(here)) < len(here)
    if not gaps and not repeats:
        return False
    spread = list(above)
    _spread(spread, lower, ())
    whole = [(text_of(spread[column]), text_of(lower[column])) for column in inside if text_of(lower[column])]
    return len(set(whole)) == len(whole)


def _goes_on(rows: Sequence[Cells], index: int, spans: Sequence[Span]) -> bool:
    """Say whether the row below belongs to the header too."""
    if index + 1 >= len(rows):
        return False
    upper, lower = rows[index], rows[index + 1]
    is_name = _names(lower) or not where_filled(lower)
    if is_name and any(span.top <= index < span.bottom and _text_at(rows, span) for span in spans):
        return True
    over, under = set(where_filled(upper)), set(where_filled(lower))
    if not under or not _names(lower) or not _heads(upper, lower, _over(spans, index)):
        return False
    gaps = set(range(min(over | under), max(over | under) + 1)) - over
    # A row of data fills what the header names; the second row of a header fills what the first left open.
    return bool(gaps) and gaps <= under and (bool(over - under) or not _is_like(lower, rows[index + 2 :]))


def _text_at(rows: Sequence[Cells], span: Span) -> bool:
    return span.left < len(rows[span.top]) and bool(text_of(rows[span.top][span.left]))


def _is_like(row: Cells, below: Sequence[Cells]) -> bool:
    kinds = _kinds_below(below, len(row))
    return all(kind_of(row[column]) in {kinds[column], "year"} for column in where_filled(row) if kinds[column])


def _over(spans: Sequence[Span], row: int) -> list[Span]:
    return [span for span in spans if span.top <= row <= span.bottom]


def _columns(span: Span, row: Cells) -> range:
    return range(span.left, min(span.right + 1, len(row)))


def _names(row: Cells) -> bool:
    """Say whether a row could name columns: texts, years and small numbers, one text at least unless all are years."""
    kinds = [kind_of(row[column]) for column in where_filled(row)]
    return bool(kinds) and all(kind in {"text", "year"} for kind in kinds)


def _is_data(row: Cells, below: Sequence[Cells]) -> bool:
    filled = where_filled(row)
    kinds = [kind_of(row[column]) for column in filled]
    if not {"number", "date"} & set(kinds) or _counts_up(row):
        return False
    usual = _kinds_below(below, len(row))
    return all(("number" if kind == "year" else kind) == usual[at] for kind, at in zip(kinds, filled, strict=True))


def _counts_up(row: Cells) -> bool:
    """Say whether a row names its columns 1, 2, 3… beside at least one text."""
    numbers = [text_of(row[column]) for column in where_filled(row) if kind_of(row[column]) == "number"]
    has_both = 2 <= len(numbers) < len(where_filled(row))
    if not has_both or not all(number.isdecimal() and len(number) < 4 for number in numbers):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(numbers))


def _kinds_below(rows: Sequence[Cells], width: int) -> list[str]:
    """Return the kind that each column has in more than half of the rows; "" where none has, or rows are too few."""
    found: list[Counter[str]] = [Counter() for _each in range(width)]
    for row in rows[:30]:
        for column, cell in enumerate(row[:width]):
            kind = kind_of(cell)
            if kind:
                found[column]["number" if kind == "year" else kind] += 1
    usual = [counts.most_common(1)[0] if counts else ("", 0) for counts in found]
    return [kind if times * 2 > sum(found[i].values()) and times > 1 else "" for i, (kind, times) in enumerate(usual)]


# ---------------------------------------------------------------- the end

_TOTAL = re.compile(
    r"(?:(?:gran|grand)\s+)?(?:sub\s?-?)?(?:total(?:es)?|sumas?|sum)"
    r"(?:\s+(?:general(?:es)?|global|nacional|estatal|municipal|anual|final|acumulado))?\s*[:.=]?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:fuentes?|notas?|source|notes?|elabor[oó]|elaborad[oa]s?(?:\s+por)?|elaboraci[oó]n|revis[oó]|autoriz[oó]|"
    r"vo\.?\s*bo\.?|responsable|observaci[oó]n(?:es)?|cifras|corte\s+al?|con\s+corte|fecha\s+de\s+(?:corte|"
    r"actualizaci[oó]n|elaboraci[oó]n|publicaci[oó]n)|[uú]ltima\s+actualizaci[oó]n|actualizad[oa]s?|consultad[oa]s?|"
    r"incluye|excluye|p[aá]gina|fin\s+del?\s+(?:archivo|documento|reporte))\b"
    r"|\*|\d{1,2}/\s|\([\da-z]{1,2}\)\s|[a-z]/\s|[¹²³⁴⁵⁶⁷⁸⁹]|©",
    re.IGNORECASE,
)


def tail(rows: Sequence[Row], width: int) -> Tail:
    """Find totals and footers among the last rows; `width` is the number of columns. Give it TAIL rows and the end."""
    totals: list[int] = []
    footers: list[int] = []
    lone: list[int] = []
    end = len(rows)
    for index in range(len(rows) - 1, -1, -1):
        number, cells = rows[index]
        filled = where_filled(cells)
        if not filled:
            footers += lone  # a blank row parts a lone line below it from the table
            lone = []
            continue
        if _is_footer(cells, filled, width):
            footers += [*lone, number]
            lone = []
        elif _is_total(cells, filled):
            totals.append(number)
            footers += lone
            lone = []
        elif _is_lone(cells, filled, width):
            lone.append(number)  # below a total, a footer or a blank row it is a footer, below data it is ragged data
            continue
        else:
            end = index + 1
            break
    else:
        end = 0
    if not end:  # everything would go: then nothing here is sure
        return Tail()
    cells_of = dict(rows)
    categories = {_label(cells) for _number, cells in rows[:end] if where_filled(cells)}
    if any(_label(cells_of[number]) in categories for number in totals):
        return Tail((), tuple(sorted(number for number in footers if number > max(totals))))
    return Tail(tuple(sorted(totals)), tuple(sorted(footers)))


def _is_footer(cells: Cells, filled: Sequence[int], width: int) -> bool:
    few = len(filled) == 1 or (len(filled) == 2 and width > 3)
    return width > 1 and few and filled[0] <= 1 and bool(_FOOTER.match(text_of(cells[filled[0]])))


def _is_total(cells: Cells, filled: Sequence[int]) -> bool:
    if not _TOTAL.fullmatch(text_of(cells[filled[0]])):
        return False
    return len(filled) > 1 and all(kind_of(cells[column]) in {"number", "year"} for column in filled[1:])


def _is_lone(cells: Cells, filled: Sequence[int], width: int) -> bool:
    return width > 2 and len(filled) == 1 and filled[0] == 0 and kind_of(cells[0]) == "text"


def _label(cells: Cells) -> tuple[int, str]:
    first = where_filled(cells)[0]
    return first, text_of(cells[first]).casefold().rstrip(" :.=")


def without_tail(rows: Iterable[Row], width: int, findings: list[Finding]) -> Iterator[Row]:
    """Yield the rows of data; totals and footers at the end go to the findings instead, with their words.

    It holds the last TAIL rows back, so that nothing else must be read twice.
    """
    held: deque[Row] = deque()
    for row in rows:
        held.append(row)
        if len(held) > TAIL:
            yield held.popleft()
    found = tail(list(held), width)
    aside = {number: cells for number, cells in held if number in found.totals or number in found.footers}
    findings += tail_findings(found, aside.items())
    for row in held:
        if row[0] not in aside:
            yield row


# ---------------------------------------------------------------- what is said


def header_findings(rows: Sequence[Cells], layout: Layout, numbers: Sequence[int] | None = None) -> list[Finding]:
    """Say where the header was found; `numbers` are the rows' numbers in the file, 1, 2, 3… without them."""
    at = numbers if numbers is not None else range(1, len(rows) + 1)
    found: list[Finding] = []
    titles = [(at[index], rows[index]) for index in layout.title_rows if where_filled(rows[index])]
    if titles:
        row = at[layout.header_rows[0]] if layout.header_rows else at[layout.first_data]
        says = ngettext(
            "The table begins in row %(row)s; the row above it is kept as a title.",
            "The table begins in row %(row)s; the %(n)s rows above it are kept as a title.",
        )
        found += _in_tens("header-below-title", says, titles, row=row)
    if len(layout.header_rows) > 1:
        parts = [Example(at[index], _shown(rows[index])) for index in layout.header_rows]
        says_parts = _("The header has %(n)s rows; their names are joined with “ / ”.")
        found.append(note("header-of-several-rows", says_parts, count=len(parts), at=parts))
    if not layout.header_rows and layout.first_data < len(rows) and where_filled(rows[layout.first_data]):
        says_none = _(
            "The first row holds data like the rows below it: the file has no header, so the columns get numbers."
        )
        found.append(warning("no-header", says_none, at=[Example(at[layout.first_data])]))
    return found


def tail_findings(found: Tail, rows: Iterable[Row]) -> list[Finding]:
    """Say which rows at the end were set aside, with their words."""
    cells = dict(rows)
    totals = ngettext(
        "1 row at the end has totals. It was taken out of the data.",
        "%(n)s rows at the end have totals. They were taken out of the data.",
    )
    footers = ngettext(
        "1 row at the end is a footer. It was taken out of the data.",
        "%(n)s rows at the end are footers. They were taken out of the data.",
    )
    return [
        *_in_tens("totals-row", totals, [(number, cells[number]) for number in found.totals]),
        *_in_tens("footer-row", footers, [(number, cells[number]) for number in found.footers]),
    ]


def _in_tens(code: str, says: Says, rows: Sequence[tuple[int, Cells]], **values: str | int) -> list[Finding]:
    """Keep the words of every row: a finding has room for ten."""
    found = []
    for start in range(0, len(rows), MOST_EXAMPLES):
        some = rows[start : start + MOST_EXAMPLES]
        at = tuple(Example(number, _shown(cells)) for number, cells in some)
        found.append(Finding(code, Severity.NOTE, says, values, count=len(some), examples=at))
    return found


def _shown(cells: Cells) -> str:
    whole = " | ".join(text_of(cell) for cell in cells if text_of(cell))
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"
