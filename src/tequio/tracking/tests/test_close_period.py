"""Reporting periods: what must be explained, who is missing, and a snapshot that nobody changes."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.tracking import actions, policies, queries
from tequio.tracking.models import Period, Snapshot
from tequio.tracking.queries import Span
from tequio.tracking.tests import worlds

ROLES = ("coordination", "liaison", "other_liaison", "civil_society", "monitoring", "citizen", "stranger")
AFTER = datetime(2023, 7, 5, 15, 0, tzinfo=UTC)  # the first half is over, its reports are open
HALF = Span("Primer semestre de 2023", date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1), date(2023, 7, 15))
NEXT = Span("Segundo semestre de 2023", date(2023, 7, 1), date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 15))


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    world = worlds.nuevo_leon(at)
    world.stranger = worlds.STRANGER
    world.half, world.next = actions.lay_periods(plan=world.plan, spans=[HALF, NEXT], actor=world.coordination, at=at)
    return world


def reasons(period: Period, by: Any, at: datetime) -> dict[str, str]:
    """One reason for everything that an institution must explain."""
    owed = queries.owed_in(period, at=at, institution=by.institution_id)
    return {row.milestone.public_id: "Faltó presupuesto." for one in owed for row in one.to_explain}


def send(world: SimpleNamespace, by: Any, at: datetime = AFTER) -> None:
    actions.send_report(period=world.half, reasons=reasons(world.half, by, at), actor=by, at=at)


def test_a_report_without_its_reasons_is_refused_and_names_them(world: SimpleNamespace) -> None:
    worlds.report(worlds.milestone(world.lab, "Reglas"), "in-progress", world.liaison, AFTER)
    told = reasons(world.half, world.liaison, AFTER)
    leaf = worlds.milestone(world.lab, "Inventario")
    del told[leaf.public_id]

    with pytest.raises(Refused, match="Inventario de datos"):
        actions.send_report(period=world.half, reasons=told, actor=world.liaison, at=AFTER)
    told[leaf.public_id] = "Aún no llega el equipo."
    report = actions.send_report(period=world.half, reasons=told, actor=world.liaison, at=AFTER)
    assert report.reasons.get(milestone=leaf).text == "Aún no llega el equipo."
    assert not report.is_late


def test_what_starts_later_or_is_finished_needs_no_reason(world: SimpleNamespace) -> None:
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, AFTER)
    told = reasons(world.half, world.liaison, AFTER)

    assert worlds.milestone(world.lab, "Reglas").public_id not in told
    assert worlds.milestone(world.lab, "Informe").public_id not in told
    assert worlds.milestone(world.lab, "Convenios").public_id in told


def test_it_does_not_close_with_gaps_unless_somebody_says_why(world: SimpleNamespace) -> None:
    send(world, world.liaison)
    with pytest.raises(Refused, match="Secretaría de Participación"):
        actions.close_period(period=world.half, actor=world.coordination, at=AFTER)
    snapshot = actions.close_period(period=world.half, reason="Venció el plazo.", actor=world.coordination, at=AFTER)

    assert [one["name"] for one in snapshot.body["missing"]] == ["Secretaría de Participación"]
    assert snapshot.body["reason"] == "Venció el plazo."


def test_a_closed_period_never_changes_again(world: SimpleNamespace) -> None:
    send(world, world.liaison)
    send(world, world.other_liaison)
    snapshot = actions.close_period(period=world.half, actor=world.coordination, at=AFTER)
    kept = (snapshot.document, snapshot.sha256)
    assert hashlib.sha256(snapshot.document.encode()).hexdigest() == snapshot.sha256

    with pytest.raises(Denied, match="ya no cambia"):
        actions.close_period(period=world.half, reason="Otra vez.", actor=world.coordination, at=AFTER)
    with pytest.raises(Denied, match="ya no cambia"):
        send(world, world.liaison)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, AFTER + timedelta(days=1))
    again = Snapshot.objects.get(period=world.half)
    assert (again.document, again.sha256) == kept


def test_two_periods_compare_by_what_moved(world: SimpleNamespace) -> None:
    first = actions.close_period(period=world.half, reason="Nadie reportó.", actor=world.coordination, at=AFTER)
    worlds.finish(worlds.milestone(world.lab, "Convenios"), world.liaison, world.coordination, AFTER)
    year = datetime(2024, 1, 5, 15, 0, tzinfo=UTC)
    second = actions.close_period(period=world.next, reason="Nadie reportó.", actor=world.coordination, at=year)

    moved = queries.compared(first.body, second.body)
    (lab,) = moved.commitments
    assert (lab.title, lab.before["reported"], lab.after["reported"]) == (world.lab.title, "0/1", "1/7")
    changed = {one.title: one for one in moved.milestones}
    assert changed["Convenios con aliadas"].after["status"] == "finished"
    assert queries.compared(first.body, first.body) == queries.Comparison([], [])


def test_half_years_are_suggested_from_the_plan_and_what_it_lacks(world: SimpleNamespace) -> None:
    found = queries.suggested_periods(world.plan)

    assert [(one.starts_on, one.ends_on) for one in found][:2] == [
        (date(2022, 1, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), date(2022, 12, 31)),
    ]
    assert HALF.starts_on not in [one.starts_on for one in found]
    assert (found[0].opens_on, found[0].closes_on) == (date(2022, 7, 1), date(2022, 7, 15))
    assert len(actions.lay_periods(plan=world.plan, spans=found, actor=world.coordination, at=AFTER)) == 4


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": HALF.name}, "name"),
        ({"starts_on": date(2023, 6, 1)}, "starts_on"),
        ({"ends_on": date(2023, 12, 1)}, "ends_on"),
        ({"closes_on": date(2024, 6, 1)}, "closes_on"),
    ],
)
def test_a_period_that_cannot_stand_is_refused(world, change: dict[str, Any], field: str) -> None:
    good = {"name": "2024-1", "starts_on": date(2024, 1, 1), "ends_on": date(2024, 6, 30)}
    good |= {"opens_on": date(2024, 7, 1), "closes_on": date(2024, 7, 15)}
    with pytest.raises(Refused) as refused:
        actions.lay_periods(plan=world.plan, spans=[Span(**good | change)], actor=world.coordination, at=AFTER)

    assert refused.value.field == field


MAY = {
    "send, before it opens": "no no  no  no  no no no",
    "send, open": "no yes yes yes no no no",
    "close, running": "no no  no  no  no no no",
    "close, over": "yes no no  no  no no no",
    "lay": "yes no no  no  no no no",
    "rules": "yes no no  no  no no no",
}


@pytest.mark.parametrize("verb", MAY)
def test_who_may_what_with_periods(world: SimpleNamespace, at: datetime, verb: str) -> None:
    when = at if verb.endswith(("opens", "running")) else AFTER
    asked: dict[str, Any] = {
        "send": lambda actor: policies.can_send_report(actor, world.half, when),
        "close": lambda actor: policies.can_close_period(actor, world.half, when),
        "lay": lambda actor: policies.can_lay_periods(actor, world.plan),
        "rules": lambda actor: policies.can_change_rules(actor, world.jurisdiction),
    }
    for role, word in zip(ROLES, MAY[verb].split(), strict=True):
        decision = asked[verb.split(",")[0]](getattr(world, role))
        assert bool(decision) is (word == "yes"), role
        assert decision or str(decision.reason), role
