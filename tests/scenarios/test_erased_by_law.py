"""A citizen who asked with her name has it erased by law, and every proof goes on holding.

Somebody who has no account asks about a milestone, signs with her name and hands in a document. An office answers.
Whoever wants takes the proofs home. Some weeks later she asks the coordination to erase what is kept of her. The
coordination reads what goes and what stays and says yes twice; then her words, her name and her file are nowhere any
more, neither in the database nor on the disk. The record tells everybody that they were erased, when, by which office
and why. What was taken home before verifies as it did; once its holder takes the disclosures out, as the law asks, it
says how many fields are withheld. What is taken home from now on says the same, and on which day they were erased.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from tequio.contributions import actions as contributions
from tequio.contributions.models import Contribution
from tequio.files.tasks import remove_leftovers
from tequio.files.tests import makers
from tequio.jobs import worker
from tequio.kit import clock
from tequio.record import keeper
from tequio.record import queries as record
from tequio.record.tasks import deliver
from tequio.tlog import verify
from tequio.tlog.finding import Finding, Word
from tequio.tracking.tests import worlds

pytestmark = pytest.mark.django_db

ASKED = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
LATER = datetime(2023, 7, 3, 16, 30, tzinfo=UTC)
QUESTION = "Soy partera en Xilotepetl: ¿cuándo se publican los horarios de la clínica?"
NAME = "Quetzalli Ixtlilxochitl"
MAIL = "quetzalli@example.org"
HERS = ("Xilotepetl", "xilotepetl", "Quetzalli", "quetzalli", MAIL)


@pytest.fixture
def world(site: str, tmp_path: Path, settings: Any) -> SimpleNamespace:
    """A public commitment on a site that publishes its log."""
    cache.clear()
    settings.LOG_ROOT, settings.KEYS_ROOT = tmp_path / "log", tmp_path / "keys"
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = settings.FILES_ROOT / "tmp"
    made = worlds.nuevo_leon(ASKED)
    made.repository = worlds.milestone(made.lab, "Repositorio")
    return made


def test_a_person_is_erased_and_every_proof_goes_on_holding(world: SimpleNamespace, tmp_path: Path) -> None:
    asked = ask(world)
    salts = [one.salt for one in entry_of(asked).withheld.all()]
    document = stored_of(asked)
    before = taken_home(world)
    shown = {one.values["name"]: one.values["value"] for one in found(before, "disclosed")}
    assert shown == {"name": NAME, "text": QUESTION, "file-1": document}
    for hers in (NAME, "xilotepetl", MAIL, document, *salts):
        assert places_of(hers), f"{hers}: or this test would search in vain"

    erase(world, asked)

    assert {hers: places_of(hers) for hers in (*HERS, *salts, document)} == dict.fromkeys((*HERS, *salts, document), [])
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name == document]
    everybody_reads_that_it_was_done(world, asked)
    after = taken_home(world)
    (erased,) = found(after, "erased")
    assert (erased.verdict, erased.values["names"], erased.values["date"]) == (
        Word.WITHHELD,
        "file-1, name, text",
        "2023-07-03",
    )
    assert found(after, "disclosed") == []
    for bundle, withheld in ((before, 0), (without_disclosures(before), 3), (after, 3)):
        verdict = verify.verify_bytes(bundle)
        assert verdict.exit_code == 0, verdict.lines()
        assert sum(int(one.values["n"]) for one in verdict.findings if one.verdict == Word.WITHHELD) == withheld
    assert proven(before) <= proven(after), "what was proven of every entry is proven still"
    assert str(asked.fact) in {one for _index, one in proven(after)}


def test_only_the_name_goes_and_the_rest_is_proven_as_before(world: SimpleNamespace) -> None:
    asked = ask(world)
    before = taken_home(world)

    erase(world, asked, "name")

    after = taken_home(world)
    assert {one.values["name"] for one in found(before, "disclosed")} == {"name", "text", "file-1"}
    assert {one.values["name"] for one in found(after, "disclosed")} == {"text", "file-1"}
    (line,) = (one.say() for one in found(after, "erased"))
    assert line.startswith("1 field withheld")
    assert "erased by law on 2023-07-03" in line
    assert places_of("Quetzalli") == []
    assert QUESTION in Client().get(asked.get_absolute_url()).content.decode()


def test_what_moderation_hid_was_withheld_before_and_is_after(world: SimpleNamespace) -> None:
    asked = ask(world)
    with clock.frozen(ASKED):
        contributions.hide_contribution(
            contribution=asked, reason="personal-data", actor=world.coordination, at=clock.now()
        )
    before = taken_home(world)

    erase(world, asked)

    for bundle in (before, taken_home(world)):
        verdict = verify.verify_bytes(bundle)
        assert verdict.exit_code == 0
        assert [one.values["n"] for one in verdict.findings if one.verdict == Word.WITHHELD] == [3]
        assert QUESTION not in str(verdict.as_json())


def ask(world: SimpleNamespace) -> Contribution:
    """A stranger asks on the page of the milestone, with her name, her address and a document; an office answers."""
    page = reverse("contributions:thread", args=["nl", "milestone", world.repository.public_id])
    paper = SimpleUploadedFile("acta.pdf", makers.pdf(2), content_type="application/pdf")
    said = {"kind": "question", "text": QUESTION, "name": NAME, "email": MAIL, "files": [paper]}
    with clock.frozen(ASKED):
        assert Client().post(page, said).status_code == 302
        asked = Contribution.objects.select_related("thread__jurisdiction").get()
        contributions.answer_point(
            point=asked.points.get(), ruling="answered", text="En agosto.", actor=world.liaison, at=clock.now()
        )
        work()
    return asked


def erase(world: SimpleNamespace, asked: Contribution, *names: str) -> None:
    """The coordination says yes twice, the worker does what follows, the sweep takes the bytes that nobody names."""
    client = Client()
    client.force_login(world.coordination.user)
    url = reverse("people:erase-entry", args=[asked.fact])
    chosen = {"name": list(names) or ["name", "text", "file-1"], "basis": "asked"}
    with clock.frozen(LATER):
        assert client.post(url, chosen).status_code == 200
        assert client.post(url, chosen | {"sure": "yes"}).status_code == 302
        work()
    remove_leftovers(datetime.now(UTC) + timedelta(days=2))  # it judges by what the disk says


def everybody_reads_that_it_was_done(world: SimpleNamespace, asked: Contribution) -> None:
    """The entry's page, the moderation log and the history of the commitment say so, and nothing of her."""
    entry, (newest, *_rest) = entry_of(asked), record.entries_of(world.lab.urn)
    pages = [
        reverse("record:entry", args=[entry.event_id]),
        reverse("record:entry", args=[newest.event_id]),
        reverse("contributions:moderation", args=["nl"]),
        record.history_url(world.lab.urn),
    ]
    for url in pages:
        page = Client(headers={"accept-language": "en"}).get(url).content.decode()
        assert "the person asked for it" in page, url
        assert not any(hers in page for hers in HERS), url
    assert newest.actor == world.coordination.handle


def taken_home(world: SimpleNamespace) -> bytes:
    """Publish what waits, and download the proofs of the whole story of the commitment."""
    keeper.settle(at=clock.now())
    answer = Client().get(f"{record.history_url(world.lab.urn)}paquete.zip")
    assert answer.status_code == 200
    return b"".join(answer)  # type: ignore[arg-type]


def without_disclosures(bundle: bytes) -> bytes:
    """Do what a holder does whom the law obliges too: take the personal values out of a copy."""
    less = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as whole, zipfile.ZipFile(less, "w") as kept:
        for member in whole.infolist():
            if not member.filename.startswith("disclosures/"):
                kept.writestr(member.filename, whole.read(member))
    return less.getvalue()


def found(bundle: bytes, code: str) -> list[Finding]:
    """Return what the verifier finds of one kind."""
    return [one for one in verify.verify_bytes(bundle).findings if one.code == code]


def proven(bundle: bytes) -> set[tuple[int, Any]]:
    """Return the entries that a bundle proves: index and id."""
    return {(int(one.values["index"]), one.values["id"]) for one in found(bundle, "entry-included")}


def entry_of(asked: Contribution) -> Any:
    row = record.entry(str(asked.fact))
    assert row is not None
    return row


def stored_of(asked: Contribution) -> str:
    return str(asked.files.get().file.ref.sha256)


def places_of(words: str) -> list[str]:
    """Name the tables that hold some words in any column, those of the search index among them."""
    return [table for table in connection.introspection.table_names() if any(words in said for said in said_in(table))]


def said_in(table: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        for row in cursor.fetchall():
            for value in row:
                raw = isinstance(value, bytes | memoryview)
                yield bytes(value).decode("utf-8", "replace") if raw else str(value)


def work() -> None:
    """Let the worker hand facts to their reactions, and do the jobs that they put in line."""
    deliver()
    worker.drain()
