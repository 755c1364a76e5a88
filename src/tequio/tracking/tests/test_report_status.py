"""Saying how a milestone stands."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.people.models import Jurisdiction
from tequio.plans.models import Means
from tequio.record import queries as record
from tequio.tracking import queries
from tequio.tracking.models import Standing, StatusChange
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def facts(subject: str) -> list[dict]:
    return [json.loads(bytes(one.entry)) for one in record.entries_of(subject) if one.type.startswith("tracking.")]


def test_before_any_report_a_milestone_has_not_started_and_nobody_confirmed_it(world, at) -> None:
    row = queries.leaf(worlds.milestone(world.lab, "Convenios"), at=at)

    assert (row.code, row.is_confirmed) == ("not-started", False)
    assert not Standing.objects.exists()


def test_to_confirm_that_it_has_not_started_is_a_report(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")

    worlds.report(leaf, "not-started", world.liaison, at)

    assert worlds.standing(leaf).is_confirmed
    assert StatusChange.objects.get().code == "not-started"
    with pytest.raises(Refused) as no:
        worlds.report(leaf, "not-started", world.liaison, at)
    assert no.value.field == "status"


def test_a_report_keeps_who_when_and_note(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")

    worlds.report(leaf, "in-progress", world.liaison, at, "Dos convenios\r\nfirmados. ")

    line = queries.history_of(leaf).get()
    assert (line.was_code, line.code, line.note) == ("not-started", "in-progress", "Dos convenios\nfirmados.")
    assert (line.office, line.person, line.at) == (world.liaison.office, world.liaison.user, at)
    assert worlds.standing(leaf).began_at == at


def test_the_public_fact_holds_codes_and_the_hash_of_the_note_and_no_words(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")

    worlds.report(leaf, "in-progress", world.liaison, at, "Dos convenios firmados.")

    (fact,) = facts(world.lab.urn)
    assert fact["type"] == "tracking.status-reported"
    assert fact["actor"] == world.liaison.office.urn
    assert fact["data"] == {
        "milestone": leaf.urn,
        "institution": world.institutions.culture.urn,
        "was": "not-started",
        "status": "in-progress",
        "value": None,
        "note": hashlib.sha256(b"Dos convenios firmados.").hexdigest(),
    }
    assert "convenios" not in json.dumps(fact)


def test_stuck_needs_a_reason(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")

    with pytest.raises(Refused) as no:
        worlds.report(leaf, "stuck", world.liaison, at, "  ")

    assert no.value.field == "note"
    assert worlds.report(leaf, "stuck", world.liaison, at, "Falta presupuesto.").code == "stuck"


def test_incomplete_only_after_the_last_day_in_the_jurisdictions_time_zone(world) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")  # until 06/2023
    late_at_night = datetime(2023, 7, 1, 5, 30, tzinfo=UTC)  # 23:30 of the 30th of June in Monterrey
    past_midnight = datetime(2023, 7, 1, 6, 10, tzinfo=UTC)

    with pytest.raises(Refused) as no:
        worlds.report(leaf, "incomplete", world.liaison, late_at_night)

    assert no.value.field == "status"
    assert "2023" in str(no.value.reason)
    assert worlds.report(leaf, "incomplete", world.liaison, past_midnight).code == "incomplete"


def test_another_time_zone_has_another_midnight(world) -> None:
    Jurisdiction.objects.filter(pk=world.jurisdiction.pk).update(time_zone="America/Tijuana")
    leaf = worlds.milestone(world.lab, "Convenios")

    with pytest.raises(Refused):
        worlds.report(leaf, "incomplete", world.liaison, datetime(2023, 7, 1, 6, 30, tzinfo=UTC))

    worlds.report(leaf, "incomplete", world.liaison, datetime(2023, 7, 1, 7, 30, tzinfo=UTC))


def test_without_an_end_date_nothing_is_incomplete(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    type(leaf).objects.filter(pk=leaf.pk).update(end=None)

    with pytest.raises(Refused):
        worlds.report(leaf, "incomplete", world.liaison, at)


def test_finished_is_refused_while_an_announced_kind_has_no_piece_and_says_which(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Directorio")  # announces a directory and minutes
    worlds.hand_in(leaf, world.liaison, at, kind="minutes")

    with pytest.raises(Refused) as no:
        worlds.report(leaf, "finished", world.liaison, at)

    assert no.value.field == "status"
    assert "Direct" in str(no.value.reason)
    assert "Minut" not in str(no.value.reason)
    assert worlds.standing(leaf).code == "not-started"


def test_a_returned_piece_is_no_piece(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.give_back(worlds.hand_in(leaf, world.liaison, at, kind="agreement"), world.coordination, at)

    with pytest.raises(Refused):
        worlds.report(leaf, "finished", world.liaison, at)


def test_where_no_kind_is_announced_one_piece_of_any_kind_is_enough(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    Means.objects.filter(milestone=leaf).update(kind="")
    with pytest.raises(Refused):
        worlds.report(leaf, "finished", world.liaison, at)

    worlds.hand_in(leaf, world.liaison, at, kind="photograph")

    assert worlds.report(leaf, "finished", world.liaison, at).is_claim


def test_finished_with_pieces_under_review_is_a_claim(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.hand_in(leaf, world.liaison, at, kind="agreement")

    standing = worlds.report(leaf, "finished", world.liaison, at)

    assert (standing.code, standing.is_finished) == ("claim", False)
    assert facts(world.lab.urn)[0]["data"]["status"] == "claim"


def test_finished_with_an_accepted_piece_of_each_kind_is_finished_at_once(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Directorio")
    for kind in ("directory", "minutes"):
        worlds.accept(worlds.hand_in(leaf, world.liaison, at, kind=kind), world.coordination, at)

    assert worlds.report(leaf, "finished", world.liaison, at).is_finished


def test_what_was_finished_opens_again_only_with_a_reason(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.finish(leaf, world.liaison, world.coordination, at)

    with pytest.raises(Refused) as no:
        worlds.report(leaf, "in-progress", world.liaison, at)

    assert no.value.field == "note"
    assert worlds.report(leaf, "in-progress", world.liaison, at, "Se venció un convenio.").code == "in-progress"


@pytest.mark.parametrize("status", ["", "done", "claim", "late"])
def test_a_status_that_is_none_of_the_five_is_refused(world, at, status) -> None:
    with pytest.raises(Refused):
        worlds.report(worlds.milestone(world.lab, "Convenios"), status, world.liaison, at)


def test_a_stranger_is_told_why_not(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")

    for somebody in (worlds.STRANGER, world.citizen, world.other_liaison, world.monitoring):
        with pytest.raises(Denied) as no:
            worlds.report(leaf, "in-progress", somebody, at)
        assert str(no.value.reason)
    assert not StatusChange.objects.exists()


def test_coordination_and_everybody_who_answers_may_report(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")

    for number, office in enumerate((world.coordination, world.liaison, world.civil_society)):
        worlds.report(leaf, "in-progress", office, at, f"Nota {number}")

    assert leaf.status_changes.count() == 3


def test_a_value_is_typed_in_the_unit_of_the_target(world, at) -> None:
    leaf = worlds.counted(worlds.milestone(world.lab, "Convenios"), "80")

    standing = worlds.report(leaf, "in-progress", world.liaison, at, value=Decimal("30"))

    assert standing.value == 30
    assert queries.leaf(leaf, at=at).percent == 38  # 37.5, half up
    assert worlds.report(leaf, "in-progress", world.liaison, at, "Sin cambios").value == 30


def test_a_value_above_the_target_is_kept_and_counts_as_all_of_it(world, at) -> None:
    leaf = worlds.counted(worlds.milestone(world.lab, "Convenios"), "80")

    assert worlds.report(leaf, "in-progress", world.liaison, at, value=Decimal("95.5")).value == Decimal("95.5")
    assert queries.leaf(leaf, at=at).percent == 100


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity", "1e12", "0.005"])
def test_a_value_that_is_no_amount_is_refused(world, at, value) -> None:
    leaf = worlds.counted(worlds.milestone(world.lab, "Convenios"), "80")

    with pytest.raises(Refused) as no:
        worlds.report(leaf, "in-progress", world.liaison, at, value=Decimal(value))

    assert no.value.field == "value"


def test_a_milestone_without_a_numeric_target_takes_no_value(world, at) -> None:
    with pytest.raises(Refused):
        worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at, value=Decimal(3))


def test_finished_below_the_target_is_refused_and_without_a_value_means_the_target(world, at) -> None:
    leaf = worlds.counted(worlds.milestone(world.lab, "Convenios"), "80")
    worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    with pytest.raises(Refused) as no:
        worlds.report(leaf, "finished", world.liaison, at, value=Decimal(79))
    assert no.value.field == "value"

    assert worlds.report(leaf, "finished", world.liaison, at).value == 80


def test_nobody_reports_on_a_draft_so_that_the_record_tells_all(db: None, at: datetime) -> None:
    world = worlds.drafts(at)

    with pytest.raises(Denied):
        worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at, "Borrador")

    assert facts(world.lab.urn) == []


def test_the_fact_reads_as_a_sentence(world, at) -> None:
    worlds.report(worlds.milestone(world.lab, "Convenios"), "stuck", world.liaison, at, "Sin firma.")

    (line,) = record.lines(record.entries_of(world.lab.urn).filter(type="tracking.status-reported"))

    assert "%" not in line.sentence
    assert "status" not in line.sentence
