"""Takes one table out of a gzip or a zip, within bounds: the names inside are shown, never used as paths."""

from __future__ import annotations

import errno
import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tables.finding import Example, Finding, note
from tequio.tables.limits import DEFAULT, Limits, Unreadable

_CHUNK = 1 << 20
_FREE = 10_000_000  # bytes that may unpack at any ratio: small tables of zeros are honest
_MOST_DIRECTORY = 16_000_000  # bytes of a zip's directory: above 100,000 entries
_DATA = (".csv", ".tsv", ".tab", ".psv", ".xlsx", ".ods", ".json", ".ndjson", ".jsonl", ".geojson", ".gpkg")

# What Python's unpackers raise for files that are cut, altered or made to deceive.
BROKEN = (
    zipfile.BadZipFile, gzip.BadGzipFile, EOFError, OSError, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, ValueError, OverflowError, IndexError, KeyError,
)  # fmt: skip


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass
class Unpacked:
    """The file that was inside, where it was written, and what else there was."""

    path: Path
    name: str
    findings: list[Finding] = field(default_factory=list)


def entries(path: Path) -> list[zipfile.ZipInfo]:
    """List the files in a zip, without its folders and what macOS adds; raises Unreadable if it cannot be read."""
    try:
        if _directory_size(path) > _MOST_DIRECTORY:
            raise Unreadable("too-many-files", _("The zip holds too many files. Put one table in each zip."))
        with zipfile.ZipFile(path) as package:
            listed = package.infolist()
    except BROKEN as problem:
        raise broken(problem) from None
    return [one for one in listed if not one.is_dir() and not _is_litter(one.filename)]


def tables(path: Path) -> list[str]:
    """Return the names of the files in a zip that may be tables: those called so or, if none is, all."""
    names = [one.filename for one in entries(path)]
    return [name for name in names if name.casefold().endswith(_DATA)] or names


def unzip(path: Path, into: Path, *, member: str = "", limits: Limits = DEFAULT) -> Unpacked:
    """Write the table of a zip to a file in a folder; `member` says which, where there are several."""
    listed, candidates = entries(path), tables(path)
    if member and member not in {one.filename for one in listed}:
        raise Unreadable(
            "no-such-file",
            _("The zip holds no file “%(name)s”. It holds: %(names)s."),
            name=member,
            names=_named(candidates),
        )
    if not candidates:
        raise Unreadable("empty", _("The zip is empty."))
    if not member and len(candidates) > 1:
        says = _("The zip holds %(number)s files: %(names)s. Say which one to read, or upload them one by one.")
        raise Unreadable("several-files", says, number=len(candidates), names=_named(candidates))
    chosen = next(one for one in listed if one.filename == (member or candidates[0]))
    target = into / "unpacked"
    extract(path, chosen, target, limits)
    _refuse_hollow(target)
    return Unpacked(target, chosen.filename, _others(chosen.filename, [one.filename for one in listed]))


def extract(path: Path, entry: zipfile.ZipInfo, target: Path, limits: Limits = DEFAULT) -> None:
    """Write one file of a zip to a place of our choosing; raises Unreadable beyond the bounds, and leaves nothing."""
    if entry.flag_bits & 0x1:
        raise Unreadable("encrypted", _("The file is protected with a password. Save it without one."))
    try:
        with zipfile.ZipFile(path) as package, package.open(entry) as source:
            _copy(source, target, lambda: max(entry.compress_size, 1), limits)
    except BROKEN as problem:
        target.unlink(missing_ok=True)
        raise broken(problem) from None
    except Unreadable:
        target.unlink(missing_ok=True)
        raise


def gunzip(path: Path, into: Path, *, limits: Limits = DEFAULT) -> Unpacked:
    """Write what a gzip holds to a file in a folder."""
    target = into / "unpacked"
    try:
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as source:
            _copy(source, target, packed.tell, limits)
    except BROKEN as problem:
        target.unlink(missing_ok=True)
        raise broken(problem) from None
    except Unreadable:
        target.unlink(missing_ok=True)
        raise
    _refuse_hollow(target)
    return Unpacked(target, path.name.removesuffix(".gz"))


def broken(problem: BaseException | None = None) -> Exception:
    """Return the error for a file that was cut or altered: what could be read of it is not believed.

    A full disk is no fault of the file, and stays what it is.
    """
    if isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE}:
        return problem
    return Unreadable("broken", _("The file is damaged or was cut short. Download or save it again."))


def _copy(source: _Source, target: Path, packed: Callable[[], int], limits: Limits) -> None:
    written = 0
    with target.open("wb") as file:
        while part := source.read(_CHUNK):
            written += len(part)
            if written > limits.most_bytes or (written > _FREE and written > packed() * limits.most_ratio):
                says = _("Unpacked, the file is too big: it grows beyond %(megabytes)s MB.")
                raise Unreadable("too-big", says, megabytes=written // 1_000_000)
            file.write(part)


def _refuse_hollow(target: Path) -> None:
    with target.open("rb") as file:
        start = file.read(6)
    if not start:
        target.unlink()
        raise Unreadable("empty", _("The file inside is empty."))
    nested = start.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ"))
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        inside = {one.filename.casefold() for one in entries(target)}
        nested = not inside & {"[content_types].xml", "mimetype"}
    if nested:
        target.unlink()
        raise Unreadable(
            "nested", _("There is another compressed file inside. Unpack it, and upload the table itself.")
        )


def _others(chosen: str, names: Sequence[str]) -> list[Finding]:
    others = [name for name in names if name != chosen]
    if not others:
        return []
    says = ngettext(
        "Of the zip, “%(name)s” is read; 1 other file is not.",
        "Of the zip, “%(name)s” is read; %(n)s other files are not.",
    )
    at = [Example(0, name) for name in others]
    return [note("other-files", says, count=len(others), at=at, name=chosen)]


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")


def _is_litter(name: str) -> bool:
    folder, _slash, last = name.rpartition("/")
    return folder.startswith("__MACOSX") or last.startswith("._") or last.casefold() in {".ds_store", "thumbs.db"}


def _directory_size(path: Path) -> int:
    """Return how many bytes a zip's directory has: Python reads it whole, so it is asked first."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 70_000))
        end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or at + 16 > len(end):
        return 0
    length = int(struct.unpack_from("<I", end, at + 12)[0])
    wide = end.rfind(b"PK\x06\x06")
    if length == 0xFFFFFFFF and 0 <= wide <= len(end) - 48:
        return int(struct.unpack_from("<Q", end, wide + 40)[0])
    return length
