"""One cell as a value, in plain Python: what faster ways of reading must agree with, and what reads the odd ones."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tequio.tables.kinds.reading import MOST_DIGITS, Kind, Order, Reading
from tequio.tables.kinds.words import MONTHS, WEEKDAYS, plain

Value = str | int | Decimal | date | datetime | bool | None

_SIGNS = re.compile(r"\$|€|%|\b(?:mxn|m\.?n\.?|usd|pesos)(?=\W|\d|\Z)|\s", re.IGNORECASE)
_BARE = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")
_PIVOT = 50  # years of two digits from here on are of the last century
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.? ?m\.?)?"
    r"(?: ?(?:h|hrs?|horas?)\.?)?(?: ?(?:Z|[A-Z]{3,4}|[-+]\d{2}:?\d{2}))?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?P<name>[a-z]{3,9})\.?,? +(?=\d)")
# In lower case, without accents and without a weekday before them.
_DAYS = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<a>\d{1,2})(?P<mark>[-/. ])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{1,2})(?:º|°|o|er)?(?: de |[-/. ])(?P<word>[a-z]{3,10})\.?"
        r"(?: del? (?:ano )?|[-/. ,]+)(?P<year>\d{4}|\d{2})",
        r"(?P<word>[a-z]{3,10})\.? (?P<day>\d{1,2})(?:,|/| de| del)? ?(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
)


class NotAValue(ValueError):
    """A cell that cannot be read as its column says."""


def value_of(text: str | None, reading: Reading) -> Value:
    """Return what a cell says, None if it says nothing; raise NotAValue."""
    if text is None or not text.strip() or text in reading.missing:
        return None
    match reading.kind:
        case Kind.STRING:
            return text
        case Kind.INTEGER:
            return _integer(text, reading)
        case Kind.NUMBER:
            return number_of(text, reading)
        case Kind.DATE:
            return day_of(text, reading.order)
        case Kind.DATETIME:
            return moment_of(text, reading.order)
        case Kind.BOOLEAN:
            return _yes_or_no(text, reading)


def number_of(text: str, reading: Reading) -> Decimal:
    """Read a number, to its last digit; raise NotAValue."""
    bare, sign = text.strip(), 1
    if reading.has_signs:
        if bare.startswith("(") and bare.endswith(")"):
            bare, sign = bare[1:-1], -1
        bare = _SIGNS.sub("", bare)
    whole, mark, after = bare.partition(reading.decimal)
    if reading.group and reading.group in whole:
        first, *threes = whole.lstrip("+-").split(reading.group)
        if not 1 <= len(first) <= 3 or any(len(three) != 3 for three in threes):
            raise NotAValue(text)
        whole = whole.replace(reading.group, "")
    bare = f"{whole}.{after}" if mark else whole
    if not _BARE.fullmatch(bare) or not bare.isascii() or sum(map(str.isdigit, bare)) > MOST_DIGITS:
        raise NotAValue(text)
    found = Decimal(bare)
    return found.copy_negate() if sign < 0 else found  # a product would be rounded to 28 digits


def _integer(text: str, reading: Reading) -> int:
    found = number_of(text, reading)
    if found != found.to_integral_value():
        raise NotAValue(text)
    return int(found)


def _yes_or_no(text: str, reading: Reading) -> bool:
    said = text.strip()
    if said in reading.yes:
        return True
    if said in reading.no:
        return False
    raise NotAValue(text)


def day_of(text: str, order: Order) -> date:
    """Read a day written in numbers or words, with its weekday or without; raise NotAValue.

    The weekday decides which number is the month, where only one of the two falls on it: “Jue. 3/7/2019” is 7 March.
    """
    said = " ".join(plain(text).split())
    weekday = _WEEKDAY.match(said)
    due = WEEKDAYS.get(weekday["name"]) if weekday else None
    if weekday and due is not None:
        said = said[weekday.end() :]
    for shape in _DAYS:
        if found := shape.fullmatch(said):
            return _day(found.groupdict(), order, due, text)
    raise NotAValue(text)


def moment_of(text: str, order: Order) -> datetime:
    """Read a day with its hour, or midnight without one; a zone is left out. Raises NotAValue."""
    said = " ".join(text.split())
    clock = None
    for start in (place for place in range(1, len(said)) if said[place - 1] in " T,"):
        if clock := _CLOCK.fullmatch(said, start):
            said = said[: start - 1].rstrip(" ,")
            break
    day = day_of(said, order)
    if clock is None:
        return datetime.combine(day, time())
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise NotAValue(text)
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    seconds = int(clock["second"] or 0)
    if hour > 24 or int(clock["minute"]) > 59 or seconds > 59 or (hour == 24 and (int(clock["minute"]) or seconds)):
        raise NotAValue(text)
    if day == date.max and hour == 24:
        raise NotAValue(text)
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=int(clock["minute"]), seconds=seconds)


def _day(parts: dict[str, str | None], order: Order, weekday: int | None, text: str) -> date:
    year = _year(parts["year"] or "")
    if parts.get("word"):
        month = MONTHS.get(parts["word"] or "", 0)
        return _checked([(year, month, int(parts["day"] or 0))], weekday, text)
    if parts.get("month"):
        return _checked([(year, int(parts["month"] or 0), int(parts["day"] or 0))], weekday, text)
    a, b = int(parts["a"] or 0), int(parts["b"] or 0)
    ways = [(year, b, a), (year, a, b)]
    if order is Order.MONTH_FIRST:
        ways.reverse()
    return _checked(ways, weekday, text)


def _checked(ways: list[tuple[int, int, int]], weekday: int | None, text: str) -> date:
    """Return the first of some readings that is a day, and that day of the week where one is said."""
    days = []
    for year, month, day in ways:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    fitting = [day for day in days if weekday in (None, day.weekday())]
    if not fitting:
        raise NotAValue(text)
    return fitting[0]


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= _PIVOT else 2000)
