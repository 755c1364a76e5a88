"""The sheet of a thematic axis: filled by its institution, public once the secretariat approves it, then followed."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit import clock
from tequio.kit.policy import Refused
from tequio.plans import actions, checks, difference, document, periods, queries
from tequio.plans.forms.axis import ChannelRow, MechanismRow, ProposalRow
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds

SESSION = "XVIII sesión, 18 de enero, acuerdo cuarto."


@pytest.fixture
def axis(drafts: SimpleNamespace, at: datetime) -> Commitment:
    """An axis that is ready to publish, in a public plan."""
    actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)
    return worlds.axis(drafts, drafts.plan, at)


def test_the_document_holds_every_list_of_the_sheet(axis: Commitment) -> None:
    body = document.of_commitment(axis)

    assert body["goal"] == "Un modelo en tres aspectos."
    assert [goal["label"] for goal in body["goals"]] == ["1", "2", "3"]
    assert [(one["state"], one["answer"]) for one in body["proposals"]] == [("accepted", "Se hará."), ("received", "")]
    assert body["mechanisms"][0]["undertaking"] == "Un calendario por semestre"
    assert [one["kind"] for one in body["channels"]] == ["web", "x"]
    assert (body["schedule"], body["origin"]) == ("semiannual", "Foro de participación de 2019.")
    assert body["parties"][0]["posts"] == ["Dirección"]
    assert body["sdgs"] == [{"goal": 4, "target": "", "text": ""}]


def test_forms_that_do_not_ask_it_keep_the_document_that_they_had(drafts: SimpleNamespace) -> None:
    body = document.of_commitment(drafts.lab)
    assert not {"goal", "goals", "proposals", "mechanisms", "channels", "results", "shares", "aliases"} & set(body)


def test_it_is_not_public_until_the_secretariat_approved_it(
    drafts: SimpleNamespace, axis: Commitment, at: datetime
) -> None:
    by = {"actor": drafts.coordination, "at": at}
    assert [check.sentence for check in checks.of(axis) if check.is_blocking] == []

    with pytest.raises(Refused) as no:
        actions.publish_commitment(commitment=axis, **by)
    made = actions.publish_commitment(commitment=axis, approval=SESSION, **by)

    assert no.value.field == "approval"
    assert made.is_published
    assert document.of_commitment(made)["approval"] == SESSION


def test_its_goals_become_milestones_once(drafts: SimpleNamespace, axis: Commitment, at: datetime) -> None:
    assert [leaf.title for leaf in axis.milestones.all()] == [f"Aspecto {n} de la meta" for n in (1, 2, 3)]
    assert {leaf.end for leaf in axis.milestones.all()} == {date(2024, 3, 1)}
    with pytest.raises(Refused):
        actions.add_goals_as_milestones(commitment=axis, revision=None, actor=drafts.liaison, at=at)


def test_the_sheet_shows_each_section_and_the_periods_of_the_schedule(
    drafts: SimpleNamespace, axis: Commitment, at: datetime, client: Client
) -> None:
    actions.publish_commitment(commitment=axis, approval=SESSION, actor=drafts.coordination, at=at)
    with clock.frozen(at):
        text = client.get(reverse("plans:sheet", args=["nl", axis.public_id, axis.slug])).content.decode()

    at_part = [text.index(f'id="part-{section["key"]}"') for section in axis.template.sections]
    assert at_part == sorted(at_part)
    assert len(at_part) == 13
    for words in ("@cultura_nl", "Que sea medible", "Medir cada semestre", SESSION, "01/2024 – 03/2024"):
        assert words in text


def test_every_section_is_told_in_a_comparison(drafts: SimpleNamespace, axis: Commitment, at: datetime) -> None:
    before = document.of_commitment(axis)
    rows = [{"label": "1", "text": "Usar lenguaje sencillo", "answer": "Ya se hizo.", "state": "done"}]
    after = document.of_commitment(worlds.section(axis, "citizen_proposals", drafts.liaison, at, rows=[rows]))

    (change,) = difference.between(before, after, axis.template.sections)

    assert change.number == "5"
    assert "Ya se hizo." in "".join(piece.text for piece in change.pieces if piece.kind != "removed")


def test_x07_an_axis_is_bound_to_its_own_institution(drafts: SimpleNamespace, axis: Commitment, at: datetime) -> None:
    assert queries.institution_of(axis) == drafts.institutions.culture.name

    other = worlds.axis(drafts, drafts.plan, at, title="Otro eje")
    named = f"¿Hizo campañas {drafts.institutions.participation.name}?"
    party = {"name": drafts.institutions.participation.name, "institution": drafts.institutions.participation}
    worlds.section(other, "government", drafts.coordination, at, rows=[[party]])
    worlds.section(axis, "monitoring", drafts.liaison, at, rows=[[{"concern": named}]])

    doubts = [check for check in checks.of(Commitment.objects.get(pk=axis.pk)) if not check.is_blocking]
    assert [check.key for check in doubts if drafts.institutions.participation.name in check.sentence] == ["monitoring"]


def test_a_schedule_is_cut_in_whole_months() -> None:
    spans = periods.between(date(2023, 1, 1), date(2024, 3, 1), 6)
    assert spans == [
        (date(2023, 1, 1), date(2023, 6, 1)),
        (date(2023, 7, 1), date(2023, 12, 1)),
        (date(2024, 1, 1), date(2024, 3, 1)),
    ]
    assert periods.between(None, date(2024, 1, 1), 6) == []
    assert len(periods.between(date(1900, 1, 1), date(2199, 1, 1), 1)) == periods.MOST


@pytest.mark.parametrize(
    ("form", "values", "wrong"),
    [
        (ChannelRow, {"kind": "web", "link": "nl.example/eje"}, ""),
        (ChannelRow, {"kind": "web"}, "link"),
        (ChannelRow, {"kind": "x", "handle": "@cultura"}, ""),
        (ChannelRow, {"kind": "x", "handle": "persona@correo.example"}, "handle"),
        (ChannelRow, {"kind": "x"}, "handle"),
        (MechanismRow, {"concern": "Algo", "link": "javascript:alert(1)"}, "link"),
        (MechanismRow, {"concern": "Algo", "link": "https://yo@nl.example"}, "link"),
        (ProposalRow, {"text": "Algo", "state": "rejected"}, "answer"),
        (ProposalRow, {"text": "Algo", "state": "rejected", "answer": "No se puede."}, ""),
    ],
)
def test_a_row_says_what_is_wrong_beside_its_field(form: type, values: dict[str, str], wrong: str) -> None:
    assert list(form(values).errors) == ([wrong] if wrong else [])


def test_r032_an_institution_with_two_axes_is_doubted_and_not_refused(
    drafts: SimpleNamespace, axis: Commitment, at: datetime
) -> None:
    assert "another axis" not in " ".join(check.sentence for check in checks.of(axis))

    other = worlds.axis(drafts, drafts.plan, at, title="Museos abiertos")

    said = [check for check in checks.of(axis) if other.title in check.sentence]
    assert [(check.is_blocking, check.key) for check in said] == [(False, "government")]
