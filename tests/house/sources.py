"""What the laws of the house read: every module once, the floors, and the repository's files."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "tequio"

# Floors that are libraries of words, not rooms with tables behind a door.
LIBRARIES = frozenset({"web", "replay", "tables", "paper", "tlog", "kit"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of ours, parsed."""

    path: Path

    @cached_property
    def text(self) -> str:
        """Its source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def where(self) -> str:
        """Its path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Its dotted name below `tequio`, in pieces: ("plans", "models", "tree")."""
        pieces = self.path.relative_to(SRC).with_suffix("").parts
        return pieces[:-1] if pieces[-1] == "__init__" else pieces

    @property
    def room(self) -> str:
        """The room it stands in; empty for the package itself."""
        return self.parts[0] if self.parts else ""

    @property
    def step(self) -> str:
        """Its step of the room's staircase: `actions` for plans/actions/publication.py."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def is_test(self) -> bool:
        """Whether it is part of the tests."""
        return "tests" in self.parts

    @property
    def is_furniture(self) -> bool:
        """Whether it is a file whose shape Django gives: apps, migrations; or a test."""
        return self.is_test or self.step in {"apps", "migrations"}

    def functions(self) -> Iterator[Function]:
        """Return every function and method."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Return every class."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    def imports(self) -> Iterator[tuple[ast.stmt, str, str, str]]:
        """Return each imported name as (statement, module, name, how it is called here); name is empty for a module."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node, alias.name, "", alias.asname or alias.name.split(".")[0]
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield node, node.module or "", alias.name, alias.asname or alias.name


def sample(source: str, where: str = "plans/actions.py") -> Module:
    """Return a module that exists only here, to show that a law bites."""
    module = Module(SRC / where)
    module.__dict__["text"] = source
    return module


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, in order."""
    return tuple(Module(path) for path in sorted(SRC.rglob("*.py")) if "__pycache__" not in path.parts)


@cache
def own_modules() -> tuple[Module, ...]:
    """Return the modules that people write: neither tests, nor migrations, nor apps.py."""
    return tuple(module for module in modules() if not module.is_furniture)


@cache
def project() -> dict[str, object]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def layers() -> tuple[tuple[str, ...], ...]:
    """Return the floors of the import contract, top to bottom, each with its rooms."""
    contracts = project()["tool"]["importlinter"]["contracts"]  # type: ignore[index]
    lines = next(one["layers"] for one in contracts if one["name"].startswith("The floors"))
    return tuple(tuple(re.sub(r"[() ]", "", line).split("|")) for line in lines)


@cache
def floors() -> dict[str, int]:
    """Return each room's height: 0 is the lowest."""
    return {room: height for height, rooms in enumerate(reversed(layers())) for room in rooms}


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the repository that still stand on disk."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    return tuple(ROOT / name for name in listed if name and (ROOT / name).is_file())


@cache
def templates() -> dict[Path, str]:
    """Return every template of ours with its text."""
    found = (path for path in sorted(SRC.rglob("*.html")) if "templates" in path.parts and "tests" not in path.parts)
    return {path: path.read_text(encoding="utf-8") for path in found}


def place(module: Module, node: ast.AST, what: str) -> str:
    """Say where somebody broke a law."""
    return f"{module.where}:{getattr(node, 'lineno', 1)} {what}"


def nobody(offenders: Iterable[str]) -> None:
    """Fail with every offender on a line of its own."""
    found = list(offenders)
    assert not found, "\n" + "\n".join(found)
