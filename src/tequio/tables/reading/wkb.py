"""Reads well-known binary (OGC 06-103r4, 8.2): what GDAL gives for a geometry, as GeoJSON's type and coordinates."""

from __future__ import annotations

import struct
from typing import Any

_KINDS = {1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}
_COLLECTION = 7
_DEEPEST = 20
_EXACT = 9  # decimals of a degree: a tenth of a millimetre


class Wkb:
    """A geometry's bytes, read from the front."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def geometry(self, depth: int = 0) -> dict[str, Any]:
        """Return the next geometry; ValueError if it is none that GeoJSON knows."""
        order = "<" if self._data[self._at] == 1 else ">"
        kind = self._numbers(order, "I", 1, skip=1)[0]
        has_height = bool(kind & 0x80000000) or kind // 1000 % 10 in {1, 3}
        has_measure = bool(kind & 0x40000000) or kind // 1000 % 10 in {2, 3}
        size, plain = 2 + has_height + has_measure, (kind & 0x0FFFFFFF) % 1000
        if plain == _COLLECTION:
            return {"type": "GeometryCollection", "geometries": self._several(order, depth)}
        if plain not in _KINDS:
            raise ValueError("curves and surfaces are not known to GeoJSON")
        if plain == 1:
            return {"type": "Point", "coordinates": self._line(order, 1, size, has_height)[0]}
        if plain == 2:
            return {"type": "LineString", "coordinates": self._points(order, size, has_height)}
        if plain == 3:
            rings = self._numbers(order, "I", 1)[0]
            return {"type": "Polygon", "coordinates": [self._points(order, size, has_height) for _each in range(rings)]}
        return {"type": _KINDS[plain], "coordinates": [one["coordinates"] for one in self._several(order, depth)]}

    def _several(self, order: str, depth: int) -> list[dict[str, Any]]:
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        return [self.geometry(depth + 1) for _each in range(self._numbers(order, "I", 1)[0])]

    def _points(self, order: str, size: int, has_height: bool) -> list[list[float]]:
        return self._line(order, self._numbers(order, "I", 1)[0], size, has_height)

    def _line(self, order: str, count: int, size: int, has_height: bool) -> list[list[float]]:
        if count * size * 8 > len(self._data) - self._at:
            raise ValueError("cut short")
        flat = [round(one, _EXACT) for one in self._numbers(order, "d", count * size)]
        kept = 3 if has_height else 2  # a measure is no coordinate
        return [flat[place : place + kept] for place in range(0, len(flat), size)]

    def _numbers(self, order: str, kind: str, count: int, skip: int = 0) -> tuple[Any, ...]:
        layout = struct.Struct(f"{order}{count}{kind}")
        if self._at + skip + layout.size > len(self._data):
            raise ValueError("cut short")
        found = layout.unpack_from(self._data, self._at + skip)
        self._at += skip + layout.size
        return found
