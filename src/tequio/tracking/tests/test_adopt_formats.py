"""The formats that came with imported axes become wordings of a draft; a question of another institution is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit.policy import Denied, Refused
from tequio.plans import actions as plans
from tequio.plans.models import Commitment, ImportedDocument
from tequio.plans.tests import documents
from tequio.tracking import actions, queries
from tequio.tracking.models import AxisWording, IndicatorFormat
from tequio.tracking.tests import worlds

NAME = "eje-parque.txt"


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    """A plan of whose document nothing was imported yet."""
    return worlds.drafts(at)


def bring(world: SimpleNamespace, at: datetime, body: bytes, name: str) -> list[Commitment]:
    by: dict[str, Any] = {"actor": world.coordination, "at": at}
    document = plans.keep_document(jurisdiction=world.jurisdiction, body=body, name=name, **by)
    return plans.confirm_document(document=document, plan=world.plan, **by)


def own(world: SimpleNamespace, at: datetime) -> list[Commitment]:
    return bring(world, at, (documents.HERE / NAME).read_bytes(), NAME)


def brought(world: SimpleNamespace) -> list[queries.Brought]:
    return queries.brought_to(world.plan, queries.standard_format()["sections"])


def test_x07_a_question_of_another_institution_is_refused_until_it_is_mended(
    world: SimpleNamespace, at: datetime
) -> None:
    own(world, at)
    [wrong] = [one for one in brought(world) if one.foreign]
    assert wrong.foreign == "Universidad del Río"
    assert "{institution}" in wrong.suggestion
    by: dict[str, Any] = {"plan": world.plan, "actor": world.coordination, "at": at}

    with pytest.raises(Refused) as refusal:
        actions.adopt_formats(**by)
    assert refusal.value.field == wrong.key
    assert not IndicatorFormat.objects.exists()

    made = actions.adopt_formats(mended={wrong.key: wrong.suggestion}, **by)
    said = AxisWording.objects.get(format=made, commitment=wrong.axis, code=wrong.code)
    assert said.text == wrong.suggestion
    assert queries.findings_of(made) == []


def test_each_axis_is_asked_in_the_words_of_its_document_beside_the_numbers_of_all(
    world: SimpleNamespace, at: datetime
) -> None:
    parks, _grants = own(world, at)
    mended = {one.key: one.suggestion for one in brought(world) if one.foreign}

    made = actions.adopt_formats(plan=world.plan, mended=mended, actor=world.coordination, at=at)

    version = queries.version_shown(made)
    assert version is not None
    wording = queries.wording_of(made)[parks.pk]
    assert len(wording) == 8
    rows = queries.asked_of(version, wording, {})
    assert len(rows) == 8
    assert all(any(text in wording.values() for text, _answer in row.answers) for row in rows)
    assert all(len(row.answers) > 1 for row in rows), "the number that compares axes stays"


def test_only_the_coordination_adopts_them_and_nothing_brought_is_nothing_to_adopt(
    world: SimpleNamespace, at: datetime
) -> None:
    with pytest.raises(Refused):
        actions.adopt_formats(plan=world.plan, actor=world.coordination, at=at)
    own(world, at)
    with pytest.raises(Denied):
        actions.adopt_formats(plan=world.plan, actor=world.liaison, at=at)


def test_the_page_offers_what_came_and_suggests_how_to_mend_it(
    world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    own(world, that_day)
    args = [world.jurisdiction.slug, world.plan.public_id, world.plan.slug]
    address, client = reverse("tracking:adopt_formats", args=args), client_of(world.coordination)
    [wrong] = [one for one in brought(world) if one.foreign]

    assert address in client.get(reverse("tracking:formats", args=args)).content.decode()
    shown = client.get(address).content.decode()
    assert wrong.foreign in shown
    assert wrong.suggestion in shown

    refused = client.post(address, {wrong.key: wrong.said})
    assert refused.status_code == 422
    done = client.post(address, {wrong.key: wrong.suggestion})
    assert done["Location"] == IndicatorFormat.objects.get().get_absolute_url()
    assert client_of(world.liaison).get(address).status_code == 403


def test_x07_the_source_document_keeps_its_five_axes_with_the_one_question_flagged(
    world: SimpleNamespace, at: datetime
) -> None:
    assert documents.reference("001").drafts
    [path] = Path(os.environ["TEQUIO_REFERENCE"]).glob("spec/sources/001*.txt")
    axes = bring(world, at, path.read_bytes(), path.name)
    found = brought(world)

    assert len(axes) == 5
    assert all(axis.goal and axis.proposals.exists() for axis in axes)
    assert [sum(one.axis == axis for one in found) for axis in axes] == [8] * 5
    [wrong] = [one for one in found if one.foreign]
    assert wrong.axis == axes[0]
    assert "{institution}" in wrong.suggestion
    mended = {wrong.key: wrong.suggestion}
    made = actions.adopt_formats(plan=world.plan, mended=mended, actor=world.coordination, at=at)
    assert made.wordings.count() == 40
    assert ImportedDocument.objects.get().formats
