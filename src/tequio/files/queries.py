"""Reads of files: their bytes, and who may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from tequio.files import storage
from tequio.files.models import Blob, File
from tequio.kit.actor import Actor
from tequio.kit.slot import Slot
from tequio.record.queries.beside import PublicFile


@dataclass(frozen=True)
class Anybody:
    """Whoever comes from the street: what she may see may be cached for all."""

    handle: str = "urn:tequio:anybody"
    is_visitor: bool = True


# Filled by the rooms above: of some files (by pk), which may this actor see? Unsaid is no.
visibility: Slot[[Collection[int], Actor], Collection[int]] = Slot("files.visibility")
# The same about originals, whose metadata may tell more than the public copy. Visitors are never asked about.
originals: Slot[[Collection[int], Actor], Collection[int]] = Slot("files.originals")


def visible(pks: Collection[int], actor: Actor) -> set[int]:
    """Keep the files whose public copy an actor may see."""
    return _said(visibility, pks, actor)


def visible_originals(pks: Collection[int], actor: Actor) -> set[int]:
    """Keep the files whose original an actor may see."""
    return set() if actor.is_visitor else _said(originals, pks, actor)


def is_public(file: File) -> bool:
    """Tell whether everybody may see a file's public copy."""
    return bool(visible([file.pk], Anybody()))


def public_copies(hashes: Collection[str]) -> dict[str, PublicFile]:
    """Return the public copies among some hashes that everybody may see now. An original that differs is not given."""
    found = File.objects.filter(public_copy__in=set(hashes)).select_related("public_copy")
    rows = {file.pk: file.public_copy for file in found}
    public = visible(rows, Anybody()) if rows else set()
    return {rows[pk].sha256: PublicFile(rows[pk].size, partial(open, rows[pk])) for pk in sorted(public)}


def open(blob: Blob) -> BinaryIO:
    """Open a blob's bytes for reading; the caller closes them."""
    return storage.open(blob.sha256)


def _said(slot: Slot[[Collection[int], Actor], Collection[int]], pks: Iterable[int], actor: Actor) -> set[int]:
    asked = set(pks)
    return asked & {pk for answer in slot.ask(asked, actor) for pk in answer}
