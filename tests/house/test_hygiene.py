"""What must not be in the repository, and what must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, nobody, tracked

TEXT = {
    ".py",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".json",
    ".csv",
    ".po",
    ".yml",
    ".yaml",
    ".cfg",
    "",
}
HOME = re.compile(r"(?<![\w.])/(?:home|Users|root)/(?!fulan[ao]\b)[\w.-]+")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
# Reserved for examples (RFC 2606, RFC 6761), and the addresses of machines.
EXAMPLE = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost)$|(?:^|\.)example\.(?:org|com|net|mx|gob\.mx)$|^[\d.]+$"
)
REGISTRY = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|://")


def texts() -> Iterator[tuple[Path, str]]:
    """Return each tracked text of the repository."""
    for path in tracked():
        if path.suffix in TEXT:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def dirt(text: str) -> list[str]:
    """Return what ties a text to a machine or a person."""
    found = [match[0] for match in HOME.finditer(text)]
    found += [str(ROOT)] if len(ROOT.parts) > 2 and f"{ROOT}/" in text else []
    return found + [match[0] for match in MAIL.finditer(text) if not EXAMPLE.search(match[1])]


def test_the_repository_names_no_machine_and_no_person() -> None:
    assert len(tracked()) > 50
    nobody(f"{path.relative_to(ROOT)}: {what}" for path, text in texts() for what in dirt(text))


def test_the_pins_name_no_registry_and_are_hashed() -> None:
    pins = sorted((ROOT / "requirements").glob("*.txt"))

    assert pins
    nobody(path.name for path in pins if REGISTRY.search(path.read_text()))
    nobody(path.name for path in pins if "--hash=sha256:" not in path.read_text())
    nobody(path.name for path in tracked() if path.name in {"uv.lock", "poetry.lock", "Pipfile.lock"})


def test_no_work_of_a_tool_is_tracked() -> None:
    made = {".sqlite3", ".mo", ".pyc", ".log", ".pem", ".key", ".exe"}

    nobody(str(path.relative_to(ROOT)) for path in tracked() if path.suffix in made)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "Makefile"])
def test_the_house_has_its_front_matter(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("text", ["see /" + "home/ana/x", "write to ana" + "@" + "correo.com.mx"])
def test_the_law_of_hygiene_bites(text: str) -> None:
    assert dirt(text)


@pytest.mark.parametrize("text", ["write to ana" + "@" + "example.org", "a path /srv/tequio", "1 @ 2"])
def test_examples_are_clean(text: str) -> None:
    assert dirt(text) == []
