"""Names that last: urn:tequio:<site>:<kind>:<id>."""

from __future__ import annotations

import re
from typing import NamedTuple

SITE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_URN = re.compile(r"urn:tequio:([a-z0-9-]+):([a-z][a-z-]*):([0-9a-z-]+)")


class Urn(NamedTuple):
    """The parts of a name."""

    site: str
    kind: str
    id: str

    def __str__(self) -> str:
        return f"urn:tequio:{self.site}:{self.kind}:{self.id}"


def parse(text: str) -> Urn:
    """Split a urn into its parts; raise ValueError on anything else."""
    match = _URN.fullmatch(text)
    if not match:
        raise ValueError(f"not a Tequio urn: {text!r}")
    return Urn(*match.groups())
