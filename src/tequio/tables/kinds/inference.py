"""What kind of values a column has, judged from a sample of its cells by the rules of this country.

- A leading zero means text: 01001 is a municipality, not a thousand and one. So do long numbers, all of the same
  length: nobody adds folios, telephones or accounts; and so do more digits than a spreadsheet keeps.
- A column is numbers, dates or yes-and-no if at least `least` of its cells with a value are; the cells that are not are
  listed by whoever reads all of them. Below that it is text.
- Day before month, unless the column shows the contrary; where it shows neither, that is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tequio.tables.kinds.reading import MOST_DIGITS, TEXT, Kind, Order, Reading
from tequio.tables.kinds.values import NotAValue, moment_of, number_of
from tequio.tables.kinds.words import YES_NO, is_missing, plain

LEAST = 0.9
_CODE = 9  # digits, the same number in every cell
_MOST_EXACT = 15  # digits that a spreadsheet keeps
_ZERO = re.compile(r"[-+]?0\d+")
_NUMBERS = tuple(
    Reading(Kind.NUMBER, decimal=decimal, group=group, has_signs=has_signs)
    for has_signs in (False, True)
    for decimal, group in ((".", ""), (".", ","), (",", ""), (",", "."), (".", " "), (",", " "), (".", "'"))
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_IN_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
_IN_WORDS = re.compile(r"[a-zA-Z]{3,}")


@dataclass(frozen=True)
class Guess:
    """What a column seems to be. `ambiguous` says what the sample leaves open: “order” or “years”, or nothing."""

    reading: Reading
    ambiguous: frozenset[str] = frozenset()


def guess(cells: Iterable[str], *, least: float = LEAST) -> Guess:
    """Return how a column is read, from a sample of its cells."""
    counted = Counter(cell for cell in cells if cell and cell.strip())
    missing = tuple(sorted(cell for cell in counted if is_missing(cell)))
    valued = Counter({cell: times for cell, times in counted.items() if cell not in missing})
    total = valued.total()
    if not total:
        return Guess(replace(TEXT, missing=missing))
    for judge in (_yes_or_no, _numbers, _dates):
        found, count = judge(valued)
        if found is not None and count >= least * total:
            return replace(found, reading=replace(found.reading, missing=missing))
    return Guess(replace(TEXT, missing=missing))


def _yes_or_no(cells: Counter[str]) -> tuple[Guess | None, int]:
    said: dict[str, list[str]] = {}
    for cell in cells:
        said.setdefault(plain(cell), []).append(cell.strip())
    for yes, no in YES_NO:
        if yes in said and no in said:
            words = Reading(Kind.BOOLEAN, yes=tuple(sorted(set(said[yes]))), no=tuple(sorted(set(said[no]))))
            count = sum(times for cell, times in cells.items() if plain(cell) in (yes, no))
            return Guess(words), count
    return None, 0


def _numbers(cells: Counter[str]) -> tuple[Guess | None, int]:
    if any(_ZERO.fullmatch(cell.strip()) for cell in cells) or _is_code(cells):
        return None, 0
    best: tuple[int, Reading | None] = (0, None)
    for reading in _NUMBERS:
        count = sum(times for cell, times in cells.items() if _reads(cell, reading))
        if count > best[0]:
            best = (count, reading)
    if best[1] is None:
        return None, 0
    return Guess(_sized(cells, best[1])), best[0]


def _is_code(cells: Counter[str]) -> bool:
    lengths = Counter(len(cell.strip()) for cell in cells if cell.strip().isdecimal())
    if not lengths:
        return False
    length, distinct = lengths.most_common(1)[0]
    return max(lengths) > _MOST_EXACT or (length >= _CODE and distinct > 1 and distinct >= LEAST * lengths.total())


def _reads(cell: str, reading: Reading) -> bool:
    try:
        number_of(cell, reading)
    except NotAValue:
        return False
    return True


def _sized(cells: Iterable[str], reading: Reading) -> Reading:
    """Say whether the numbers are whole, and how many digits follow the separator."""
    scale = 0
    for cell in cells:
        try:
            exponent = number_of(cell, reading).as_tuple().exponent
        except NotAValue:
            continue
        scale = max(scale, -int(exponent))
    whole = scale == 0 and not reading.has_signs
    return replace(reading, kind=Kind.INTEGER if whole else Kind.NUMBER, scale=min(scale, MOST_DIGITS // 2))


def _dates(cells: Counter[str]) -> tuple[Guess | None, int]:
    count, orders, ambiguous, clocks, words = 0, Counter[Order](), 0, 0, 0
    short = False
    for cell, times in cells.items():
        try:
            moment_of(cell, Order.DAY_FIRST)
        except NotAValue:
            continue
        count += times
        clocks += times if _CLOCK.search(cell) else 0
        words += times if _IN_WORDS.search(cell) and not _CLOCK.search(cell) else 0
        found = _IN_NUMBERS.search(cell)
        if not found:
            continue
        short = short or len(found[3]) == 2
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            orders[Order.DAY_FIRST] += times
        elif second > 12 >= first:
            orders[Order.MONTH_FIRST] += times
        else:
            ambiguous += times
    if not count:
        return None, 0
    order = Order.MONTH_FIRST if orders[Order.MONTH_FIRST] > orders[Order.DAY_FIRST] else Order.DAY_FIRST
    open_ = {name for name, is_open in (("order", bool(ambiguous) and not orders), ("years", short)) if is_open}
    kind = Kind.DATETIME if clocks else Kind.DATE
    return Guess(Reading(kind, order=order, has_months=bool(words)), frozenset(open_)), count
