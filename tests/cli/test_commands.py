"""The command `tequio`: quick, plain, and honest about what it did."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import WORLD, Installation, installation

GIVEN = {
    "site": "nl",
    "name": "Nuevo León",
    "slug": "nl",
    "level": "state",
    "institution": "Secretaría de Gobierno Abierto",
    "email": "coordinacion@nl.example",
}
OPTIONS = [word for name, value in GIVEN.items() for word in (f"--{name}", value)]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Installation]:
    """A machine where nothing was installed."""
    with installation(tmp_path, "machine") as made:
        yield made


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory, blank: Installation) -> Iterator[Installation]:
    """A site that was founded and does nothing yet."""
    with installation(tmp_path_factory.mktemp("founded"), "founded", like=blank) as made:
        made.run("init", *OPTIONS)
        yield made


@pytest.fixture(scope="module")
def nameless(tmp_path_factory: pytest.TempPathFactory, blank: Installation) -> Iterator[Installation]:
    """A machine with tables and no site."""
    with installation(tmp_path_factory.mktemp("nameless"), "nameless", like=blank) as made:
        yield made


def test_help_imports_neither_django_nor_duckdb_nor_rich() -> None:
    asked = (
        "import sys\nsys.argv = ['tequio', '--help']\nfrom tequio.config import cli\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print({name.split('.')[0] for name in sys.modules} & {'django', 'duckdb', 'rich'})"
    )

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert "Usage: " in done.stdout
    assert done.stdout.splitlines()[-1] == "set()"


def test_help_takes_less_than_half_a_second_of_work() -> None:
    before = os.times()

    subprocess.run([sys.executable, "-m", "tequio.config.cli", "--help"], capture_output=True, check=True)

    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 0.5


def test_help_names_every_command_and_the_exit_codes(machine: Installation) -> None:
    said = machine.run("--help")

    for name in ("demo", "serve", "init", "migrate", "backup", "restore", "doctor", "manage", "version"):
        assert f"  {name} " in said
    assert "Exit codes" in said
    assert not machine.home.exists()


def test_it_says_its_version(machine: Installation) -> None:
    from tequio import __version__

    assert machine.run("version") == f"tequio {__version__}\n"
    assert machine.answer("version") == {"tequio": __version__}


@pytest.mark.parametrize("words", [["dance"], ["backup"], ["serve", "--port", "0"], ["restore", "--gently"]])
def test_a_wrong_word_is_told_and_ends_with_2(machine: Installation, words: list[str]) -> None:
    assert "Usage: " in machine.run(*words, code=2)


def test_init_founds_a_site_and_says_its_password_once(machine: Installation) -> None:
    answer = machine.answer("init", *OPTIONS)
    entered = machine.tell(
        "from django.contrib.auth import authenticate\nfrom tequio.people.models import Office, User\n"
        f"print(User.objects.get().check_password({answer['password']!r}), Office.objects.get().role_id)"
    )

    assert answer | {"password": ""} == {"site": "nl", "jurisdiction": "nl", "email": GIVEN["email"], "password": ""}
    assert len(answer["password"]) >= 12
    assert entered == "True coordination\n"


def test_init_twice_is_refused_and_changes_nothing(founded: Installation) -> None:
    names = "from tequio.people.models import *; print(Jurisdiction.objects.count(), User.objects.count())"
    before = founded.tell(names)

    said = founded.run("init", *OPTIONS, "--slug", "otro", code=1)

    assert said.startswith("tequio: ") or "\ntequio: " in said
    assert founded.tell(names) == before


@pytest.mark.parametrize(("option", "value"), [("--site", "Nuevo León"), ("--slug", "static"), ("--email", "nobody")])
def test_init_refuses_what_cannot_be_and_leaves_nothing(nameless: Installation, option: str, value: str) -> None:
    said = nameless.run("init", *OPTIONS, option, value, code=1)

    assert f"tequio: {option}: " in said
    assert nameless.tell("from tequio.people.models import *; print(Jurisdiction.objects.count())") == "0\n"


def test_init_without_anybody_to_ask_names_what_is_missing(machine: Installation) -> None:
    assert "--slug" in machine.run("init", "--site", "nl", "--name", "Nuevo León", code=2)


def test_what_an_installation_keeps_is_nobody_elses(founded: Installation) -> None:
    others = stat.S_IROTH | stat.S_IWOTH
    kept = [path for path in founded.home.rglob("*") if path.is_file() and "static" not in path.parts]

    assert kept
    assert [path for path in kept if path.stat().st_mode & others] == []


def test_migrating_again_changes_nothing_and_is_plain_text(founded: Installation) -> None:
    stamp = founded.home / "static" / ".stamp"
    before = stamp.stat().st_mtime_ns

    said = founded.run("migrate")

    assert stamp.stat().st_mtime_ns == before
    assert "\x1b" not in said


def test_serving_what_was_not_migrated_says_what_to_do(machine: Installation) -> None:
    assert "tequio migrate" in machine.run("serve", code=3)


def test_a_backup_of_nothing_says_what_to_do(nameless: Installation, tmp_path: Path) -> None:
    assert "tequio init" in nameless.run("backup", str(tmp_path / "none.tar"), code=3)
    assert list(tmp_path.glob("*.tar")) == []


def test_manage_hands_its_words_to_django(founded: Installation) -> None:
    assert "no pending" in founded.run("manage", "migrate", "--plan").lower() or "No planned" in founded.run(
        "manage", "migrate", "--plan"
    )
    assert "usage: tequio manage check" in founded.run("manage", "check", "--help")


def test_it_speaks_spanish_where_the_shell_does(machine: Installation) -> None:
    english, spanish = (machine.run("--help", LC_ALL=lang) for lang in ("en_US.UTF-8", "es_MX.UTF-8"))

    assert "Exit codes" in english
    assert "Códigos de salida" in spanish


def levels(findings: list[dict[str, str]]) -> dict[str, str]:
    """Return the worst level of each check."""
    found: dict[str, str] = {}
    for one in sorted(findings, key=lambda one: ["fine", "warning", "fault"].index(one["level"])):
        found[one["check"]] = one["level"]
    return found


def test_doctor_finds_a_new_site_fine_but_for_its_mail_and_what_serve_starts(founded: Installation) -> None:
    findings = founded.answer("doctor", code=1)

    bad = {check for check, level in levels(findings).items() if level != "fine"}
    assert bad == {"mail", "worker", "log"}
    assert all(one["do"] for one in findings if one["level"] != "fine")


def test_doctor_says_so_when_there_is_no_database(tmp_path: Path) -> None:
    lost = Installation(tmp_path / "lost", "postgres://nobody@127.0.0.1:1/none")

    findings = lost.answer("doctor", code=2)

    assert levels(findings)["database"] == "fault"
    assert "DATABASE_URL" in next(one["do"] for one in findings if one["check"] == "database")


def test_doctor_sees_missing_tables_and_styles(machine: Installation) -> None:
    found = levels(machine.answer("doctor", code=2))

    assert found["migrations"] == found["static"] == "fault"


@pytest.mark.parametrize(
    ("harm", "check"),
    [
        ("secret", "keys"),
        ("TEQUIO_DEBUG", "keys"),
        ("TEQUIO_BASE_URL", "keys"),
        ("TEQUIO_EMAIL_URL", "mail"),
        ("clock", "clock"),
    ],
)
def test_doctor_sees_what_is_wrong(founded: Installation, harm: str, check: str) -> None:
    values = {"TEQUIO_DEBUG": "1", "TEQUIO_BASE_URL": "http://nl.example", "TEQUIO_EMAIL_URL": "smtp://127.0.0.1:1"}
    secret = founded.home / "secret"
    if harm == "secret":
        secret.chmod(0o644)
    if harm == "clock":
        founded.tell("from tests.cli.test_commands import shift\nshift(days=36500)")

    said = founded.start("doctor", "--json", **({harm: values[harm]} if harm in values else {})).communicate()[0]

    secret.chmod(0o600)
    if harm == "clock":
        founded.tell("from tests.cli.test_commands import shift\nshift(days=-36500)")
    assert levels(json.loads(said))[check] == "fault"


def shift(days: int) -> None:
    """Move the newest entry of the record in time."""
    from datetime import timedelta

    from django.db import connection

    from tequio.record import guard
    from tequio.record.models import Entry

    with guard.lifted(connection):
        newest = Entry.objects.latest("pk")
        Entry.objects.filter(pk=newest.pk).update(at=newest.at + timedelta(days=days))


def test_doctor_sees_a_stored_file_that_changed(tmp_path: Path, blank: Installation) -> None:
    with installation(tmp_path, "changed", like=blank) as place:
        place.tell(WORLD)
        kept = next(place.home.glob("files/??/??/*"))
        fine = levels(place.answer("doctor", "--every-file", code=1))["files"]
        kept.chmod(0o600)
        kept.write_bytes(kept.read_bytes()[:-1] + b"?")

        findings = place.answer("doctor", code=2)

    assert fine == "fine"
    assert kept.name in next(one["says"] for one in findings if one["check"] == "files")
