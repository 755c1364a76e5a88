"""The fields of every export: this room's, and a place where the rooms above add theirs."""

from __future__ import annotations

from dataclasses import dataclass

from tequio.kit.slot import Slot


@dataclass(frozen=True)
class Field:
    """A field of an export: `where` is the file or the part of a document that holds it."""

    where: str
    name: str
    type: str
    es: str
    en: str


# Filled by the rooms above: the fields of their own exports.
dictionaries: Slot[[], list[Field]] = Slot("plans.dictionaries")
