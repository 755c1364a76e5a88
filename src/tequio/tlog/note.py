"""Signed notes (c2sp.org/signed-note v1.0.0) and their keys.

    This is an example message.
    (an empty line)
    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

A verifier key is `name+hex8(key id)+base64(type ‖ public key)`, with the key id = SHA256(name ‖ LF ‖ type ‖ public
key)[:4]; a signing key is `PRIVATE+KEY+` and the same over type ‖ seed. Types: 0x01 Ed25519 of the text, 0x04 Ed25519
cosignature of a checkpoint with its time (cosignature/v1).
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04
MOST_BYTES, MOST_SIGNATURES = 1_000_000, 100
_LATEST = (1 << 63) - 1
_DASH = "— "
_PRIVATE = "PRIVATE+KEY+"
# Unicode's White_Space above the control characters, which no note may hold at all.
_SPACE = re.compile("[\u0009-\u000d \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# A lone surrogate is what Python makes of a byte that is no UTF-8, in an argument of the command line.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_HEX8 = re.compile(r"[0-9a-fA-F]{8}")


class Malformed(ValueError):
    """The bytes are not what the specification says."""


class Unverified(ValueError):
    """A known key did not sign this, or none that is known did."""


@dataclass(frozen=True)
class Signature:
    """One signature line: who says to have signed, with which key, and the rest of the bytes."""

    name: str
    key_id: bytes
    blob: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its line break."""
        return f"{_DASH}{self.name} {encoded(self.key_id + self.blob)}\n"

    @property
    def time(self) -> int:
        """The instant that a cosignature states, in seconds since 1970; 0 in any other."""
        return int(struct.unpack(">Q", self.blob[:8])[0]) if len(self.blob) == 72 else 0


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name and its kind."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read `name+id+key`; raise Malformed."""
        name, _plus, rest = text.partition("+")
        key_id, _plus, key = rest.partition("+")  # the base64 that follows may hold a + of its own
        raw = decoded(key)
        if not is_name(name) or not _HEX8.fullmatch(key_id) or len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
            raise Malformed("not a verifier key: name+id+key was expected, of Ed25519")
        made = cls(name, raw[0], raw[1:])
        if made.key_id.hex() != key_id.lower():
            raise Malformed("the id of the verifier key is not that of its name and bytes")
        return made

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signatures name the key."""
        return _key_id(self.name, bytes([self.kind]) + self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encoded(bytes([self.kind]) + self.public)}"

    def signed(self, text: str, signature: Signature) -> bool:
        """Tell whether this key made a signature over a text."""
        if (signature.name, signature.key_id) != (self.name, self.key_id):
            return False
        if len(signature.blob) != (64 if self.kind == ED25519 else 72) or signature.time > _LATEST:
            return False
        try:
            message = _message(self.kind, signature.time, text)
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature.blob[-64:], message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A private key with its name and its kind. Never shown, never logged."""

    name: str
    kind: int
    seed: bytes

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Read `PRIVATE+KEY+name+id+key`; raise Malformed, without repeating a letter of it."""
        if not text.startswith(_PRIVATE):
            raise Malformed("not a signing key")
        name, _plus, rest = text.removeprefix(_PRIVATE).partition("+")
        key_id, _plus, key = rest.partition("+")
        raw = decoded(key)
        if not is_name(name) or len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
            raise Malformed("not a signing key")
        made = cls(name, raw[0], raw[1:])
        if made.verifier.key_id.hex() != key_id.lower():
            raise Malformed("the id of the signing key is not that of its name and bytes")
        return made

    @classmethod
    def make(cls, name: str, kind: int = ED25519) -> SigningKey:
        """Make a key that nobody ever had; raise Malformed if a note cannot carry the name."""
        if not is_name(name):
            raise Malformed("the name of a key has no space and no plus sign, and is not empty")
        return cls(name, kind, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def text(self) -> str:
        """The key as it is kept."""
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{encoded(bytes([self.kind]) + self.seed)}"

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.kind, self._private.public_key().public_bytes_raw())

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, text: str, time: int = 0) -> Signature:
        """Sign a text; a cosignature also states its time, in seconds since 1970."""
        made = self._private.sign(_message(self.kind, time, text))
        stamp = struct.pack(">Q", time) if self.kind == COSIGNATURE else b""
        return Signature(self.name, self.verifier.key_id, stamp + made)


@dataclass(frozen=True)
class Note:
    """A text that ends in a line break, and the signatures under it, verified or not."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, data: bytes) -> Note:
        """Read a note, verifying nothing; raise Malformed. Signatures begin after the last empty line."""
        if len(data) > MOST_BYTES:
            raise Malformed("a note has at most a million bytes")
        try:
            whole = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Malformed("a note is UTF-8") from error
        if _CONTROL.search(whole):
            raise Malformed("a note holds no control character but line breaks")
        text, blank, lines = whole.rpartition("\n\n")
        if not blank or not lines.endswith("\n"):
            raise Malformed("a note ends with an empty line and whole lines of signatures")
        return cls(text + "\n", tuple(_signatures(lines)))

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(one.line for one in self.signatures)}"

    def encode(self) -> bytes:
        """The note as it is stored and sent."""
        return str(self).encode()

    def signed_by(self, key: VerifierKey) -> Signature | None:
        """Return the signature of a key; None if there is none, raise Unverified if it is false."""
        for one in self.signatures:
            if (one.name, one.key_id) == (key.name, key.key_id):
                if not key.signed(self.text, one):
                    raise Unverified(f"the signature of {key.name} is false")
                return one
        return None

    def opened(self, keys: Iterable[VerifierKey]) -> list[tuple[VerifierKey, Signature]]:
        """Return the verified signatures of known keys, in the note's order.

        Raises Unverified if one of them is false, or if there is none. Signatures of unknown keys are normal.
        """
        known = {(key.name, key.key_id): key for key in keys}
        found: dict[tuple[str, bytes], tuple[VerifierKey, Signature]] = {}
        for one in self.signatures:
            key = known.get((one.name, one.key_id))
            if key is None or (one.name, one.key_id) in found:
                continue
            if not key.signed(self.text, one):
                raise Unverified(f"the signature of {key.name} is false")
            found[(one.name, one.key_id)] = (key, one)
        if not found:
            raise Unverified("no key that is known signed this")
        return list(found.values())


def sign(text: str, *signers: SigningKey) -> Note:
    """Sign a text with each key; raise Malformed if it does not end in a line break, or if no note may hold it."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise Malformed("the text of a note ends in a line break and holds no other control character")
    return Note(text, tuple(signer.sign(text) for signer in signers))


def with_signatures(note: Note, more: Sequence[Signature]) -> Note:
    """Add signatures under a note; a newer one of the same key takes the place of the older."""
    newer = {(one.name, one.key_id): one for one in more}
    kept = [newer.pop((one.name, one.key_id), one) for one in note.signatures]
    return Note(note.text, (*kept, *newer.values()))


def signature_lines(text: str) -> list[Signature]:
    """Read signature lines alone, as a witness answers them; raise Malformed."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise Malformed("a signature is a line")
    return list(_signatures(text))


def _signatures(lines: str) -> Iterable[Signature]:
    found = lines.split("\n")[:-1]
    if len(found) > MOST_SIGNATURES:
        raise Malformed(f"a note has at most {MOST_SIGNATURES} signatures")
    for line in found:
        name, space, blob = line.removeprefix(_DASH).partition(" ")
        raw = decoded(blob)
        # An unknown key whose line is not well formed spoils the note too.
        if not line.startswith(_DASH) or not space or not is_name(name) or len(raw) < 5:
            raise Malformed("a signature is “— name base64”")
        yield Signature(name, raw[:4], raw[4:])


def is_name(name: str) -> bool:
    """Tell whether a key can be called so: not empty, without space or plus sign."""
    return bool(name) and "+" not in name and not _SPACE.search(name) and not _CONTROL.search(name)


def encoded(raw: bytes) -> str:
    """Write bytes as padded base64."""
    return base64.b64encode(raw).decode("ascii")


def decoded(text: str) -> bytes:
    """Read padded base64; empty where it is anything else. Python's own reader forgives a wrong number of letters."""
    if not _BASE64.fullmatch(text):
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _key_id(name: str, typed: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + typed).digest()[:4]


def _message(kind: int, time: int, text: str) -> bytes:
    said = f"cosignature/v1\ntime {time}\n{text}" if kind == COSIGNATURE else text
    return said.encode()
