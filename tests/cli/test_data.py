"""The data engine from a shell: no installation, no database, an exit code by severity."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tequio.tables.tests import planted


def tequio(*words: str | Path, code: int = 0) -> str:
    """Run a command where there is no installation at all, and return what it prints."""
    command = [sys.executable, "-m", "tequio.config.cli", "data", *map(str, words)]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TEQUIO", "DATABASE", "DJANGO"))}
    env |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LC_ALL": "es_MX.UTF-8", "LANGUAGE": ""}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == code, done.stderr
    return done.stdout if code in (0, 4) or done.stdout else done.stderr


@pytest.fixture(scope="module")
def planted_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, planted.Planted]:
    folder = tmp_path_factory.mktemp("planted")
    told = planted.write(folder / "solicitudes.csv", most_bytes=4_000_000)
    (folder / "reglas.json").write_text(json.dumps(planted.SCHEMA))
    return folder / "solicitudes.csv", folder / "reglas.json", told


def test_a_check_counts_every_defect_and_says_so_by_its_code(planted_file: Any, tmp_path: Path) -> None:
    file, rules, told = planted_file

    said = json.loads(tequio("check", file, "--rules", rules, "--json", code=1))

    assert said["rows"] == told.rows
    counts = {one["name"]: one["count"] for one in said["rules"]}
    assert counts["edad.type"] == told.counts["age-in-words"]
    assert counts["folio.required"] == told.counts["folio-missing"]
    assert said["worst"] == "error"


def test_the_report_for_people_is_in_their_language(planted_file: Any) -> None:
    file, rules, told = planted_file

    said = tequio("check", file, "--rules", rules, code=1)

    assert f"{told.rows:,} filas, 16 columnas" in said
    assert f"Columna «edad»: {told.counts['age-in-words']} celdas no son lo que la columna contiene" in said


def test_the_page_shows_the_file_and_runs_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "a,b\n<script>alert(1)</script>,1\n<b>,x\n,2\n,3\n,4\n,5\n,6\n,7\n,8\n,9\n,10\n,11\n"
    )

    tequio("check", tmp_path / "x.csv", "--html", tmp_path / "x.html", code=1)

    page = (tmp_path / "x.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<html lang="es">' in page


def test_the_workbook_marks_the_faulty_cells_and_says_why(planted_file: Any, tmp_path: Path) -> None:
    file, rules, told = planted_file

    tequio("check", file, "--rules", rules, "--xlsx", tmp_path / "x.xlsx", code=1)

    rows = load_workbook(tmp_path / "x.xlsx")["Filas por corregir"]
    age = planted.HEADER.index("edad") + 1
    marked = [row for row in rows.iter_rows(min_row=2) if row[age].comment and row[age].value == "treinta"]
    assert {row[0].value for row in marked} == set(told.places["age-in-words"])
    assert all(row[age].fill.fgColor.rgb == "00F8D7DA" for row in marked)
    assert "no son lo que la columna contiene" in marked[0][age].comment.text


def test_a_formula_in_a_file_is_text_in_the_workbook(tmp_path: Path) -> None:
    cells = "\n".join(str(n) for n in range(1, 40))
    (tmp_path / "x.csv").write_text(f"a\n{cells}\n=cmd|' /C calc'!A0\n")

    tequio("check", tmp_path / "x.csv", "--xlsx", tmp_path / "x.xlsx", code=1)

    cell = load_workbook(tmp_path / "x.xlsx")["Filas por corregir"].cell(2, 2)
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_personal_data_is_told_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("curp,n\nXEXX010101HNEXXXA4,1\nXEXX010101MNEXXXA8,x\n")

    said = tequio("personal", tmp_path / "x.csv", code=1)
    checked = tequio("check", tmp_path / "x.csv", "--html", tmp_path / "x.html", "--xlsx", tmp_path / "x.xlsx", code=1)

    assert "CURP" in said
    assert "XEXX" not in said + checked + (tmp_path / "x.html").read_text()


def test_warnings_alone_have_a_code_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("clave,nombre\n01001,Aguascalientes\n19039,Monterrey\n")
    (tmp_path / "warned.csv").write_text("clave,nombre\n01001,León\n19039,LEON\n")

    tequio("check", tmp_path / "good.csv")
    tequio("check", tmp_path / "warned.csv", code=4)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["check", "no-hay.csv"], 2, "no-hay.csv"),
        (["check", "page.pdf"], 1, "PDF"),
        (["check", "x.csv", "--rules", "page.pdf"], 2, "JSON"),
        (["check", "x.csv", "--rules", "bad.json"], 1, "fields"),
        (["check", "x.csv", "--with", "lista"], 2, "NOMBRE=ARCHIVO"),
        (["check", "x.csv", "--rules", "list.json"], 1, "«mía»"),
    ],
    ids=["no file", "no table", "rules are no JSON", "rules are wrong", "a list without a file", "a list that lacks"],
)
def test_what_cannot_be_done_is_said(words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "bad.json").write_text("{}")
    keys = [{"fields": ["a"], "reference": {"resource": "mía", "fields": ["a"]}}]
    (tmp_path / "list.json").write_text(json.dumps({"fields": [{"name": "a"}], "foreignKeys": keys}))
    monkeypatch.chdir(tmp_path)

    assert said in tequio(*words, code=code)


def test_a_question_in_sql_is_answered_from_any_file(planted_file: Any) -> None:
    file, _rules, told = planted_file

    said = tequio("query", file, "SELECT count(*) AS n, max(monto) > 100 AS grande FROM data")
    also = json.loads(tequio("query", file, "SELECT DISTINCT clave_municipio AS c FROM data ORDER BY 1", "--json"))

    assert said == f"n,grande\n{told.rows},True\n"
    assert "01001" in [one["c"] for one in also]


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM read_text('/etc/passwd')", "COPY data TO 'x.csv'", "SELECT 1; DROP TABLE data", "SELEC"]
)
def test_a_question_that_is_none_is_refused(sql: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")

    said = tequio("query", tmp_path / "x.csv", sql, code=1)

    assert said.startswith("tequio: ")
    assert "Traceback" not in said


def test_a_table_is_written_in_another_form_with_its_kinds(tmp_path: Path) -> None:
    cells = "\n".join(f'0{n}001,{n}/3/2021,"$1,{n:03}.50",sí' for n in range(1, 10))
    (tmp_path / "x.csv").write_bytes(f"clave,día,monto,vigente\n{cells}\n09009,31/02/2021,S/D,no\n".encode("cp1252"))

    tequio("convert", tmp_path / "x.csv", tmp_path / "y.csv", code=4)
    said = tequio("convert", tmp_path / "x.csv", tmp_path / "y.parquet", code=4)

    lines = (tmp_path / "y.csv").read_text().splitlines()
    assert lines[:2] == ["clave,día,monto,vigente", "01001,2021-03-01,1001.50,true"]
    assert "10 filas" in said
    assert "1" in said.splitlines()[1]  # 31 February
    assert lines[-1] == "09009,,,false"
    assert (tmp_path / "y.parquet").read_bytes()[:4] == b"PAR1"


def test_nothing_is_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")

    tequio("convert", tmp_path / "x.csv", tmp_path / "x.csv", code=2)
    tequio("convert", tmp_path / "x.csv", tmp_path / "x.doc", code=2)

    assert (tmp_path / "x.csv").read_text() == "a,b\n1,2\n"


def test_two_tables_are_compared_by_a_key(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("clave,monto\n01001,10\n05002,20\n09003,30\n")
    (tmp_path / "b.csv").write_text("clave;monto\n05002;20\n01001;12\n11004;40\n")

    said = json.loads(tequio("diff", tmp_path / "a.csv", tmp_path / "b.csv", "--key", "clave", "--json"))
    told = tequio("diff", tmp_path / "a.csv", tmp_path / "b.csv", "--key", "clave", "--csv", tmp_path / "c.csv")

    assert (said["added"], said["removed"], said["changed"]) == (1, 1, 1)
    assert said["columns"][0]["examples"] == [{"key": ["01001"], "before": 10, "after": 12}]
    assert "01001: 10 → 12" in told
    assert "changed,01001,monto,10,12,1" in (tmp_path / "c.csv").read_text()


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("clave,monto\n01001,10\n01001,20\n")

    assert "clave" in tequio("diff", tmp_path / "a.csv", tmp_path / "a.csv", "--key", "clave", code=1)
    assert "Ambas dicen lo mismo" in tequio("diff", tmp_path / "a.csv", tmp_path / "a.csv")


def test_a_key_is_held_against_the_states_of_inegi_and_against_a_list_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("entidad,municipio\n19,19039\n33,19039\n09,19999\n")
    (tmp_path / "municipios.csv").write_text("clave\n19039\n09015\n")
    keys = [
        {"fields": ["entidad"], "reference": {"resource": "inegi:entidades", "fields": ["clave"]}},
        {"fields": ["municipio"], "reference": {"resource": "municipios", "fields": ["clave"]}},
    ]
    rules = {"fields": [{"name": "entidad"}, {"name": "municipio"}], "foreignKeys": keys}
    (tmp_path / "reglas.json").write_text(json.dumps(rules))

    words = ["--rules", tmp_path / "reglas.json", "--with", f"municipios={tmp_path / 'municipios.csv'}", "--json"]
    said = json.loads(tequio("check", tmp_path / "x.csv", *words, code=1))

    assert {one["name"]: one["count"] for one in said["rules"]} == {"foreignKeys.0": 1, "foreignKeys.1": 1}


@pytest.mark.parametrize("ending", ["parquet", "duckdb"])
def test_a_published_version_is_a_list_too(ending: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("municipio,n\n01001,1\n33,2\n")
    (tmp_path / "municipios.csv").write_text("clave\n01001\n09015\n")
    tequio("convert", tmp_path / "municipios.csv", tmp_path / f"municipios.{ending}")
    keys = [{"fields": ["municipio"], "reference": {"resource": "lista", "fields": ["clave"]}}]
    (tmp_path / "reglas.json").write_text(json.dumps({"fields": [{"name": "municipio"}], "foreignKeys": keys}))
    version = tmp_path / f"municipios.{ending}"

    words = ["--rules", tmp_path / "reglas.json", "--with", f"lista={version}", "--last", version, "--json"]
    said = json.loads(tequio("check", tmp_path / "x.csv", *words, code=1))

    counts = {one["name"]: one["count"] for one in said["rules"]}
    assert (counts["foreignKeys.0"], counts["drift"]) == (1, 0)
    version.chmod(0o644)
    version.write_bytes(b"x")
    assert tequio("check", tmp_path / "x.csv", "--last", version, code=1)


def test_a_jump_in_the_number_of_rows_is_told(tmp_path: Path) -> None:
    (tmp_path / "antes.csv").write_text("a,b\n" + "x,y\n" * 100)
    (tmp_path / "x.csv").write_text("a,b\n" + "x,y\n" * 70)

    def jumped(*words: str) -> int:
        said = json.loads(
            tequio("check", tmp_path / "x.csv", "--last", tmp_path / "antes.csv", *words, "--json", code=4)
        )
        return {one["name"]: one["count"] for one in said["rules"]}["drift"]

    assert jumped() == 1
    assert jumped("--drift", "0.5") == 0
