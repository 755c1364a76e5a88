"""Reads Shapefiles (in a zip) and GeoPackages, by pyogrio in a child process: extra `[geo]`.

Places come in degrees of WGS 84: points as longitud and latitud, other shapes as GeoJSON in the column geometria.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import struct
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tequio.kit.tongue import Says, ngettext
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import Finding, Severity, error, note, warning
from tequio.tables.limits import DEFAULT, Limits, Unreadable
from tequio.tables.reading import archive, serial
from tequio.tables.reading.geojson import WORDS as PLACES
from tequio.tables.reading.package import too_wide
from tequio.tables.reading.seen import Seen, Words
from tequio.tables.reading.sheet import Row, Sheet

_MEMORY = 1_500_000_000  # addresses that the child may use: GDAL and numpy take some 500 MB before they begin
_LONGEST_MESSAGE = 2_000_000_000
_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")

_REFUSALS: dict[str, Says] = {
    "no-geo": _("Maps need one more package here. Install it with: pip install 'tequio[geo]'."),
    "broken": _("The map is damaged or was cut short. Export it again."),
    "empty": _("The map has no layer with records."),
    "too-big": _("The map is too big to be read. Export fewer records, or simpler shapes."),
    "no-such-layer": _("The map has no layer of this name."),
    "reaches-out": _("The map refers to other files, which is not allowed. Export its layer again."),
    "incomplete": _(
        "The zip lacks a part of the map: it needs the .shp and the .dbf, and better the .shx and the .prj."
    ),
}

WORDS: Words = {
    **PLACES,
    "shape-unknown": (
        Severity.ERROR,
        ngettext(
            "1 record has a shape that cannot be given, like a curve. It was left out.",
            "%(n)s records have shapes that cannot be given, like curves. They were left out.",
        ),
    ),
}


def read(path: Path, *, layer: str = "", limits: Limits = DEFAULT) -> Sheet:
    """Read a layer of a Shapefile in a zip or of a GeoPackage, the first without a name; rows count from 1."""
    if importlib.util.find_spec("pyogrio") is None:
        raise Unreadable("no-geo", _REFUSALS["no-geo"])
    child = _Child(tempfile.TemporaryDirectory(prefix="tequio-geo-"), limits)
    try:
        return child.sheet(path, layer)
    except BaseException:
        child.close()
        raise


@dataclass
class _Child:
    """The process that reads, and its folder."""

    folder: tempfile.TemporaryDirectory[str]
    limits: Limits
    process: subprocess.Popen[bytes] | None = None

    def sheet(self, path: Path, layer: str) -> Sheet:
        """Start the child and take the layer's header; the rows are read when they are asked for."""
        findings: list[Finding] = []
        place = Path(self.folder.name)
        with path.open("rb") as file:
            is_zip = file.read(4) == b"PK\x03\x04"
        if is_zip:
            target, others = _unpacked(path, place, layer, self.limits)
            findings += others
            layer = ""
        else:
            target = place / "layer.gpkg"
            target.symlink_to(path.resolve())
        what = self._start(target, layer)
        if len(what["header"]) + 3 > self.limits.most_columns:
            raise too_wide(self.limits.most_columns)
        findings += _about(what, has_system=not is_zip or bool(what["system"]))
        columns = _columns(what)
        header = [*what["header"], *columns]
        name = what["layer"] if not is_zip else ""
        return Sheet(name, header, self._rows(what, len(columns), findings), findings)

    def _start(self, target: Path, layer: str) -> dict[str, Any]:
        """Start the child: nothing of our own environment reaches it but where Python finds its modules."""
        settings = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
        settings |= {"PROJ_NETWORK": "OFF", "SHAPE_RESTORE_SHX": "YES", "GDAL_NUM_THREADS": "1"}
        settings |= {"GDAL_DRIVER_PATH": "disable", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}"}
        given = [str(target), layer, str(_MEMORY), str(self.limits.most_cell)]
        self.process = subprocess.Popen(  # noqa: S603 (our own module, with a path of our own making)
            [sys.executable, "-m", "tequio.tables.reading.geochild", *given],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=settings,
        )  # fmt: skip
        # For those who look at a header and never read the rows.
        weakref.finalize(self, _end, self.process, self.folder)
        kind, what = self._next()
        if kind != "layer":
            raise Unreadable("broken", _REFUSALS["broken"])
        return dict(what)

    def _next(self) -> tuple[str, Any]:
        """Take the child's next message; a refusal is raised, and so is its death."""
        if self.process is None or self.process.stdout is None:
            raise Unreadable("broken", _REFUSALS["broken"])
        length = _whole(self.process.stdout, 8)
        size = struct.unpack("<Q", length)[0] if length else 0
        packed = _whole(self.process.stdout, size) if 0 < size < _LONGEST_MESSAGE else b""
        if not packed:
            raise Unreadable("broken", _REFUSALS["broken"])
        kind, what = marshal.loads(packed)  # noqa: S302 (our own child wrote it)
        if kind == "refused":
            raise Unreadable(what, _REFUSALS[what])
        return kind, what

    def _rows(self, what: dict[str, Any], added: int, findings: list[Finding]) -> Iterator[Row]:
        seen = Seen(WORDS)
        number = 0
        try:
            while True:
                kind, some = self._next()
                if kind == "end":
                    break
                for cells, place, code in some:
                    number += 1
                    if code and (added or code != "no-geometry"):
                        seen.add(code, number)
                    yield number, [*cells, *_cells(place, added)]
        finally:
            self.close()
        if number != what["count"]:
            says = _("The map says that it has %(told)s records, and %(read)s could be read.")
            findings.append(error("records-missing", says, told=what["count"], read=number))
        findings += seen.findings({})

    def close(self) -> None:
        """End the child, whatever it does, and remove its folder."""
        _end(self.process, self.folder)


def _end(process: subprocess.Popen[bytes] | None, folder: tempfile.TemporaryDirectory[str]) -> None:
    if process is not None:
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        process.wait()
    folder.cleanup()


def _cells(place: Any, added: int) -> list[str | None]:
    """Return the cells of a place: a shape's text, or the coordinates of a point."""
    if isinstance(place, str):
        return [place]
    found = [serial.plain(repr(one))[0] for one in place or ()][:added]
    return [*found, *[None] * (added - len(found))]


def _whole(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    return found if len(found) == size else b""


def _columns(what: dict[str, Any]) -> list[str]:
    if not what["has_shapes"]:
        return []
    if not what["is_points"]:
        return ["geometria"]
    places = ["longitud", "latitud"] if what["system"] else ["x", "y"]
    return [*places, "altitud"] if what["is_high"] else places


def _about(what: dict[str, Any], *, has_system: bool) -> list[Finding]:
    found = []
    others = [name for name in what["layers"] if name != what["layer"]]
    if others:
        says = ngettext(
            "The layer “%(layer)s” is read. The file has another: %(names)s.",
            "The layer “%(layer)s” is read. The file has %(n)s others: %(names)s.",
        )
        found.append(note("other-layers", says, count=len(others), layer=what["layer"], names=", ".join(others[:20])))
    if what["is_warped"]:
        says_warped = _("The places were in %(system)s. They were changed to degrees of WGS 84.")
        found.append(note("reprojected", says_warped, system=what["system"][:80]))
    if not has_system or not what["system"]:
        says_none = _("The map does not say its coordinate system (.prj). The places are kept as they are.")
        found.append(warning("no-coordinate-system", says_none))
    return found


def _unpacked(path: Path, place: Path, layer: str, limits: Limits) -> tuple[Path, list[Finding]]:
    """Write a map's parts from a zip under names of our own; the names inside are never used as paths."""
    listed = archive.entries(path)
    maps = sorted(one.filename for one in listed if one.filename.casefold().endswith(".shp"))
    stems = {name[:-4].rpartition("/")[2]: name[:-4] for name in maps}
    if layer and layer not in stems:
        raise Unreadable("no-such-layer", _REFUSALS["no-such-layer"])
    stem = stems[layer] if layer else maps[0][:-4]
    parts = {one.filename.casefold(): one for one in listed}
    for suffix in _PARTS:
        entry = parts.get(f"{stem}{suffix}".casefold())
        if entry is not None:
            archive.extract(path, entry, place / f"layer{suffix}", limits)
        elif suffix == ".dbf":
            raise Unreadable("incomplete", _REFUSALS["incomplete"])
    findings = []
    if len(maps) > 1:
        says = ngettext(
            "The map “%(map)s” is read. The zip has another: %(names)s.",
            "The map “%(map)s” is read. The zip has %(n)s others: %(names)s.",
        )
        others = [name for name in maps if name != f"{stem}{name[-4:]}"]
        findings.append(note("other-layers", says, count=len(others), map=stem, names=", ".join(others[:20])))
    return place / "layer.shp", [*findings, *_letters_of(place)]


def _letters_of(place: Path) -> list[Finding]:
    """Say in which encoding a map's words are, where it does not: UTF-8 if all of the first million bytes are."""
    code = place / "layer.cpg"
    if code.exists():
        return []
    with (place / "layer.dbf").open("rb") as file:
        sample = file.read(1_000_000)[32:]
    if sample.isascii():
        return []
    try:
        sample[: sample.rfind(b" ") + 1].decode()
        told = "UTF-8"
    except UnicodeDecodeError:
        told = "CP1252"
    code.write_text(told)
    says = _("The map does not say its encoding (.cpg). It was read as %(encoding)s.")
    return [warning("encoding-guessed", says, encoding=told)]
