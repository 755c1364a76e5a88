"""A file judged without rules, and with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tequio.tables import loading
from tequio.tables.assessment import Assessment, assess
from tequio.tables.finding import Severity
from tequio.tables.kinds.reading import Kind
from tequio.tables.profiling import Profile, sampled
from tequio.tables.quality import Family, scores
from tequio.tables.reading.opening import open_table
from tequio.tables.reports import page, plain
from tequio.tables.rules import checking, schema
from tequio.tables.rules.local import Local
from tequio.tables.rules.tests.tables import Whole
from tequio.tables.tests import planted


def assessed(data: bytes, folder: Path, rules: object = None, name: str = "datos.csv") -> Assessment:
    path = folder / name
    path.write_bytes(data)
    with loading.loaded(open_table(path, scratch=folder), scratch=folder) as table:
        return assess(table, schema=schema.parsed(rules) if rules else None)


def test_a_dirty_file_is_not_called_valid_for_want_of_rules(tmp_path: Path) -> None:
    told = planted.write(tmp_path / "p.csv", most_bytes=1_500_000, ragged=True)

    found = assessed((tmp_path / "p.csv").read_bytes(), tmp_path)

    kinds = {one.name: one.reading.kind for one in found.columns}
    assert kinds["clave_municipio"] is Kind.STRING
    assert kinds["folio"] is Kind.STRING
    assert kinds["fecha_solicitud"] is Kind.DATE
    assert kinds["monto"] is Kind.NUMBER
    assert kinds["prorroga"] is Kind.BOOLEAN
    assert found.worst is Severity.ERROR
    unread = {one.column: one.count for one in found.findings if one.code == "not-a-value"}
    assert unread == {
        "fecha_solicitud": told.counts["date-impossible"],
        "edad": told.counts["age-in-words"],
        "monto": told.counts["amount-in-words"],
        "prorroga": told.counts["extension-unknown"],
    }
    (broken,) = [one for one in found.findings if one.code == "broken-letters"]
    assert broken.count == told.counts["letters-broken"]
    (ragged,) = [one for one in found.findings if one.code == "long-rows"]
    assert ragged.count == told.counts["ragged"]


def test_a_clean_file_gets_no_error_and_no_warning(tmp_path: Path) -> None:
    planted.write(tmp_path / "p.csv", most_bytes=500_000, defects=0)

    found = assessed((tmp_path / "p.csv").read_bytes(), tmp_path, planted.SCHEMA)

    assert [one for one in found.findings if one.severity is not Severity.NOTE] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a,b\nLeón,1\nLEON,2\n león,3\nMérida,4\n", {"written-several-ways", "spaces-at-ends"}),
        ("a,b\n1,\n2,\n3,\n", {"empty-column"}),
        ("a,b\n1,x\n1,x\n2,y\n", {"rows-repeated"}),
        ("a,b\n01/02/2021,1\n03/04/2021,2\n", {"ambiguous-order"}),
        ("a,b\n01/02/21,1\n13/04/21,2\n", {"ambiguous-years"}),
        ("a,b\nS/D,1\n4,2\n", {"words-for-missing"}),
        ("a,b\ninformaciÃ³n,1\nacción,2\n", {"broken-letters"}),
        ("a,b\nXEXX010101HNEXXXA4,1\nx,2\n", {"personal-curp"}),
    ],
    ids=lambda value: None if isinstance(value, str) else "-".join(sorted(value)),
)
def test_what_somebody_should_look_at_is_told(text: str, codes: set[str], tmp_path: Path) -> None:
    found = assessed(text.encode(), tmp_path)

    assert {one.code for one in found.findings} == codes


def test_a_number_that_lies_far_away_is_told_and_a_second_group_is_not(tmp_path: Path) -> None:
    one = "\n".join(f"{n},x" for n in [*range(100, 300), 9_999])
    two = "\n".join(f"{n},x" for n in [*range(100, 300), *range(9_000, 9_100)])

    assert "far-away" in {found.code for found in assessed(f"a,b\n{one}".encode(), tmp_path).findings}
    assert "far-away" not in {found.code for found in assessed(f"a,b\n{two}".encode(), tmp_path).findings}


def test_a_column_that_the_rules_ask_for_and_the_file_lacks_is_told(tmp_path: Path) -> None:
    rules = {"fields": [{"name": "folio"}, {"name": "monto", "type": "number", "constraints": {"required": True}}]}

    found = assessed(b"folio,otra\n1,2\n", tmp_path, rules)

    (lacking,) = [one for one in found.findings if one.severity is Severity.ERROR]
    assert (lacking.code, lacking.column) == ("column-lacking", "monto")


def test_findings_for_programs_name_code_column_count_and_rows(tmp_path: Path) -> None:
    found = assessed(b"a,b\n1,2\nx,3\n4,5\n6,7\n8,9\n10,1\n11,2\n12,3\n13,4\n14,5\n15,6\n", tmp_path)

    (said,) = [one.as_json() for one in found.findings if one.severity is Severity.ERROR]
    assert json.loads(json.dumps(said)) == {
        "code": "not-a-value",
        "severity": "error",
        "column": "a",
        "count": 1,
        "text": "Column “a”: 1 cell is not what the column holds. It is listed and stays without a value.",
        "values": {"rule": "a.type"},
        "examples": [{"row": 3, "text": "x"}],
    }


def test_the_four_scores_can_be_worked_out_again(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},León" for n in range(8))

    found = assessed(f"n,lugar\n{rows}\n,LEÓN\nocho,León\n9,León\n10,León\n11,León\n".encode(), tmp_path)

    told = {one.family: (one.good, one.all, one.points) for one in scores(found)}
    assert told == {
        Family.INTRINSIC: (24, 25, 96),
        Family.CONTEXTUAL: (25, 26, 96),
        Family.ACCESSIBLE: (13, 13, 100),
        Family.COHERENT: (0, 2, 0),
    }


def test_what_has_one_fault_has_not_a_hundred_points(tmp_path: Path) -> None:
    planted.write(tmp_path / "p.csv", most_bytes=300_000, defects=0)
    clean = assessed((tmp_path / "p.csv").read_bytes(), tmp_path, planted.SCHEMA)
    faulty = assessed((tmp_path / "p.csv").read_bytes().replace(b",no,", b",quiza,", 1), tmp_path, planted.SCHEMA)

    assert scores(clean)[0].points == 100
    assert scores(faulty)[0].points == 99


def test_a_profile_is_the_same_whether_cells_are_read_once_or_where_they_stand(tmp_path: Path) -> None:
    planted.write(tmp_path / "p.csv", most_bytes=1_500_000)
    readings = schema.parsed(planted.SCHEMA).readings
    with loading.loaded(open_table(tmp_path / "p.csv", scratch=tmp_path), scratch=tmp_path) as table:
        on = Local(table.connection)
        profile = Profile(table.columns, readings, *sampled(on, readings, table.columns))
        few = checking.check(on, [], readings, measures=profile)
        whole = checking.check(Whole(table.connection), [], readings, measures=profile)

    assert 8 < len(few.few) < 16
    for column, told in whole.measured.items():
        counted = dict(few.measured[column])
        # An estimate where every row is looked at; sums are made in another order.
        assert counted.pop("distinct") == pytest.approx(told.pop("distinct"), rel=0.15)
        assert counted == pytest.approx(told) if "mean" in told else counted == told, column


def test_values_written_in_several_ways_are_told_without_showing_them(tmp_path: Path) -> None:
    days = ["2024-03-05", "05/03/2024", "5 de marzo de 2024", "7/3/2024"] * 30 + ["05.03.2024"]
    amounts = ["$1,234.50", "980", "12.5", "$7"] * 30 + ["3"]
    same = ["2024-03-05 10:00", "2023-01-31 09:15"] * 60 + ["2024-12-01 23:59"]
    rows = "".join(
        f"{day};{amount};{one};{n}\n" for n, (day, amount, one) in enumerate(zip(days, amounts, same, strict=True))
    )

    found = assessed(f"día;monto;hora;n\n{rows}".encode(), tmp_path)

    ways = {one.column: one.values["ways"] for one in found.findings if one.code == "mixed-formats"}
    assert ways == {"día": "9/9/9999 · 9 de marzo de 9999 · 9999-99-99", "monto": "9 · $9"}


def test_no_report_shows_what_stands_in_a_personal_column(tmp_path: Path) -> None:
    people = ["XEXX010101HNEXXXA4", "xexx010101hnexxxa4", "XEXX010101MNEXXXA8"] * 20
    born = ["1980-05-17", "17/05/1980"] * 30
    rows = "".join(f"{n};{one};{day}\n" for n, (one, day) in enumerate(zip(people, born, strict=True)))

    found = assessed(f"n;curp;fecha de nacimiento\n{rows}".encode(), tmp_path)

    said = json.dumps(plain.as_json(found)) + "\n".join(plain.lines(found)) + page.written(found, title="x")
    assert "written-several-ways" in {one.code for one in found.findings}
    assert "xexx" not in said.lower()
