"""`tequio witness`, as an organisation runs it: every command, its exit codes, and a machine that dies."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tequio.tlog import remote, submission, witness_cli
from tequio.tlog.note import COSIGNATURE, Note, Signature, VerifierKey
from tequio.tlog.tests.witnessed import NAME, ORIGIN, Log, Site, asks, serving, witness_of
from tequio.tlog.witness import Witness, id_of

LONG = bool(os.environ.get("TEQUIO_SOAK"))
# As on a machine that has no Django at all.
RUN = "import sys; sys.modules['django'] = None; from tequio.tlog.witness_cli import app; app()"
ENGLISH = {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English, whatever the shell does."""
    monkeypatch.setattr(witness_cli, "_", str)


def run(*arguments: object, code: int = 0) -> str:
    """Run a command that ends with an exit code; return what it says, complaints among it."""
    result = CliRunner().invoke(witness_cli.app, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result.output


def start(*arguments: object) -> subprocess.Popen[str]:
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", RUN, *map(str, arguments)],
        env={**os.environ, **ENGLISH},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve a witness in a process of its own; yield it and its address."""
    process = start("serve", folder, "--port", "0")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield process, next(word for word in line.split() if word.startswith("http"))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site with a log of five entries."""
    with serving(tmp_path / "site") as made:
        yield made


@pytest.fixture
def log(site: Site) -> Log:
    """The log there."""
    made = Log().grow(5)
    made.publish(site.folder)
    return made


def test_an_organisation_makes_a_witness_watches_a_log_pulls_and_shows(tmp_path: Path, site: Site, log: Log) -> None:
    folder, public = tmp_path / "witness", tmp_path / "public"

    vkey = run("new", folder, "--name", NAME).splitlines()[0]
    watching = run("watch", folder, log.vkey, site.url)
    first = run("pull", folder, "--publish", public)
    log.grow(3).publish(site.folder)
    again = run("pull", folder, "--publish", public, "--once")
    shown = json.loads(run("show", folder, "--json"))

    assert (VerifierKey.parse(vkey).name, VerifierKey.parse(vkey).kind) == (NAME, COSIGNATURE)
    assert ORIGIN in watching
    assert "signed. Entries: 5, new: 5." in first
    assert "signed. Entries: 8, new: 3." in again
    assert (public / id_of(ORIGIN) / "checkpoint").read_bytes().count("— ".encode()) == 2
    assert (shown["vkey"], shown["logs"][0]["origin"], shown["logs"][0]["size"]) == (vkey, ORIGIN, 8)
    assert f"{ORIGIN}: entries: 8" in run("show", folder)


def test_a_log_that_misbehaved_ends_with_1_and_names_the_evidence(tmp_path: Path, site: Site, log: Log) -> None:
    witness_of(log, tmp_path / "witness", site.url)
    run("pull", tmp_path / "witness")
    log.split(at=3, count=5).publish(site.folder)

    said = run("pull", tmp_path / "witness", code=1)

    assert "changed its history" in said
    assert "Nothing was signed" in said
    paths = [line.rpartition(": ")[2] for line in said.splitlines() if "kept as evidence" in line]
    assert len(paths) == 3
    assert all(Path(path).is_file() for path in paths)


def test_a_log_that_is_away_ends_with_3(tmp_path: Path, log: Log) -> None:
    witness_of(log, tmp_path / "witness", "http://127.0.0.1:9")

    assert ORIGIN in run("pull", tmp_path / "witness", code=3)


def test_one_log_that_is_away_does_not_hide_another_that_misbehaved(tmp_path: Path, site: Site, log: Log) -> None:
    away = Log(key=log.key.make("away.gob.mx/log")).grow(1)
    witness = witness_of(log, tmp_path / "witness", site.url)
    witness.watch(away.vkey, "http://127.0.0.1:9")
    run("pull", tmp_path / "witness", code=3)
    log.split(at=3, count=5).publish(site.folder)

    assert "away.gob.mx/log" in run("pull", tmp_path / "witness", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "{witness}", "--name", NAME),
        ("new", "{new}"),
        ("new", "{new}", "--name", "a b"),
        ("watch", "{witness}", "not-a-key"),
        ("watch", "{witness}", "{vkey}", "ftp://example.org"),
        ("watch", "{new}", "{vkey}"),
        ("pull", "{new}"),
        ("pull", "{witness}"),
        ("pull", "{witness}", "--once", "--every", "5"),
        ("show", "{new}"),
        ("serve", "{new}"),
        ("serve", "{witness}", "--host", "not-an-address.invalid"),
        ("dance",),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(tmp_path: Path, log: Log, arguments: tuple[str, ...]) -> None:
    witness_of(log, tmp_path / "witness")
    names = {"witness": tmp_path / "witness", "new": tmp_path / "new", "vkey": log.vkey}

    said = run(*(one.format(**names) for one in arguments), code=2)

    assert said.strip()
    assert "Traceback" not in said


def test_the_private_key_is_never_shown(tmp_path: Path, site: Site, log: Log) -> None:
    folder = tmp_path / "witness"
    said = run("new", folder, "--name", NAME) + run("watch", folder, log.vkey, site.url)
    said += run("pull", folder, "--publish", tmp_path / "public") + run("show", folder) + run("show", folder, "--json")

    secret = (folder / "witness.key").read_text().strip()
    public = b"".join(path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file())
    assert secret not in said
    assert secret[-30:] not in said
    assert secret[-30:].encode() not in public


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_end_ends_well(tmp_path: Path, log: Log, how: signal.Signals) -> None:
    witness = witness_of(log, tmp_path / "witness")

    with served(witness.folder) as (process, url):
        answer = submission.push(url, log.note(), witness.key.verifier, log.prove)
        process.send_signal(how)
        said, complained = process.communicate(timeout=60)

    assert isinstance(answer, Signature)
    assert process.returncode == 0
    assert complained == f"add-checkpoint 200 {ORIGIN} 5\n"
    with pytest.raises(remote.Unreachable):
        remote.fetch(url)


def test_pulling_again_and_again_ends_when_told(tmp_path: Path, site: Site, log: Log) -> None:
    witness = witness_of(log, tmp_path / "witness", site.url)

    process = start("pull", witness.folder, "--every", "1")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _turn in range(2)]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)

    assert [line.strip().endswith(end) for line, end in zip(lines, ("new: 5.", "new: 0."), strict=True)]
    assert process.returncode == 0


def test_a_restart_keeps_the_memory(tmp_path: Path, log: Log) -> None:
    witness = witness_of(log, tmp_path / "witness")
    with served(witness.folder) as (_process, url):
        submission.push(url, log.note(4), witness.key.verifier, log.prove)

    with served(witness.folder) as (_process, url):
        forged = log.split(at=2, count=4)
        lied = remote.post(f"{url}/add-checkpoint", asks(forged, 4, 6).encode()).status
        late = remote.post(f"{url}/add-checkpoint", asks(log, 0, 3).encode())
        right = remote.post(f"{url}/add-checkpoint", asks(log, 4, 5).encode()).status

    assert (lied, late.status, late.body, right) == (422, 409, b"4\n", 200)


def test_a_witness_that_is_killed_never_signs_two_histories(tmp_path: Path, log: Log) -> None:
    """Histories race while the process is killed at any moment; whatever was answered holds after each restart."""
    witness = witness_of(log, tmp_path / "witness")
    chance = random.Random(4)
    signed: dict[int, set[bytes]] = {}

    def push(url: str, history: Log, size: int) -> None:
        answer = submission.push(url, history.note(size), witness.key.verifier, history.prove, old=size - 1)
        if isinstance(answer, Signature):
            signed.setdefault(size, set()).add(history.root(size))

    def race(url: str, history: Log) -> None:
        start.wait()
        for size in range(base + 1, len(history.entries) + 1):
            push(url, history, size)

    histories = [log]
    for turn in range(25 if LONG else 5):
        known = Witness(witness.folder).remembered(witness.logs()[ORIGIN])
        base = known.size
        agreed = next(one for one in histories if one.root(base) == known.root)
        histories = [agreed.split(at=base, count=40, word=f"{turn} {name}") for name in "abc"]
        start = threading.Barrier(4)
        with served(witness.folder) as (process, url):
            threads = [threading.Thread(target=race, args=(url, one)) for one in histories]
            for thread in threads:
                thread.start()
            start.wait()
            threading.Event().wait(chance.uniform(0.01, 0.15))
            process.kill()
            for thread in threads:
                thread.join()
        after = Witness(witness.folder).remembered(witness.logs()[ORIGIN])
        assert after.size >= max(signed, default=0)
        with served(witness.folder) as (_process, url):
            for history in histories:
                for size in (after.size, after.size + 1):
                    push(url, history, size)

    assert signed
    assert [size for size, roots in signed.items() if len(roots) > 1] == []
    kept = Witness(witness.folder).remembered(witness.logs()[ORIGIN])
    assert kept.note is not None
    assert witness.key.verifier.signed(Note.parse(kept.note.encode()).text, kept.note.signatures[-1])
