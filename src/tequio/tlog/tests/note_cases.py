"""Notes for two parsers to disagree about: true ones, each then damaged in ways that a parser may overlook.

Everything follows from the seed. A case says how it was made, so that a disagreement can be read.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from random import Random
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tequio.tlog.note import COSIGNATURE, ED25519, VerifierKey

DASH = "— ".encode()
# The order of the group of Ed25519: a signature whose second half grew by it is a forger's copy of the same one.
ORDER = 2**252 + 27742317777372353535851937790883648493
# Points that are no honest key: under the neutral one, one signature fits every text.
NEUTRAL = bytes([1]) + bytes(31)

# Spaces of Unicode, letters that look like one and are none, and what no name may hold.
ODD = [*"\u0085\u00a0\u1680\u2000\u2003\u200a\u2028\u2029\u202f\u205f\u3000", *"\u200b\u180e\ufeff\u2060\u00ad\ufffd"]
ODD += ["+", " ", "\u007f", "\u009f", "é", "e\u0301", "\U0001f5f3", "\u202e", "/", "=", "\u2014", "\uff0b"]
CONTROLS = [bytes([code]) for code in (0, 7, 8, 9, 11, 12, 13, 27, 31)]
NOT_UTF8 = [b"\xff", b"\x80", b"\xc0\xaf", b"\xe2\x80", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80"]
NOT_UTF8 += [b"\xf0\x80\x80\xaf", b"\xf8\x88\x80\x80\x80", b"\xc1\xbf"]
RARE_UTF8 = [
    b"\xef\xbb\xbf",
    b"\xef\xbf\xbd",
    b"\xef\xbf\xbf",
    b"\xf4\x8f\xbf\xbf",
    b"\x7f",
    b"\xc2\x80",
    b"\xee\x80\x80",
]


@dataclass(frozen=True)
class Signer:
    """Somebody with a key; signs bytes that no note may hold, too."""

    name: str
    kind: int
    seed: int

    @cached_property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)

    @cached_property
    def key(self) -> VerifierKey:
        return VerifierKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    @cache  # noqa: B019 — a handful of them
    def raw(self, text: bytes, time: int) -> bytes:
        if self.kind == ED25519:
            return self.key.key_id + self.private.sign(text)
        made = self.private.sign(b"cosignature/v1\ntime %d\n" % time + text)
        return self.key.key_id + time.to_bytes(8, "big") + made


LOG, TWIN = Signer("example.org/log", ED25519, 1), Signer("example.org/log", ED25519, 2)
TOWN = Signer("municipio.example/Ñuñoa–2030", ED25519, 3)
WITNESS = Signer("testigo.example.org", COSIGNATURE, 4)
STRANGER, NAMESAKE = Signer("example.org/stranger", ED25519, 5), Signer("example.org/log", ED25519, 6)
WEAK = VerifierKey("weak.example.org", ED25519, NEUTRAL)
# The same neutral point, written as no honest writer would: y = p + 1.
BENT = VerifierKey("bent.example.org", ED25519, bytes([0xEE]) + b"\xff" * 30 + b"\x7f")

KNOWN = [LOG.key, TWIN.key, TOWN.key, WITNESS.key, WEAK, BENT]
SIGNERS = [LOG, TWIN, TOWN, WITNESS, STRANGER, NAMESAKE]
TIMES = (0, 1, 1_700_000_000, 2**63 - 1, 2**63, 2**64 - 1)
TEXTS = [
    b"example.org/log\n70000\niUYTUlLcQQMcDzJiBmTiqmfEqLnyVZ3HoUBAjEtFWGA=\n",
    b"one line\n",
    b"\n",
    b"\n\n\n",
    b"with\n\nan empty line\n",
    b"with two\n\n\n",
    "acentos, eñes y — guiones\n".encode(),
    DASH + b"example.org/log AAAAAAA=\n",
    b"nested\n\n" + DASH + b"example.org/log AAAAAAA=\n",
]


class Case(NamedTuple):
    """A note, and how it was made."""

    data: bytes
    how: str


@dataclass
class Parts:
    """A note taken apart, to be damaged. Each line ends in its line break, as the text does."""

    text: bytes
    lines: list[bytes]
    gap: bytes = b"\n"
    end: bytes = b""
    how: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bytes:
        return self.text + self.gap + b"".join(self.lines) + self.end


Damage = Callable[[Random, Parts], None]


def line(name: str, raw: bytes) -> bytes:
    return DASH + name.encode() + b" " + base64.b64encode(raw) + b"\n"


def cases(count: int, seed: int) -> Iterator[Case]:
    """Yield notes, no two alike, most of them damaged one to three times."""
    rng, seen = Random(seed), set[bytes]()
    while len(seen) < count:
        parts = _true(rng)
        for _time in range(rng.choice((0, 1, 1, 1, 1, 2, 2, 3))):
            damage = rng.choice(DAMAGES)
            damage(rng, parts)
            parts.how.append(damage.__name__)
        data = parts.whole
        if rng.random() < 0.05:
            data = rng.choice(BYTEWISE)(rng, data)
            parts.how.append("bytewise")
        if data not in seen:
            seen.add(data)
            yield Case(data, " ".join(parts.how) or "true")


def _true(rng: Random) -> Parts:
    """Return a note as its signers made it; of some, a parser may hold the text or a key against them."""
    text = rng.choice(TEXTS)
    if rng.random() < 0.1:
        text = _inserted(rng, text, rng.choice([*CONTROLS, *NOT_UTF8, *RARE_UTF8, *RARE_UTF8]))
    signers = rng.sample(SIGNERS, rng.choice((1, 1, 2, 2, 3, 5)))
    parts = Parts(text, [line(one.name, one.raw(text, rng.choice(TIMES))) for one in signers])
    if rng.random() < 0.1:
        key = rng.choice((WEAK, BENT))
        parts.lines.append(line(key.name, key.key_id + NEUTRAL + bytes(32)))
        parts.how.append(key.name)
    return parts


def _inserted(rng: Random, into: bytes, what: bytes) -> bytes:
    at = rng.randrange(len(into))
    return into[:at] + what + into[at:]


def _fields(found: bytes) -> tuple[bytes, bytes] | None:
    """Return name and base64 of a line that still has them."""
    name, space, blob = found.removeprefix(DASH).rstrip(b"\n").partition(b" ")
    return (name, blob) if found.startswith(DASH) and space else None


def _on_a_line(change: Callable[[Random, bytes, bytes], tuple[bytes, bytes]]) -> Damage:
    """Make a damage of what changes the name and the base64 of one line."""

    def damage(rng: Random, parts: Parts) -> None:
        if parts.lines:
            at = rng.randrange(len(parts.lines))
            if found := _fields(parts.lines[at]):
                name, blob = change(rng, *found)
                parts.lines[at] = DASH + name + b" " + blob + b"\n"

    damage.__name__ = change.__name__
    return damage


def _on_raw(change: Callable[[Random, bytes], bytes]) -> Damage:
    """Make a damage of what changes the bytes of a signature: key id, time, signature."""

    def changed(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
        try:
            raw = base64.b64decode(blob, validate=True)
        except ValueError:
            return name, blob
        return name, base64.b64encode(change(rng, raw)) if len(raw) >= 5 else blob

    changed.__name__ = change.__name__
    return _on_a_line(changed)


def less_padding(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return name, blob.rstrip(b"=")


def more_padding(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return name, blob + b"=" * rng.randint(1, 4)


def spare_bits(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    bare, alphabet = blob.rstrip(b"="), b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    if not bare or bare[-1] not in alphabet:
        return name, blob
    other = alphabet[alphabet.index(bare[-1]) ^ rng.randint(1, 3)]
    return name, bare[:-1] + bytes([other]) + blob[len(bare) :]


def urlsafe(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return name, blob.replace(b"+", b"-").replace(b"/", b"_")


def odd_in_base64(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    odd = rng.choice(
        [b" ", b"=", b"\n", b"\r\n", b"\r", b"\t", b"\\", b"+", b"A", "Á".encode(), "\u2028".encode(), b"\0"]
    )
    return name, _inserted(rng, blob + b"A", odd)[:-1] if blob else odd


def cut_base64(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return name, blob[: rng.randint(0, len(blob))]


def tail_after_base64(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return name, blob + rng.choice([b" ", b"  ", b" AAAA", blob, b"\t", b"\r", "\u00a0".encode(), "\u200b".encode()])


def second_space(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return name, rng.choice([b" ", "\u00a0".encode(), b"\t"]) + blob


def odd_in_name(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return _inserted(rng, name + b"x", rng.choice(ODD).encode())[:-1], blob


def broken_name(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    return _inserted(rng, name + b"x", rng.choice([*NOT_UTF8, *CONTROLS, *RARE_UTF8]))[:-1], blob


def other_name(rng: Random, name: bytes, blob: bytes) -> tuple[bytes, bytes]:
    said = name.decode("utf-8", "replace")
    others = ["", said.upper(), f"{said}/", unicodedata.normalize("NFD", said), *(one.name for one in SIGNERS)]
    return rng.choice(others).encode(), blob


def short_signature(rng: Random, raw: bytes) -> bytes:
    return raw[: rng.choice((0, 1, 3, 4, 5, 6, 36, 67, 68, 75))]


def long_signature(rng: Random, raw: bytes) -> bytes:
    more = rng.randbytes(rng.choice((1, 2, 3, 8, 64)))
    return rng.choice([raw + more, raw[:4] + more + raw[4:], more + raw])


def flipped_bit(rng: Random, raw: bytes) -> bytes:
    return (int.from_bytes(raw, "big") ^ 1 << rng.randrange(8 * len(raw))).to_bytes(len(raw), "big")


def other_key(rng: Random, raw: bytes) -> bytes:
    return rng.choice([*(one.key.key_id for one in SIGNERS), WEAK.key_id, bytes(4)]) + raw[4:]


def other_time(rng: Random, raw: bytes) -> bytes:
    return raw[:4] + rng.choice(TIMES).to_bytes(8, "big") + raw[-64:]


def copied_by_a_forger(rng: Random, raw: bytes) -> bytes:
    return raw[:-32] + (int.from_bytes(raw[-32:], "little") + ORDER).to_bytes(33, "little")[:32]


def spoilt_dash(rng: Random, parts: Parts) -> None:
    dashes = ["- ", "– ", "—", "—\u00a0", "—  ", "— — ", " — ", "", "\ufeff— ", "―\u0020", "—\t", "&mdash; "]
    new = rng.choice([*(one.encode() for one in dashes), b"\xe2\x80 ", b"\x97 "])
    if parts.lines:
        at = rng.randrange(len(parts.lines))
        parts.lines[at] = new + parts.lines[at].removeprefix(DASH)


def moved_lines(rng: Random, parts: Parts) -> None:
    rng.shuffle(parts.lines)


def missing_line(rng: Random, parts: Parts) -> None:
    if parts.lines:
        parts.lines.pop(rng.randrange(len(parts.lines)))


def repeated_line(rng: Random, parts: Parts) -> None:
    if parts.lines:
        parts.lines.insert(rng.randint(0, len(parts.lines)), rng.choice(parts.lines))


def signature_of_another_text(rng: Random, parts: Parts) -> None:
    one = rng.choice(SIGNERS)
    parts.lines.insert(rng.randint(0, len(parts.lines)), line(one.name, one.raw(b"another text\n", 1)))


def about_a_hundred(rng: Random, parts: Parts) -> None:
    stranger = line(STRANGER.name, STRANGER.raw(parts.text, 0))
    alike, total = rng.random() < 0.5, rng.choice((98, 99, 100, 101, 102))
    while 0 < len(parts.lines) < total:
        more = stranger if alike else line(f"u{len(parts.lines)}.example.org", rng.randbytes(8))
        parts.lines.insert(rng.choice((0, len(parts.lines))), more)


def empty_line_between(rng: Random, parts: Parts) -> None:
    parts.lines.insert(rng.randint(0, len(parts.lines)), rng.choice([b"\n", b"\n", b" \n", b"\r\n"]))


def signed_twice_over(rng: Random, parts: Parts) -> None:
    """Make the whole note the text of another one, with true signatures."""
    text = parts.whole
    parts.lines = [line(one.name, one.raw(text, 1)) for one in rng.sample(SIGNERS, 2)]
    parts.text, parts.gap, parts.end = text, b"\n", b""


def only_signatures(rng: Random, parts: Parts) -> None:
    """Leave the text out, under true signatures of what a parser may take for it."""
    text = rng.choice([b"", b"\n"])
    parts.text, parts.gap = b"", rng.choice([b"", b"\n"])
    parts.lines = [line(one.name, one.raw(text, 1)) for one in rng.sample(SIGNERS, 2)]


def other_gap(rng: Random, parts: Parts) -> None:
    parts.gap = rng.choice([b"", b"\n\n", b"\n\n\n", b"\r\n", b" \n", b"\t\n", "\u2028".encode(), "\u0085\n".encode()])


def other_end(rng: Random, parts: Parts) -> None:
    parts.end = rng.choice([b"\n", b"\n\n", b" ", b"\0", b"\xff", DASH, b"x", b"\n" + line(LOG.name, bytes(8))])


def no_last_line_break(rng: Random, parts: Parts) -> None:
    if parts.lines:
        parts.lines[-1] = parts.lines[-1].removesuffix(b"\n")


def altered_text(rng: Random, parts: Parts) -> None:
    parts.text = rng.choice(
        [
            rng.choice(TEXTS),
            b"",
            parts.text + b"\n",
            b"\n" + parts.text,
            parts.text.removesuffix(b"\n"),
            _inserted(rng, parts.text or b"x", rng.choice([*CONTROLS, *NOT_UTF8, *RARE_UTF8])),
            parts.text.replace(b"\n", b"\r\n"),
        ]
    )


def windows_lines(rng: Random, parts: Parts) -> None:
    parts.lines = [one.replace(b"\n", b"\r\n") for one in parts.lines]


def _flip(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]


def _drop(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randint(1, 4) :]


def _repeat(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[: at + rng.randint(1, 90)] + data[at:]


BYTEWISE: list[Callable[[Random, bytes], bytes]] = [
    _flip,
    _drop,
    _repeat,
    lambda rng, data: _inserted(rng, data, rng.randbytes(1)),
    lambda rng, data: data[: rng.randrange(len(data))],
]
ON_A_LINE = [less_padding, more_padding, spare_bits, urlsafe, odd_in_base64, cut_base64, tail_after_base64]
ON_A_LINE += [second_space, odd_in_name, odd_in_name, broken_name, other_name]
ON_RAW = [short_signature, long_signature, flipped_bit, other_key, other_time, copied_by_a_forger]
DAMAGES: list[Damage] = [
    *map(_on_a_line, ON_A_LINE),
    *map(_on_raw, ON_RAW),
    *(spoilt_dash, moved_lines, missing_line, repeated_line, signature_of_another_text, about_a_hundred),
    *(
        empty_line_between,
        signed_twice_over,
        only_signatures,
        other_gap,
        other_end,
        no_last_line_break,
        altered_text,
        windows_lines,
    ),
]
