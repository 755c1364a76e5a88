"""Maps are read in a child that reaches nothing else: Shapefiles in a zip, layers of a GeoPackage."""

from __future__ import annotations

import gc
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.limits import Limits, Unreadable
from tequio.tables.reading import geo, sniffing
from tequio.tables.reading.sheet import Sheet
from tequio.tables.reading.tests.makers import package_of
from tequio.tables.reading.wkb import Wkb

pyogrio = pytest.importorskip("pyogrio")
numpy = pytest.importorskip("numpy")


def point(x: float, y: float) -> bytes:
    return struct.pack("<BIdd", 1, 1, x, y)


def polygon(*corners: tuple[float, float]) -> bytes:
    flat = [one for corner in corners for one in corner]
    return struct.pack(f"<BIII{len(flat)}d", 1, 3, 1, len(corners), *flat)


SQUARE = polygon((-101, 21), (-101, 22), (-100, 22), (-101, 21))


def shapefile(
    folder: Path, shapes: list[bytes | None], kind: str = "Point", crs: str | None = "EPSG:4326", **more: Any
) -> Path:
    """Write a Shapefile's parts and zip them."""
    parts = folder / "parts"
    parts.mkdir()
    count = len(shapes)
    columns = [
        numpy.array(["León", "Ñandú", None][:count], dtype=object),
        numpy.array([1, 2_000_000_001, 3][:count]),
        numpy.array([0.1, 0.30000000000000004, numpy.nan][:count]),
        numpy.array(["2024-01-02", "2024-02-03", "NaT"][:count], dtype="datetime64[D]"),
    ]
    pyogrio.raw.write(
        parts / "m.shp", numpy.array(shapes, dtype=object), columns, ["nombre", "clave", "tasa", "fecha"],
        geometry_type=kind, crs=crs, driver="ESRI Shapefile", **more,
    )  # fmt: skip
    return zipped_parts(folder / "m.zip", parts)


def zipped_parts(path: Path, parts: Path, without: tuple[str, ...] = ()) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for part in sorted(parts.iterdir()):
            if part.suffix not in without:
                package.write(part, f"mapa/{part.name}")
    return path


def geopackage(path: Path, *layers: str) -> Path:
    for number, layer in enumerate(layers):
        pyogrio.raw.write(
            path, numpy.array([SQUARE, None], dtype=object), [numpy.array(["a", "b"], dtype=object)], ["x"],
            geometry_type="Polygon", crs="EPSG:4326", driver="GPKG", layer=layer, append=number > 0,
        )  # fmt: skip
    return path


def said(sheet: Sheet) -> dict[str, int]:
    return {one.code: one.count for one in sheet.findings}


def test_points_of_a_shapefile_are_columns_in_degrees(tmp_path: Path) -> None:
    path = shapefile(tmp_path, [point(-101.68, 21.122), point(-100.5, 20.9), None])

    sheet = geo.read(path)

    assert sheet.header == ["nombre", "clave", "tasa", "fecha", "longitud", "latitud"]
    assert list(sheet.rows) == [
        (1, ["León", "1", "0.1", "2024-01-02", "-101.68", "21.122"]),
        (2, ["Ñandú", "2000000001", "0.3", "2024-02-03", "-100.5", "20.9"]),
        (3, [None, "3", None, None, None, None]),
    ]
    assert said(sheet) == {"no-geometry": 1}
    assert sniffing.kind_of(path) == sniffing.Kind.SHAPEFILE


def test_places_of_another_system_become_degrees(tmp_path: Path) -> None:
    sheet = geo.read(shapefile(tmp_path, [point(2500000, 800000)], crs="EPSG:6372"))

    [(_number, row)] = list(sheet.rows)
    assert row[-2:] == ["-102", "19.196548632"]
    assert said(sheet) == {"reprojected": 1}


def test_places_without_a_system_are_kept_and_called_so(tmp_path: Path) -> None:
    path = shapefile(tmp_path, [point(2500000, 800000)])
    zipped_parts(path, tmp_path / "parts", without=(".prj",))

    sheet = geo.read(path)

    assert sheet.header[-2:] == ["x", "y"]
    assert [row[-2:] for _number, row in sheet.rows] == [["2500000", "800000"]]
    assert said(sheet) == {"no-coordinate-system": 1}


@pytest.mark.parametrize(("encoding", "told"), [("cp1252", "CP1252"), ("utf-8", "UTF-8")])
def test_words_without_a_declared_encoding_are_read_and_said(tmp_path: Path, encoding: str, told: str) -> None:
    path = shapefile(tmp_path, [point(-101, 21), point(-101, 22)], encoding=encoding)
    zipped_parts(path, tmp_path / "parts", without=(".cpg",))

    sheet = geo.read(path)

    assert [row[0] for _number, row in sheet.rows] == ["León", "Ñandú"]
    assert [one.values["encoding"] for one in sheet.findings if one.code == "encoding-guessed"] == [told]


def test_places_that_cannot_be_are_listed(tmp_path: Path) -> None:
    sheet = geo.read(shapefile(tmp_path, [point(21.1, -101.6), point(500, 21), point(-101, 21)]))

    list(sheet.rows)
    assert {one.code: one.examples[0].row for one in sheet.findings} == {"position-swapped": 1, "position-outside": 2}


def test_polygons_are_geojson(tmp_path: Path) -> None:
    sheet = geo.read(shapefile(tmp_path, [SQUARE], kind="Polygon"))

    [(_number, row)] = list(sheet.rows)
    assert sheet.header[-1] == "geometria"
    assert row[-1] is not None
    assert row[-1].startswith('{"type": "Polygon", "coordinates": [[[-101.0, 21.0], ')


def test_a_map_without_its_index_is_read_and_without_its_table_refused(tmp_path: Path) -> None:
    path = shapefile(tmp_path, [point(-101, 21)])

    assert len(list(geo.read(zipped_parts(path, tmp_path / "parts", without=(".shx",))).rows)) == 1
    with pytest.raises(Unreadable, match=r"needs the \.shp and the \.dbf"):
        geo.read(zipped_parts(path, tmp_path / "parts", without=(".dbf",)))


def test_a_layer_of_a_geopackage_is_chosen_and_the_others_listed(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "x.gpkg", "uno", "dos")

    first, second = geo.read(path), geo.read(path, layer="dos")

    assert (first.name, second.name) == ("uno", "dos")
    assert first.header == ["x", "fid", "geometria"]
    rows = list(first.rows)
    assert [row[:2] for _number, row in rows] == [["a", "1"], ["b", "2"]]
    assert rows[1][1][2] is None
    assert said(first) == {"other-layers": 1, "no-geometry": 1}
    list(second.rows)
    with pytest.raises(Unreadable, match="no layer of this name"):
        geo.read(path, layer="tres")


def test_the_first_of_several_maps_is_read_or_the_one_that_is_named(tmp_path: Path) -> None:
    path = shapefile(tmp_path, [point(-101, 21)])
    parts = tmp_path / "parts"
    for part in list(parts.iterdir()):
        (parts / part.name.replace("m.", "n.")).write_bytes(part.read_bytes())
    zipped_parts(path, parts)

    sheet = geo.read(path)

    assert (len(list(sheet.rows)), said(sheet)) == (1, {"other-layers": 1})
    assert len(list(geo.read(path, layer="n").rows)) == 1


def test_a_description_of_other_files_called_a_map_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nTOP,SECRET\n")
    source = f"<SrcDataSource>{secret}</SrcDataSource>"
    virtual = f"<OGRVRTDataSource><OGRVRTLayer name='secret'>{source}</OGRVRTLayer></OGRVRTDataSource>"

    (tmp_path / "x.gpkg").write_text(virtual)

    for path in [package_of(tmp_path / "x.zip", {"a.shp": virtual, "a.dbf": "x"}), tmp_path / "x.gpkg"]:
        with pytest.raises(Unreadable) as refused:
            geo.read(path)
        assert refused.value.code == "broken"


def test_a_database_that_reaches_for_other_files_is_refused(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "x.gpkg", "uno")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = on")
        database.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) "
            "VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING VirtualOGR(''/etc/passwd'')')"
        )
    database.close()

    with pytest.raises(Unreadable, match="refers to other files"):
        geo.read(path)


def test_a_shape_too_long_for_a_cell_is_listed(tmp_path: Path) -> None:
    sheet = geo.read(geopackage(tmp_path / "x.gpkg", "uno"), limits=Limits(most_cell=50))

    assert [row[-1] for _number, row in sheet.rows] == [None, None]
    assert said(sheet) == {"shape-too-long": 1, "no-geometry": 1}


def test_a_map_whose_rows_are_never_read_leaves_nothing_behind(tmp_path: Path) -> None:
    before = set(Path(tempfile.gettempdir()).glob("tequio-geo-*"))

    assert geo.read(shapefile(tmp_path, [point(-101, 21)])).header[-1] == "latitud"

    gc.collect()
    assert set(Path(tempfile.gettempdir()).glob("tequio-geo-*")) <= before


def test_without_the_package_it_is_told_how_to_install_it(tmp_path: Path) -> None:
    code = (
        "import importlib.util; importlib.util.find_spec = lambda name: None\n"
        "from pathlib import Path; from tequio.tables.reading import geo\n"
        "from tequio.tables.limits import Unreadable\n"
        "try:\n    geo.read(Path('x'))\nexcept Unreadable as no:\n    print(no.code, no.say())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "no-geo Maps need one more package here. Install it with: pip install 'tequio[geo]'."


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([".shp", ".dbf", ".shx", ".prj"]), st.data())
def test_a_map_altered_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("map")
    path = shapefile(folder, [point(-101, 21), point(-100, 20)])
    part = folder / "parts" / f"m{suffix}"
    content = part.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    part.write_bytes(content[:place] + data.draw(st.binary(min_size=1, max_size=4)) + content[place + 1 :])
    zipped_parts(path, folder / "parts")

    try:
        sheet = geo.read(path)
        rows = len(list(sheet.rows))
    except Unreadable:
        return
    assert rows == 2 or "records-missing" in said(sheet) or suffix in {".dbf", ".shx", ".shp"}


@settings(max_examples=300)
@given(st.binary(max_size=80))
def test_any_bytes_are_a_geometry_or_none(data: bytes) -> None:
    try:
        shape = Wkb(data).geometry()
    except (ValueError, IndexError):
        return
    assert shape["type"]
