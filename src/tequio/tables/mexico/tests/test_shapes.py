"""The shapes are read alike by Python, by RE2 (in DuckDB) and, by their letter, by Java."""

from __future__ import annotations

import re

import duckdb
import pytest

from tequio.tables.mexico import address, clabe, curp, ine, inegi, names, postal, rfc, shape, telephone
from tequio.tables.personal import email

SHAPES = {
    "curp": curp.SHAPE, "rfc": rfc.SHAPE, "clabe": clabe.SHAPE, "ine": ine.SHAPE, "inegi": inegi.SHAPE,
    "postal": postal.SHAPE, "telephone": telephone.SHAPE, "told": telephone.TOLD, "written": telephone.WRITTEN,
    "email": email.SHAPE, "name": names.SHAPE, "named": names.NAMED, "name-told": names.TOLD, "address": address.SHAPE,
    "address-named": address.NAMED,
}  # fmt: skip
TEXTS = [
    "BOXW310820HNERXN09", "su CURP es boxw310820hnerxn09.", "GODE561231GR8", "ÑAÑO561231GR8,", "A&B930714-8T4",
    "xGODE561231GR8", "032180000118359719", "cuenta 032 180 00011835971 9", "1032180000118359719", "HRGRJN82050602H900",
    "19039", "64000", "tel. (81) 8345-6789", "+52 81 8345 6789", "escribe a alguien@example.mx hoy",
    "María Ñáñez López", "C. Juan Pérez López",
    "vive en la calle 5 de Mayo núm. 123 int. 4", "Hidalgo 12", "", "🙂 64000 🙂",
]  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_re2_finds_what_python_finds(name: str) -> None:
    found = duckdb.execute(
        "SELECT list(regexp_extract_all(text, ?) ORDER BY place) "
        "FROM (SELECT unnest(?) AS text, unnest(range(?)) AS place)",
        [SHAPES[name], TEXTS, len(TEXTS)],
    ).fetchone()
    expected = [[one[0] for one in re.finditer(SHAPES[name], text, re.ASCII)] for text in TEXTS]

    assert found == (expected,)


@pytest.mark.parametrize("name", SHAPES)
def test_nothing_in_a_shape_is_known_to_one_engine_only(name: str) -> None:
    without_groups = SHAPES[name].replace("(?:", "(")

    assert not re.search(r"(?<!\\)\(\?|\\[^b.+()]|(?<!\\)[*+?}]\+|\[\[|&&", without_groups)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Núm_Teléfono", "num telefono"),
        ("numTelefono", "num telefono"),
        ("C.P.", "c p"),
        ("  CURP ", "curp"),
        ("AÑO", "ano"),
        ("TELEFONO1", "telefono 1"),
    ],
)
def test_a_columns_name_becomes_plain_words(name: str, expected: str) -> None:
    assert shape.words(name) == expected
