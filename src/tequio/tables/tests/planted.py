"""Requests for public information, in Spanish, the same for the same seed, with every defect planted and counted.

    rows, defects = write(path, most_bytes=10_000_000)

16 columns, some 430 bytes a row, three ways of writing a date, one row in a hundred with line breaks in a cell. Each
defect is planted alone in its row, so that every count can be compared with what a check finds.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HEADER = (
    *("folio", "fecha_solicitud", "fecha_respuesta", "clave_municipio", "municipio", "dependencia", "tipo"),
    *("medio", "sexo", "edad", "monto", "dias", "latitud", "longitud", "prorroga", "descripcion"),
)
PLACES = (
    ("01001", "Aguascalientes", 21.88, -102.29),
    ("05030", "Saltillo", 25.42, -101.0),
    ("09015", "Cuauhtémoc", 19.44, -99.15),
    ("11020", "León", 21.12, -101.68),
    ("14039", "Guadalajara", 20.67, -103.35),
    ("19039", "Monterrey", 25.67, -100.31),
    ("19026", "Guadalupe", 25.68, -100.26),
    ("19046", "San Nicolás de los Garza", 25.74, -100.28),
    ("20067", "Oaxaca de Juárez", 17.06, -96.72),
    ("31050", "Mérida", 20.97, -89.62),
)
OFFICES = (
    *("Secretaría de Salud", "Secretaría de Educación", "Secretaría de Movilidad y Planeación Urbana"),
    *("Secretaría de Finanzas y Tesorería", "Fiscalía General", "Instituto de Control Vehicular"),
    *("Servicios de Agua y Drenaje", "Secretaría de Medio Ambiente", "Contraloría y Transparencia"),
)
KINDS = ("información pública", "datos personales", "rectificación", "cancelación")
WAYS = ("PNT", "correo", "ventanilla", "teléfono")
SEXES = ("F", "M", "X")
_TOPICS = (
    *(
        "licitaciones de obra pública",
        "padrón de proveedores",
        "nómina desglosada por área",
        "gasto en comunicación social",
    ),
    *("permisos de construcción", "calidad del aire", "rutas de transporte", "inventario de luminarias"),
    *(
        "actas del comité de transparencia",
        "indicadores de seguridad",
        "programas sociales",
        "convenios de colaboración",
    ),
)
_ASKS = (
    *(
        "Solicito copia de los documentos sobre",
        "Pido el listado completo y actualizado de",
        "Requiero saber el estado de",
    ),
    *("Quiero conocer el presupuesto ejercido en", "Deseo consultar los contratos relativos a"),
)
_TAILS = (
    *(
        "en formato abierto, por favor",
        "de enero a diciembre, con desglose mensual",
        "incluyendo anexos y versiones públicas",
    ),
    *("así como el nombre del área responsable", "con fecha de corte al último trimestre"),
    *("y los criterios con los que se decidió", "según la clasificación por objeto del gasto"),
)
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)
FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2025, 12, 31)

# The rules that this file breaks, in Table Schema; `tequio` holds what that standard has no word for.
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "folio", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "[0-9]{12}"}},
        {
            "name": "fecha_solicitud",
            "type": "date",
            "format": "any",
            "constraints": {"required": True, "minimum": "2019-01-01", "maximum": "2025-12-31"},
        },
        {"name": "fecha_respuesta", "type": "date", "format": "any"},
        {
            "name": "clave_municipio",
            "type": "string",
            "constraints": {"required": True, "enum": [code for code, *_rest in PLACES]},
        },
        {"name": "municipio", "type": "string"},
        {"name": "dependencia", "type": "string", "constraints": {"required": True}},
        {"name": "tipo", "type": "string", "constraints": {"enum": list(KINDS)}},
        {"name": "medio", "type": "string", "constraints": {"enum": list(WAYS)}},
        {"name": "sexo", "type": "string", "constraints": {"enum": list(SEXES)}},
        {"name": "edad", "type": "integer", "constraints": {"minimum": 0, "maximum": 120}},
        {"name": "monto", "type": "number", "groupChar": ",", "bareNumber": False, "constraints": {"minimum": 0}},
        {"name": "dias", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "latitud", "type": "number", "constraints": {"minimum": 14, "maximum": 33}},
        {"name": "longitud", "type": "number", "constraints": {"minimum": -119, "maximum": -86}},
        {"name": "prorroga", "type": "boolean", "trueValues": ["sí"], "falseValues": ["no"]},
        {"name": "descripcion", "type": "string"},
    ],
    "primaryKey": ["folio"],
    "missingValues": ["", "S/D", "N/D"],
    "tequio": {"order": [["fecha_solicitud", "fecha_respuesta"]]},
}


@dataclass
class Planted:
    """What was written: all rows, how often each defect stands in them, and in which rows (1 is the header)."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[int]] = field(default_factory=dict)
    spoilt: int = 0


def write(path: Path, *, most_bytes: int, seed: int = 1, ragged: bool = False, defects: float = 0.015) -> Planted:
    """Write about so many bytes; `defects` is the share of rows with one, `ragged` adds a cell to one row in 800."""
    chance = random.Random(seed)
    told = Planted()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        while file.tell() < most_bytes if told.rows % 256 == 0 else True:
            row = _row(chance, told.rows)
            told.rows += 1
            if chance.random() < defects:
                _spoil(row, chance, told)
            if ragged and told.rows % 800 == 0:
                row.append("de más")
                _count(told, "ragged")
            writer.writerow(row)
    return told


def _row(chance: random.Random, number: int) -> list[str]:
    code, place, north, east = chance.choice(PLACES)
    asked = FIRST_DAY + timedelta(days=chance.randrange(2400))
    days = chance.randrange(1, 40)
    amount = chance.randrange(0, 50_000_000) / 100
    return [
        f"{190000000000 + number:012d}",
        _day(asked, chance),
        _day(asked + timedelta(days=days), chance),
        code,
        place,
        chance.choice(OFFICES),
        chance.choice(KINDS),
        chance.choice(WAYS),
        chance.choice(SEXES),
        str(chance.randrange(18, 90)) if chance.random() < 0.9 else "S/D",
        f"${amount:,.2f}",
        str(days),
        f"{north + chance.uniform(-0.1, 0.1):.6f}",
        f"{east + chance.uniform(-0.1, 0.1):.6f}",
        "sí" if chance.random() < 0.2 else "no",
        _asked(chance),
    ]


def _day(day: date, chance: random.Random) -> str:
    way = chance.random()
    if way < 0.6:
        return day.isoformat()
    if way < 0.9:
        return f"{day:%d/%m/%Y}"
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def _asked(chance: random.Random) -> str:
    parts = [f"{chance.choice(_ASKS)} {chance.choice(_TOPICS)}, {chance.choice(_TAILS)}."]
    parts += [
        f"{chance.choice(_ASKS)} {chance.choice(_TOPICS)}, {chance.choice(_TAILS)}."
        for _more in range(chance.randrange(1, 3))
    ]
    return ("\n" if chance.random() < 0.01 else " ").join(parts)


def _spoil(row: list[str], chance: random.Random, told: Planted) -> None:
    name = chance.choice(sorted(_DEFECTS))
    if name == "folio-repeated" and told.rows - 1 in (0, told.spoilt):
        name = "office-missing"  # the folio before this one is no whole one that could be repeated
    _DEFECTS[name](row, told.rows)
    _count(told, name)


def _count(told: Planted, name: str) -> None:
    told.spoilt = told.rows
    told.counts[name] += 1
    told.places.setdefault(name, []).append(told.rows + 1)


def _put(column: str, text: str) -> Any:
    place = HEADER.index(column)

    def put(row: list[str], _number: int) -> None:
        row[place] = text

    return put


def _repeat(row: list[str], number: int) -> None:
    row[0] = f"{190000000000 + number - 2:012d}"


def _misshape(row: list[str], number: int) -> None:
    row[0] = f"19-{number}"


def _answer_first(row: list[str], _number: int) -> None:
    row[1], row[2] = "2021-05-20", "2021-05-19"


def _swap(row: list[str], _number: int) -> None:
    row[12], row[13] = row[13], row[12]


_DEFECTS: dict[str, Any] = {
    "folio-missing": _put("folio", ""),
    "folio-malformed": _misshape,
    "folio-repeated": _repeat,
    "date-missing": _put("fecha_solicitud", ""),
    "date-impossible": _put("fecha_solicitud", "31/02/2021"),
    "date-too-early": _put("fecha_solicitud", "1919-05-01"),
    "answer-before-question": _answer_first,
    "place-unknown": _put("clave_municipio", "19999"),
    "place-without-zero": _put("clave_municipio", "1001"),
    "office-missing": _put("dependencia", ""),
    "kind-unknown": _put("tipo", "queja"),
    "sex-unknown": _put("sexo", "Z"),
    "age-impossible": _put("edad", "430"),
    "age-in-words": _put("edad", "treinta"),
    "amount-negative": _put("monto", "-$12.00"),
    "amount-in-words": _put("monto", "doce mil"),
    "days-negative": _put("dias", "-3"),
    "coordinates-swapped": _swap,
    "extension-unknown": _put("prorroga", "quizá"),
    "letters-broken": _put("descripcion", "Solicito informaciÃ³n sobre la licitaciÃ³n de obra pÃºblica."),
}
