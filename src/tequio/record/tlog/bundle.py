"""What a citizen takes home: entries with everything that proves them, in a zip or in the folder it unpacks to.

    checkpoint                    the newest signed checkpoint, with its cosignatures
    policy.txt                    the log's keys, its witnesses and their quorum, as the site itself names them
    entries/23333.json            the exact bytes of an entry         entries/23333.tlog-proof   its proof under the checkpoint
    disclosures/23333.txt         the disclosures that are still public, one a line
    fields/23333.txt              the names of the entry's personal fields, disclosed or not, one a line: the site says so
    evidence/4c1e…                files that entries cite by their SHA-256
    snapshot/240.json + .tlog-proof    the newest snapshot     snapshot/urn_tequio_….proof   a subject's place in it
    consistency-from-60123.txt    hashes that show that the tree of that size begins this one, one a line
    README.txt VERIFY.txt         for people

A bundle comes from anybody: whatever is read from one is bounded in number, in size and in names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from tequio.record.tlog.snapshot import Place


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


def laid_out(
    *,
    checkpoint: bytes,
    policy: str,
    pieces: Iterable[Piece],
    snapshot: Piece | None = None,
    places: Mapping[str, Place] | None = None,
    evidence: Iterable[tuple[str, bytes | BinaryIO]] = (),
    texts: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, bytes | BinaryIO]]:
    """Yield the files of a bundle, each with its path: `places` by subject, `evidence` by SHA-256, `texts` by name."""
    raise NotImplementedError


def zipped(files: Iterable[tuple[str, bytes | BinaryIO]], target: BinaryIO) -> None:
    """Write files as a zip, which is the same for the same files at any time."""
    raise NotImplementedError


def opened(path: Path) -> Bundle:
    """Read a bundle from a zip or a folder. Raises note.Malformed, naming what is refused, and FileNotFoundError."""
    raise NotImplementedError


def unzipped(archive: BinaryIO) -> Bundle:
    """Read a bundle from a zip. Raises note.Malformed, naming what is refused."""
    raise NotImplementedError
