"""What anybody sees of the record, without an account."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tequio.record import guard, queries
from tequio.record.models import Entry
from tequio.record.tests.bells import CHAPEL, DEED, RINGER, TENANT, TOWER, BellRung, known, ring

ATOM = "{http://www.w3.org/2005/Atom}"
ELSEWHERE = "urn:tequio:nl:jurisdiction:0000000002"
HISTORY = "/historial/tower/0000000001/"


@pytest.fixture(autouse=True)
def titles(site: str) -> Iterator[None]:
    with known({TOWER: "the <old> tower", RINGER.handle: "The ringer", TENANT: "Here", ELSEWHERE: "Elsewhere"}):
        yield


@pytest.fixture
def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_the_feed_tells_each_fact_in_a_sentence(english: Client, at: datetime) -> None:
    ring(at, times=3)

    shown = text_of(english, "/registro/")
    assert "The ringer rang the bell of the &lt;old&gt; tower 3 times (softly)." in shown


def test_an_empty_feed_says_what_will_be_here(english: Client) -> None:
    assert "Nothing has been written yet" in text_of(english, "/registro/")


def test_the_feed_is_narrowed_by_place_and_by_kind(english: Client, at: datetime) -> None:
    here, there = ring(at), ring(at, subject=CHAPEL, tenant=ELSEWHERE)

    narrowed = text_of(english, "/registro/?lugar=0000000002")
    assert str(there.event_id) in narrowed
    assert str(here.event_id) not in narrowed
    assert str(here.event_id) in text_of(english, f"/registro/?tipo={BellRung.name}")
    assert "Nothing like that" in text_of(english, "/registro/?tipo=people.office-granted")


def test_a_place_that_does_not_exist_is_told_so(english: Client) -> None:
    assert english.get("/registro/?lugar=nowhere").status_code == 422


def test_a_long_feed_is_read_in_pages_without_losing_an_entry(english: Client, at: datetime) -> None:
    rows = [ring(at) for _ in range(51)]

    newest = text_of(english, "/registro/")
    assert str(rows[0].event_id) not in newest
    assert f"antes={rows[1].pk}" in newest
    older = text_of(english, f"/registro/?antes={rows[1].pk}")
    assert str(rows[0].event_id) in older
    assert str(rows[1].event_id) not in older


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 40, "१"])
def test_a_page_that_makes_no_sense_is_the_first(english: Client, at: datetime, nonsense: str) -> None:
    row = ring(at)

    assert str(row.event_id) in text_of(english, f"/registro/?antes={nonsense}")


@pytest.mark.parametrize("url", ["/registro/", HISTORY, "/registro/atom/", f"{HISTORY}atom/", "/registro/registro.csv"])
def test_more_entries_cost_no_more_queries(client: Client, at: datetime, url: str) -> None:
    def cost() -> list[str]:
        with CaptureQueriesContext(connection) as statements:
            response = client.get(url)
            b"".join(response)
        assert response.status_code == 200
        return [one["sql"] for one in statements]

    ring(at)
    cost()  # from here on the site's name is remembered
    few = cost()
    for _ in range(40):
        ring(at)

    assert len(cost()) == len(few)
    assert len(few) <= 6, few


def test_an_entry_shows_its_bytes_its_hash_and_its_neighbours(english: Client, at: datetime) -> None:
    first, second, third = (ring(at, evidence=(DEED,)) for _ in range(3))

    shown = text_of(english, reverse("record:entry", args=[second.event_id]))
    assert bytes(second.leaf_hash).hex() in shown
    assert DEED.sha256 in shown
    for beside in (first, third):
        assert reverse("record:entry", args=[beside.event_id]) in shown
    assert HISTORY in shown
    assert "Checked: its bytes match" in shown
    assert "Checked: it cites the fingerprint of the entry before it" in shown
    assert "Not yet: its number in the public log" in shown


def test_an_entry_says_that_values_are_withheld_but_not_which(english: Client, at: datetime) -> None:
    row = ring(at, withheld={"name": "Ana Pérez"})

    shown = text_of(english, reverse("record:entry", args=[row.event_id]))
    assert "Withheld" in shown
    assert "Ana" not in shown


def test_a_changed_entry_is_shown_as_changed(english: Client, at: datetime) -> None:
    row = ring(at, times=1)

    with guard.lifted(connection):
        Entry.objects.filter(pk=row.pk).update(entry=bytes(row.entry).replace(b'"times":1', b'"times":9'))

    shown = text_of(english, reverse("record:entry", args=[row.event_id]))
    assert "9 times" in shown
    assert "False: its bytes do not match" in shown
    assert "does not match its fingerprint" in shown


def test_a_broken_chain_is_shown_as_broken(english: Client, at: datetime) -> None:
    first, second = ring(at), ring(at)

    with guard.lifted(connection):
        Entry.objects.filter(pk=first.pk).update(leaf_hash=b"\1" * 32)

    assert "False: it does not cite" in text_of(english, reverse("record:entry", args=[second.event_id]))


def test_the_leaf_is_served_byte_by_byte(client: Client, at: datetime) -> None:
    row = ring(at, loudness="fortísimo €")

    response = client.get(reverse("record:leaf", args=[row.event_id]))
    assert response.content == bytes(Entry.objects.get(pk=row.pk).entry)
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "immutable" in response["Cache-Control"]


def test_an_unknown_entry_is_not_found(client: Client) -> None:
    missing = "01890a5d-ac96-774b-bcce-b302099a8057"

    assert client.get(f"/registro/{missing}/").status_code == 404
    assert client.get(f"/registro/{missing}/hoja.json").status_code == 404


def test_a_history_holds_only_its_subject(english: Client, at: datetime) -> None:
    mine, other = ring(at), ring(at, subject=CHAPEL)

    shown = text_of(english, HISTORY)
    assert str(mine.event_id) in shown
    assert str(other.event_id) not in shown
    assert TOWER in shown


@pytest.mark.parametrize("tail", ["", "atom/", "cadena.ndjson"])
def test_the_history_of_what_is_not_public_is_not_found(client: Client, at: datetime, tail: str) -> None:
    ring(at, subject=CHAPEL)

    assert client.get(f"/historial/tower/0000000002/{tail}").status_code == 404


def test_an_entry_about_what_is_no_longer_public_stays_and_names_nothing(english: Client, at: datetime) -> None:
    row = ring(at, subject=CHAPEL)

    shown = text_of(english, reverse("record:entry", args=[row.event_id]))
    assert "something no longer public" in shown
    assert "/historial/tower/" not in shown


def test_whoever_holds_a_urn_finds_its_history(client: Client) -> None:
    assert client.get("/historial/", {"de": TOWER})["Location"] == HISTORY
    assert client.get("/historial/", {"de": "nonsense"}).status_code == 404
    assert client.get("/historial/").status_code == 404


@pytest.mark.parametrize("url", ["/registro/registro.ndjson", f"{HISTORY}cadena.ndjson"])
def test_each_line_of_a_copy_is_the_exact_bytes_oldest_first(client: Client, at: datetime, url: str) -> None:
    rows = [ring(at, loudness="á\n€"), ring(at)]

    lines = b"".join(client.get(url)).splitlines()
    assert lines == [bytes(row.entry) for row in rows]


def test_the_table_holds_the_same_bytes(client: Client, at: datetime) -> None:
    row = ring(at, loudness='a "b", c')

    said = b"".join(client.get("/registro/registro.csv")).decode()
    (cells,) = csv.DictReader(io.StringIO(said))
    assert cells["entry"].encode() == bytes(row.entry)
    assert cells["leaf_hash"] == bytes(row.leaf_hash).hex()
    assert cells["at"] == json.loads(cells["entry"])["at"]
    assert cells["index"] == ""


def test_every_field_of_an_entry_is_explained(english: Client, at: datetime) -> None:
    row = ring(at, withheld={"name": "x"})
    columns = b"".join(english.get("/registro/registro.csv")).decode().splitlines()[0].split(",")

    shown = text_of(english, "/registro/campos/")
    for name in [*json.loads(bytes(row.entry)), *columns]:
        assert f"<code>{name}</code>" in shown


@pytest.mark.parametrize("url", ["/registro/atom/", f"{HISTORY}atom/"])
def test_a_feed_reader_understands_what_is_new(english: Client, at: datetime, url: str) -> None:
    row = ring(at, times=2)

    response = english.get(url)
    feed = ElementTree.fromstring(response.content)
    (item,) = feed.findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert item.findtext(f"{ATOM}id") == f"urn:uuid:{row.event_id}"
    assert item.findtext(f"{ATOM}title") == "The ringer rang the bell of the <old> tower 2 times (softly)."
    assert item.findtext(f"{ATOM}summary") == "the &lt;old&gt; tower"
    assert item.find(f"{ATOM}link").attrib["href"].endswith(f"/registro/{row.event_id}/")  # type: ignore[union-attr]


def test_nothing_here_takes_a_change(client: Client, at: datetime) -> None:
    row = ring(at)
    urls = ["/registro/", HISTORY, f"/registro/{row.event_id}/", f"/registro/{row.event_id}/hoja.json"]

    assert {client.post(url).status_code for url in urls} == {405}


def test_a_page_knows_what_its_footer_says(at: datetime) -> None:
    assert queries.about(TOWER) is None
    ring(at)
    one = queries.about(TOWER, CHAPEL)
    ring(at, subject=CHAPEL)
    two = queries.about(TOWER, CHAPEL)

    assert one is not None
    assert two is not None
    assert (one.entries, one.url) == (1, HISTORY)
    assert (two.entries, two.url) == (2, HISTORY)
    assert one.etag != two.etag
    assert two == queries.about(TOWER, CHAPEL)
