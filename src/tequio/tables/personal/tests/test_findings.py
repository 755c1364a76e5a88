"""What is suspected is said with its column, its count and its rows, and never with a value."""

from __future__ import annotations

import json

from tequio.tables.finding import Severity
from tequio.tables.personal.findings import OFFICIAL, SAYS, findings
from tequio.tables.personal.kinds import KINDS
from tequio.tables.personal.scan import scan
from tequio.tables.personal.suspicion import Confidence, Suspicion
from tequio.tables.personal.tests import made_up
from tequio.tables.personal.tests.made_up import table


def test_every_kind_has_its_words() -> None:
    assert {kind.code for kind in KINDS} | {"coordinates"} == set(SAYS) | set(OFFICIAL)


def test_what_is_certain_is_an_error_and_the_rest_a_warning_or_a_note() -> None:
    columns = {
        "curp": [made_up.a_curp(1), made_up.a_curp(2)],
        "nombre": [made_up.a_name(1), made_up.a_name(2)],
        "correo": ["ut@example.gob.mx", None],
        "rfc": [None, None],
        "clabe": ["5f4dcc3b5aa765d61d8327deb882cf99", "nada"],
    }

    with table(columns) as connection:
        found = findings(scan(connection))

    assert [(one.code, one.severity, one.column, one.count) for one in found] == [
        ("personal-curp", Severity.ERROR, "curp", 2),
        ("personal-name", Severity.WARNING, "nombre", 2),
        ("personal-email-official", Severity.NOTE, "correo", 1),
        ("personal-header", Severity.NOTE, "rfc", 0),
        ("personal-header", Severity.NOTE, "clabe", 2),
    ]
    assert found[0].say() == "Column “curp”: 2 cells hold a CURP."
    assert "hash" in found[4].say()
    assert "empty" in found[3].say()


def test_examples_are_rows_without_their_text() -> None:
    columns = {"curp": ["", made_up.a_curp(1)], "correo": [made_up.an_email(1), ""]}

    with table(columns) as connection:
        found = findings(scan(connection))
    told = json.dumps([one.as_json() for one in found])

    assert [[(at.row, at.text) for at in one.examples] for one in found] == [[(2, "")], [(1, "")]]
    assert made_up.a_curp(1) not in told
    assert made_up.an_email(1) not in told


def test_cells_beyond_the_cap_are_told() -> None:
    one = Suspicion("curp", "c", 30, 100, Confidence.CERTAIN, unchecked=70)

    assert [(found.code, found.count) for found in findings([one])] == [
        ("personal-curp", 30), ("personal-curp-unchecked", 70)]  # fmt: skip
