"""Debian's packages, which the tests install where something is missing and that is theirs to do."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install packages as root where there is apt; otherwise leave things as they are."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {' '.join(packages)}…", flush=True)  # noqa: T201 — it takes a while
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    get = ["apt-get", "-qq", "-y"]
    wanted = [*get, "install", "--no-install-recommends", *packages]
    if subprocess.run(wanted, **quiet, stderr=subprocess.DEVNULL).returncode:  # perhaps the lists are old
        subprocess.run([*get, "update"], **quiet)
        subprocess.run(wanted, **quiet)
