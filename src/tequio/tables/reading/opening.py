"""Any file as a table: by its content, whatever its name says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tequio.tables.limits import DEFAULT, Limits
from tequio.tables.reading import archive, geo, geojson, jsonlines, jsons, workbook
from tequio.tables.reading.delimited import Delimited, open_delimited
from tequio.tables.reading.sheet import Sheet
from tequio.tables.reading.sniffing import Kind, kind_of

Source = Delimited | Sheet


def open_table(path: Path, *, scratch: Path, part: str = "", limits: Limits = DEFAULT) -> Source:
    """Open the table of a file; `part` names the sheet, layer or file inside it, where there are several.

    Raises Unreadable, which says what to do instead. `scratch` is a folder for what must be written on the way.
    """
    kind = kind_of(path)
    if kind in _PACKED:
        unpacked = _PACKED[kind](path, scratch, part, limits)
        source = open_table(unpacked.path, scratch=scratch, limits=limits)
        source.findings[:0] = unpacked.findings
        return source
    if kind is Kind.DELIMITED:
        return open_delimited(path, scratch=scratch, limits=limits)
    return _SHEETS[kind](path, part, limits)


_PACKED: dict[Kind, Callable[[Path, Path, str, Limits], archive.Unpacked]] = {
    Kind.GZIP: lambda path, scratch, _part, limits: archive.gunzip(path, scratch, limits=limits),
    Kind.ZIP: lambda path, scratch, part, limits: archive.unzip(path, scratch, member=part, limits=limits),
}
_SHEETS: dict[Kind, Callable[[Path, str, Limits], Sheet]] = {
    Kind.XLSX: lambda path, part, limits: workbook.read(path, sheet=_tab(part), limits=limits),
    Kind.ODS: lambda path, part, limits: workbook.read(path, sheet=_tab(part), limits=limits),
    Kind.JSON: lambda path, _part, limits: jsons.read(path, limits=limits),
    Kind.NDJSON: lambda path, _part, limits: jsonlines.read(path, limits=limits),
    Kind.GEOJSON: lambda path, _part, limits: geojson.read(path, limits=limits),
    Kind.SHAPEFILE: lambda path, part, limits: geo.read(path, layer=part, limits=limits),
    Kind.GPKG: lambda path, part, limits: geo.read(path, layer=part, limits=limits),
}


def _tab(part: str) -> str | int | None:
    return int(part) if part.isdecimal() else part or None
