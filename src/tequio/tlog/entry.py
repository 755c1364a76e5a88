"""What an entry says (RECORD.md 4.1): JSON, read strictly and never written again. The bytes are what is hashed.

{"actor":"urn:…","at":"2026-11-20T19:30:00.000Z","data":{…},"evidence":[{"sha256":…,"size":…,"type":…}],"id":"…",
 "prev":"6e340b9c…","seq":12,"subject":"urn:…","tenant":"urn:…","type":"tracking.status-changed","v":1,
 "_sd":["9XG2…",…],"_sd_alg":"sha-256"}

A withheld value stands as a digest; its disclosure is base64url of the JSON [salt, name, value] (SD-JWT, RFC 9901).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from tequio.tlog.merkle import leaf_hash
from tequio.tlog.note import Malformed

VERSION = 1
ALGORITHM = "sha-256"
_HEX = re.compile(r"[0-9a-f]{64}")
_B64URL = re.compile(r"[A-Za-z0-9_-]+")
# A subject is a word of the snapshot's lines, so it holds no space.
_WORD = re.compile(r"[\x21-\x7e]{1,300}")
_MOST_DIGESTS = 1000


class Unknown(Malformed):
    """An entry of a version that this program does not know."""


@dataclass(frozen=True)
class Cited:
    """A file that an entry cites by its bytes."""

    sha256: str
    size: int
    type: str


@dataclass(frozen=True)
class Entry:
    """What is needed of an entry to judge it. `hash` is its leaf hash; `digests` stand for values that are withheld."""

    id: str
    type: str
    at: str
    subject: str
    seq: int
    prev: str | None
    data: Mapping[str, Any]
    evidence: tuple[Cited, ...]
    digests: tuple[str, ...]
    hash: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Entry:
        """Read an entry; raise Unknown for another version, Malformed for what is none."""
        body = _read(raw)
        if body.get("v") != VERSION or isinstance(body.get("v"), bool):
            raise Unknown(f"its version is {body.get('v')!r}")
        texts = {name: _text(body, name) for name in ("id", "type", "at", "subject")}
        if not _WORD.fullmatch(texts["subject"]):
            raise Malformed("its subject is not a name")
        seq, prev = _place(body)
        data = body.get("data")
        if not isinstance(data, dict):
            raise Malformed("it has no data")
        return cls(
            **texts,
            seq=seq,
            prev=prev,
            data=data,
            evidence=_evidence(body),
            digests=_digests(body),
            hash=leaf_hash(raw),
        )

    @property
    def instant(self) -> int | None:
        """The instant that the entry claims, in seconds since 1970; None if it cannot be read."""
        try:
            claimed = datetime.fromisoformat(self.at)
        except ValueError:
            return None
        return int(claimed.timestamp()) if claimed.tzinfo else None

    def hashes(self) -> Iterator[str]:
        """Yield every SHA-256 that the entry's own data cites, as of published texts."""
        yield from _hashes(self.data)


@dataclass(frozen=True)
class Disclosure:
    """A value that an entry holds as a digest only."""

    name: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Disclosure:
        """Read a disclosure; raise Malformed."""
        try:
            found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, binascii.Error, RecursionError) as error:
            raise Malformed("a disclosure is base64url of JSON") from error
        if not isinstance(found, list) or len(found) != 3 or not all(isinstance(one, str) for one in found):
            raise Malformed("a disclosure is a salt, a name and a value")
        return cls(found[1], found[2])


def digest_of(disclosure: str) -> str:
    """Return what stands in an entry for a disclosure."""
    return base64.urlsafe_b64encode(sha256(disclosure.encode()).digest()).rstrip(b"=").decode("ascii")


def _read(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("it is not JSON") from error
    if not isinstance(body, dict):
        raise Malformed("it is not a JSON object")
    return body


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: two readers could see two facts in the same bytes."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not found:
        raise Malformed(f"its {name} is not stated")
    return found


def _place(body: Mapping[str, Any]) -> tuple[int, str | None]:
    """Read the number of the entry in its subject's chain, and the hash of the one before."""
    seq, prev = body.get("seq"), body.get("prev")
    if not isinstance(seq, int) or isinstance(seq, bool) or seq < 1 or (seq == 1) != (prev is None):
        raise Malformed("its place in the story of its subject is not stated")
    if prev is not None and not _is_hex(prev):
        raise Malformed("what comes before it is not a hash")
    return seq, prev


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and bool(_HEX.fullmatch(value))


def _evidence(body: Mapping[str, Any]) -> tuple[Cited, ...]:
    listed = body.get("evidence", [])
    if not isinstance(listed, list):
        raise Malformed("its evidence is not a list")
    found = []
    for one in listed:
        if not isinstance(one, dict) or not _is_hex(one.get("sha256")) or not isinstance(one.get("size"), int):
            raise Malformed("its evidence is not cited by hash and size")
        found.append(Cited(one["sha256"], one["size"], str(one.get("type", ""))))
    return tuple(found)


def _digests(body: Mapping[str, Any]) -> tuple[str, ...]:
    listed = body.get("_sd", [])
    if not isinstance(listed, list) or len(listed) > _MOST_DIGESTS:
        raise Malformed("its digests are not a list")
    if not all(isinstance(one, str) and _B64URL.fullmatch(one) for one in listed) or len(set(listed)) != len(listed):
        raise Malformed("its digests are not digests, each once")
    if listed and body.get("_sd_alg") != ALGORITHM:
        raise Malformed(f"its digests are not made with {ALGORITHM}")
    return tuple(listed)


def _hashes(data: Any) -> Iterator[str]:
    left = [data]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif _is_hex(value):
            yield value
