"""`tequio record erase`: somebody is erased from the command line, and stays erased when an older backup returns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import WORLD, Installation, installation

# Somebody asks about a public commitment; the worker indexes what she wrote. Prints the id of the entry.
ASKED = """
from tequio.contributions import actions
from tequio.people.queries import Visitor
from tequio.record.tasks import deliver
made, _token = actions.submit_contribution(
    thing=world.lab.urn, jurisdiction=world.jurisdiction, kind="question", name="Quetzalli",
    text="Soy partera en Xilotepetl: ¿cuándo publican los horarios?", email="quetzalli@example.org",
    actor=Visitor(), at=at,
)
while deliver(): pass
print(made.fact)
"""
WORK = "from tequio.record.tasks import deliver\nwhile deliver(): pass\n"
# Every table with her words, also those in which an index keeps its own.
FOUND = """
from django.db import connection
for table in connection.introspection.table_names():
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        said = " ".join(
            bytes(value).decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)
            for row in cursor.fetchall() for value in row
        ).lower()
    if "quetzalli" in said or "xilotepetl" in said:
        print(table)
"""
NOBODY = ""


@pytest.fixture
def site(tmp_path: Path, blank: Installation) -> Iterator[Installation]:
    """A site whose log is published."""
    with installation(tmp_path, "site", like=blank) as made:
        yield made


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, blank: Installation) -> Iterator[tuple[Installation, str]]:
    """A site where somebody asked, which stays as it is, and the entry of the question."""
    with installation(tmp_path_factory.mktemp("asked"), "asked", like=blank) as made:
        yield made, ask(made)


def ask(site: Installation) -> str:
    """Let somebody ask, publish it, and return the id of its entry."""
    entry = site.tell(WORLD + ASKED).strip()
    site.run("record", "sequence", "--once")
    return entry


def test_nothing_is_erased_before_a_yes(asked: tuple[Installation, str]) -> None:
    site, entry = asked
    before = site.tell(FOUND)

    said = site.run("record", "erase", entry, "--basis", "asked", code=1)
    answer = site.answer("record", "erase", entry, "--basis", "asked", code=1)

    assert "--yes" in said
    assert answer == {"entry": entry, "erased": [], "left": ["name", "text"]}
    assert site.tell(FOUND) == before != NOBODY


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["--basis", "because"], "--basis"),
        (["--basis", "asked", "--name", "address"], "--name"),
        (["--basis", "asked", "--name", "text", "--name", "address"], "--name"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_word(
    asked: tuple[Installation, str], words: list[str], field: str
) -> None:
    site, entry = asked

    said = site.run("record", "erase", entry, *words, "--yes", code=1)

    assert f"tequio: {field}: " in said
    assert site.answer("record", "erase", entry, "--basis", "asked", code=1)["left"] == ["name", "text"]


def test_one_value_goes_then_the_rest_and_then_there_is_nothing_left(site: Installation) -> None:
    entry = ask(site)
    erase = ("record", "erase", entry, "--basis", "ordered", "--yes")

    one = site.answer(*erase, "--name", "name")
    rest = site.answer(*erase)
    again = site.run(*erase, code=1)

    assert (one["erased"], one["left"]) == (["name"], ["text"])
    assert (rest["erased"], rest["left"]) == (["text"], [])
    assert "tequio: " in again
    site.run("record", "erase", "00000000-0000-0000-0000-000000000000", "--basis", "asked", code=1)


def test_an_older_backup_does_not_bring_her_back(site: Installation, tmp_path: Path) -> None:
    entry = ask(site)
    site.run("backup", str(tmp_path / "older.tar"))
    site.answer("record", "erase", entry, "--basis", "asked", "--yes")
    site.tell(WORK)
    site.run("record", "sequence", "--once")
    assert site.tell(FOUND) == NOBODY
    size = site.answer("record", "state")["size"]

    site.run("restore", str(tmp_path / "older.tar"), "--force")
    site.run("record", "sequence", "--once")
    site.tell(WORK)

    assert site.tell(FOUND) == NOBODY
    assert site.answer("record", "state")["size"] >= size
    assert site.answer("record", "check") == []
    assert site.answer("record", "erase", entry, "--basis", "asked", code=1)["left"] == []
