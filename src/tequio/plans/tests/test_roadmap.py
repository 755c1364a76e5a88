"""The roadmap of a commitment, phase inside phase, and what each of its milestones delivered."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit import link
from tequio.kit.policy import Denied, Refused
from tequio.plans import actions, difference, document
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds
from tequio.record import queries as record

DOCUMENTS = Path(__file__).parent / "documents"
REFERENCE = os.environ.get("TEQUIO_REFERENCE")


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def save(world: SimpleNamespace, rows: Any, at: datetime, **more: Any) -> Commitment:
    said = {"commitment": world.lab, "revision": None, "reason": "Se acordó.", "actor": world.coordination}
    return actions.save_roadmap(rows=rows, at=at, **said | more)


def imported(world: SimpleNamespace, path: Path, at: datetime) -> Commitment:
    held = actions.keep_document(
        jurisdiction=world.jurisdiction, body=path.read_bytes(), name=path.name, actor=world.coordination, at=at
    )
    [made] = actions.confirm_document(document=held, plan=world.plan, actor=world.coordination, at=at)
    return made


def tree(commitment: Commitment) -> list[tuple[int, str]]:
    return [(one.depth, one.title) for one in commitment.phases.all()]


def test_a_text_without_roadmap_keeps_its_hash(world: SimpleNamespace, at: datetime) -> None:
    told = document.of_commitment(world.lab)

    assert "phases" not in told
    assert "deliverables" not in told


def test_each_change_of_something_public_is_a_fact_with_its_reason(world: SimpleNamespace, at: datetime) -> None:
    before = document.of_commitment(world.lab)
    save(world, [{"title": "Planear"}, {"title": "Convocar", "depth": 1}], at)

    last = world.lab.publications.first()
    after = document.of_commitment(Commitment.objects.get(pk=world.lab.pk))
    assert (last.kind, last.reason) == ("corrected", "Se acordó.")
    assert b'"section":"roadmap"' in bytes(record.entries_of(world.lab.urn)[0].entry)
    assert [change.label for change in difference.between(before, after, world.lab.template.sections)]
    with pytest.raises(Refused) as no:
        save(world, [], at, reason="")
    assert no.value.field == "reason"


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"title": " "}], "title"),
        ([{"title": "Dentro de nada", "depth": 1}], "depth"),
        ([{"title": "Uno"}, {"title": "Muy dentro", "depth": 2}], "depth"),
        ([{"title": "Al revés", "start": date(2023, 5, 1), "end": date(2023, 4, 1)}], "end"),
    ],
)
def test_what_makes_no_outline_is_refused(world: SimpleNamespace, at: datetime, rows: Any, field: str) -> None:
    with pytest.raises(Refused) as no:
        save(world, rows, at)
    assert no.value.field == field


def test_once_it_is_public_only_the_coordination_writes_it(world: SimpleNamespace, at: datetime) -> None:
    for actor in (world.liaison, world.civil_society, worlds.STRANGER):
        with pytest.raises(Denied):
            save(world, [], at, actor=actor)


def test_a_deliverable_says_something_of_its_own_commitment(world: SimpleNamespace, at: datetime) -> None:
    foreign = world.sheet.milestones.first()
    by = {"commitment": world.lab, "revision": None, "reason": "x", "actor": world.coordination, "at": at}
    for row, field in (({"url": "https://nl.example"}, "title"), ({"title": "x", "milestone": foreign}, "milestone")):
        with pytest.raises(Refused) as no:
            actions.save_deliverables(rows=[row], **by)
        assert no.value.field == field


@pytest.mark.parametrize(
    ("url", "slip"),
    [
        ("", "empty"),
        ("#", "empty"),
        ("http://", "empty"),
        ("ttps://nl.example", "malformed"),
        ("https://nl .example", "malformed"),
        ("[aquí](#)", "malformed"),
        ("nl.example/guia", "malformed"),
        ("https://localhost", "malformed"),
        ("https://[::1", "malformed"),
        ("javascript:alert(1)", "malformed"),
        ("https://nl.example/guía?x=1#y", ""),
    ],
)
def test_x09_an_address_that_cannot_work_is_told_without_following_it(url: str, slip: str) -> None:
    assert link.slip(url) == slip


def test_x10_a_report_becomes_the_roadmap_of_its_commitment(world: SimpleNamespace, at: datetime) -> None:
    made = imported(world, DOCUMENTS / "ruta-becas.txt", at)

    assert made.title == "Becas a la vista"
    assert (0, "Entrega") in tree(made)
    assert tree(made)[tree(made).index((0, "Entrega")) + 1] == (1, "Presentación pública")
    assert [(one.title, one.slip) for one in made.deliverables.all()] == [
        ("Diagnóstico de becas", "empty"),
        ("Guía", ""),
        ("Lista de talleres", "empty"),
    ]


def test_a_report_of_a_public_commitment_is_written_by_hand(world: SimpleNamespace, at: datetime) -> None:
    actions.edit_section(
        commitment=world.lab,
        key="title",
        values={"title": "Becas a la vista"},
        revision=Commitment.objects.get(pk=world.lab.pk).revision,
        reason="Otro título.",
        actor=world.coordination,
        at=at,
    )
    with pytest.raises(Refused):
        imported(world, DOCUMENTS / "ruta-becas.txt", at)


@pytest.mark.skipif(not REFERENCE, reason="TEQUIO_REFERENCE is not set: the source documents are not here")
def test_x09_x10_the_source_report_gives_five_phases_and_eight_pairs(world: SimpleNamespace, at: datetime) -> None:
    made = imported(world, next(Path(str(REFERENCE), "spec", "sources").glob("002*.txt")), at)

    depths = [depth for depth, _title in tree(made)]
    assert (depths.count(0), depths.count(1)) == (4, 4)
    inner = [title for depth, title in tree(made) if depth]
    assert sum(title.startswith("Presentación") for title in inner) == 1
    assert made.deliverables.count() == 8
    assert all(one.step and one.title and one.slip == link.EMPTY for one in made.deliverables.all())


def test_its_pages_keep_what_was_typed_and_say_what_is_wrong(world: SimpleNamespace, at: datetime) -> None:
    client = Client()
    client.force_login(world.coordination.user)
    counts = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0"}
    typed = {"rows-0-title": "Planear", "rows-0-depth": "1", "reason": "Porque sí.", **counts}
    typed["revision"] = str(Commitment.objects.get(pk=world.lab.pk).revision)
    url = reverse("plans:edit_roadmap", args=[world.jurisdiction.slug, world.lab.public_id])

    refused = client.post(url, typed)
    saved = client.post(url, typed | {"rows-0-depth": "0", "rows-0-start": "01/2023", "rows-0-end": "03/2023"})

    assert refused.status_code == 422
    assert "Planear" in refused.content.decode()
    assert saved.status_code == 302
    assert world.lab.phases.get().precision == "month"
