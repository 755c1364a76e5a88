"""An uploaded document becomes drafts, whole or not at all; the two source documents give all their figures."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from tequio.contributions import queries as contributions
from tequio.kit.policy import Denied, Refused
from tequio.people.models import Contact, Institution
from tequio.plans import actions, checks, queries
from tequio.plans.actions import _building
from tequio.plans.models import Commitment, ImportedDocument, Party
from tequio.plans.tests import worlds

DOCUMENTS = Path(__file__).parent / "documents"
REFERENCE = os.environ.get("TEQUIO_REFERENCE")
needs_reference = pytest.mark.skipif(
    not REFERENCE, reason="TEQUIO_REFERENCE is not set: the source documents are not here"
)


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.drafts(at)


def keep(world: SimpleNamespace, body: bytes, at: datetime, name: str = "ficha.txt") -> ImportedDocument:
    return actions.keep_document(jurisdiction=world.jurisdiction, body=body, name=name, actor=world.coordination, at=at)


def imported(world: SimpleNamespace, path: Path, at: datetime) -> Commitment:
    document = keep(world, path.read_bytes(), at, path.name)
    [made] = actions.confirm_document(document=document, plan=world.plan, actor=world.coordination, at=at)
    return queries.with_tree(Commitment.objects.filter(pk=made.pk)).select_related("template").get()


def source(number: str) -> Path:
    return next(Path(str(REFERENCE), "spec", "sources").glob(f"{number}*.txt"))


def test_our_own_form_gives_its_commitment(world: SimpleNamespace, at: datetime) -> None:
    commitment = imported(world, DOCUMENTS / "ficha-agua.txt", at)

    assert commitment.title
    assert commitment.template.code == "form-21"
    assert commitment.milestones.count() > 0
    assert commitment.state == "draft"


def test_nothing_private_of_the_document_stands_in_public_columns(world: SimpleNamespace, at: datetime) -> None:
    commitment = imported(world, DOCUMENTS / "ficha-revuelta.txt", at)

    addresses = [one.value for one in Contact.objects.filter(kind="email")]
    columns = [str(value) for value in Commitment.objects.filter(pk=commitment.pk).values_list()[0]]
    named = " ".join(columns + list(Party.objects.values_list("name", flat=True)))

    assert any("example" in address for address in addresses)
    assert not any(address in named for address in addresses)
    assert not Contact.objects.filter(is_public=True).exists()


def test_the_document_is_kept_whole_and_linked(world: SimpleNamespace, at: datetime) -> None:
    body = (DOCUMENTS / "ficha-agua.txt").read_bytes()
    document = keep(world, body, at)

    made = actions.confirm_document(document=document, plan=world.plan, actor=world.coordination, at=at)

    document.refresh_from_db()
    assert bytes(document.body) == body
    assert list(document.commitments.all()) == made
    assert document.confirmed_at == at


def test_what_fails_in_the_middle_leaves_nothing(
    world: SimpleNamespace, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = keep(world, (DOCUMENTS / "ficha-agua.txt").read_bytes(), at)
    before = (Commitment.objects.count(), Institution.objects.count(), Party.objects.count())
    monkeypatch.setattr(_building, "_objectives", lambda *given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.confirm_document(document=document, plan=world.plan, actor=world.coordination, at=at)

    document.refresh_from_db()
    assert document.confirmed_at is None
    assert (Commitment.objects.count(), Institution.objects.count(), Party.objects.count()) == before


def test_a_document_is_imported_once(world: SimpleNamespace, at: datetime) -> None:
    document = keep(world, (DOCUMENTS / "ficha-agua.txt").read_bytes(), at)
    actions.confirm_document(document=document, plan=world.plan, actor=world.coordination, at=at)

    with pytest.raises(Denied):
        actions.confirm_document(document=document, plan=world.plan, actor=world.coordination, at=at)


def test_a_text_that_is_no_form_is_kept_and_refused(world: SimpleNamespace, at: datetime) -> None:
    document = keep(world, b"Una carta cualquiera.\n", at)

    with pytest.raises(Refused):
        actions.confirm_document(document=document, plan=world.plan, actor=world.coordination, at=at)

    assert ImportedDocument.objects.filter(pk=document.pk).exists()


def test_an_empty_file_is_refused(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused):
        keep(world, b" \n ", at)


def test_a_liaison_of_another_place_may_not_import(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.keep_document(jurisdiction=world.jurisdiction, body=b"texto", name="a.txt", actor=world.citizen, at=at)


def test_another_office_may_neither_open_nor_confirm_an_upload(world: SimpleNamespace, at: datetime) -> None:
    document = keep(world, (DOCUMENTS / "ficha-agua.txt").read_bytes(), at)

    with pytest.raises(Denied):
        actions.confirm_document(document=document, plan=world.plan, actor=world.liaison, at=at)

    assert document not in queries.documents_waiting(world.jurisdiction, world.liaison)
    assert document in queries.documents_waiting(world.jurisdiction, world.coordination)


@needs_reference
def test_the_form_000_gives_24_milestones_and_every_figure(world: SimpleNamespace, at: datetime) -> None:
    commitment = imported(world, source("000"), at)
    leaves = list(commitment.milestones.all())
    parties = Counter(party.section for party in commitment.parties.filter(milestone=None))

    assert (commitment.start, commitment.end, commitment.months) == (date(2023, 1, 1), date(2024, 6, 1), 18)
    assert len(commitment.title) == 75
    assert Counter(leaf.objective.horizon for leaf in leaves) == {"short": 11, "medium": 8, "long": 5}
    assert sorted(Counter(leaf.group.title for leaf in leaves if leaf.group).values()) == [3, 3, 4, 8]
    assert sum(leaf.start == leaf.end for leaf in leaves) == 14
    assert parties == {"government": 6, "coresponsible": 4}
    assert commitment.no_nongovernment
    assert [(str(one.value.normalize()), one.comparison) for one in commitment.baselines.all()] == [
        ("8", None),
        ("11", None),
        ("27", None),
        ("9E+1", None),
        ("46.7", Decimal("54.5")),
    ]
    assert [one.target for one in commitment.sdgs.all()][-3:] == ["16.8", "16.10", "16.b"]
    assert commitment.sdgs.count() == 11
    assert [one.due for one in commitment.objectives.all()] == [date(2023, 7, 31), date(2024, 1, 31), date(2024, 6, 30)]
    assert sum(int(one.count) for one in commitment.resources.filter(kind="staff") if one.count) == 7
    assert commitment.resources_assured == "yes"
    assert commitment.values.count() == 4


@needs_reference
def test_the_form_000_keeps_what_is_irregular(world: SimpleNamespace, at: datetime) -> None:
    commitment = imported(world, source("000"), at)
    leaves = list(commitment.milestones.all())
    pilot = [leaf.label for leaf in leaves if leaf.objective.horizon == "medium"]
    spaces = leaves[17]

    assert pilot.count("5.") == 2
    assert [len(leaf.parties.all()) for leaf in leaves].count(0) == 1
    assert [party.label for party in leaves[20].parties.all()] == ["6.", "7.", "8."]
    assert spaces.overlaps == leaves[9]
    assert {key: length for key, (length, _limit) in _over(commitment).items()}.keys() == {
        "problem",
        "gender",
        "vulnerability",
        "additional",
    }


@needs_reference
def test_the_sheet_004_gives_three_weighted_actions(world: SimpleNamespace, at: datetime) -> None:
    commitment = imported(world, source("004"), at)
    weighed = list(commitment.key_actions.all())

    assert [int(one.weight) for one in weighed] == [35, 40, 25]
    assert [one.activities.count() for one in weighed] == [3, 5, 6]
    assert [one.target for one in commitment.sdgs.all()].count("16.5") == 1
    assert commitment.sdgs.count() == 8
    assert [one.label.strip(")") for one in commitment.risks.all()] == ["a", "b", "c"]
    assert (weighed[1].start, weighed[1].end) == (date(2020, 5, 1), date(2021, 7, 31))
    assert (commitment.start, commitment.end) == (date(2019, 12, 10), date(2021, 8, 31))
    assert not [check for check in checks.of(commitment) if check.is_blocking]


def _over(commitment: Commitment) -> dict[str, tuple[int, int]]:
    return checks.sections.over_limit(commitment)


def test_comments_that_close_a_form_are_kept_without_anybodys_name(world: SimpleNamespace, at: datetime) -> None:
    made = imported(world, DOCUMENTS / "ficha-agua.txt", at)

    comments = contributions.annex_of(made.urn)
    assert len(comments) == 3
    assert {(one.name, one.email, one.due_on) for one in comments} == {("", "", None)}
    assert "Zutano" not in " ".join(one.text for one in comments)
