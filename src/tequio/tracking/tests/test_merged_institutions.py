"""X05: what documents promised in the name of an institution that was merged counts for the one that was kept."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.people import actions as people
from tequio.people.models import Merge
from tequio.plans.models import Party
from tequio.plans.queries import commitments_visible_to, milestones_visible_to
from tequio.tracking import policies, queries, slots
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    """The lab's only responsible is written otherwise, as another institution of the directory."""
    made = worlds.nuevo_leon(at)
    made.twin = people.add_institution(
        jurisdiction=made.jurisdiction,
        name="Secretaria d Cultura",
        sector="government",
        actor=made.coordination,
        at=at,
    )
    made.leaf = worlds.milestone(made.lab, "Convenios")
    Party.objects.filter(commitment=made.lab, institution=made.institutions.culture).update(institution=made.twin)
    return made


def merge(world: SimpleNamespace, at: datetime) -> None:
    people.merge_institutions(kept=world.institutions.culture, merged=world.twin, actor=world.coordination, at=at)


def test_x05_the_office_that_stays_answers_for_what_the_merged_one_promised(
    world: SimpleNamespace, at: datetime
) -> None:
    assert not policies.can_report_status(world.liaison, world.leaf)

    merge(world, at)

    assert policies.can_report_status(world.liaison, world.leaf)
    assert world.leaf in queries.own_milestones(world.liaison)
    assert world.lab in commitments_visible_to(world.liaison)
    assert slots.responsible([world.lab.urn])[world.lab.urn] >= {world.institutions.culture.pk}
    assert world.twin.pk not in slots.responsible([world.lab.urn])[world.lab.urn]

    people.part_institutions(merge=Merge.objects.get(), actor=world.coordination, at=at)
    world.leaf = worlds.milestone(world.lab, "Convenios")
    assert not policies.can_report_status(world.liaison, world.leaf)


def test_x05_progress_and_filters_know_one_institution_instead_of_two(world: SimpleNamespace, at: datetime) -> None:
    merge(world, at)
    leaves = milestones_visible_to(world.coordination).filter(commitment=world.lab)

    rows = queries.leaves(leaves, at=at)
    measured = queries.progress_of([world.lab]).values()
    bodies = {one.institution for one in queries.workloads(rows, measured, queries.responsible_of(leaves))}
    assert world.institutions.culture in bodies
    assert world.twin not in bodies
