"""How a value is made coarser, as DuckDB's SQL over a column's text. What cannot be is left empty, never as it was."""

from __future__ import annotations

import unicodedata

from tequio.tables import engine
from tequio.tables.mexico.inegi import STATES
from tequio.tables.personal.decisions import Decision, Do

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d")
_PLACE_KEY = r"^(?:0[1-9]|[12][0-9]|3[0-2])(?:[0-9]{3}(?:[0-9]{4}(?:[0-9]{3}[0-9A])?)?)?$"


def expression(decision: Decision) -> str:
    """Return the SQL of the value that is published in place of a column's; NULL where there is none."""
    text = f"trim(CAST({engine.name(decision.column)} AS VARCHAR))"
    match decision.do:
        case Do.BANDS:
            return _bands(text, int(decision.step), decision.top)
        case Do.MONTH:
            return f"strftime({_day(text)}, '%Y-%m')"
        case Do.YEAR:
            return f"strftime({_day(text)}, '%Y')"
        case Do.PREFIX:
            return f"CASE WHEN regexp_matches({text}, '^[0-9]{{5}}$') THEN left({text}, {int(decision.step)}) END"
        case Do.GRID:
            return _grid(text, decision.step)
        case Do.STATE:
            return _state(text)
        case _:
            return engine.name(decision.column)


def _bands(text: str, width: int, top: int) -> str:
    """Write "20 a 29", which no spreadsheet takes for a date as it does "10-12"."""
    low = f"(floor(TRY_CAST({text} AS DOUBLE) / {width}) * {width})::BIGINT"
    band = f"{low} || ' a ' || ({low} + {width - 1})"
    if not top:
        return band
    return f"CASE WHEN TRY_CAST({text} AS DOUBLE) >= {top} THEN '{top} o más' ELSE {band} END"


def _day(text: str) -> str:
    written = f"split_part(split_part({text}, 'T', 1), ' ', 1)"
    return f"try_strptime({written}, [{', '.join(map(engine.text, _DAYS))}])"


def _grid(text: str, degrees: str) -> str:
    places = len(degrees.partition(".")[2])
    number = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
    return f"printf('%.{places}f', round({number} / {degrees}) * {degrees} + 0.0)"


def _state(text: str) -> str:
    """Read INEGI's key of any level, a state's name or abbreviation, or "Monterrey, Nuevo León"."""
    keys = ", ".join(f"{engine.text(state.key)}: {engine.text(state.name)}" for state in STATES)
    names: dict[str, str] = {}
    for state in STATES:
        for called in (state.name, state.short, *state.also):
            names[_plain(called)] = state.name
    named = ", ".join(f"{engine.text(plain)}: {engine.text(name)}" for plain, name in names.items())
    last = f"trim(split_part({text}, ',', -1))"
    plain = f"regexp_replace(strip_accents(lower({last})), '[^a-z]', '', 'g')"
    return (
        f"CASE WHEN regexp_matches({text}, {engine.text(_PLACE_KEY)}) THEN MAP {{{keys}}}[left({text}, 2)] "
        f"ELSE MAP {{{named}}}[{plain}] END"
    )


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in bare if letter.isascii() and letter.isalpha())
