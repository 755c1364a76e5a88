"""A witness over HTTP: each answer of the protocol."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tequio.tlog import remote, submission
from tequio.tlog.checkpoint import Checkpoint, cosigned, opened
from tequio.tlog.note import Note, Signature, SigningKey, signature_lines
from tequio.tlog.remote import Answer
from tequio.tlog.submission import Submission
from tequio.tlog.tests.witnessed import NAME, ORIGIN, Log, asks, listening, raw, witness_of
from tequio.tlog.witness import Witness, id_of
from tequio.tlog.witness_server import MOST_BODY, Server


@pytest.fixture
def log() -> Log:
    """A log of eight entries."""
    return Log().grow(8)


@pytest.fixture
def watcher(tmp_path: Path, log: Log) -> Witness:
    """A witness that watches it."""
    return witness_of(log, tmp_path / "witness")


def submit(server: Server, body: Submission | bytes) -> Answer:
    """Post a body to add-checkpoint."""
    data = body.encode() if isinstance(body, Submission) else body
    return remote.post(f"{server.url}/add-checkpoint", data)


def test_200_answers_the_cosignature_alone(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        status, headers, body = submit(server, asks(log, 0, 5))

    (signature,) = signature_lines(body.decode())
    assert (status, headers.get_content_type()) == (200, "text/plain")
    assert watcher.key.verifier.signed(Note.parse(log.note(5)).text, signature)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n",
        b"hello",
        b"old 0\n\nnot a checkpoint\n",
        b"old x\n\n" + Log().grow(1).note(),
        b"old 0\n\n" + Log().grow(1).note().replace(b"\n1\n", b"\n01\n"),
        b"old 0\n\n" + Log().grow(1).note()[:-1],
    ],
)
def test_400_for_what_is_malformed(watcher: Witness, body: bytes) -> None:
    with listening(watcher) as server:
        assert submit(server, body).status == 400


def test_400_for_an_old_size_above_the_checkpoints(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        assert submit(server, Submission(6, (), log.note(5))).status == 400


def test_403_if_no_key_of_that_log_signed(watcher: Witness) -> None:
    pretender = Log(key=SigningKey.make(ORIGIN)).grow(3)

    with listening(watcher) as server:
        assert submit(server, asks(pretender, 0, 3)).status == 403


def test_404_for_an_unknown_log(watcher: Witness) -> None:
    other = Log(key=SigningKey.make("other.gob.mx/log")).grow(3)

    with listening(watcher) as server:
        assert submit(server, asks(other, 0, 3)).status == 404


def test_409_answers_the_size_in_its_own_media_type(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        submit(server, asks(log, 0, 5))
        status, headers, body = submit(server, asks(log, 3, 8))

    assert (status, headers["Content-Type"], body) == (409, "text/x.tlog.size", b"5\n")


def test_409_answers_zero_to_whoever_begins_too_late(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        status, _headers, body = submit(server, asks(log, 3, 8))

    assert (status, body) == (409, b"0\n")


def test_422_for_a_proof_that_does_not_hold(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        submit(server, asks(log, 0, 3))

        assert submit(server, Submission(3, tuple(log.prove(3, 7))[1:], log.note(7))).status == 422
        assert submit(server, Submission(3, (), log.note(7))).status == 422


def test_422_for_a_first_checkpoint_with_a_proof(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        assert submit(server, Submission(0, (b"\x07" * 32,), log.note(7))).status == 422


@pytest.mark.parametrize("size", [5, 6, 8, 13])
def test_422_for_a_forged_history_signed_with_the_true_key(watcher: Witness, log: Log, size: int) -> None:
    forged = log.split(at=4, count=size - 4)

    with listening(watcher) as server:
        submit(server, asks(log, 0, 5))

        assert submit(server, asks(forged, 5, size)).status == 422
        assert submit(server, asks(log, 5, 8)).status == 200


def test_500_while_the_memory_cannot_be_believed_and_no_word_of_why_to_strangers(watcher: Witness, log: Log) -> None:
    said: list[str] = []
    watcher.cosign(asks(log, 0, 5))
    (file,) = watcher.folder.glob("*.checkpoint")
    file.write_bytes(b"rubbish")

    with listening(Witness(watcher.folder), say=said.append) as server:
        answers = [submit(server, asks(log, 5, 8)), remote.fetch(f"{server.url}/{id_of(ORIGIN)}/checkpoint")]

    assert [one.status for one in answers] == [500, 500]
    assert all(str(watcher.folder).encode() not in one.body for one in answers)
    assert str(file) in said[0]


def test_the_newest_cosigned_checkpoint_is_read_by_anybody(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        address = f"{server.url}/{id_of(ORIGIN)}/checkpoint"
        before = remote.fetch(address).status
        submit(server, asks(log, 0, 5))
        submit(server, asks(log, 5, 7))
        status, headers, body = remote.fetch(address)

    stated, note = opened(body, [log.vkey])
    assert (before, status, headers.get_content_type()) == (404, 200, "text/plain")
    assert stated == Checkpoint(ORIGIN, 7, log.root(7))
    assert list(cosigned(note, [watcher.key.verifier])) == [watcher.vkey]
    assert headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        f"/{id_of('other.gob.mx/log')}/checkpoint",
        "/x/checkpoint",
        "/witness.key",
        "/../witness.key",
        "/logs.txt",
        "/?x",
    ],
)
def test_nothing_else_is_read(watcher: Witness, path: str) -> None:
    with listening(watcher) as server:
        answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"PRIVATE" not in answer


def test_the_page_says_what_it_is_in_two_languages(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        submit(server, asks(log, 0, 5))
        _status, headers, body = remote.fetch(server.url + "/")

    page = body.decode()
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<section lang="es">' in page
    assert '<section lang="en">' in page
    assert page.count(watcher.vkey) == 2
    assert page.count(f"<td>{ORIGIN}</td><td>5</td>") == 2
    assert f'href="{id_of(ORIGIN)}/checkpoint"' in page


def test_the_page_lets_no_name_of_a_log_speak_html(watcher: Witness) -> None:
    watcher.watch(SigningKey.make("<script>alert(1)</script>").verifier)

    with listening(watcher) as server:
        page = remote.fetch(server.url + "/").body

    assert b"<script>" not in page
    assert b"&lt;script&gt;" in page


def test_the_page_stands_where_nothing_is_watched_and_where_the_memory_is_damaged(
    watcher: Witness, log: Log, tmp_path: Path
) -> None:
    watcher.cosign(asks(log, 0, 5))
    (file,) = watcher.folder.glob("*.checkpoint")
    file.write_bytes(b"rubbish")

    for one in (Witness.make(tmp_path / "idle", NAME), Witness(watcher.folder)):
        with listening(one) as server:
            status, _headers, body = remote.fetch(server.url)
        assert (status, one.vkey in body.decode()) == (200, True)


def test_a_log_added_meanwhile_is_watched_without_a_restart(watcher: Witness) -> None:
    other = Log(key=SigningKey.make("other.gob.mx/log")).grow(3)

    with listening(watcher) as server:
        before = submit(server, asks(other, 0, 3)).status
        Witness(watcher.folder).watch(other.vkey)

        assert (before, submit(server, asks(other, 0, 3)).status) == (404, 200)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (MOST_BODY + 1), b"413"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", b"404"),
        (b"GET /add-checkpoint HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"405"),
        (b"DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", b"501"),
        (b"rubbish\r\n\r\n", b"400"),
    ],
)
def test_what_is_no_question_is_sent_away(watcher: Witness, request_: bytes, status: bytes) -> None:
    with listening(watcher) as server:
        answer = raw(server, request_)

    assert status in answer.split(b"\r\n", 1)[0] + answer[:400]


def test_head_answers_no_body(watcher: Witness) -> None:
    with listening(watcher) as server:
        answer = raw(server, b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    head, _blank, body = answer.partition(b"\r\n\r\n")
    assert (head.split(b" ")[1], body) == (b"200", b"")


def test_one_connection_carries_many_submissions(watcher: Witness, log: Log) -> None:
    bodies = [asks(log, old, old + 1).encode() for old in range(8)]
    questions = b"".join(
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        for body in bodies
    )

    with listening(watcher) as server:
        answer = raw(server, questions + b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert answer.count(b"HTTP/1.1 200 ") == 8


def test_its_operator_is_told_of_each_submission(watcher: Witness, log: Log) -> None:
    said: list[str] = []

    with listening(watcher, say=said.append) as server:
        submit(server, asks(log, 0, 5))
        submit(server, asks(log, 0, 8))
        submit(server, b"rubbish")

    assert said == [f"add-checkpoint 200 {ORIGIN} 5", f"add-checkpoint 409 {ORIGIN} 8", "add-checkpoint 400 ?"]


def test_two_racing_histories_are_never_both_signed(watcher: Witness, log: Log) -> None:
    signed: list[Signature] = []

    def race(history: Log) -> None:
        start.wait()
        answer = submission.push(server.url, history.note(), watcher.key.verifier, history.prove, old=size - 2)
        signed.extend([answer] if isinstance(answer, Signature) else [])

    with listening(watcher) as server:
        submit(server, asks(log, 0, 8))
        agreed = log
        for turn in range(8):
            size = 10 + 2 * turn
            histories = [agreed.split(at=size - 2, count=2, word=f"history {n}") for n in range(6)]
            start = threading.Barrier(6)
            threads = [threading.Thread(target=race, args=(one,)) for one in histories]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(signed) == turn + 1
            (agreed,) = (
                one for one in histories if watcher.key.verifier.signed(Note.parse(one.note()).text, signed[-1])
            )

    assert signed[-1].name == NAME
