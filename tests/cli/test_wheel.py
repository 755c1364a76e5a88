"""The wheel built from this tree installs, and brings everything that a site needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.cli.installation import ROOT, Installation
from tests.cli.test_commands import OPTIONS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built in a copy: other tests read the catalogues that a build writes."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("src", "demo"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "build_catalogue.py"):
        shutil.copy(ROOT / name, copy / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy / "dist")]
    subprocess.run(build, cwd=copy, check=True, capture_output=True)
    (built,) = (copy / "dist").glob("*.whl")
    return built


def test_it_holds_templates_styles_catalogue_and_demo_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    tree = wheel.parent.parent
    here = {path.relative_to(tree / "src").as_posix() for path in (tree / "src").rglob("*.html")}
    told = {f"tequio/demo/{path.relative_to(tree / 'demo').as_posix()}" for path in (tree / "demo").rglob("*.json")}
    assert {name for name in here if "/tests/" not in name} | told <= names
    assert {"tequio/locale/es/LC_MESSAGES/django.mo", "tequio/web/css/tequio.css"} <= names
    assert told
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if "/tests/" in name or name.endswith((".po", ".pyc"))] == []


def test_it_installs_into_a_fresh_environment_and_founds_a_site(wheel: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(fresh)], check=True)
    uv = [str(Path(sysconfig.get_path("scripts")) / "uv"), "pip", "install", "--offline", "--no-deps", "-q"]
    subprocess.run([*uv, "--python", str(fresh / "bin" / "python"), str(wheel)], check=True)
    # Its dependencies are those of this run; the package itself can only come from the wheel.
    (packages,) = fresh.glob("lib/*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    environment = {**Installation(tmp_path / "home").environment, "PYTHONPATH": ""}

    def run(*words: str) -> str:
        command = [str(fresh / "bin" / "tequio"), *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    from tequio import __version__

    assert run("version") == f"tequio {__version__}\n"
    assert '"site": "nl"' in run("init", *OPTIONS, "--json")
    where = run("manage", "shell", "--no-imports", "-c", "import tequio; print(tequio.__file__)")
    assert Path(where.strip()).is_relative_to(fresh)
    assert os.listdir(tmp_path / "home" / "static")
