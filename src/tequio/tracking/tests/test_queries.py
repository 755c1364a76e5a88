"""Rows, lists and figures: what they say, and that they cost the same for one and for ten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tequio.people.models import Jurisdiction
from tequio.plans import actions as plans_actions
from tequio.plans.models import Commitment, KeyAction, Means, Milestone, Party
from tequio.tracking import actions, queries
from tequio.tracking.models import StatusChange
from tequio.tracking.tests import worlds

LAST_NIGHT = datetime(2023, 7, 1, 5, 30, tzinfo=UTC)  # 23:30 of the 30th of June in Monterrey
FIRST_OF_JULY = datetime(2023, 7, 1, 6, 10, tzinfo=UTC)  # 00:10 of the 1st


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def count(what) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        what()
    return len(caught)


def copies(commitment: Commitment, number: int) -> None:
    """Add copies of a commitment with its tree, as rows: only their number matters here."""
    actions_of = list(commitment.key_actions.all())
    for _copy in range(number):
        one = Commitment.objects.create(
            plan=commitment.plan, template=commitment.template, title="Otro", state="published", order=9
        )
        action = KeyAction.objects.create(commitment=one, title="Acción") if actions_of else None
        for step in range(3):
            leaf = Milestone.objects.create(commitment=one, title=f"Paso {step}", key_action=action)
            Means.objects.create(commitment=one, milestone=leaf, text="Informe", kind="report")
            Party.objects.create(commitment=one, milestone=leaf, section="milestone", name="Alguien")


def test_a_month_deadline_runs_to_the_end_of_its_last_day_here(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")  # until 06/2023
    worlds.report(leaf, "in-progress", world.liaison, at)

    before, after = queries.leaf(leaf, at=LAST_NIGHT), queries.leaf(leaf, at=FIRST_OF_JULY)

    assert (before.is_late, before.days_late) == (False, 0)
    assert (after.is_late, after.days_late) == (True, 1)
    assert leaf not in queries.late_milestones(at=LAST_NIGHT)
    assert leaf in queries.late_milestones(at=FIRST_OF_JULY)


def test_each_place_is_judged_by_its_own_midnight(world) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    Jurisdiction.objects.filter(pk=world.jurisdiction.pk).update(time_zone="America/Tijuana")

    assert leaf not in queries.late_milestones(at=FIRST_OF_JULY)
    assert leaf in queries.late_milestones(at=datetime(2023, 7, 1, 7, 10, tzinfo=UTC))


@pytest.mark.parametrize("at_night", [LAST_NIGHT, FIRST_OF_JULY, datetime(2024, 6, 1, 12, 0, tzinfo=UTC)])
def test_the_list_of_the_late_agrees_with_each_of_them(world, at, at_night) -> None:
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, at)
    worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at, kind="agreement")
    worlds.report(worlds.milestone(world.lab, "Convenios"), "finished", world.liaison, at)
    Milestone.objects.filter(title="Actividad 1.1").update(end=date(2023, 7, 1), precision="day")
    Milestone.objects.filter(title="Actividad 1.2").update(end=date(2030, 7, 1), precision="year")

    listed = set(queries.late_milestones(at=at_night).values_list("title", flat=True))

    rows = queries.leaves(Milestone.objects.all(), at=at_night)
    assert {row.milestone.title for row in rows if row.is_late} == listed
    assert "Reglas de convivencia de la mesa" not in listed  # finished
    assert "Convenios con aliadas" not in listed  # a claim under review is not late
    assert "Actividad 2.1" in listed  # without dates of its own it has those of its key action


def test_lists_are_public_and_of_one_place_if_asked(world, at) -> None:
    later = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)
    elsewhere = Jurisdiction.objects.create(slug="otra", name="Otra")
    lists = {
        "late": lambda **of: queries.late_milestones(at=later, **of),
        "without": lambda **of: queries.milestones_without_evidence(**of),
        "recent": lambda **of: queries.recent_changes(**of),
    }
    for name, rows in lists.items():
        assert rows().exists(), name
        assert rows(jurisdiction=world.jurisdiction).count() == rows().count(), name
        assert not rows(jurisdiction=elsewhere).exists(), name

    plans_actions.withdraw_commitment(commitment=world.lab, reason="Se rehace.", actor=world.coordination, at=at)

    for name, rows in lists.items():
        assert not [one for one in rows() if getattr(one, "milestone", one).commitment_id == world.lab.pk], name


def test_a_milestone_is_without_evidence_until_a_piece_stands(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")

    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    assert leaf not in queries.milestones_without_evidence()

    worlds.give_back(piece, world.coordination, at)
    assert leaf in queries.milestones_without_evidence()


def test_a_row_says_what_is_missing_and_what_is_not_accepted(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Directorio")
    worlds.accept(worlds.hand_in(leaf, world.liaison, at, kind="directory"), world.coordination, at)
    worlds.give_back(worlds.hand_in(leaf, world.liaison, at, kind="minutes"), world.coordination, at)

    row = queries.leaf(leaf, at=at)

    assert row.announced == ("directory", "minutes")
    assert row.missing == row.unaccepted == ("minutes",)
    assert (row.submitted, row.accepted, row.returned, row.has_evidence) == (0, 1, 1, True)
    assert [party.name for party in row.parties] == [
        world.institutions.culture.name,
        world.institutions.civil_society.name,
    ]


def test_rows_stand_in_the_order_of_the_tree_under_their_headings(world, at) -> None:
    headings = queries.by_heading(queries.leaves_of(world.lab, at=at))

    assert [len(rows) for _heading, rows in headings] == [5, 2]
    assert [row.milestone.label for row in headings[0][1]] == ["1.", "2.", "3.", "4.", "5."]
    sheet = queries.by_heading(queries.leaves_of(world.sheet, at=at))
    assert [len(rows) for _heading, rows in sheet] == [3, 5, 6]
    assert sheet[0][0] == "1 Diagnóstico del acceso a la información"


def test_rows_keep_the_order_that_was_asked(world) -> None:
    later = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
    late = queries.late_milestones(at=later, jurisdiction=world.jurisdiction)

    assert [row.milestone for row in queries.leaves(late[:3], at=later)] == list(late[:3])


def test_alerts_flag_what_is_late_unevidenced_unreported_or_unmeasured(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    Means.objects.filter(milestone=leaf).delete()
    leaf.parties.all().delete()

    alerts = queries.alerts_of([queries.leaf(leaf, at=FIRST_OF_JULY)])

    assert [one.alert for one in alerts] == ["late", "no-evidence", "no-report", "no-responsible", "not-measured"]
    assert alerts[0].severity == "high"

    worlds.report(leaf, "stuck", world.coordination, at, "Sin presupuesto.")
    assert "stuck" in [one.alert for one in queries.alerts_of([queries.leaf(leaf, at=at)])]


def test_a_milestone_of_next_year_is_not_blamed_for_lacking_evidence(world, at) -> None:
    alerts = queries.alerts_of([queries.leaf(worlds.milestone(world.lab, "Informe"), at=at)])

    assert alerts == []


def test_the_lab_starts_at_zero_with_no_data_and_the_sheet_reaches_51(world, at) -> None:
    started = queries.progress_of([world.lab])[world.lab.pk]
    assert (started.reported_percent, started.verified_percent, started.unknown_percent) == (0, 0, 100)

    for leaf in worlds.activities(world.sheet, "1"):
        worlds.hand_in(leaf, world.other_liaison, at)
        worlds.report(leaf, "finished", world.other_liaison, at)
    assert queries.progress_of([world.sheet])[world.sheet.pk].reported_percent == 35

    for leaf in worlds.activities(world.sheet, "2")[:2]:
        worlds.hand_in(leaf, world.other_liaison, at)
        worlds.report(leaf, "finished", world.other_liaison, at)
    measured = queries.progress_of([world.sheet])[world.sheet.pk]
    assert (measured.reported_percent, measured.verified_percent, measured.unknown_percent) == (51, 0, 49)

    for piece in list(queries.review_queue(world.coordination)):
        worlds.accept(piece, world.coordination, at)
    assert queries.progress_of([world.sheet])[world.sheet.pk].verified_percent == 51
    plan = queries.plan_progress(world.plan)
    assert (plan.count, plan.reported_percent, plan.verified_percent) == (2, 26, 26)


def test_a_confirmed_not_started_is_data(world, at) -> None:
    worlds.report(worlds.milestone(world.lab, "Convenios"), "not-started", world.liaison, at)

    measured = queries.progress_of([world.lab])[world.lab.pk]

    assert (measured.reported_percent, measured.unknown_percent) == (0, 86)  # six of seven, 85.7


def test_each_horizon_has_its_own_figure(world, at) -> None:
    worlds.finish(worlds.milestone(world.lab, "Informe"), world.liaison, world.coordination, at)

    figures = queries.by_horizon(queries.progress_of([world.lab])[world.lab.pk])

    assert (figures["short"].reported_percent, figures["medium"].reported_percent) == (0, 50)


def test_a_plan_counts_only_its_published_commitments(world, at) -> None:
    plans_actions.withdraw_commitment(commitment=world.lab, reason="Se rehace.", actor=world.coordination, at=at)

    assert [one.commitment for one in queries.plan_progress(world.plan).commitments] == [world.sheet]


def test_one_commitment_and_ten_cost_the_same(world, at) -> None:
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, at)
    every = Commitment.objects.filter(plan=world.plan).select_related("plan__jurisdiction")
    asked = {
        "leaves": lambda: queries.leaves(Milestone.objects.filter(commitment__plan=world.plan), at=at),
        "progress": lambda: queries.progress_of(every.all()),
        "plan": lambda: [one.details for one in queries.plan_progress(world.plan).commitments],
        "late": lambda: queries.leaves(queries.late_milestones(at=at), at=at),
        "without": lambda: queries.leaves(queries.milestones_without_evidence(), at=at),
        "recent": lambda: [(one.milestone.short, str(one.office.role)) for one in queries.recent_changes()],
        "loom": lambda: queries.loom(queries.leaves(Milestone.objects.all(), at=at)),
        "desk": lambda: queries.desk(world.liaison, at=at),
    }
    before = {name: count(ask) for name, ask in asked.items()}

    copies(world.lab, 5)
    copies(world.sheet, 5)

    assert {name: count(ask) for name, ask in asked.items()} == before
    assert before["progress"] == 3  # the commitments themselves, key actions, leaves with how they stand
    assert before["leaves"] == 5
    assert max(before.values()) <= 12


def test_the_pieces_of_a_milestone_cost_the_same_however_many(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.give_back(worlds.hand_in(leaf, world.liaison, at), world.coordination, at)
    before = count(lambda: queries.pieces_of(leaf, world.coordination))

    for _piece in range(4):
        worlds.give_back(worlds.hand_in(leaf, world.liaison, at), world.coordination, at)

    assert count(lambda: queries.pieces_of(leaf, world.coordination)) == before


def test_a_desk_holds_what_one_answers_for_what_one_reviews_and_what_came_back(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    returned = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.give_back(returned, world.coordination, at)
    waiting = worlds.hand_in(leaf, world.liaison, at, kind="agreement")

    liaison, coordination = queries.desk(world.liaison, at=at), queries.desk(world.coordination, at=at)

    assert len(liaison.rows) == 7
    assert (liaison.queue, liaison.returned) == ([], [returned])
    assert (coordination.rows, coordination.queue, coordination.returned) == ([], [waiting], [])
    assert queries.desk(worlds.STRANGER, at=at) == queries.Desk([], [], [])

    worlds.hand_in(leaf, world.liaison, at, kind="agreement", supersedes=returned)
    assert queries.desk(world.liaison, at=at).returned == []


def test_an_account_can_take_along_what_it_did_and_be_forgotten(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.report(leaf, "in-progress", world.liaison, at, "Vamos.")
    piece = worlds.hand_in(leaf, world.liaison, at)
    worlds.accept(piece, world.coordination, at)

    mine = queries.personal_data(world.liaison.user)
    assert [one["note"] for one in mine["status_changes"]] == ["Vamos."]
    assert [one["evidence"] for one in mine["evidence"]] == [piece.urn]
    assert len(queries.personal_data(world.coordination.user)["reviews"]) == 1

    world.liaison.user.tenures.all().delete()
    world.liaison.user.delete()
    assert StatusChange.objects.get().office == world.liaison.office
    assert queries.pieces_of(leaf, worlds.STRANGER)[0].is_open


def test_withdrawn_pieces_are_counted_nowhere(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    actions.withdraw_evidence(evidence=worlds.hand_in(leaf, world.liaison, at), actor=world.liaison, at=at)

    row = queries.leaf(leaf, at=at)

    assert not row.has_evidence
    assert (row.submitted, row.accepted, row.returned) == (0, 0, 0)
