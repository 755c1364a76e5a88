"""The published log inside a backup: the files under one checkpoint, and putting them back without rolling it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tequio.kit.policy import Refused
from tequio.record.signer import Signer
from tequio.tlog import merkle, mirror
from tequio.tlog.checkpoint import Checkpoint, root_of, size_of
from tequio.tlog.folder import Folder
from tequio.tlog.note import Malformed, Note
from tequio.tlog.tiles import CHECKPOINT, ENTRIES, Reader, Source, bundle, unbundle

_NAME = re.compile(r"(?:[2-9][0-9]{0,2}/)?(?:checkpoint|policy\.txt|snapshot/[0-9]+\.txt|tile/[a-z0-9./]+)", re.ASCII)
_PARTIAL = re.compile(r"(.+)\.p/([0-9]+)")


@dataclass(frozen=True)
class Taken:
    """A log at one moment: where it is, and the checkpoint under which its files are copied."""

    prefix: str
    signed: bytes


def taken() -> list[Taken]:
    """Note the checkpoints that are published now: what is copied later belongs to them, however the site goes on."""
    root = Path(settings.LOG_ROOT)
    folders = [root, *sorted(one for one in root.glob("[2-9]*") if one.is_dir())]
    return [
        Taken(f"{one.name}/" if one != root else "", (one / CHECKPOINT).read_bytes())
        for one in folders
        if (one / CHECKPOINT).is_file()
    ]


def files(logs: list[Taken]) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the logs as it was under their checkpoints, the checkpoint of each last."""
    for log in logs:
        store = Folder(Path(settings.LOG_ROOT) / log.prefix)
        for name, _is_full in mirror.files(_stated(log.signed).size):
            yield log.prefix + name, _read(store, name)
        for listed in sorted(store.root.glob("snapshot/*.txt")):
            yield f"{log.prefix}snapshot/{listed.name}", listed.read_bytes()
        if (store.root / "policy.txt").is_file():
            yield f"{log.prefix}policy.txt", store.read("policy.txt")
        yield log.prefix + CHECKPOINT, log.signed


def put_back(members: dict[str, bytes]) -> None:
    """Put the files of a log back, unless this place has published more since: what is published stays.

    Raises Refused, having written nothing, if this place has published another history.
    """
    if strange := [name for name in members if not _NAME.fullmatch(name) or ".." in name]:
        raise Refused("file", _("The backup is damaged at %(name)s. Nothing was changed.") % {"name": strange[0]})
    prefixes = sorted({name.removesuffix(CHECKPOINT) for name in members if name.split("/")[-1] == CHECKPOINT})
    wanted = [one for one in prefixes if not _is_ahead(one, members)]
    for prefix in wanted:
        store = Folder(Path(settings.LOG_ROOT) / prefix)
        mine = [name for name in members if name.startswith(prefix) and _owner(name, prefixes) == prefix]
        for name in sorted(mine, key=lambda name: name.endswith(CHECKPOINT)):
            store.write(name.removeprefix(prefix), members[name])


def _is_ahead(prefix: str, members: dict[str, bytes]) -> bool:
    """Tell whether this place has published at least as much; refuse if it is another history."""
    store = Folder(Path(settings.LOG_ROOT) / prefix)
    try:
        here = _stated(store.read(CHECKPOINT))
    except FileNotFoundError:
        return False
    theirs = _stated(members[prefix + CHECKPOINT])
    small, large = (here, theirs) if here.size < theirs.size else (theirs, here)
    larger: Source = store if large is here else _Members(prefix, members)
    if here.origin != theirs.origin or merkle.root(Reader(larger, large.size).nodes, small.size) != small.root:
        says = _("This place has published another history of %(log)s. Move %(folder)s away to restore the backup's.")
        raise Refused("file", says % {"log": theirs.origin, "folder": store.root})
    return here.size >= theirs.size


@dataclass(frozen=True)
class _Members:
    """The files of a log as a backup holds them."""

    prefix: str
    members: dict[str, bytes]

    def read(self, path: str) -> bytes:
        try:
            return self.members[self.prefix + path]
        except KeyError:
            raise FileNotFoundError(path) from None


def _owner(name: str, prefixes: list[str]) -> str:
    return max((one for one in prefixes if name.startswith(one)), key=len)


def _stated(signed: bytes) -> Checkpoint:
    try:
        return Checkpoint.parse(Note.parse(signed).text)
    except Malformed as error:
        raise Refused("file", _("The checkpoint of the log is damaged. Nothing was changed.")) from error


def _read(store: Folder, name: str) -> bytes:
    """Read a file; of a partial one that a full one has replaced meanwhile, the beginning of the full one."""
    try:
        return store.read(name)
    except FileNotFoundError:
        partial = _PARTIAL.fullmatch(name)
        if partial is None:
            raise
        whole, width = store.read(partial[1]), int(partial[2])
        return bundle(unbundle(whole)[:width]) if f"/{ENTRIES}/" in name else whole[: width * merkle.HASH]


def key_files() -> list[Path]:
    """Return the private files that sign the log: keys, and how far each has signed."""
    return sorted(one for one in Path(settings.KEYS_ROOT).glob("*") if one.suffix in (".keys", ".signed"))


def put_keys_back(members: dict[str, bytes]) -> None:
    """Put keys back where there are none; what was signed last is only ever moved forward."""
    for name, data in members.items():
        if not re.fullmatch(r"[A-Za-z0-9._%~-]+\.(?:keys|signed)", name):
            raise Refused("file", _("The backup is damaged at %(name)s.") % {"name": name})
        origin = unquote(name.rpartition(".")[0])
        signer = Signer(Path(settings.KEYS_ROOT), origin)
        if name.endswith(".signed"):
            size, root = data.decode().split("\n")[:2]
            signer.remember(size_of(size), root_of(root))
        elif not signer.has_keys:
            signer.adopt(data.decode())
