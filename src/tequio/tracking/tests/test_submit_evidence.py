"""Handing in evidence."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tequio.files.models import File
from tequio.kit.policy import Denied, Refused
from tequio.record import queries as record
from tequio.tracking.models import Evidence
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


@pytest.fixture
def leaf(world):
    return worlds.milestone(world.lab, "Convenios")


def fact(world) -> dict:
    return json.loads(bytes(record.entries_of(world.lab.urn).filter(type="tracking.evidence-submitted").get().entry))


def test_a_file_is_kept_and_the_public_fact_cites_its_bytes(world, leaf, at) -> None:
    upload = worlds.text_file("Convenio firmado.\n")

    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement", upload=upload, dated_on=date(2023, 6, 1))

    assert (piece.state, piece.url, piece.file.title) == ("submitted", "", "Minuta de la mesa")
    assert (piece.office, piece.submitted_by, piece.submitted_on) == (
        world.liaison.office,
        world.liaison.user,
        date(2023, 6, 12),
    )
    told = fact(world)
    assert told["evidence"][0]["sha256"] == (hashlib.sha256(b"Convenio firmado.\n").hexdigest())
    assert told["data"]["kind"] == "agreement"
    assert told["data"]["milestone"] == leaf.urn
    assert "Minuta" not in json.dumps(told)


def test_an_address_is_evidence_too_cited_by_the_hash_of_its_letters(world, leaf, at) -> None:
    piece = worlds.hand_in(leaf, world.liaison, at, kind="link", url="https://datos.example/tablero")

    assert piece.file is None
    address = b"https://datos.example/tablero"
    assert fact(world)["evidence"] == [
        {"sha256": hashlib.sha256(address).hexdigest(), "size": len(address), "type": "text/uri-list"}
    ]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("kind", {"kind": "selfie"}),
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 301}),
        ("credit", {"credit": ""}),
        ("licence", {"licence": "mine"}),
        ("dated_on", {"dated_on": date(2023, 6, 13)}),
        ("url", {"url": "javascript:alert(1)"}),
        ("url", {"url": "datos.example"}),
        ("url", {"url": "https://datos.example/" + "x" * 500}),
        ("upload", {"url": ""}),
        ("value", {"value": Decimal(3)}),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(world, leaf, at, field, wrong) -> None:
    with pytest.raises(Refused) as no:
        worlds.hand_in(leaf, world.liaison, at, **{"kind": "agreement"} | wrong)

    assert no.value.field == field
    assert not Evidence.objects.exists()


def test_a_file_and_an_address_at_once_are_refused(world, leaf, at) -> None:
    with pytest.raises(Refused):
        worlds.hand_in(leaf, world.liaison, at, upload=worlds.text_file(), url="https://datos.example/")

    assert not File.objects.exists()


def test_the_same_piece_twice_is_refused(world, leaf, at) -> None:
    worlds.hand_in(leaf, world.liaison, at, kind="link", url="https://datos.example/a")
    worlds.hand_in(leaf, world.liaison, at, kind="report", upload=worlds.text_file("uno"))

    with pytest.raises(Refused):
        worlds.hand_in(leaf, world.civil_society, at, kind="link", url="https://datos.example/a")
    with pytest.raises(Refused):
        worlds.hand_in(leaf, world.liaison, at, kind="report", upload=worlds.text_file("uno"))

    assert Evidence.objects.count() == 2
    assert File.objects.count() == 1


def test_a_returned_piece_is_mended_by_one_successor(world, leaf, at) -> None:
    first = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    with pytest.raises(Refused):  # nobody returned it
        worlds.hand_in(leaf, world.liaison, at, kind="agreement", supersedes=first)
    worlds.give_back(first, world.coordination, at)

    second = worlds.hand_in(leaf, world.liaison, at, kind="agreement", supersedes=first)

    assert second.supersedes == first
    with pytest.raises(Refused):
        worlds.hand_in(leaf, world.liaison, at, kind="agreement", supersedes=first)


def test_a_piece_of_another_milestone_cannot_be_mended_here(world, leaf, at) -> None:
    other = worlds.milestone(world.lab, "Inventario")
    returned = worlds.hand_in(other, world.liaison, at)
    worlds.give_back(returned, world.coordination, at)

    with pytest.raises(Refused) as no:
        worlds.hand_in(leaf, world.liaison, at, supersedes=returned)

    assert no.value.field == "supersedes"


def test_whoever_does_not_answer_for_it_is_told_why_not(world, leaf, at) -> None:
    for somebody in (worlds.STRANGER, world.other_liaison, world.monitoring):
        with pytest.raises(Denied) as no:
            worlds.hand_in(leaf, somebody, at)
        assert str(no.value.reason)


def test_nobody_hands_in_evidence_of_a_draft(db: None, at: datetime) -> None:
    world = worlds.drafts(at)

    with pytest.raises(Denied):
        worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)
