"""Saving one section of a commitment's form."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.plans import actions, events, sections
from tequio.plans.models import Commitment, Term
from tequio.plans.tests import worlds
from tequio.record import queries as record


def test_a_text_is_kept_tidy_and_traced_in_private(drafts: SimpleNamespace, at: datetime) -> None:
    lab = worlds.section(drafts.lab, "vision", drafts.liaison, at, vision="  Un estado\r\nabierto ")

    assert lab.vision == "Un estado\nabierto"
    trace = record.trail_of(lab.urn)[0]
    assert trace.type == events.CommitmentEdited.name
    assert (trace.before["vision"], trace.after["vision"]) == ("", "Un estado\nabierto")
    assert not record.entries_of(lab.urn)


def test_a_form_refuses_a_section_that_it_does_not_ask(drafts: SimpleNamespace, at: datetime) -> None:
    for key in ("risks", "nonsense"):
        with pytest.raises(Refused):
            worlds.section(drafts.lab, key, drafts.liaison, at)


def test_whoever_saves_second_is_told_and_nothing_is_overwritten(drafts: SimpleNamespace, at: datetime) -> None:
    seen = drafts.lab.revision
    worlds.section(drafts.lab, "problem", drafts.liaison, at, problem="El primero.")

    with pytest.raises(Refused) as refused:
        actions.edit_section(
            commitment=drafts.lab,
            key="problem",
            values={"problem": "El segundo."},
            revision=seen,
            actor=drafts.coordination,
            at=at,
        )

    assert refused.value.field == "revision"
    assert Commitment.objects.get(pk=drafts.lab.pk).problem == "El primero."


def test_a_third_area_is_refused_and_two_are_kept(drafts: SimpleNamespace, at: datetime) -> None:
    areas = [{"term": term} for term in Term.objects.of("policy-area")[:3]]
    with pytest.raises(Refused):
        worlds.section(drafts.lab, "policy_areas", drafts.liaison, at, rows=[areas])

    worlds.section(drafts.lab, "policy_areas", drafts.liaison, at, rows=[areas[1:]])

    kept = sections.rows_of(drafts.lab, sections.SECTIONS["policy_areas"].lists[0])
    assert [row.term for row in kept] == [row["term"] for row in areas[1:]]
    thematic = sections.rows_of(drafts.lab, sections.SECTIONS["thematic_areas"].lists[0])
    assert len(thematic) == 2


def test_a_target_said_twice_counts_once_and_sixteen_ten_follows_sixteen_eight(
    drafts: SimpleNamespace, at: datetime
) -> None:
    said = ["16.10", "16.5", "16.b", "16.8", "16.5"]
    rows = [[{"goal": 16, "target": target} for target in said] + [{"goal": 11, "target": ""}]]
    worlds.section(drafts.sheet, "sdgs", drafts.coordination, at, rows=rows)

    kept = sections.rows_of(drafts.sheet, sections.SDGS)
    assert [str(row) for row in kept] == ["11", "16.5", "16.8", "16.10", "16.b"]


def test_does_not_apply_is_an_answer_and_blank_is_not(drafts: SimpleNamespace, at: datetime) -> None:
    assert sections.is_filled(drafts.lab, "nongovernment")

    lab = worlds.section(drafts.lab, "nongovernment", drafts.liaison, at, rows=[[]], no_nongovernment=False)

    assert not sections.is_filled(lab, "nongovernment")


def test_a_party_that_comes_back_keeps_its_institution_and_posts(drafts: SimpleNamespace, at: datetime) -> None:
    party = sections.rows_of(drafts.lab, sections.SECTIONS["government"].lists[0])[0]
    party.posts.add(drafts.post)
    rows = [[{"name": "Secretaría nueva"}, {"pk": party.pk, "name": party.name, "role": "support"}]]

    worlds.section(drafts.lab, "government", drafts.liaison, at, rows=rows)

    new, kept = sections.rows_of(drafts.lab, sections.SECTIONS["government"].lists[0])
    assert (new.name, new.institution) == ("Secretaría nueva", None)
    assert (kept.pk, kept.institution, kept.role) == (party.pk, party.institution, "support")
    assert list(kept.posts.all()) == [drafts.post]


def test_a_row_of_another_commitment_cannot_be_taken(drafts: SimpleNamespace, at: datetime) -> None:
    theirs = sections.rows_of(drafts.sheet, sections.SECTIONS["government"].lists[0])[0]
    worlds.section(drafts.lab, "government", drafts.liaison, at, rows=[[{"pk": theirs.pk, "name": "Mía"}]])

    theirs.refresh_from_db()
    assert theirs.commitment == drafts.sheet
    assert theirs.name != "Mía"


def test_a_period_runs_forward_and_counts_both_months(drafts: SimpleNamespace, at: datetime) -> None:
    assert drafts.lab.months == 18
    with pytest.raises(Refused) as refused:
        worlds.section(drafts.lab, "period", drafts.liaison, at, end=date(2022, 1, 1))
    assert refused.value.field == "end"


def test_a_commitment_cannot_lose_its_title(drafts: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        worlds.section(drafts.lab, "title", drafts.liaison, at, title=" \n ")
    assert refused.value.field == "title"


def test_a_stranger_and_another_liaison_are_told_why_not(drafts: SimpleNamespace, at: datetime) -> None:
    for actor in (worlds.STRANGER, drafts.citizen, drafts.other_liaison, drafts.civil_society):
        with pytest.raises(Denied):
            worlds.section(drafts.lab, "problem", actor, at, problem="Otro.")


def test_a_public_text_is_corrected_with_its_reason_by_coordination(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        worlds.section(world.lab, "problem", world.liaison, at, problem="Otro problema.")
    with pytest.raises(Refused) as refused:
        worlds.section(world.lab, "problem", world.coordination, at, problem="Otro problema.")
    assert refused.value.field == "reason"

    actions.edit_section(
        commitment=world.lab,
        key="problem",
        values={"problem": "Otro problema."},
        revision=world.lab.revision,
        reason="Había un dato viejo.",
        actor=world.coordination,
        at=at,
    )

    first, second = world.lab.publications.all()
    assert (first.number, first.kind, first.reason) == (2, "corrected", "Había un dato viejo.")
    assert '"problem":"Otro problema."' in first.document
    assert '"problem":"Otro problema."' not in second.document


def test_a_correction_cannot_leave_the_public_form_with_a_hole(world: SimpleNamespace, at: datetime) -> None:
    correct = {"commitment": world.lab, "revision": world.lab.revision, "actor": world.coordination, "at": at}
    with pytest.raises(Refused):
        actions.edit_section(key="problem", values={"problem": ""}, reason="Se borra.", **correct)
    with pytest.raises(Refused):
        actions.edit_section(key="values", values={}, rows=[[]], reason="Se borra.", **correct)
    assert Commitment.objects.get(pk=world.lab.pk).problem
