"""The exact bytes of an entry (RECORD.md 4.1): RFC 8785 JSON, hashed as an RFC 6962 leaf. Knows no Django.

{"actor":"urn:…","at":"2026-11-20T19:30:00.000Z","data":{…},"evidence":[…],"id":"…","prev":null,"seq":1,
 "subject":"urn:…","tenant":"urn:…","type":"plans.commitment-published","v":1}
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from tequio.kit.canonical import canonical
from tequio.kit.event import Proof

LEAF_VERSION = 1
LEAF_LIMIT = 4096  # bytes; the format's hard limit is 65,535
SD_ALGORITHM = "sha-256"  # RFC 9901
DECOY_MULTIPLE = 4  # digests are padded to a multiple, so that their number tells little


@dataclass(frozen=True)
class Disclosure:
    """One withheld value with the salt that hides it (SD-JWT, RFC 9901)."""

    name: str
    value: str
    salt: str

    @property
    def text(self) -> str:
        """The disclosure as base64url of its JSON array."""
        array = json.dumps([self.salt, self.name, self.value], ensure_ascii=False)
        return _b64url(array.encode())

    @property
    def digest(self) -> str:
        """What stands in the leaf instead of the value."""
        return _b64url(hashlib.sha256(self.text.encode("ascii")).digest())


def disclose(withheld: Mapping[str, str]) -> list[Disclosure]:
    """Salt each withheld value with 128 random bits."""
    return [Disclosure(name, value, _b64url(secrets.token_bytes(16))) for name, value in withheld.items()]


def instant(at: datetime) -> str:
    """Write an instant as RFC 3339, UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def leaf_bytes(
    *,
    id: str,
    type: str,
    at: datetime,
    tenant: str,
    subject: str,
    seq: int,
    prev: str | None,
    actor: str,
    data: Mapping[str, Any],
    evidence: Sequence[Proof] = (),
    disclosures: Sequence[Disclosure] = (),
    corrects: str | None = None,
) -> bytes:
    """Return the final bytes of an entry; raise ValueError above 4 KiB."""
    body: dict[str, Any] = {
        "v": LEAF_VERSION,
        "id": id,
        "type": type,
        "at": instant(at),
        "tenant": tenant,
        "subject": subject,
        "seq": seq,
        "prev": prev,
        "actor": actor,
        "data": dict(data),
        "evidence": [asdict(proof) for proof in evidence],
    }
    if corrects:
        body["corrects"] = corrects
    if disclosures:
        decoys = [_b64url(secrets.token_bytes(32)) for _ in range(-len(disclosures) % DECOY_MULTIPLE)]
        body["_sd"] = sorted([disclosure.digest for disclosure in disclosures] + decoys)
        body["_sd_alg"] = SD_ALGORITHM
    written = canonical(body)
    if len(written) > LEAF_LIMIT:
        raise ValueError(f"an entry has at most {LEAF_LIMIT} bytes, this one {len(written)}: cite the text by its hash")
    return written


def _b64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
