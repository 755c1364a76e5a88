"""What a whole commitment owes since some day stands among the alerts of its plan (R048, R050, R183)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tequio.gatherings.tests import worlds as meetings
from tequio.kit import clock
from tequio.plans.models import Commitment
from tequio.tracking import actions, queries
from tequio.tracking.tests import worlds
from tequio.tracking.vocab import Alert


@pytest.fixture
def world(db: None, that_day: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(that_day)


def owed(world: SimpleNamespace, at: datetime) -> list[Alert]:
    found = queries.owed_alerts(Commitment.objects.filter(pk=world.lab.pk), at)
    return [one.alert for one in found]


def evaluation(world: SimpleNamespace, at: datetime) -> None:
    values = {"title": "Evaluación", "thing": "El laboratorio", "starts_on": at.date(), "ends_on": at.date()}
    by = {"actor": world.coordination, "at": at}
    made = actions.draft_evaluation(commitment=world.lab, values=values, criteria=[{"name": "Utilidad"}], **by)
    actions.open_evaluation(evaluation=made, **by)


def test_an_evaluation_whose_report_nobody_published_is_an_alert_from_the_next_day(
    world: SimpleNamespace, that_day: datetime
) -> None:
    evaluation(world, that_day)

    assert Alert.UNTOLD_EVALUATION not in owed(world, that_day)
    assert Alert.UNTOLD_EVALUATION in owed(world, that_day + timedelta(days=1))


def test_an_accountability_session_that_is_late_is_an_alert_until_it_is_held(
    world: SimpleNamespace, that_day: datetime
) -> None:
    since = queries.session_overdue(world.lab, that_day)
    assert (Alert.NO_SESSION in owed(world, that_day)) == (since is not None)
    actions.change_evaluation_rules(
        jurisdiction=world.jurisdiction,
        least_sectors=3,
        scale_from=1,
        scale_to=5,
        session_months=1,
        actor=world.coordination,
        at=that_day,
    )
    assert Alert.NO_SESSION in owed(world, that_day)

    held = meetings.session(world, that_day, on=that_day.date() - timedelta(days=3), precision="day")
    actions.link_gathering(commitment=world.lab, gathering=held, actor=world.coordination, at=that_day)
    meetings.report(held, world, that_day)

    assert Alert.NO_SESSION not in owed(world, that_day)


def test_everybody_reads_and_takes_what_a_commitment_owes(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    evaluation(world, that_day)
    page = reverse("tracking:alerts", args=["nl", world.plan.public_id, world.plan.slug])

    with clock.frozen(that_day + timedelta(days=1)):
        shown = client.get(page, {"alert": Alert.UNTOLD_EVALUATION.value}).content.decode()
        taken = client.get(page, {"alert": Alert.UNTOLD_EVALUATION.value, "formato": "csv"})

    assert reverse("tracking:evaluations", args=["nl", world.lab.public_id, world.lab.slug]) in shown
    assert f"untold-evaluation,medium,{that_day.date()}" in taken.content.decode()


def test_many_commitments_cost_as_much_as_one(
    world: SimpleNamespace, that_day: datetime, django_assert_num_queries: Callable[[int], object]
) -> None:
    for found in (Commitment.objects.filter(pk=world.lab.pk), Commitment.objects.filter(plan=world.plan)):
        with django_assert_num_queries(4):  # type: ignore[attr-defined]
            queries.owed_alerts(found, that_day)
