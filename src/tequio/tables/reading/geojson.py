"""Reads GeoJSON (RFC 7946): points as columns longitud and latitud, other shapes as GeoJSON in the column geometria.

A coordinate keeps its digits. What seems wrong in it is listed and never mended here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tables.finding import Severity, warning
from tequio.tables.limits import DEFAULT, Limits, Unreadable
from tequio.tables.reading.flat import Flattener
from tequio.tables.reading.jsons import OURS, Cells, List, Records, single, table
from tequio.tables.reading.jsonstream import Number
from tequio.tables.reading.seen import Words
from tequio.tables.reading.sheet import Sheet

_LONGITUDE, _LATITUDE, _EAST, _NORTH = f"{OURS}longitud", f"{OURS}latitud", f"{OURS}x", f"{OURS}y"
_HEIGHT, _SHAPE = f"{OURS}altitud", f"{OURS}geometria"
_ADDED = {_LONGITUDE, _LATITUDE, _EAST, _NORTH, _HEIGHT, _SHAPE}
_WGS84 = re.compile(r"(?i)(?:.*\bcrs:?84h?|.*\bepsg:[\d.]*:?(?:4326|4979))")

# The degrees between which Mexico lies, with its seas; a point that fits only with its coordinates changed is swapped.
_MEXICO = ((-119.0, -86.0), (14.0, 33.0))

WORDS: Words = {
    "no-geometry": (
        Severity.NOTE,
        ngettext("1 record has no place on the map.", "%(n)s records have no place on the map."),
    ),
    "position-outside": (
        Severity.ERROR,
        ngettext(
            "1 record lies outside the world: its longitude is beyond ±180, or its latitude beyond ±90.",
            "%(n)s records lie outside the world: their longitude is beyond ±180, or their latitude beyond ±90.",
        ),
    ),
    "position-swapped": (
        Severity.WARNING,
        ngettext(
            "1 record has its latitude where the longitude should be, it seems.",
            "%(n)s records have their latitude where the longitude should be, it seems.",
        ),
    ),
    "shape-too-long": (
        Severity.ERROR,
        ngettext(
            "1 shape has too many corners to fit in a cell. It was left out.",
            "%(n)s shapes have too many corners to fit in a cell. They were left out.",
        ),
    ),
    "broken-geometry": (
        Severity.ERROR,
        ngettext(
            "1 record has a geometry without coordinates that can be read. It is kept as it is written.",
            "%(n)s records have geometries without coordinates that can be read. They are kept as they are written.",
        ),
    ),
}


class _Features(Records):
    """Reads features; the first pass learns whether all of them are points."""

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path, limits)
        self.seen.words = {**self.seen.words, **WORDS}
        self.is_points = True
        self.is_high = False
        self.is_degrees = True

    def cells(self, item: dict[str, Any], flattener: Flattener) -> Cells | None:
        """Return the cells of a feature, None for another thing."""
        if item.get("type") != "Feature":
            return None
        properties = item.get("properties")
        cells = flattener.flatten(properties) if isinstance(properties, dict) else {}
        if properties is not None and not isinstance(properties, dict):
            cells = {"properties": flattener.cell(properties, "properties")}
        for key, value in item.items():
            if key not in {"type", "properties", "geometry"}:
                name = flattener.letters(key, key)
                cells[name if name not in cells else f"{OURS}{name}"] = flattener.cell(value, name)
        return {**cells, **self._place(item.get("geometry"), flattener)}

    def _place(self, geometry: Any, flattener: Flattener) -> Cells:
        """Return the cells of a geometry; the first pass gathers what there is, in the second it is known."""
        if geometry is None:
            flattener.seen.add("no-geometry", flattener.row)
            return {}
        found = position_of(geometry)
        if found is None:
            self.is_points = False
        else:
            self.is_high |= len(found) > 2
        if self.is_degrees:
            code = doubt_of(geometry)
            if code:
                flattener.seen.add(code, flattener.row)
        if not self.is_points or found is None:
            text = flattener.letters(flattener.written(geometry), _SHAPE)
            if len(text) > self.limits.most_cell:
                flattener.seen.add("shape-too-long", flattener.row)
                return {}
            return {_SHAPE: text}
        east, north = (_LONGITUDE, _LATITUDE) if self.is_degrees else (_EAST, _NORTH)
        return dict(zip((east, north, _HEIGHT), map(str, found), strict=False))

    def columns(self, best: List) -> list[str]:
        """Return the columns of the properties, then those of the geometry."""
        places = [_LONGITUDE, _LATITUDE] if self.is_degrees else [_EAST, _NORTH]
        if self.is_high:
            places.append(_HEIGHT)
        return [*(name for name in best.names if name not in _ADDED), *(places if self.is_points else [_SHAPE])]


def read(path: Path, *, limits: Limits = DEFAULT) -> Sheet:
    """Read the features of a GeoJSON file; the row numbers count them from 1."""
    source = _Features(path, limits)
    lists = source.lists()
    # An older file may declare another system than WGS 84, before the features or after them.
    system = str(source.others.get(("crs", "properties", "name"), ""))
    source.is_degrees = not system or bool(_WGS84.fullmatch(system))
    if source.others.get(("type",)) == "Feature":
        sheet = single(source)
    else:
        features = next((one for one in lists if one.where == ("features",)), None)
        if features is None or not features.records:
            raise Unreadable("empty", _("The GeoJSON holds no features."))
        sheet = table(source, features, [features])
    if not source.is_degrees:
        says = _("The coordinates are in another system, %(system)s, and are kept as they are: they are no degrees.")
        sheet.findings.append(warning("other-coordinates", says, system=system))
    return sheet


def position_of(geometry: Any) -> list[Any] | None:
    """Return the coordinates of a point, None if it is no point of two or three numbers."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    found = geometry.get("coordinates")
    if not isinstance(found, list) or len(found) not in {2, 3}:
        return None
    return found if all(isinstance(one, Number) for one in found) else None


def positions(geometry: Any) -> Iterator[tuple[Any, Any]]:
    """Yield longitude and latitude of all corners of a geometry; ValueError or TypeError if there are none."""
    stack = [geometry]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack.append(one["geometries"] if "geometries" in one else one.get("coordinates", ""))
        elif isinstance(one, list) and one and not isinstance(one[0], list | dict):
            yield one[0], one[1] if len(one) > 1 else ""
        elif isinstance(one, list):
            stack += one
        else:
            raise ValueError("no coordinates")


def doubt_of(geometry: Any) -> str:
    """Return the code of what is wrong with a geometry's degrees, "" if nothing seems to be."""
    try:
        places = [(float(x), float(y)) for x, y in positions(geometry)]
    except (ValueError, TypeError):
        places = []
    if not places:
        return "broken-geometry"
    if any(_is_swapped(x, y) for x, y in places):
        return "position-swapped"
    return "" if all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in places) else "position-outside"


def _is_swapped(x: float, y: float) -> bool:
    (west, east), (south, north) = _MEXICO
    return (south <= x <= north and west <= y <= east) or (abs(y) > 90 and abs(x) <= 90 and abs(y) <= 180)
