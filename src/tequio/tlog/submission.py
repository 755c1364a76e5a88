"""How a log asks a witness for its cosignature (c2sp.org/tlog-witness v1.0.0, add-checkpoint).

    old 20852014                                       the size that the witness cosigned last, as far as the log knows
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=       the proof of consistency from there, one hash a line
    (an empty line)
    example.gob.mx/bitacora                            the checkpoint with its signatures
    …

The witness answers 200 and its cosignature; 404 for a log that it does not watch; 403 if no key that it knows signed;
400 for what is malformed, or an old size above the checkpoint's; 409 with its own size (text/x.tlog.size) if that is
another; 422 if the proof does not hold or the roots of the same size differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tequio.tlog import remote
from tequio.tlog.checkpoint import Checkpoint, root_of, size_of
from tequio.tlog.note import Malformed, Note, Signature, VerifierKey, encoded, signature_lines
from tequio.tlog.remote import Answer, Unreachable

CALL = "add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
MOST_HASHES = 63
MOST_ANSWER = 100_000
_TURNS = 3

# Gives the hashes that show that the tree of the first size begins the one of the second.
Prove = Callable[[int, int], Sequence[bytes]]


@dataclass(frozen=True)
class Submission:
    """What is sent to a witness."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    @classmethod
    def parse(cls, data: bytes) -> Submission:
        """Read the body of a request; raise Malformed. The checkpoint is not opened."""
        head, blank, signed = data.partition(b"\n\n")
        if not blank or not head.isascii():
            raise Malformed("an old size, the hashes of a proof and an empty line stand above the checkpoint")
        first, *lines = head.decode("ascii").split("\n")
        if not first.startswith("old "):
            raise Malformed("the first line says the old size")
        if len(lines) > MOST_HASHES:
            raise Malformed(f"a proof has at most {MOST_HASHES} hashes")
        return cls(size_of(first.removeprefix("old ")), tuple(root_of(line) for line in lines), signed)

    def encode(self) -> bytes:
        """The body of the request."""
        lines = "".join(f"{encoded(one)}\n" for one in self.proof)
        return f"old {self.old}\n{lines}\n".encode() + self.checkpoint


class Why(StrEnum):
    """Why there is no cosignature."""

    UNREACHABLE = "unreachable"  # no answer, or one that the protocol does not know
    UNKNOWN_LOG = "unknown-log"  # 404: it does not watch this log (or the address is another's)
    UNKNOWN_KEY = "unknown-key"  # 403: no key that it knows signed
    MALFORMED = "malformed"  # 400
    AHEAD = "ahead"  # 409: it cosigned a larger tree; ours is an old one, or a fork
    INCONSISTENT = "inconsistent"  # 422: what it cosigned before is not a beginning of this
    FALSE = "false"  # 200, without a valid signature of its key


@dataclass(frozen=True)
class Refusal:
    """An answer without a cosignature: why, what the witness said, and the size that it cosigned last if it said so."""

    why: Why
    says: str = ""
    size: int | None = None


_WHY = {404: Why.UNKNOWN_LOG, 403: Why.UNKNOWN_KEY, 400: Why.MALFORMED, 422: Why.INCONSISTENT}


def push(
    url: str,
    checkpoint: bytes,
    witness: VerifierKey,
    prove: Prove,
    *,
    old: int = 0,
    timeout: float = remote.TIMEOUT,
) -> Signature | Refusal:
    """Ask the witness at an address (its submission prefix) to cosign a signed checkpoint, and verify what it answers.

    `old` is the size that it cosigned last as far as is known; where it knows better, it is asked again from there.
    Each question may take `timeout` seconds in all. Raises Malformed only for a checkpoint that is none.
    """
    note = Note.parse(checkpoint)
    size = Checkpoint.parse(note.text).size
    old = min(old, size)
    for _turn in range(_TURNS):
        proof = tuple(prove(old, size)) if 0 < old < size else ()
        try:
            answer = _ask(url, Submission(old, proof, checkpoint), timeout)
        except Unreachable as error:
            return Refusal(Why.UNREACHABLE, str(error))
        judged = _judged(answer, note, witness, old, size)
        if not isinstance(judged, int):
            return judged
        old = judged
    return Refusal(Why.UNREACHABLE, "it names another size each time", old)


def _ask(url: str, submission: Submission, timeout: float) -> Answer:
    address = f"{url.rstrip('/')}/{CALL}"
    return remote.post(address, submission.encode(), timeout=timeout, whole=timeout, most_bytes=MOST_ANSWER)


def _judged(answer: Answer, note: Note, witness: VerifierKey, old: int, size: int) -> Signature | Refusal | int:
    """Return the cosignature, why there is none, or the size from which to ask again."""
    said = answer.body[:200].decode("utf-8", "replace").strip()
    if answer.status == 200:
        return _verified(answer.body, note, witness) or Refusal(Why.FALSE, said)
    if answer.status != 409:
        return Refusal(_WHY.get(answer.status, Why.UNREACHABLE), said or f"it answered {answer.status}")
    theirs = _size_in(answer)
    if theirs is None:  # v1.0.0 of the protocol answers so where roots of the same size differ; 422 came later
        return Refusal(Why.INCONSISTENT, said)
    if theirs > size:
        return Refusal(Why.AHEAD, said, theirs)
    return theirs if theirs != old else Refusal(Why.UNREACHABLE, "it refuses the size that it names itself", theirs)


def _verified(body: bytes, note: Note, witness: VerifierKey) -> Signature | None:
    try:
        lines = signature_lines(body.decode("utf-8"))
    except (Malformed, UnicodeDecodeError):
        return None
    return next((one for one in lines if witness.signed(note.text, one)), None)


def _size_in(answer: Answer) -> int | None:
    if answer.headers.get_content_type() != SIZE_TYPE:
        return None
    try:
        return size_of(answer.body.decode("ascii").removesuffix("\n"))
    except (Malformed, UnicodeDecodeError):
        return None
