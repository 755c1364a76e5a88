"""What JSON gives: a row for each record, digit by digit, and a place for all that is odd in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.limits import Limits, Unreadable
from tequio.tables.reading import geojson, jsonlines, jsons
from tequio.tables.reading.sheet import Sheet
from tequio.tables.reading.tests.makers import confined


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "x.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def taken(sheet: Sheet) -> tuple[list[str], list[tuple[int, list[str | None]]]]:
    return sheet.header, list(sheet.rows)


def said(sheet: Sheet) -> list[tuple[str, str, int]]:
    return [(one.code, one.column, one.count) for one in sheet.findings]


@pytest.mark.parametrize(
    ("text", "name", "header", "rows"),
    [
        pytest.param('[{"a": 1, "b": "x"}]', "", ["a", "b"], [(1, ["1", "x"])], id="a-list"),
        pytest.param(
            '[{"a": 1}, {"b": 2}]', "", ["a", "b"], [(1, ["1", None]), (2, [None, "2"])], id="a-name-that-appears-late"
        ),
        pytest.param(
            '[{"a": {"b": 1, "c": {"d": true}}, "e": {}}]', "", ["a.b", "a.c.d", "e"], [(1, ["1", "true", "{}"])],
            id="nested",
        ),
        pytest.param(
            '[{"n": 0.10, "i": 12345678901234567890123, "e": 1E+2, "z": -0}]', "", ["n", "i", "e", "z"],
            [(1, ["0.10", "12345678901234567890123", "1E+2", "-0"])], id="digit-by-digit",
        ),
        pytest.param(
            '[{"a": [1, "1", {"b": 0.10}, null]}]', "", ["a"], [(1, ['[1, "1", {"b": 0.10}, null]'])],
            id="list-in-a-cell",
        ),
        pytest.param('{"data": [{"a": 1}], "total": 1}', "data", ["a"], [(1, ["1"])], id="data"),
        pytest.param(
            '{"help": "x", "result": {"fields": [{"id": "a"}, {"id": "b"}], "records": [{"a": 1}]}}', "result.records",
            ["a"], [(1, ["1"])], id="a-portal",
        ),
        pytest.param(
            '{"otros": [{"z": 1}, {"z": 2}], "registros": [{"a": 1}]}', "registros", ["a"], [(1, ["1"])],
            id="the-telling-name",
        ),
        pytest.param(
            '{"columns": ["a", "b"], "data": [[1, 2], [3]]}', "data", ["a", "b"], [(1, ["1", "2"]), (2, ["3"])],
            id="columns-and-rows",
        ),
        pytest.param(
            '{"rows": [[1, 2]], "fields": [{"name": "a"}, {"id": "b"}]}', "rows", ["a", "b"], [(1, ["1", "2"])],
            id="rows-before-fields",
        ),
        pytest.param('[["a", "b"], [1, 2]]', "", ["a", "b"], [(2, ["1", "2"])], id="lists-with-a-header"),
        pytest.param("[[1, 2], [3, 4]]", "", ["", ""], [(1, ["1", "2"]), (2, ["3", "4"])], id="lists-without"),
        pytest.param('["x", null, 3]', "", ["value"], [(1, ["x"]), (2, [None]), (3, ["3"])], id="plain-values"),
        pytest.param('[{"a": ""}]', "", ["a"], [(1, [None])], id="an-empty-text"),
        pytest.param('{"a": 1, "b": {"c": [1, 2]}}', "", ["a", "b.c"], [(1, ["1", "[1, 2]"])], id="one-record"),
    ],
)  # fmt: skip
def test_the_table_in_the_json_is_found(tmp_path: Path, text: str, name: str, header: list[str], rows: Any) -> None:
    sheet = jsons.read(written(tmp_path, text))

    assert sheet.name == name
    assert taken(sheet) == (header, rows)


def test_the_list_that_was_read_is_named_and_the_others_are_listed(tmp_path: Path) -> None:
    sheet = jsons.read(written(tmp_path, '{"data": [{"a": 1}, {"a": 2}], "más": [{"b": 1}]}'))

    assert [one.say() for one in sheet.findings] == [
        "The records are those of the list “data”.",
        "The file holds another list, which is not read: más.",
    ]


def test_what_is_odd_in_a_record_is_listed_with_its_row(tmp_path: Path) -> None:
    text = '[{"a": 1, "a": 2}, {"a": NaN}, 7, {"a": "\\ud800x"}, null, {"a.b": 1, "a": {"b": 2}}]'

    sheet = jsons.read(written(tmp_path, text))

    assert taken(sheet) == (
        ["a", "a.b"],
        [(1, ["2", None]), (2, ["NaN", None]), (4, ["\ufffdx", None]), (6, [None, "2"])],
    )
    assert {one.code: (one.column, [place.row for place in one.examples]) for one in sheet.findings} == {
        "not-an-object": ("", [3, 5]),
        "duplicate-key": ("", [1, 6]),
        "not-a-number": ("a", [2]),
        "half-character": ("a", [4]),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_unicode_is_read(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, '[{"año": "León 😀"}]'.encode(encoding))

    assert taken(jsons.read(path)) == (["año"], [(1, ["León 😀"])])


def test_letters_of_windows_are_read_and_said(tmp_path: Path) -> None:
    sheet = jsons.read(written(tmp_path, '[{"año": "León €"}]'.encode("cp1252")))

    assert taken(sheet) == (["año"], [(1, ["León €"])])
    assert said(sheet)[0][0] == "not-utf8"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param('[{"a": 1}, {"a": ', "broken", id="cut"),
        pytest.param('[{"a": 1}', "broken", id="list-not-closed"),
        pytest.param('[{"a": 1},]', "broken", id="comma-too-many"),
        pytest.param('[{"a": 1}] []', "several-values", id="something-after"),
        pytest.param('{"data": [{"a": 1}]', "broken", id="object-not-closed"),
        pytest.param('{"a" 1}', "broken", id="no-colon"),
        pytest.param("{a: 1}", "broken", id="name-without-quotes"),
        pytest.param("[]", "empty", id="empty-list"),
        pytest.param('{"data": [], "total": 0}', "empty", id="empty-data"),
        pytest.param("{}", "empty", id="empty-object"),
        pytest.param("[" * 200_000, "too-deep", id="deep-lists"),
        pytest.param('[{"a":' * 50_000, "too-deep", id="deep-objects"),
        pytest.param("[" + '{"a":' * 150 + "1" + "}" * 150 + "]", "too-deep", id="deep-within-python's-reach"),
        pytest.param('[{"a": ' + "[" * 150 + "]" * 150 + "}]", "too-deep", id="deep-cell"),
    ],
)
def test_broken_and_empty_json_is_refused_with_its_reason(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(jsons.read(written(tmp_path, text)).rows)

    assert refused.value.code == code


def test_the_line_of_the_break_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="line 3"):
        jsons.read(written(tmp_path, '[{"a": 1},\n{"a": 2},\nx]'))


def test_numbers_are_whole_where_the_pieces_of_the_file_meet(tmp_path: Path) -> None:
    numbers = [10**12 + n for n in range(60_000)]

    sheet = jsons.read(written(tmp_path, json.dumps(numbers)))

    assert [row[0] for _number, row in sheet.rows] == [str(number) for number in numbers]


def test_too_many_names_and_too_long_records_are_refused(tmp_path: Path) -> None:
    wide = written(tmp_path, json.dumps([{f"c{n}": n} for n in range(30)]))
    with pytest.raises(Unreadable, match="more than 20 columns"):
        jsons.read(wide, limits=Limits(most_columns=20))

    long = written(tmp_path, json.dumps([{"a": "x" * 2_000_000}]))
    with pytest.raises(Unreadable, match="One record is longer"):
        jsons.read(long, limits=Limits(most_line=500_000))


def test_bad_lines_are_set_aside_and_the_others_read(tmp_path: Path) -> None:
    text = '{"a": 1}\r\n{"a": 0.10, "b": 2}\n\nno\n[1]\n{"a": 3} {"a": 4}\n{"a": 5'

    sheet = jsonlines.read(written(tmp_path, text))

    assert taken(sheet) == (["a", "b"], [(1, ["1", None]), (2, ["0.10", "2"]), (3, [None, None])])
    assert {one.code: [place.row for place in one.examples] for one in sheet.findings} == {
        "bad-json-line": [4, 6, 7],
        "not-an-object": [5],
    }


def test_lines_that_were_taken_for_one_value_are_read_as_lines(tmp_path: Path) -> None:
    sheet = jsons.read(written(tmp_path, '{"a": 1}\n{"a": 2}\nno\n'))

    assert taken(sheet) == (["a"], [(1, ["1"]), (2, ["2"])])
    assert said(sheet) == [("bad-json-line", "", 1)]


def test_a_line_too_long_is_set_aside(tmp_path: Path) -> None:
    text = '{"a": "' + "x" * 5000 + '"}\n{"a": 1}\n'

    sheet = jsonlines.read(written(tmp_path, text), limits=Limits(most_line=1000))

    assert taken(sheet) == (["a"], [(2, ["1"])])
    assert said(sheet) == [("bad-json-line", "", 1)]


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(tmp_path: Path, *features: Any, **more: Any) -> Path:
    return written(tmp_path, json.dumps({"type": "FeatureCollection", "features": features, **more}))


def point(*coordinates: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": coordinates}


def test_points_become_two_columns_with_their_digits(tmp_path: Path) -> None:
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7, "properties": {"a": {"b": 1}},'
        ' "geometry": {"type": "Point", "coordinates": [-101.680, 21.1220]}}, {"type": "Feature", "properties": null,'
        ' "geometry": null}]}'
    )

    sheet = geojson.read(written(tmp_path, text))

    assert taken(sheet) == (
        ["a.b", "id", "longitud", "latitud"],
        [(1, ["1", "7", "-101.680", "21.1220"]), (2, [None, None, None, None])],
    )
    assert said(sheet)[-1] == ("no-geometry", "", 1)


def test_other_shapes_stay_geojson_and_then_the_points_too(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        feature(point(-101, 21), a=1),
        feature({"type": "LineString", "coordinates": [[-101, 21], [-102, 22]]}, a=2),
    )

    sheet = geojson.read(path)

    assert taken(sheet) == (
        ["a", "geometria"],
        [
            (1, ["1", '{"type": "Point", "coordinates": [-101, 21]}']),
            (2, ["2", '{"type": "LineString", "coordinates": [[-101, 21], [-102, 22]]}']),
        ],
    )


def test_places_that_cannot_be_are_listed_and_kept(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        feature(point(-101.6, 21.1)),
        feature(point(21.1, -101.6)),
        feature(point(500, 21)),
        feature(point(19.4, -99.1)),
        feature(point(19.4, -86.5, 2240)),
    )

    sheet = geojson.read(path)

    assert [row[0] for _number, row in sheet.rows] == ["-101.6", "21.1", "500", "19.4", "19.4"]
    assert sheet.header == ["longitud", "latitud", "altitud"]
    assert {one.code: [place.row for place in one.examples] for one in sheet.findings if one.examples} == {
        "position-outside": [3],
        "position-swapped": [2, 4, 5],
    }


def test_another_coordinate_system_is_said_and_not_called_degrees(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::6372"}}

    sheet = geojson.read(collection(tmp_path, feature(point(2500000, 800000)), crs=crs))

    assert taken(sheet) == (["x", "y"], [(1, ["2500000", "800000"])])
    assert [one.code for one in sheet.findings] == ["json-list", "other-coordinates"]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_the_usual_system_goes_without_saying(tmp_path: Path, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}

    assert geojson.read(collection(tmp_path, feature(point(-101, 21)), crs=crs)).header == ["longitud", "latitud"]


def test_geometries_that_are_none_are_listed_and_kept(tmp_path: Path) -> None:
    sheet = geojson.read(
        collection(tmp_path, feature({"type": "Point", "coordinates": []}), feature("x"), {"type": "no"})
    )

    assert taken(sheet) == (["geometria"], [(1, ['{"type": "Point", "coordinates": []}']), (2, ['"x"'])])
    assert {one.code: one.count for one in sheet.findings} == {
        "json-list": 1, "not-an-object": 1, "broken-geometry": 2
    }  # fmt: skip


def test_a_shape_too_long_for_a_cell_is_listed(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[-101, 21]] * 20}

    sheet = geojson.read(collection(tmp_path, feature(line, a=1)), limits=Limits(most_cell=100))

    assert taken(sheet) == (["a", "geometria"], [(1, ["1", None])])
    assert ("shape-too-long", "", 1) in said(sheet)


def test_a_single_feature_is_a_table_of_one_row(tmp_path: Path) -> None:
    assert taken(geojson.read(written(tmp_path, json.dumps(feature(point(-101, 21), a=1))))) == (
        ["a", "longitud", "latitud"],
        [(1, ["1", "-101", "21"])],
    )


def test_a_long_list_is_read_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with path.open("w") as file:
        file.write('{"data": [')
        file.write(",".join(['{"id": 1, "nombre": "León", "valores": [1, 2, 3]}'] * 100_000))
        file.write("]}")

    assert confined("jsons.read(path)", path)[:2] == ["rows", 100_000]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param('[{"a": "' + "x" * 60_000_000, "line-too-long", id="a-string-never-closed"),
        pytest.param('{"' + "x" * 60_000_000, "line-too-long", id="a-name-never-closed"),
        pytest.param("[" * 20_000_000, "too-deep", id="a-million-brackets"),
        pytest.param(
            "{" + ",".join(f'"k{n}": {n}' for n in range(100_000)) + "}", "too-many-columns", id="100,000-names"
        ),
    ],
)
def test_hostile_json_is_refused_within_bounds(tmp_path: Path, content: str, code: str) -> None:
    assert confined("jsons.read(path)", written(tmp_path, content))[:2] == ["unreadable", code]


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.lists(VALUE, min_size=1, max_size=6))
def test_every_item_of_a_list_is_a_row_or_listed(tmp_path_factory: pytest.TempPathFactory, items: list[Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "list.json"
    path.write_text(json.dumps(items))

    sheet = jsons.read(path)

    rows = [number for number, _row in sheet.rows]
    aside = [place.row for one in sheet.findings if one.code == "not-an-object" for place in one.examples]
    is_header = isinstance(items[0], list) and sheet.header == items[0] != []
    header_row = [1] if is_header and 1 not in rows + aside else []
    assert sorted(rows + aside + header_row) == list(range(1, len(items) + 1))


@settings(max_examples=150)
@given(st.lists(st.one_of(VALUE.map(json.dumps), st.text("{}[]a1 ", max_size=6)), max_size=6))
def test_every_line_is_a_row_or_listed(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "lines.json"
    path.write_text("\n".join(['{"a": 1}', *lines]))

    sheet = jsonlines.read(path)

    rows = [number for number, _row in sheet.rows]
    aside = [
        place.row for one in sheet.findings if "line" in one.code or "object" in one.code for place in one.examples
    ]
    last = [len(lines) + 1] if lines and not lines[-1] else []
    assert sorted({*rows, *aside, *last}) == list(range(1, len(lines) + 2))


@settings(max_examples=200)
@given(st.sampled_from([b"", b"[", b"{", b'{"features":[{', b"\xff\xfe[\x00", b'[{"a":']), st.binary(max_size=60))
@pytest.mark.parametrize("reader", [jsons, jsonlines, geojson], ids=["json", "lines", "geojson"])
def test_any_bytes_give_a_sheet_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, reader: Any, start: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(start + rest)

    try:
        sheet = reader.read(path)
        rows = list(sheet.rows)
    except Unreadable:
        return
    for _number, row in rows:
        for cell in row:
            assert cell is None or cell.encode() is not None
