"""Any file as a table, whatever its name says: the same rows from every form."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tequio.tables import loading
from tequio.tables.limits import Unreadable
from tequio.tables.reading.opening import open_table

ROWS = [("01001", "Aguascalientes", "12"), ("19039", "Monterrey", "7")]
HEADER = ("clave", "municipio", "solicitudes")
CSV = "\n".join(",".join(row) for row in [HEADER, *ROWS]).encode()


def workbook(path: Path) -> None:
    book = Workbook()
    book.active.append(["Solicitudes por municipio"])
    book.active.append(list(HEADER))
    for code, place, count in ROWS:
        book.active.append([code, place, int(count)])
    book.active.append(["Total", None, 19])
    book.save(path)


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("carpeta/datos.csv", CSV)


WRITERS = {
    "csv": lambda path: path.write_bytes(CSV),
    "gzip": lambda path: path.write_bytes(gzip.compress(CSV)),
    "zip": zipped,
    "xlsx": workbook,
    "json": lambda path: path.write_text(json.dumps({"datos": [dict(zip(HEADER, row, strict=True)) for row in ROWS]})),
    "ndjson": lambda path: path.write_text("\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS)),
}


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_table_in_every_form(form: str, tmp_path: Path) -> None:
    path = tmp_path / "archivo.dat"
    WRITERS[form](path)

    with loading.loaded(open_table(path, scratch=tmp_path), scratch=tmp_path) as table:
        rows = table.connection.execute("SELECT * FROM data ORDER BY rowid").fetchall()

    assert tuple(table.columns) == HEADER
    assert rows == ROWS


def test_a_record_that_is_called_total_is_a_record_in_json(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('[{"nombre": "León", "n": 1}, {"nombre": "Total", "n": 1}]')

    with loading.loaded(open_table(tmp_path / "x.json", scratch=tmp_path), scratch=tmp_path) as table:
        assert table.rows == 2


def test_what_is_no_table_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.7 ...")

    with pytest.raises(Unreadable, match="PDF"):
        open_table(tmp_path / "x.csv", scratch=tmp_path)
