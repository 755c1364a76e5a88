"""The file that a backup is: a plain .tar, so that it can be looked into with tools of any age.

    rows/<table>.jsonl.gz    every row of a table (see rows.py)
    files/<sha256>           the bytes of a stored file, once each
    log/<path>               the published log as it was, its checkpoint included
    secret, keys/<file>      the installation's key and those that sign the log, only if they were asked for
    manifest.json            what all of this is, with the SHA-256 of every member; written last

A backup that was cut has no manifest, and is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.utils.translation import gettext as _

from tequio.config.ops.progress import Progress, silent
from tequio.kit.policy import Refused

FORMAT = "tequio-backup/1"
MANIFEST, SECRET = "manifest.json", "secret"
LOG, KEYS = "log/", "keys/"
_BLOCK = 1 << 20


@dataclass
class Manifest:
    """What a backup holds."""

    site: str
    tequio: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    format: str = FORMAT
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)  # SHA-256 of each
    missing: list[str] = field(default_factory=list)  # files that rows name and that were not on disk

    @property
    def files(self) -> list[str]:
        """The hashes of the stored files inside."""
        return [name.removeprefix("files/") for name in self.members if name.startswith("files/")]


class Writer:
    """Adds members to a backup that is being made."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest, scratch: Path) -> None:
        self.tar = tar
        self.manifest = manifest
        self.scratch = scratch

    def rows(self, table: str, lines: Iterable[bytes]) -> None:
        """Add a table; its first line names the columns."""
        with tempfile.TemporaryFile(dir=self.scratch) as kept:
            count = -1
            with gzip.GzipFile(fileobj=kept, mode="wb", compresslevel=6, mtime=0) as packed:
                for line in lines:
                    packed.write(line)
                    count += 1
            self.manifest.rows[table] = count
            self.add(f"rows/{table}.jsonl.gz", cast(BinaryIO, kept))

    def add(self, name: str, source: BinaryIO) -> None:
        """Add a member from a file that can be rewound."""
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashed = _Hashed(source)
        self.tar.addfile(member, cast(IO[bytes], hashed))
        self.manifest.members[name] = hashed.digest.hexdigest()


class _Hashed:
    """A file that hashes what is read from it."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


@contextmanager
def writing(target: Path, manifest: Manifest) -> Iterator[Writer]:
    """Make a backup file: whole under its name, or not at all. Raises Refused rather than overwrite one."""
    if target.exists():
        raise Refused("file", _("%(file)s exists already. Give the backup another name.") % {"file": target})
    target.parent.mkdir(parents=True, exist_ok=True)
    # It holds personal data: from its first byte on, only its owner reads it (mkstemp makes it so).
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".partial")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar, manifest, target.parent)
                _seal(tar, manifest)
            file.flush()
            os.fsync(file.fileno())
        # A crash before this line leaves a .partial, which nobody takes for a backup.
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)


def _seal(tar: tarfile.TarFile, manifest: Manifest) -> None:
    with tempfile.TemporaryFile() as text:
        text.write(json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = text.tell(), 0o600
        text.seek(0)
        tar.addfile(member, text)


class Reader:
    """Takes members out of a backup whose every byte was verified."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar = tar
        self.manifest = manifest

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """Open a member for reading."""
        with cast(IO[bytes], self.tar.extractfile(name)) as file:
            yield file

    def lines(self, table: str) -> Iterator[bytes]:
        """Return the lines of a table."""
        with self.member(f"rows/{table}.jsonl.gz") as packed, gzip.GzipFile(fileobj=packed) as lines:
            yield from lines


@contextmanager
def reading(source: Path, progress: Progress = silent) -> Iterator[Reader]:
    """Open a backup and verify all of it before anything is taken out; raise Refused if a byte is wrong.

    Members are only ever read by the names that the manifest lists, so none can be unpacked outside of its place.
    """
    try:
        with tarfile.open(source, mode="r:") as tar:
            reader = Reader(tar, _manifest(tar))
            _verify(reader, progress)
            yield reader
    except FileNotFoundError:
        raise Refused("file", _("There is no file %(file)s.") % {"file": source}) from None
    except tarfile.TarError as error:
        raise Refused("file", _("%(file)s is not a whole backup: %(why)s.") % {"file": source, "why": error}) from None


def _manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        member = tar.getmember(MANIFEST)
        with cast(IO[bytes], tar.extractfile(member)) as file:
            said: dict[str, Any] = json.load(file)
        if said["format"] != FORMAT:
            raise Refused("file", _("This backup has a format of another version: %(format)s.") % said)
        said["migrations"] = [(app, name) for app, name in said["migrations"]]
        return Manifest(**said)
    except (KeyError, TypeError, ValueError):
        raise Refused("file", _("This is not a whole backup of Tequio: it has no manifest.")) from None


def _verify(reader: Reader, progress: Progress) -> None:
    expected = dict(reader.manifest.members)
    for done, member in enumerate(reader.tar.getmembers(), start=1):
        progress(_("Verifying the backup"), done, len(reader.manifest.members) + 1)
        if member.name == MANIFEST:
            continue
        if not member.isfile() or expected.pop(member.name, None) != _digest(reader, member.name):
            raise Refused("file", _("The backup is damaged at %(name)s. Nothing was changed.") % {"name": member.name})
    if expected:
        raise Refused("file", _("The backup lacks %(name)s. Nothing was changed.") % {"name": min(expected)})


def _digest(reader: Reader, name: str) -> str:
    digest = hashlib.sha256()
    with reader.member(name) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
