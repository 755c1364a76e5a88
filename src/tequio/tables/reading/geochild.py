"""The child in which GDAL reads a stranger's shapes: little memory, no network, no file but the one it was given.

    python -m tequio.tables.reading.geochild FILE LAYER MEMORY LONGEST

It writes messages to standard output, each a length and a marshalled tuple: ("refused", code), ("layer", what it is),
("rows", [(cells, place, code), …]) and ("end", rows). A place is a point's coordinates or a shape as GeoJSON, None
where there is none or a code says why not. geo.py starts it and makes a sheet of what it says.
"""

from __future__ import annotations

import json
import marshal
import math
import os
import resource
import sqlite3
import struct
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.sax.saxutils import escape, quoteattr

from tequio.tables.reading import serial
from tequio.tables.reading.geojson import doubt_of
from tequio.tables.reading.wkb import Wkb

try:
    import pyogrio  # type: ignore[import-untyped]
    from pyogrio import raw
except ImportError:
    pyogrio = None

_BATCH = 4_000_000  # bytes of features that are read at once
_SECONDS = 600  # of processor
_WGS84 = "EPSG:4326"
_SHAPE_MAGIC = b"\x00\x00\x27\x0a"
_SAFE_MODULES = ("rtree", "fts3", "fts4", "fts5")
_AS_THEY_ARE = {"OFTDate", "OFTTime", "OFTDateTime", "OFTString"}


class Refused(Exception):
    """A file that is not read, with a code for which the parent has the words."""


def main(path: Path, layer: str, memory: int, longest: int) -> None:
    """Read a layer and say what it holds."""
    # GDAL prints what it thinks to standard output: it gets another one.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _read(path, layer, longest, out)
    except Refused as no:
        _say(out, ("refused", str(no)))
    except MemoryError:
        _say(out, ("refused", "too-big"))
    except Exception as problem:  # GDAL and numpy raise their own kinds, and a stranger's file must end in words
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)  # noqa: T201
        _say(out, ("refused", "broken"))


def _say(out: BinaryIO, message: tuple[Any, ...]) -> None:
    packed = marshal.dumps(message)
    out.write(struct.pack("<Q", len(packed)) + packed)
    out.flush()


def _read(path: Path, layer: str, longest: int, out: BinaryIO) -> None:
    if pyogrio is None:
        raise Refused("no-geo")
    _refuse_disguised(path)
    names = [str(name) for name, _kind in pyogrio.list_layers(path)]
    if not names:
        raise Refused("empty")
    if layer and layer not in names:
        raise Refused("no-such-layer")
    chosen = layer or names[0]
    info = pyogrio.read_info(path, layer=chosen, force_feature_count=True)
    system = str(info["crs"] or "")
    is_warped = bool(system) and system not in {_WGS84, "OGC:CRS84"}
    key = str(info["fid_column"] or "") if path.suffix == ".gpkg" else ""
    fields = [str(name) for name in info["fields"]]
    kind = str(info["geometry_type"] or "")
    is_points = kind.removeprefix("2.5D ").split(" ")[0] == "Point"
    kinds = [
        "OFSTBoolean" if part == "OFSTBoolean" else str(kind)
        for kind, part in zip(info["ogr_types"], info["ogr_subtypes"], strict=True)
    ]
    count = int(info["features"])
    said = {
        "layers": names,
        "layer": chosen,
        "header": [*fields, key] if key else fields,
        "has_shapes": kind not in {"", "None"},
        "is_points": is_points,
        "is_high": "Z" in kind or "2.5D" in kind,
        "system": system,
        "is_warped": is_warped,
        "count": count,
    }
    virtual = path.with_name("layer.vrt")
    virtual.write_text(_described(path, chosen, info, is_warped), encoding="utf-8")
    _say(out, ("layer", said))
    step = max(1, min(5_000, _BATCH * max(1, count) // max(1, path.stat().st_size)))
    begin = 0
    while batch := _batch(virtual, begin, step, bool(key), kinds):
        _say(out, ("rows", [(cells, *_place(data, is_points, bool(system), longest)) for cells, data in batch]))
        begin += len(batch)
    _say(out, ("end", begin))


def _refuse_disguised(path: Path) -> None:
    """See that a file is what its name says: GDAL would open a description of other files under any name."""
    with path.open("rb") as file:
        head = file.read(16)
    if path.suffix == ".shp":
        if not head.startswith(_SHAPE_MAGIC):
            raise Refused("broken")
        return
    if not head.startswith(b"SQLite format 3\x00"):
        raise Refused("broken")
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
            made = database.execute("SELECT lower(sql) FROM sqlite_master WHERE sql LIKE '%virtual%table%'").fetchall()
    except sqlite3.Error:
        raise Refused("broken") from None
    # A virtual table may read any file: VirtualOGR, VirtualText…
    for (sql,) in made:
        module = sql.partition(" using ")[2].strip()
        if sql.startswith("create virtual table") and not module.startswith(_SAFE_MODULES):
            raise Refused("reaches-out")


def _described(path: Path, layer: str, info: dict[str, Any], is_warped: bool) -> str:
    """Return the layer as GDAL is to give it: numbers as text, so that none is rounded, and places in degrees."""
    fields = "".join(
        f"<Field name={quoteattr(str(name))} src={quoteattr(str(name))}"
        + ("/>" if kind in _AS_THEY_ARE else ' type="String"/>')
        for name, kind in zip(info["fields"], info["ogr_types"], strict=True)
    )
    source = f"<SrcDataSource>{escape(str(path))}</SrcDataSource><SrcLayer>{escape(layer)}</SrcLayer>"
    inner = f"<OGRVRTLayer name={quoteattr(layer)}>{source}{fields}</OGRVRTLayer>"
    if is_warped:
        inner = f"<OGRVRTWarpedLayer>{inner}<TargetSRS>{_WGS84}</TargetSRS></OGRVRTWarpedLayer>"
    return f"<OGRVRTDataSource>{inner}</OGRVRTDataSource>"


def _batch(path: Path, begin: int, step: int, has_key: bool, kinds: list[str]) -> list[tuple[Any, Any]]:
    _meta, keys, shapes, columns = raw.read(
        path, skip_features=begin, max_features=step, datetime_as_string=True, return_fids=True
    )
    cells = [[_text(one, kind) for one in column] for column, kind in zip(columns, kinds, strict=True)]
    if has_key:
        cells.append([str(int(key)) for key in keys])
    rows = list(zip(*cells, strict=True)) if cells else [()] * len(keys)
    return list(zip(rows, shapes if shapes is not None else [None] * len(keys), strict=True))


def _text(value: Any, kind: str) -> str | None:
    if value is None or value != value:  # NaN is what numpy has for nothing
        return None
    text = str(value).encode("utf-8", "replace").decode()
    if kind == "OFSTBoolean":
        return {"1": "true", "0": "false"}.get(text, text)
    if kind in {"OFTInteger", "OFTInteger64", "OFTReal"}:
        return serial.plain(text.strip())[0] or None
    if kind in {"OFTDate", "OFTDateTime"}:
        return None if text == "NaT" else text.replace("/", "-").replace(" ", "T", 1)
    return text or None


def _place(data: Any, is_points: bool, is_degrees: bool, longest: int) -> tuple[Any, str]:
    """Return a geometry as its column has it, and what is to be said of it."""
    if data is None:
        return None, "no-geometry"
    try:
        shape = Wkb(cast(bytes, data)).geometry()
    except (ValueError, IndexError):
        return None, "shape-unknown"
    code = doubt_of(shape) if is_degrees else ""
    if is_points:
        found = shape["coordinates"] if shape["type"] == "Point" else []
        return (found, code) if found and not any(map(math.isnan, found)) else (None, "no-geometry")
    text = json.dumps(shape)
    return (text, code) if len(text) <= longest else (None, "shape-too-long")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
