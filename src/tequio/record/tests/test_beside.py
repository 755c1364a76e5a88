"""What stands beside the entries: values that may be disclosed or were erased, and files that go into a bundle."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tequio.record import actions, bundles, keeper
from tequio.record.events import EntryErased
from tequio.record.models import Entry
from tequio.record.queries import beside
from tequio.record.queries.beside import PublicFile
from tequio.record.tests.bells import DEED, RINGER, TENANT, TOWER, known, ring
from tequio.tlog import verify
from tequio.tlog.finding import Word
from tequio.tlog.folder import Folder

pytestmark = pytest.mark.django_db
BUNDLE = "/historial/tower/0000000001/paquete.zip"


@pytest.fixture(autouse=True)
def titles(site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for slot in (beside.disclosable, beside.copies, beside.offered):
        monkeypatch.setattr(slot, "_fillers", [])
    with known({TOWER: "the old tower", RINGER.handle: "The ringer", TENANT: "Here"}):
        yield


def erase(row: Entry, *names: str, at: datetime, subject: str = TOWER) -> Entry:
    """Erase some values of an entry, as the rooms above do."""
    with transaction.atomic():
        actions.erase_withheld(event_id=row.event_id, names=names, at=at)
        id = str(row.event_id)
        fact = EntryErased(tenant=TENANT, subject=subject, entry=id, names=names, basis="ended", corrects=id)
        return actions.record(fact, actor=RINGER, at=at)


def bundle(at: datetime) -> zipfile.ZipFile:
    """Publish what waits and take the story of the tower home."""
    keeper.settle(at=at)
    return zipfile.ZipFile(io.BytesIO(b"".join(Client().get(BUNDLE))))  # type: ignore[arg-type]


def disclosures(taken: zipfile.ZipFile) -> str:
    return "".join(taken.read(name).decode() for name in taken.namelist() if name.startswith("disclosures/"))


def test_a_value_is_named_in_words_and_shown_only_while_everybody_reads_it(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ring(at, withheld={"name": "Ana", "text": "Hola", "file-2": "4c1e" * 16, "colony": "Centro"})
    monkeypatch.setattr(beside.disclosable, "_fillers", [lambda ids: {one: ["text"] for one in ids}])

    kept = {one.name: (str(one.said), one.value) for one in beside.kept_of(row)}

    assert kept["text"][1] == "Hola"
    assert {name: value for name, (_said, value) in kept.items() if value} == {"text": "Hola"}
    assert kept["colony"][0] == "colony"
    assert kept["file-2"][0].endswith(" 2")


def test_each_erasure_is_told_with_its_day_and_the_entry_that_says_why(at: datetime) -> None:
    row = ring(at, withheld={"name": "Ana", "text": "Hola"})
    ring(at + timedelta(days=1))
    first = erase(row, "name", at=at + timedelta(days=1))
    other = ring(at, withheld={"name": "Eva"})
    erase(other, "name", at=at + timedelta(days=2))
    second = erase(row, "text", at=at + timedelta(days=2))

    told = beside.erasures_of(row)

    assert [one.at for one in told] == [first.at, second.at]
    assert [one.line.event_id for one in told if one.line] == [str(first.event_id), str(second.event_id)]
    assert beside.erasures_of(first) == []


def test_an_erasure_that_no_entry_tells_is_shown_nonetheless(at: datetime) -> None:
    row = ring(at, withheld={"name": "Ana"})
    with transaction.atomic():
        actions.erase_withheld(event_id=row.event_id, names=["name"], at=at)

    (told,) = beside.erasures_of(row)

    assert told.line is None
    assert told.at == at


def test_a_bundle_discloses_what_everybody_reads_and_never_what_was_erased(
    log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ring(at, withheld={"name": "Ana", "text": "Hola", "colony": "Centro"})
    everything = {"name", "text"}
    monkeypatch.setattr(beside.disclosable, "_fillers", [lambda ids: dict.fromkeys(ids, everything)])
    assert len(disclosures(bundle(at)).split()) == 2

    erase(row, "text", at=at)  # while the page above, in error, still says that everybody reads it

    taken = bundle(at)
    judged = verify.verify_bytes(taken.fp.getvalue())  # type: ignore[union-attr]
    assert len(disclosures(taken).split()) == 1
    assert judged.exit_code == 0
    assert {one.code: one.values["n"] for one in judged.findings if one.verdict == Word.WITHHELD} == {
        "erased": 1,
        "withheld": 1,
    }


def test_a_bundle_carries_the_files_that_everybody_may_have(
    log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def copy(name: str, body: bytes) -> Any:
        def open() -> io.BytesIO:
            opened.append(name)
            return io.BytesIO(body)

        return PublicFile(len(body), open)

    ring(at, evidence=(DEED,))
    found = {DEED.sha256: copy("deed", b"x" * 10), "0" * 64: copy("uncited", b"y")}
    monkeypatch.setattr(beside.copies, "_fillers", [lambda hashes: found])

    taken = bundle(at)

    assert [name for name in taken.namelist() if name.startswith("evidence/")] == [f"evidence/{DEED.sha256}"]
    assert taken.read(f"evidence/{DEED.sha256}") == b"x" * 10
    assert opened == ["deed"]


@pytest.mark.parametrize("why", ["it is too large", "it has gone meanwhile"])
def test_a_bundle_goes_without_a_file(log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    def gone() -> io.BytesIO:
        assert "gone" in why, "what is too large is not even opened"
        raise FileNotFoundError

    size = 10 if "gone" in why else bundles.MOST_EVIDENCE + 1
    ring(at, evidence=(DEED,))
    monkeypatch.setattr(beside.copies, "_fillers", [lambda hashes: {DEED.sha256: PublicFile(size, gone)}])

    taken = bundle(at)

    assert not [name for name in taken.namelist() if name.startswith("evidence/")]
    assert verify.verify_bytes(taken.fp.getvalue()).exit_code == 0  # type: ignore[union-attr]


def test_what_may_be_done_with_an_entry_is_asked_only_where_something_is_kept_apart(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, personal = ring(at), ring(at, withheld={"name": "Ana"})
    monkeypatch.setattr(beside.offered, "_fillers", [lambda actor, row: [("Do it", "/do-it/")]])

    pages = [Client().get(f"/registro/{row.event_id}/").content.decode() for row in (plain, personal)]

    assert ["/do-it/" in page for page in pages] == [False, True]
