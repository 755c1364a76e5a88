"""Numbers and dates as regular expressions that RE2 and Java read alike: what SQL reads; Python reads the rest.

They are narrow on purpose. A cell that fits none is not lost: whoever checks shows the distinct ones to kinds.values,
and its answer counts.
"""

from __future__ import annotations

import re
from itertools import groupby

from tequio.tables.kinds.reading import Kind, Reading
from tequio.tables.kinds.words import MONTHS

SIGNS = r"\$|€|%|\b(mxn|usd|pesos)\b|[ \t]"
# Once the signs are gone: brackets around what is negative.
BRACKETED = r"\(.*\)"

_YEAR = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"  # the calendar has no year 0
YEAR_FIRST = f"{_YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}"
YEAR_LAST = "|".join(f"[0-9]{{1,2}}{mark}[0-9]{{1,2}}{mark}{_YEAR}" for mark in ("/", "-", "[.]"))
IN_WORDS = f"[0-9]{{1,2}} de [A-Za-z]+ de[l]? {_YEAR}"
CLOCK = "[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"


def number(reading: Reading) -> str:
    """Return what a number looks like once its signs are gone; at most 15 digits, which a double keeps."""
    point, group = re.escape(reading.decimal), re.escape(reading.group)
    is_whole = reading.kind is Kind.INTEGER
    after, only = ("", "") if is_whole else (f"({point}[0-9]*)?", f"|{point}[0-9]+")
    if not reading.group:
        return f"[-+]?([0-9]{{1,15}}{after}{only})"
    return f"[-+]?([0-9]{{1,15}}|[0-9]{{1,3}}({group}[0-9]{{3}}){{1,4}}){after}"


def months() -> list[tuple[str, int]]:
    """Return for each month the pattern of its names in Spanish and English, and its number."""
    by_number = groupby(sorted(MONTHS, key=lambda name: (MONTHS[name], name)), key=MONTHS.__getitem__)
    return [("|".join(names), number) for number, names in by_number]
