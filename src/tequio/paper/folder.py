"""A folder of documents sent as one zip, unpacked with the same distrust as everything else."""

from __future__ import annotations

from pathlib import PurePosixPath

from tequio.paper.package import MOST_ENTRIES, Package, Unreadable
from tequio.paper.reading import kind_of

_ASIDE = ("__MACOSX", "Thumbs.db", "desktop.ini")


def is_folder(data: bytes) -> bool:
    """Say whether a file is a zip of documents, and not a document that happens to be a zip."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        package = Package(data)
        return kind_of(package) == "unknown" and not package.has("[Content_Types].xml") and not package.has("mimetype")
    except Unreadable:
        return False


def files(data: bytes) -> list[tuple[str, bytes | Unreadable]]:
    """Return the documents of a zip by their name, in order; one that cannot be unpacked is why it cannot.

    Raises Unreadable if the zip itself cannot be opened.
    """
    package = Package(data)
    found: list[tuple[str, bytes | Unreadable]] = []
    for name in sorted(package.names)[:MOST_ENTRIES]:
        if name.endswith("/") or is_aside(PurePosixPath(name)):
            continue
        try:
            found.append((name, package.read(name)))
        except Unreadable as no:
            found.append((name, no))
    return found


def is_aside(path: PurePosixPath) -> bool:
    """Say whether a path is what systems leave in folders: hidden files, thumbnails, locks of an open document."""
    return any(part.startswith((".", "~$")) or part in _ASIDE for part in path.parts)
