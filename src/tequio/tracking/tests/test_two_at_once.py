"""Two people judge the same piece at the same moment: one decides, the other is told."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection

from tequio.kit.policy import Denied
from tequio.tracking.models import Evidence, Review
from tequio.tracking.tests import worlds


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one connection: nobody can race")
def test_of_two_reviewers_in_two_connections_one_decides(transactional_db: None, at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    second = worlds.also(world, "coordination", world.institutions.participation, at)
    leaf = worlds.milestone(world.lab, "Convenios")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.report(leaf, "finished", world.liaison, at)
    ready, outcomes = threading.Barrier(2), []

    def judge(decide, by) -> None:
        seen = Evidence.objects.get(pk=piece.pk)
        ready.wait(10)
        try:
            decide(seen, by, at)
            outcomes.append("decided")
        except Denied:
            outcomes.append("told")
        finally:
            connection.close()

    both = [
        threading.Thread(target=judge, args=(worlds.accept, world.coordination)),
        threading.Thread(target=judge, args=(worlds.give_back, second)),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(30)

    assert sorted(outcomes) == ["decided", "told"]
    decision = Review.objects.get().decision
    piece.refresh_from_db()
    assert piece.state == decision
    assert worlds.standing(leaf).code == ("finished" if decision == "accepted" else "not-started")
