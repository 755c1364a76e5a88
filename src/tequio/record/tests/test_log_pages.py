"""The log for people and for programs: pages that say how far a fact has come, files that caches like, bundles."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tequio.record import actions, bundles, keeper, publisher, queries
from tequio.record.models import Checkpoint, Log, Witness
from tequio.record.tests.bells import CHAPEL, RINGER, TENANT, TOWER, known, ring
from tequio.tlog import verify
from tequio.tlog.folder import Folder
from tequio.tlog.note import COSIGNATURE, Note, SigningKey

pytestmark = pytest.mark.django_db
HISTORY = "/historial/tower/0000000001/"


@pytest.fixture(autouse=True)
def titles(site: str) -> Iterator[None]:
    with known({TOWER: "the old tower", CHAPEL: "the chapel", RINGER.handle: "The ringer", TENANT: "Here"}):
        yield


@pytest.fixture
def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def university(log: Folder, at: datetime) -> SigningKey:
    """A witness that comes by itself."""
    key = SigningKey.make("witness.example.edu", COSIGNATURE)
    Witness.objects.create(name="Universidad", key=str(key.verifier), added_at=at)
    return key


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_a_fact_is_accepted_then_recorded_then_witnessed(
    english: Client, log: Folder, at: datetime, university: SigningKey
) -> None:
    row = ring(at)
    url = reverse("record:entry", args=[row.event_id])
    assert "Not yet: its number" in text_of(english, url)
    accepted = queries.about(TOWER)

    keeper.settle(at=at)

    assert "Recorded: number 1 of the public log" in text_of(english, url)
    assert "none of the 1 witnesses has signed" in text_of(english, url)
    recorded = queries.about(TOWER)

    note = Note.parse(log.read("checkpoint"))
    line = university.sign(note.text, int(at.timestamp())).line
    response = english.post("/bitacora/cosignatures", line, content_type="text/plain")

    assert response.status_code == 200
    assert "Witnessed: 1 of 1 organisations" in text_of(english, url)
    witnessed = queries.about(TOWER)
    assert accepted
    assert recorded
    assert witnessed
    assert [one.standing.state for one in (accepted, recorded, witnessed)] == ["accepted", "recorded", "witnessed"]
    assert len({one.etag for one in (accepted, recorded, witnessed)}) == 3


def test_a_page_changes_only_when_its_own_subject_does(log: Folder, at: datetime) -> None:
    ring(at, subject=TOWER)
    keeper.settle(at=at)
    before = queries.about(TOWER)

    for _round in range(3):
        ring(at, subject=CHAPEL)
        keeper.settle(at=at)

    assert queries.about(TOWER) == before
    assert before is not None
    assert before.standing.size == 3


def test_a_signature_of_nobody_known_is_not_taken(
    client: Client, log: Folder, at: datetime, university: SigningKey
) -> None:
    ring(at)
    keeper.settle(at=at)
    note = Note.parse(log.read("checkpoint"))
    stranger = SigningKey.make("witness.example.edu", COSIGNATURE)

    answers = [
        client.post("/bitacora/cosignatures", said, content_type="text/plain").status_code
        for said in (
            stranger.sign(note.text, 1).line,
            university.sign(note.text.replace("\n3\n", "\n4\n"), 1).line,
            "nonsense",
            "x" * 3000,
        )
    ]

    assert answers == [403, 403, 400, 413]
    assert Witness.objects.get().size == 0


def test_the_files_of_the_log_are_served_as_caches_like_them(client: Client, log: Folder, at: datetime) -> None:
    for _ring in range(260):
        ring(at)
    keeper.settle(at=at)

    tile = client.get("/bitacora/tile/0/000")
    signed = client.get("/bitacora/checkpoint")
    packed = client.get("/bitacora/tile/entries/000", headers={"accept-encoding": "gzip"})
    plain = client.get("/bitacora/tile/entries/000")
    again = client.get("/bitacora/tile/0/000", headers={"if-none-match": tile["ETag"]})

    assert tile.content == log.read("tile/0/000")
    assert (tile["Content-Type"], tile["Cache-Control"]) == (
        "application/octet-stream",
        "public, max-age=31536000, immutable",
    )
    assert (signed["Content-Type"], signed["Cache-Control"]) == ("text/plain; charset=utf-8", "public, max-age=5")
    assert signed["Access-Control-Allow-Origin"] == tile["Access-Control-Allow-Origin"] == "*"
    assert gzip.decompress(packed.content) == plain.content == log.read("tile/entries/000")
    assert packed["ETag"] != plain["ETag"]
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert "Vary" not in tile.headers
    assert (again.status_code, again.content) == (304, b"")
    assert not any("Set-Cookie" in one.headers for one in (tile, signed, packed))


@pytest.mark.parametrize(
    "name", ["../keys/signing", "tile/0/000.p/../../../../keys", "tile/0/1", "secret", "%2e%2e/keys", "tile/0", ""]
)
def test_nothing_beside_the_log_is_served(client: Client, log: Folder, at: datetime, name: str) -> None:
    ring(at)
    keeper.settle(at=at)

    assert client.get(f"/bitacora/{name}").status_code == 404


def test_what_is_taken_home_proves_itself(client: Client, log: Folder, at: datetime) -> None:
    for _ring in range(5):
        ring(at, subject=TOWER)
        ring(at, subject=CHAPEL)
    keeper.settle(at=at)

    response = client.get(f"{HISTORY}paquete.zip")

    whole = b"".join(response.streaming_content)
    assert response["Content-Type"] == "application/zip"
    judged = verify.verify_bytes(whole)
    assert judged.exit_code == 0, judged.lines()
    said = "\n".join(judged.lines())
    assert "seq 1–5" in said or "1 to 5" in said or "1-5" in said
    names = zipfile.ZipFile(io.BytesIO(whole)).namelist()
    assert {"checkpoint", "policy.txt", "README.txt", "VERIFY.txt", "entries/1.json", "entries/9.tlog-proof"} <= set(
        names
    )


def test_a_value_that_was_erased_is_withheld_and_all_else_stays_proven(
    client: Client, log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ring(at, withheld={"name": "Ana Pérez"})
    keeper.settle(at=at)
    url = reverse("record:entry-bundle", args=[row.event_id])
    older = b"".join(client.get(url).streaming_content)

    actions.erase_withheld(event_id=row.event_id, names=["name"], at=at)

    newer = b"".join(client.get(url).streaming_content)
    for one in (older, newer):
        judged = verify.verify_bytes(one)
        assert judged.exit_code == 0
        assert any(line.startswith("WITHHELD") and "1 field" in line for line in judged.lines()), judged.lines()
        assert "Ana" not in " ".join(judged.lines())
    assert not row.withheld.exclude(value="", salt="").exists()


def test_only_what_everybody_may_read_is_disclosed(client: Client, log: Folder, at: datetime) -> None:
    row = ring(at, withheld={"name": "Ana Pérez", "text": "¿Cuándo abre?"})
    keeper.settle(at=at)
    before = bundles.disclosable._fillers
    bundles.disclosable.fill(lambda ids: {one: {"text"} for one in ids})
    try:
        whole = b"".join(client.get(reverse("record:entry-bundle", args=[row.event_id])).streaming_content)
    finally:
        bundles.disclosable.fill(*before)

    judged = verify.verify_bytes(whole)
    said = "\n".join(judged.lines())
    assert judged.exit_code == 0
    assert "¿Cuándo abre?" in said
    assert "Ana" not in said
    assert "1 field withheld" in said


def test_before_it_is_published_there_is_nothing_to_take_home(client: Client, log: Folder, at: datetime) -> None:
    row = ring(at)

    assert client.get(reverse("record:entry-bundle", args=[row.event_id])).status_code == 404
    assert client.get(reverse("record:entry-proof", args=[row.event_id])).status_code == 404
    assert client.get(f"{HISTORY}paquete.zip").status_code == 404


def test_the_page_of_the_log_says_how_it_stands(
    english: Client, log: Folder, at: datetime, university: SigningKey
) -> None:
    assert "The log is not open yet" in text_of(english, "/registro/bitacora/")
    ring(at)
    keeper.settle(at=at)

    shown = text_of(english, "/registro/bitacora/")

    assert bytes(Checkpoint.objects.get().root).hex() in shown
    assert str(publisher.signer_of(Log.objects.get()).verifiers()[0]) in shown.replace("&#x2B;", "+")
    assert "Universidad" in shown
    assert "too few witnesses have signed" in shown
    assert 'src="data:image/svg+xml' in shown


def test_trouble_and_waiting_facts_are_told(english: Client, log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)
    ring(at)
    Log.objects.update(trouble="the disk is full")

    shown = text_of(english, "/registro/bitacora/")

    assert "The log stands still" in shown
    assert "1 fact was accepted and waits" in shown
    assert "the disk is full" not in shown


def test_a_printed_root_leads_to_its_own_page_for_ever(english: Client, log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)
    first = Checkpoint.objects.get()
    ring(at)
    keeper.settle(at=at)

    shown = text_of(english, reverse("record:checkpoint", args=[1, first.size]))

    assert bytes(first.root).hex() in shown
    assert english.get(reverse("record:checkpoint", args=[1, 99])).status_code == 404


def test_a_fact_that_was_dated_back_says_so(english: Client, log: Folder, at: datetime) -> None:
    row = ring(at - timedelta(days=40))
    keeper.settle(at=at)

    assert "Take care: it says when it happened" in text_of(english, reverse("record:entry", args=[row.event_id]))


def test_whoever_asks_too_often_waits(
    client: Client, log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ring(at)
    keeper.settle(at=at)
    monkeypatch.setattr("tequio.record.views.log.MOST_PER_HOUR", 2)
    url = reverse("record:entry-bundle", args=[row.event_id])

    answers = [client.get(url) for _try in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    for answer in answers[:2]:
        assert b"".join(answer.streaming_content).startswith(b"PK")
