"""How a table of open data is written, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tequio.kit import table

Record = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A column: its name, type, and meaning in Spanish and English."""

    name: str
    type: str
    es: str
    en: str


def as_csv(fields: Sequence[Field], records: Iterable[Record]) -> str:
    """Write records as CSV: a header row, UTC instants, fractions as numerator/denominator."""
    return table.as_csv([field.name for field in fields], records)


def as_json(fields: Sequence[Field], records: Iterable[Record], logged: Record | None = None) -> str:
    """Write records as JSON, with the meaning of each field beside them, and which signed log first held the newest."""
    meaning = [{"name": one.name, "type": one.type, "es": one.es, "en": one.en} for one in fields]
    beside = {"record": logged} if logged else {}
    return json.dumps({"fields": meaning, "records": list(records), **beside}, ensure_ascii=False, indent=1) + "\n"


def dictionary_csv(fields: Sequence[Field]) -> str:
    """Write what each column means."""
    header = ["field", "type", "description_es", "description_en"]
    return table.rows_as_csv(header, ([one.name, one.type, one.es, one.en] for one in fields))


def written(value: Any) -> str | None:
    """Write a date or instant; nothing for none."""
    return value.isoformat() if value else None


def number(value: Decimal | None) -> str | None:
    """Write a decimal without an exponent and without zeros that say nothing."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
