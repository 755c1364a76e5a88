"""The sandbox holds when Tequio is not root: everything again, as the user nobody."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tequio.tables.query.sandbox import _HOMES
from tequio.tables.query.tests import versions

NOBODY = 65534
IMPORTS = f"import sys; sys.path[:0] = {list(_HOMES)!r}; import duckdb; "
ATTACK = (
    IMPORTS
    + """
import json, os, time
from tequio.tables.query.refused import Refused
from tequio.tables.query.sandbox import _BOOT, Sandbox
from tequio.tables.query.tests import attacks

UNGATED = _BOOT.replace("[1]))", "[1]), judge=lambda sql, parser: None)")
BOMBS = ("levenshtein", "repeat of repeat", "range", "cross joins", "ten WITHs inside each other")
tried = {**attacks.FILES, **attacks.SETTINGS, **attacks.CHANGES, **attacks.LEAKS}
tried |= {name: attacks.BOMBS[name] for name in BOMBS}
told = {"uid": os.geteuid(), "walls": [], "gated": {}, "ungated": {}, "longest": 0.0, "right": 0}
for kind, boot in (("gated", ()), ("ungated", (UNGATED,))):
    with Sandbox(workers=1, deadline=1.0, boot=boot) as sandbox:
        for name, sql in tried.items():
            began = time.monotonic()
            try:
                said = str(sandbox.ask(sys.argv[1], sql))
            except Refused as no:
                said = "refused " + str(no)
            told["longest"] = max(told["longest"], time.monotonic() - began)
            told[kind][name] = said
            told["right"] += sandbox.ask(sys.argv[1], "SELECT count(*) FROM data").rows == ((1000,),)
        told["walls"] = sorted(sandbox._pool.idle[0].walls)
print(json.dumps(told))
"""
)


def interpreter() -> str:
    """Return a Python that nobody may run: root's own may lie where only root comes."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, shutil.which(version, path="/usr/bin:/usr/local/bin")):
        if candidate and run(candidate, IMPORTS).returncode == 0:
            return candidate
    return pytest.skip("there is no Python here that the user nobody may run")


def run(python: str, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [python, "-I", "-c", code, *arguments],
            user=NOBODY, group=NOBODY, extra_groups=[], cwd="/", env={"LC_ALL": "C.UTF-8"},
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
    except PermissionError:
        return subprocess.CompletedProcess([], 1, "", "")


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests are run by such a user already")
def test_every_attack_is_refused_to_an_unprivileged_server():
    python = interpreter()
    with tempfile.TemporaryDirectory(prefix="tequio-nobody-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        version = versions.make(folder)

        done = run(python, ATTACK, str(version))

    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["uid"] == NOBODY
    assert told["longest"] < 4.0
    assert told["right"] == len(told["gated"]) + len(told["ungated"])
    assert [name for name, said in told["gated"].items() if not said.startswith("refused")] == []
    for said in told["ungated"].values():
        assert "tequio-nobody-" not in said
        assert "root:" not in said
    if platform.machine() == "x86_64":
        assert "calls" in told["walls"]
