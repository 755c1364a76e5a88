"""What a citizen takes home: entries with everything that proves them, in a zip or in the folder it unpacks to.

    checkpoint                    the newest signed checkpoint, with its cosignatures
    policy.txt                    the log's keys, its witnesses and their quorum, as the site itself names them
    entries/23333.json            the exact bytes of an entry
    entries/23333.tlog-proof      its proof under that checkpoint
    disclosures/23333.txt         the disclosures that are still public, one a line
    fields/23333.txt              names of the entry's personal fields, disclosed or not, one a line: the site says so
    evidence/4c1e…                files that entries cite by their SHA-256
    snapshot/240.json .tlog-proof the newest snapshot; snapshot/urn_tequio_….proof   a subject's place in it
    consistency-from-60123.txt    hashes that show that the tree of that size begins this one, one a line
    README.txt VERIFY.txt         for people

A bundle comes from anybody: whatever is read from one is bounded in number, in size and in names.
"""

from __future__ import annotations

import io
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO

from tequio.tlog.note import Malformed, encoded
from tequio.tlog.proof import Proof
from tequio.tlog.snapshot import Place

CHECKPOINT, POLICY = "checkpoint", "policy.txt"
MOST_FILES = 10_000
MOST_TEXT, MOST_EVIDENCE = 64 << 20, 1 << 30  # bytes, all of a kind together
LARGEST_TEXT = 1 << 20

_NUMBER = r"(?:0|[1-9][0-9]{0,18})"
_TEXT = re.compile(
    rf"checkpoint|policy\.txt|consistency-from-{_NUMBER}\.txt|(?:entries|snapshot)/{_NUMBER}\.(?:json|tlog-proof)"
    rf"|(?:disclosures|fields)/{_NUMBER}\.txt|snapshot/[A-Za-z0-9._-]{{1,200}}\.proof"
)
_EVIDENCE = re.compile(r"evidence/([0-9a-f]{64})")
_FOLDERS = ("entries", "snapshot", "disclosures", "fields", "evidence")
_CHUNK = 1 << 20
_END, _END_LARGE = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES, _END_LARGE_BYTES, _LARGEST_LIST = 22, 20, 4 << 20
# The same files make the same zip on any day.
_ALWAYS = (1980, 1, 1, 0, 0, 0)

File = bytes | BinaryIO


@dataclass(frozen=True)
class Copy:
    """A file of evidence as it was found: the hash and the size of its bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Bundle:
    """What a bundle holds: its small files by their path, and what its files of evidence hash to, by their name."""

    files: Mapping[str, bytes]
    copies: Mapping[str, Copy] = field(default_factory=dict)

    def numbers(self, folder: str) -> list[int]:
        """Return the indexes of the entries in a folder, in order; half of one, a proof alone, counts."""
        pattern = re.compile(rf"{folder}/({_NUMBER})\.(?:json|tlog-proof|txt)")
        return sorted({int(found[1]) for name in self.files if (found := pattern.fullmatch(name))})


@dataclass(frozen=True)
class Piece:
    """An entry to be put into a bundle. `hashes` lead to the root of the bundle's checkpoint.

    `disclosures` are those still public; `fields` are the names of all its personal fields.
    """

    index: int
    entry: bytes
    hashes: tuple[bytes, ...]
    disclosures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def files(self, folder: str, checkpoint: bytes) -> Iterator[tuple[str, File]]:
        """Yield the files of the entry."""
        yield f"{folder}/{self.index}.json", self.entry
        yield f"{folder}/{self.index}.tlog-proof", Proof(self.index, self.hashes, checkpoint).encode()
        for name, lines in (("disclosures", self.disclosures), ("fields", self.fields)):
            if lines:
                yield f"{name}/{self.index}.txt", _lines(lines)


def laid_out(
    *,
    checkpoint: bytes,
    policy: str,
    pieces: Iterable[Piece],
    snapshot: Piece | None = None,
    places: Mapping[str, Place] | None = None,
    evidence: Iterable[tuple[str, File]] = (),
    consistency: Mapping[int, Iterable[bytes]] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, File]]:
    """Yield the files of a bundle, each with its path.

    `places` go by subject, `evidence` by SHA-256, `consistency` by the older size, `texts` (README.txt…) by name.
    """
    yield from ((name, text.encode()) for name, text in (texts or {}).items())
    yield CHECKPOINT, checkpoint
    yield POLICY, policy.encode()
    for piece in pieces:
        yield from piece.files("entries", checkpoint)
    if snapshot:
        yield from snapshot.files("snapshot", checkpoint)
    yield from ((place_path(subject), place.encode()) for subject, place in (places or {}).items())
    yield from ((since_path(size), _lines(map(encoded, hashes))) for size, hashes in (consistency or {}).items())
    yield from ((f"evidence/{name}", file) for name, file in evidence)


def place_path(subject: str) -> str:
    """Name the file that shows where a subject stands in the snapshot."""
    return f"snapshot/{subject.replace(':', '_')}.proof"


def since_path(size: int) -> str:
    """Name the file that leads from an older tree to the bundle's."""
    return f"consistency-from-{size}.txt"


def zipped(files: Iterable[tuple[str, File]], target: BinaryIO) -> None:
    """Write files as a zip, which is the same for the same files at any time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=False) as archive:
        for name, content in files:
            member = zipfile.ZipInfo(name, _ALWAYS)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            with archive.open(member, "w") as file:
                shutil.copyfileobj(io.BytesIO(content) if isinstance(content, bytes) else content, file, _CHUNK)


def opened(path: Path) -> Bundle:
    """Read a bundle from a zip or a folder. Raises note.Malformed, naming what is refused, and FileNotFoundError."""
    if path.is_dir():
        return _Reading().all((name, file.open("rb")) for name, file in _in_folder(path))
    with path.open("rb") as archive:
        return unzipped(archive)


def unzipped(archive: BinaryIO) -> Bundle:
    """Read a bundle from a zip. Raises note.Malformed, naming what is refused."""
    with _refusing(), _bounded(archive) as whole:
        listed = whole.infolist()
        for member in listed:
            _refuse_strange(member)
        members = {member.filename: member for member in listed}
        if len(members) != len(listed):
            raise Malformed("the zip has two files of one name")
        if len(listed) > MOST_FILES:
            raise Malformed(f"a bundle has at most {MOST_FILES} files")
        top = _top(name for name, member in members.items() if not member.is_dir())
        return _Reading().all((name.removeprefix(top), whole.open(member)) for name, member in members.items())


class _Reading:
    """Takes in what a bundle may hold and nothing else, within its bounds."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.copies: dict[str, Copy] = {}
        self.left = {"text": MOST_TEXT, "evidence": MOST_EVIDENCE}

    def all(self, found: Iterable[tuple[str, IO[bytes]]]) -> Bundle:
        for name, file in found:
            with file:
                self._take(name, file)
        return Bundle(self.files, self.copies)

    def _take(self, name: str, file: IO[bytes]) -> None:
        cited = _EVIDENCE.fullmatch(name)
        if cited:
            self.copies[cited[1]] = self._hashed(name, file)
        elif _TEXT.fullmatch(name):
            data = file.read(LARGEST_TEXT + 1)
            self._spend("text", name, len(data))
            if len(data) > LARGEST_TEXT:
                raise Malformed(f"{name} is too large")
            self.files[name] = data

    def _hashed(self, name: str, file: IO[bytes]) -> Copy:
        digest, size = sha256(), 0
        while chunk := file.read(_CHUNK):
            self._spend("evidence", name, len(chunk))
            digest.update(chunk)
            size += len(chunk)
        return Copy(digest.hexdigest(), size)

    def _spend(self, kind: str, name: str, size: int) -> None:
        self.left[kind] -= size
        if self.left[kind] < 0:
            raise Malformed(f"with {name} the bundle is too large")


def _in_folder(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files where a bundle has its own; links, which may lead anywhere, are refused."""
    count = 0
    for below in ("", *_FOLDERS):
        if (folder / below).is_symlink() and below:
            raise Malformed(f"{below} is a link")
        for file in sorted(islice((folder / below).iterdir(), MOST_FILES + 1)) if (folder / below).is_dir() else ():
            count += 1
            if count > MOST_FILES:
                raise Malformed(f"a bundle has at most {MOST_FILES} files")
            name = f"{below}/{file.name}".lstrip("/")
            if file.is_symlink():
                raise Malformed(f"{name} is a link")
            if file.is_file():
                yield name, file


@contextmanager
def _refusing() -> Iterator[None]:
    """Call by one name what Python's reader raises over bytes that are no zip."""
    try:
        yield
    except Malformed:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError) as error:
        raise Malformed(f"the zip cannot be read ({error})") from error


def _bounded(archive: BinaryIO) -> zipfile.ZipFile:
    """Open a zip whose list of files is short: Python's reader takes the whole list into memory before it asks."""
    end = archive.seek(0, io.SEEK_END)
    archive.seek(max(0, end - _END_BYTES - _END_LARGE_BYTES))
    tail = archive.read()
    last, before = tail[-_END_BYTES:], tail[:-_END_BYTES]
    if len(last) < _END_BYTES or not last.startswith(_END) or last[-2:] != b"\0\0":
        raise Malformed("it is not a zip, or it has a comment at its end")
    count, length = struct.unpack("<HL", last[10:16])
    if count > MOST_FILES or length > _LARGEST_LIST or before.startswith(_END_LARGE):
        raise Malformed(f"a bundle has at most {MOST_FILES} files")
    return zipfile.ZipFile(archive)


def _refuse_strange(member: zipfile.ZipInfo) -> None:
    """Refuse what no bundle has and what unpacking would put outside its folder."""
    name = member.orig_filename
    is_outside = name.startswith("/") or bool({"", ".", ".."} & set(name.rstrip("/").split("/")))
    if is_outside or re.search(r"[\x00-\x1f\x7f\\:]", name):
        raise Malformed(f"the zip names a file {name!r}")
    if member.flag_bits & 0x1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Malformed(f"{name} is encrypted, or packed in a way that bundles are not")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Malformed(f"{name} is a link")


def _top(names: Iterable[str]) -> str:
    """Return the one folder in which everything lies, if somebody zipped the folder itself."""
    tops = {name.partition("/")[0] if "/" in name else "" for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and not tops & {"", *_FOLDERS} else ""


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
