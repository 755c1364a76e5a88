"""Fill an installation in bulk: so many plans of one place, each of 10 commitments of 20 milestones.

    python -m benchmarks.seed 25

The newest plan is in force and the others ended before it, as they do in a place that has made plans for long.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from typing import Any

import django

COMMITMENTS, MILESTONES = 10, 20
CHUNK = 2000


def main(plans: int) -> None:
    """Seed the installation that the environment names."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.db import transaction

    with transaction.atomic():
        fill(plans)


def fill(plans: int) -> None:
    """Write the rows."""
    from tequio.kit.actor import SYSTEM
    from tequio.kit.clock import now
    from tequio.people.tests import worlds
    from tequio.plans import actions
    from tequio.plans.models import ActionPlan, Commitment, Milestone, Template
    from tequio.plans.vocab import State

    at = now()
    world = worlds.nuevo_leon(at)
    actions.load_reference(actor=SYSTEM, at=at)
    form = Template.objects.get(code="form-21")
    years = [at.year - number for number in range(plans)]
    made = ActionPlan.objects.bulk_create(
        ActionPlan(
            jurisdiction=world.jurisdiction,
            name=f"Plan de acción {year}",
            state=State.PUBLISHED,
            start=_day(year, 1, 1),
            end=_day(year, 12, 31),
        )  # fmt: skip
        for year in years
    )
    commitments = Commitment.objects.bulk_create(
        (
            Commitment(
                plan=plan,
                template=form,
                author=world.institutions.culture,
                number=str(number),
                order=number,
                title=f"Compromiso {number} para abrir datos que sirven",
                start=plan.start,
                end=plan.end,
                text="Abrir datos que la gente pide. " * 8,
                problem="Los datos no se encuentran. " * 8,
                lede="Datos que se encuentran.",
                state=State.PUBLISHED,
            )  # fmt: skip
            for plan in made
            for number in range(1, COMMITMENTS + 1)
        ),
        batch_size=CHUNK,
    )
    milestones = Milestone.objects.bulk_create(
        (
            Milestone(
                commitment=commitment,
                order=number,
                label=f"{number}.",
                title=f"Hito {number}: un paso que se ve",
                start=commitment.start,
                end=commitment.start + timedelta(days=16 * number),
            )  # fmt: skip
            for commitment in commitments
            for number in range(1, MILESTONES + 1)
        ),
        batch_size=CHUNK,
    )
    _details(world, commitments, milestones)
    _movement(world, milestones, at)
    _record(world, commitments, at)


def _day(year: int, month: int, day: int) -> date:
    return date(max(year, 1), month, day)


def _details(world: Any, commitments: list[Any], milestones: list[Any]) -> None:
    """Say who answers for each, and by what it is shown."""
    from tequio.plans.models import Means, Party
    from tequio.plans.vocab import EvidenceKind, PartyRole, Section

    culture, partner = world.institutions.culture, world.institutions.civil_society
    leads = [
        Party(commitment=one, section=Section.GOVERNMENT, name=culture.name, institution=culture, role=PartyRole.LEAD)
        for one in commitments
    ]
    helpers = [
        Party(commitment=one.commitment, milestone=one, section=Section.MILESTONE, name=body.name, institution=body)
        for one in milestones
        for body in (culture, partner)
    ]
    Party.objects.bulk_create([*leads, *helpers], batch_size=CHUNK)
    Means.objects.bulk_create(
        (
            Means(commitment=one.commitment, milestone=one, text="Informe", kind=EvidenceKind.REPORT)
            for one in milestones
        ),
        batch_size=CHUNK,
    )


def _movement(world: Any, milestones: list[Any], at: datetime) -> None:
    """Let a quarter be under way, another stuck and another finished."""
    from tequio.tracking.models import Standing, StatusChange
    from tequio.tracking.vocab import Status

    ways = (None, Status.IN_PROGRESS, Status.STUCK, Status.FINISHED)
    moved = [(one, ways[number % 4]) for number, one in enumerate(milestones) if ways[number % 4]]
    Standing.objects.bulk_create(
        (
            Standing(milestone=one, status=status, is_confirmed=True, since=at, began_at=at, note="Avanza.")
            for one, status in moved
        ),
        batch_size=CHUNK,
    )
    StatusChange.objects.bulk_create(
        (
            StatusChange(
                milestone=one,
                jurisdiction=world.jurisdiction,
                was=Status.NOT_STARTED,
                status=status,
                note="Avanza.",
                office=world.liaison.office,
                person=world.liaison.user,
                at=at - timedelta(minutes=number),
            )  # fmt: skip
            for number, (one, status) in enumerate(moved)
        ),
        batch_size=CHUNK,
    )


def _record(world: Any, commitments: list[Any], at: datetime) -> None:
    """Give each commitment five entries of the record."""
    from tequio.kit import ids
    from tequio.record import leaf
    from tequio.record.models import Entry, SubjectHead
    from tequio.tlog import merkle

    rows, heads = [], []
    for commitment in commitments:
        previous: bytes | None = None
        for seq in range(1, 6):
            event = ids.uuid7()
            named = {"type": "plans.commitment-published", "tenant": world.jurisdiction.urn, "subject": commitment.urn}
            body = leaf.leaf_bytes(
                id=str(event), at=at, seq=seq, prev=previous.hex() if previous else None,
                actor=world.coordination.handle, data={"number": seq, "text": "0" * 64, "why": ""}, **named,
            )  # fmt: skip
            previous = merkle.leaf_hash(body)
            shown = {"event_id": event, "at": at, "seq": seq, "actor": world.coordination.handle}
            rows.append(Entry(**named, **shown, entry=body, leaf_hash=previous))
        heads.append(SubjectHead(subject=commitment.urn, seq=5, leaf_hash=previous))
    Entry.objects.bulk_create(rows, batch_size=CHUNK)
    SubjectHead.objects.bulk_create(heads, batch_size=CHUNK)


if __name__ == "__main__":
    main(int(sys.argv[1]))
