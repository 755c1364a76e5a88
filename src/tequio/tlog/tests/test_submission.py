"""A log asks a witness: what it sends, and what it makes of each answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tequio.tlog import merkle, submission
from tequio.tlog.note import COSIGNATURE, Malformed, Note, Signature, SigningKey
from tequio.tlog.submission import Refusal, Submission, Why
from tequio.tlog.tests.loopback import answering, saying
from tequio.tlog.tests.witnessed import NAME, ORIGIN, Log, asks, listening, witness_of
from tequio.tlog.witness import Witness

SAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501


@pytest.fixture
def log() -> Log:
    """A log of nine entries."""
    return Log().grow(9)


@pytest.fixture
def watcher(tmp_path: Path, log: Log) -> Witness:
    """A witness that watches it."""
    return witness_of(log, tmp_path / "witness")


def test_the_sample_of_the_specification_is_read_and_written_back() -> None:
    read = Submission.parse(SAMPLE.encode())

    assert (read.old, len(read.proof)) == (20852014, 4)
    assert Note.parse(read.checkpoint).text.startswith("example.com/behind-the-sofa\n20852163\n")
    assert read.encode() == SAMPLE.encode()


def test_a_first_submission_has_no_hashes() -> None:
    made = Submission(0, (), b"x\n1\ny\n\nsigned\n")

    assert made.encode() == b"old 0\n\nx\n1\ny\n\nsigned\n"
    assert Submission.parse(made.encode()) == made


@pytest.mark.parametrize(
    "head",
    [
        "",
        "old",
        "old ",
        "old x",
        "old 01",
        "old -1",
        "old +1",
        "old  1",
        "old 1 ",
        "old 9999999999999999999999",
        "Old 1",
        "size 1",
        "old 1\nnot base64",
        "old 1\nAAAA",
        "old 1\r\n",
        "old ١",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpka0=x",
        "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=",
        "old 1" + "\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=" * 64,
    ],
)
def test_a_body_that_is_not_as_specified_is_malformed(head: str) -> None:
    with pytest.raises(Malformed):
        Submission.parse(f"{head}\n\n{SAMPLE.partition(chr(10) * 2)[2]}".encode())


@pytest.mark.parametrize("body", [b"", b"\n", b"\n\n", b"old 1\n", b"old 1", b"\xff\xfe\n\n"])
def test_a_body_without_its_parts_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        Submission.parse(body)


def test_sixty_three_hashes_are_as_many_as_there_may_be() -> None:
    body = Submission(1, (merkle.EMPTY,) * 63, b"signed").encode()

    assert len(Submission.parse(body).proof) == 63


def test_a_witness_signs_what_is_pushed(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        first = submission.push(server.url, log.note(4), watcher.key.verifier, log.prove)
        later = submission.push(server.url + "/", log.note(9), watcher.key.verifier, log.prove, old=4)

    assert isinstance(first, Signature)
    assert isinstance(later, Signature)
    assert watcher.key.verifier.signed(Note.parse(log.note(9)).text, later)


@pytest.mark.parametrize("guess", [0, 1, 4, 7, 9, 12])
def test_a_witness_that_knows_better_is_asked_again_from_its_own_size(watcher: Witness, log: Log, guess: int) -> None:
    watcher.cosign(asks(log, 0, 7))
    asked: list[tuple[int, int]] = []

    def prove(old: int, size: int) -> Sequence[bytes]:
        asked.append((old, size))
        return log.prove(old, size)

    with listening(watcher) as server:
        answer = submission.push(server.url, log.note(9), watcher.key.verifier, prove, old=guess)

    assert isinstance(answer, Signature)
    assert asked[-1] == (7, 9)


def test_the_same_tree_is_pushed_again_without_a_proof(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 9))

    def no_proof(old: int, size: int) -> Sequence[bytes]:
        raise AssertionError(f"nobody needs a proof from {old} to {size}")

    with listening(watcher) as server:
        answer = submission.push(server.url, log.note(9), watcher.key.verifier, no_proof, old=0)

    assert isinstance(answer, Signature)


def test_a_witness_that_saw_more_says_how_much(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 9))

    with listening(watcher) as server:
        answer = submission.push(server.url, log.note(5), watcher.key.verifier, log.prove, old=3)

    assert isinstance(answer, Refusal)
    assert (answer.why, answer.size) == (Why.AHEAD, 9)


@pytest.mark.parametrize("size", [5, 8])
def test_a_rewritten_history_is_told_as_such(watcher: Witness, log: Log, size: int) -> None:
    watcher.cosign(asks(log, 0, 5))
    forged = log.split(at=2, count=size - 2)

    with listening(watcher) as server:
        answer = submission.push(server.url, forged.note(), watcher.key.verifier, forged.prove, old=5)

    assert isinstance(answer, Refusal)
    assert answer.why == Why.INCONSISTENT


def test_a_log_and_a_key_that_the_witness_does_not_know_are_told_apart(watcher: Witness) -> None:
    elsewhere = Log(key=SigningKey.make("other.gob.mx/log")).grow(1)
    pretender = Log(key=SigningKey.make(ORIGIN)).grow(1)

    with listening(watcher) as server:
        answers = [
            submission.push(server.url, one.note(), watcher.key.verifier, one.prove) for one in (elsewhere, pretender)
        ]

    assert [one.why for one in answers if isinstance(one, Refusal)] == [Why.UNKNOWN_LOG, Why.UNKNOWN_KEY]


def test_the_signature_of_another_key_is_not_taken(watcher: Witness, log: Log) -> None:
    expected = SigningKey.make(NAME, COSIGNATURE).verifier

    with listening(watcher) as server:
        answer = submission.push(server.url, log.note(), expected, log.prove)

    assert isinstance(answer, Refusal)
    assert answer.why == Why.FALSE


def test_the_right_signature_is_found_among_others(watcher: Witness, log: Log) -> None:
    note = Note.parse(log.note())
    other = SigningKey.make("other.example.org", COSIGNATURE)
    false = Note.parse(log.note(3))
    lines = "".join(
        key.sign(text, 5).line
        for key, text in ((other, note.text), (watcher.key, false.text), (watcher.key, note.text))
    )

    with answering(saying("200 OK", lines.encode())) as site:
        answer = submission.push(site.url, log.note(), watcher.key.verifier, log.prove)

    assert answer == watcher.key.sign(note.text, 5)


@pytest.mark.parametrize("body", [b"", b"ok", "— testigo.example.org AAAA\n".encode(), b"\xff\n"])
def test_an_answer_that_is_no_signature_is_not_taken(watcher: Witness, log: Log, body: bytes) -> None:
    with answering(saying("200 OK", body)) as site:
        answer = submission.push(site.url, log.note(), watcher.key.verifier, log.prove)

    assert isinstance(answer, Refusal)
    assert answer.why == Why.FALSE


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("400 Bad Request", Why.MALFORMED),
        ("403 Forbidden", Why.UNKNOWN_KEY),
        ("404 Not Found", Why.UNKNOWN_LOG),
        ("422 Unprocessable Entity", Why.INCONSISTENT),
        ("429 Too Many Requests", Why.UNREACHABLE),
        ("500 Internal Server Error", Why.UNREACHABLE),
        ("503 Service Unavailable", Why.UNREACHABLE),
    ],
)
def test_each_status_is_told_as_what_it_means(watcher: Witness, log: Log, status: str, why: Why) -> None:
    with answering(saying(status, b"because\n")) as site:
        answer = submission.push(site.url, log.note(), watcher.key.verifier, log.prove)

    assert answer == Refusal(why, "because")
    assert site.lines == ["POST /add-checkpoint HTTP/1.1"]


def test_a_conflict_without_a_size_means_another_root(watcher: Witness, log: Log) -> None:
    with answering(saying("409 Conflict", b"other root\n", Content_Type="text/plain")) as site:
        answer = submission.push(site.url, log.note(), watcher.key.verifier, log.prove)

    assert isinstance(answer, Refusal)
    assert answer.why == Why.INCONSISTENT


@pytest.mark.parametrize("size", ["5", "0"])
def test_a_witness_that_contradicts_itself_is_not_asked_for_ever(watcher: Witness, log: Log, size: str) -> None:
    with answering(saying("409 Conflict", f"{size}\n".encode(), Content_Type=submission.SIZE_TYPE)) as site:
        answer = submission.push(site.url, log.note(), watcher.key.verifier, log.prove, old=0)

    assert isinstance(answer, Refusal)
    assert answer.why == Why.UNREACHABLE
    assert len(site.asked) <= 3


def test_a_witness_that_is_away_keeps_nobody_waiting(watcher: Witness, log: Log) -> None:
    def silent(line: socket.socket, _request: bytes) -> bool:
        time.sleep(0.6)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        return False

    with answering(silent) as site:
        answer = submission.push(site.url, log.note(), watcher.key.verifier, log.prove, timeout=0.2)

    assert isinstance(answer, Refusal)
    assert answer.why == Why.UNREACHABLE


def test_an_address_that_is_none_is_unreachable(watcher: Witness, log: Log) -> None:
    answer = submission.push("witness.example.org", log.note(), watcher.key.verifier, log.prove)

    assert isinstance(answer, Refusal)
    assert answer.why == Why.UNREACHABLE


def test_only_a_checkpoint_is_pushed(watcher: Witness, log: Log) -> None:
    with pytest.raises(Malformed):
        submission.push("http://127.0.0.1:1", b"not a checkpoint", watcher.key.verifier, log.prove)
