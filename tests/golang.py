"""A second opinion on notes and logs, from Go's own verifier (golang.org/x/mod), which shares no line with ours.

    golang.require()                                    in a test: no Go here, no test (a failure where CI=true)
    golang.verify_log(folder, vkey, proofs=[…])         a published log; raises Refused, and says what does not hold
    golang.judge_notes(notes, vkeys)                    many notes at once

The programs are in tests/go/. Debian packages what they need; where that is not installed and may be, it is installed.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.debian import install

PACKAGES = ("golang-go", "golang-golang-x-mod-dev")
_LIBRARY = Path("/usr/share/gocode")
_SOURCES = Path(__file__).resolve().parent / "go"
_BUILT = Path(sys.prefix) / "go"


class Refused(Exception):
    """Go's verifier says no; the message is what it says."""


class Opened(NamedTuple):
    """What a note says, and the keys (`name+id`) whose signatures hold."""

    text: bytes
    by: list[str]


def is_here() -> bool:
    """Tell whether the compiler and the library are installed."""
    return shutil.which("go") is not None and (_LIBRARY / "src/golang.org/x/mod/sumdb/tlog").is_dir()


def ready() -> bool:
    """Install Go if it is missing and that is ours to do; tell whether it is there now."""
    if not is_here():
        install(*PACKAGES)
    return is_here()


def require() -> None:
    """Skip the test that asks if there is no Go; fail it where CI=true, for there it must run."""
    if not ready():
        missing = f"NOT RUN: Go is missing (apt-get install {' '.join(PACKAGES)})"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(missing)
        pytest.skip(missing)


def verify_log(folder: Path, vkey: str, proofs: Sequence[Path] = (), witnesses: Sequence[str] = ()) -> dict[str, Any]:
    """Verify a published log: checkpoint, every tile, inclusion, consistency, and files of proofs of its entries.

    Returns origin, size, root, signers, and how many tiles and proofs held. Raises Refused. Each witness that is named
    by its key must have cosigned the checkpoint.
    """
    named = [word for witness in witnesses for word in ("-witness", witness)]
    said = _run("log", [*named, vkey, str(folder), *map(str, proofs)])
    return json.loads(said)


def judge_notes(notes: Iterable[bytes], vkeys: Sequence[str]) -> list[Opened | None]:
    """Open each note with the same keys; None where Go refuses it."""
    with tempfile.TemporaryDirectory(prefix="tequio-go-") as home:
        cases, outcomes = Path(home) / "cases.json", Path(home) / "outcomes.json"
        cases.write_text(json.dumps({"keys": list(vkeys), "notes": [base64.b64encode(one).decode() for one in notes]}))
        _run("notes", [str(cases), str(outcomes)])
        found = json.loads(outcomes.read_bytes())
    return [Opened(base64.b64decode(one["text"]), one["by"]) if one else None for one in found]


def _run(program: str, arguments: Sequence[str]) -> str:
    done = subprocess.run([_built(program), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise Refused(done.stderr.strip())
    return done.stdout


@cache
def _built(program: str) -> Path:
    """Return a program, compiled again only when a source of it changed."""
    sources = [_SOURCES / f"{name}.go" for name in (program, "keys")]
    digest = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    target = _BUILT / f"{program}-{digest}"
    if not target.exists():
        _BUILT.mkdir(exist_ok=True)
        mine = target.with_suffix(f".{os.getpid()}")  # two runs may compile at once
        environment = {**os.environ, "GOPATH": str(_LIBRARY), "GO111MODULE": "off", "GOCACHE": str(_BUILT / "cache")}
        command = ["go", "build", "-o", str(mine), *map(str, sources)]
        done = subprocess.run(
            command, env={**environment, "CGO_ENABLED": "0", "GOFLAGS": ""}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        mine.replace(target)
    return target
