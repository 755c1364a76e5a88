"""Many plans at once: 10 commitments of 20 milestones each, written in bulk."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tequio.kit.actor import SYSTEM
from tequio.people import actions as people
from tequio.people.models import Jurisdiction
from tequio.plans import actions as plans
from tequio.plans.models import ActionPlan, Commitment, Means, Milestone, Objective, Party, Template
from tequio.plans.vocab import State
from tequio.tracking.models import Standing

AT = datetime(2023, 1, 2, 16, tzinfo=UTC)
COMMITMENTS, MILESTONES = 10, 20


def seed(number: int) -> None:
    """Found a place with some published plans; every third milestone is finished, every fourth in progress."""
    officer = people.install(
        site="banco",
        name="Nuevo León",
        slug="nl",
        level="state",
        institution="Coordinación",
        email="banco@example.org",
        password="solo-para-medir-1",
        actor=SYSTEM,
        at=AT,
    )
    plans.load_reference(actor=SYSTEM, at=AT)
    place = Jurisdiction.objects.get(slug="nl")
    form = Template.objects.get(code="form-21")
    body = officer.office.institution
    made = ActionPlan.objects.bulk_create(
        ActionPlan(
            jurisdiction=place,
            name=f"Plan {n}",
            start=date(2000 + n % 20, 1, 1) if n else date(2022, 1, 1),
            end=date(2001 + n % 20, 12, 31) if n else date(2030, 12, 31),
            state=State.PUBLISHED,
        )
        for n in range(number)
    )
    commitments = Commitment.objects.bulk_create(
        Commitment(
            plan=plan,
            template=form,
            order=n,
            title=f"Compromiso {n} del {plan.name}",
            text="Se hará lo prometido.",
            problem="Hay un problema. " * 20,
            start=date(2023, 1, 1),
            end=date(2024, 6, 1),
            state=State.PUBLISHED,
        )
        for plan in made
        for n in range(COMMITMENTS)
    )
    Party.objects.bulk_create(
        Party(commitment=one, section="government", order=1, name=body.name, institution=body, role="lead")
        for one in commitments
    )
    objectives = Objective.objects.bulk_create(
        Objective(commitment=one, order=1, horizon="short", text="Lograrlo", due=date(2024, 6, 30))
        for one in commitments
    )
    leaves = Milestone.objects.bulk_create(
        (
            Milestone(
                commitment=one,
                objective=objective,
                order=n,
                label=f"{n}.",
                title=f"Hito {n} del {one.title}",
                start=date(2023, 1 + n % 12, 1),
                end=date(2023, 1 + n % 12, 1),
            )
            for one, objective in zip(commitments, objectives, strict=True)
            for n in range(MILESTONES)
        ),
        batch_size=2000,
    )
    Means.objects.bulk_create(
        (Means(commitment_id=leaf.commitment_id, milestone=leaf, text="Reporte", kind="report") for leaf in leaves),
        batch_size=2000,
    )
    Standing.objects.bulk_create(
        (
            Standing(
                milestone=leaf,
                status="finished" if leaf.order % 3 == 0 else "in-progress",
                is_confirmed=True,
                since=AT,
                began_at=AT,
            )
            for leaf in leaves
            if leaf.order % 3 == 0 or leaf.order % 4 == 0
        ),
        batch_size=2000,
    )
