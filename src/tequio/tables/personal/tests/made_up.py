"""People who do not exist: keys with right check digits, numbers and names, the same for the same number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from tequio.tables import engine
from tequio.tables.mexico import clabe, curp, rfc

GIVEN = ["María", "José", "Guadalupe", "Juan", "Ana Sofía", "Luis", "Rosa", "Miguel Ángel"]
FAMILY = ["García", "Ñáñez", "López", "Treviño", "Hernández", "Cantú", "Pérez", "Núñez"]


def _day(n: int) -> str:
    return f"{n * 7 % 100:02}{n % 12 + 1:02}{n % 28 + 1:02}"


def _letters(n: int, how_many: int, among: str = "BCDFGHJKLMNPQRSTVWXYZ") -> str:
    found = ""
    for _place in range(how_many):
        n, letter = divmod(n * 31 + 7, len(among))
        found += among[letter]
    return found


def a_curp(n: int) -> str:
    first = _letters(n, 4) + _day(n) + "HM"[n % 2] + "NL" + _letters(n + 1, 3) + "0"
    return first + curp.check_digit(first)


def an_rfc(n: int) -> str:
    first = _letters(n, 4) + _day(n) + f"{n % 9 + 1}Z"
    return first + rfc.check_digit(first)


def a_company(n: int) -> str:
    first = _letters(n, 3) + _day(n) + f"{n % 9 + 1}Z"
    return first + rfc.check_digit(first)


def a_clabe(n: int) -> str:
    first = f"072580{n * 7919:011}"
    return first + clabe.check_digit(first)


def an_ine(n: int) -> str:
    return f"{_letters(n, 6)}{_day(n)}19{'HM'[n % 2]}{n % 1000:03}"


def an_email(n: int) -> str:
    return f"persona{n}@example.mx"


def a_telephone(n: int) -> str:
    return f"81{23_456_789 + n:08}"


def a_name(n: int) -> str:
    return f"{GIVEN[n % 8]} {FAMILY[n // 8 % 8]} {FAMILY[n // 64 % 8]}"


def table(columns: Mapping[str, Sequence[str | None]]) -> duckdb.DuckDBPyConnection:
    """Return a connection with the table `data`, all text."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    cells = ", ".join(f"unnest(?::VARCHAR[]) AS {engine.name(name)}" for name in columns)
    connection.execute(f"CREATE TABLE data AS SELECT {cells}", [list(column) for column in columns.values()])
    return connection
