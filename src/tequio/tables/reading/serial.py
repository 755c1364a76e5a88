"""How a spreadsheet writes numbers and dates, and how they are read back as text.

A workbook stores a date as a number of days and shows it by a format; it stores decimals as binary fractions and shows
15 digits of them.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation

_SHOWN = Context(prec=15)
_DIGITS = 15
_EXPONENTS = range(-324, 309)  # those that a spreadsheet's number can have
_LATEST = 2_958_466  # the day after 9999-12-31
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet knows no time zone)
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP = 60  # 29 February 1900, which never was: Lotus 1-2-3 counted it, and Excel after it

DATE, TIME, MOMENT, DURATION = "date", "time", "moment", "duration"

# The formats that a workbook names by number only: ECMA-376 part 1, 18.8.30, with those of East Asian editions.
BUILT_IN = {
    **dict.fromkeys([14, 15, 16, 17, *range(27, 32), *range(34, 37), *range(50, 59)], DATE),
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 45, 47], TIME),
    22: MOMENT,
    46: DURATION,
}

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?(?<!-0)")
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def plain(written: str) -> tuple[str, bool]:
    """Return a stored number as plain decimals, and whether it has more digits than a spreadsheet keeps.

    Whole numbers stay digit by digit; a fraction is rounded to the 15 digits that the program shows.
    """
    if len(written) <= _DIGITS and _PLAIN.fullmatch(written):
        return written, False
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written, False
    if not number:
        return "0", False
    if not number.is_finite() or number.adjusted() not in _EXPONENTS:
        return written, False
    is_whole = number == number.to_integral_value()
    if not is_whole and len(number.as_tuple().digits) > _DIGITS:
        number = _SHOWN.plus(number)
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text), is_whole and number.adjusted() >= _DIGITS


def kind_of_format(code: str) -> str:
    """Say what a number format shows: DATE, TIME, MOMENT (both), DURATION, or "" for a number."""
    first = _LITERAL.sub("", code.split(";", 1)[0].casefold().replace("am/pm", "h").replace("a/p", "h"))
    if first.strip() in {"general", "standard", "estándar", "@"}:
        return ""
    if _ELAPSED.search(first):
        return DURATION
    has_time = bool(re.search("[hs]", first))
    has_date = bool(re.search("[yd]", first)) or (
        "m" in first and not has_time
    )  # m is a minute beside hours or seconds
    return {(True, True): MOMENT, (True, False): DATE, (False, True): TIME, (False, False): ""}[has_date, has_time]


def dated(written: str, kind: str, *, from_1904: bool = False) -> str | None:
    """Return a stored number of days as ISO 8601; None where it is no date that a spreadsheet can show."""
    try:
        days = float(written)
    except ValueError:
        return None
    if not 0 <= days < _LATEST - 1462 * from_1904:
        return None
    milliseconds = round(days * 86_400_000)
    if kind == DURATION or (kind == TIME and milliseconds < 86_400_000):
        return _clock(milliseconds)
    whole, rest = divmod(milliseconds, 86_400_000)
    if from_1904:
        day = _EPOCH_1904 + timedelta(days=whole)
    elif whole == _LEAP:
        return "1900-02-29" + (f"T{_clock(rest)}" if rest else "")
    else:
        day = _EPOCH + timedelta(days=whole + (1 if whole < _LEAP else 0))
    date = day.date().isoformat()
    return date if kind == DATE and not rest else f"{date}T{_clock(rest)}"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03}" if rest else ""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


_SPAN = re.compile(r"P(?:(\d{1,9})D)?T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?")


def clock_of(written: str) -> str:
    """Return an ISO duration (PT01H02M03S, as OpenDocument stores a time) as 01:02:03; another text as it is."""
    found = _SPAN.fullmatch(written)
    if found is None:
        return written
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:4])
    fraction = (found[5] or "").rstrip("0")
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return _clock(total * 1000) + (f".{fraction}" if fraction else "")
