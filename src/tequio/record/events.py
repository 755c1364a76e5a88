"""What the public log states about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact
from tequio.record.vocab import Basis


@dataclass(frozen=True, kw_only=True)
class LogOpened(Fact):
    """A log begins. `key` verifies it; `previous` is the last signed checkpoint of the log whose key was lost."""

    name = "record.log-opened"
    sentence = _("The public log %(origin)s begins.")

    origin: str
    key: str
    previous: str | None


@dataclass(frozen=True, kw_only=True)
class KeyAdded(Fact):
    """Checkpoints are signed with one more key from here on."""

    name = "record.key-added"
    sentence = _("%(actor)s gave the public log a new key.")

    key: str


@dataclass(frozen=True, kw_only=True)
class KeyRetired(Fact):
    """Checkpoints are no longer signed with a key."""

    name = "record.key-retired"
    sentence = _("%(actor)s retired an old key of the public log.")

    key: str


@dataclass(frozen=True, kw_only=True)
class PolicyChanged(Fact):
    """These witnesses watch the log, and so many of them are enough."""

    name = "record.policy-changed"
    sentence = _("%(actor)s changed who watches over the public log: %(quorum)s of its witnesses are enough.")

    witnesses: tuple[str, ...]
    quorum: int


@dataclass(frozen=True, kw_only=True)
class EntryErased(Fact):
    """The personal values of an earlier entry were erased. Its bytes and its proof stay."""

    name = "record.entry-erased"
    sentence = _("%(actor)s erased personal data that an earlier entry kept apart (%(basis)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {"basis": dict(Basis.choices)}

    entry: str
    names: tuple[str, ...]
    basis: str


@dataclass(frozen=True, kw_only=True)
class SnapshotTaken(Fact):
    """The newest entry of each subject among the first `size`, as the root of a tree over the sorted list of them."""

    name = "record.snapshot-taken"
    sentence = _("The public log listed the newest entry of each of its %(subjects)s subjects.")

    size: int
    subjects: int
    root: str
