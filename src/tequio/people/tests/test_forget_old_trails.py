"""The private trail is kept as long as its place says, and no longer; facts stay for ever."""

from datetime import datetime, timedelta

import pytest

from tequio.kit import clock
from tequio.people import tasks
from tequio.people.tests import worlds
from tequio.record import queries as record


@pytest.mark.django_db
def test_traces_past_their_retention_are_forgotten_and_facts_are_not(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    subject = world.post.urn
    facts = record.feed().count()
    assert record.trail_of(subject).exists()

    with clock.frozen(at + timedelta(days=world.jurisdiction.retention_days - 1)):
        tasks.forget_old_trails.func()
    assert record.trail_of(subject).exists()

    with clock.frozen(at + timedelta(days=world.jurisdiction.retention_days + 1)):
        tasks.forget_old_trails.func()
    assert not record.trail_of(subject).exists()
    assert record.feed().count() == facts > 0
