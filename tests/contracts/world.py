"""The one world that the table of pages is asked of: everything that a page can show, and everybody who may ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tequio.people import actions
from tequio.people.models import Contact, Tenure
from tequio.people.tests import worlds as people
from tequio.plans import actions as drafting
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds as plans
from tequio.record import queries as record
from tequio.tracking.tests import worlds as tracking

OUR_FORM = Path(plans.__file__).with_name("documents") / "ficha-agua.txt"
ROLES = (
    "anonymous",
    "citizen",
    "liaison",
    "other_liaison",
    "civil_society",
    "monitoring",
    "coordination",
    "foreign",
)


def build(at: datetime) -> SimpleNamespace:
    """A published plan with a milestone under review, and drafts beside it; the names stand in pages.csv."""
    world = plans.nuevo_leon(at)
    world.other = people.mexico(at)
    world.foreign = world.other.coordination
    world.anonymous = None
    world.draft_plan = plans.plan(world, at, name="Un plan que nadie ve")
    world.draft = plans.lab(world, world.plan, at, title="Un borrador que nadie ve")
    world.milestone = plans.milestone(world.lab, "Convenios")
    world.hidden_milestone = plans.milestone(world.draft, "Convenios")
    world.activity = plans.milestone(world.sheet, "Actividad 1.1")
    world.objective = world.draft.objectives.first()
    world.group = world.draft.groups.first()
    world.key_action = world.sheet.key_actions.first()
    finished = plans.milestone(world.lab, "Reglas")
    world.accepted = tracking.hand_in(finished, world.liaison, at, kind="agreement", upload=tracking.text_file())
    tracking.accept(world.accepted, world.coordination, at)
    world.pending = tracking.hand_in(world.milestone, world.liaison, at, kind="agreement", upload=tracking.text_file())
    world.document = drafting.keep_document(
        jurisdiction=world.jurisdiction,
        body=OUR_FORM.read_bytes(),
        name=OUR_FORM.name,
        actor=world.coordination,
        at=at,
    )
    people_of(world, at)
    drafting.edit_section(
        commitment=world.lab,
        key="text",
        values={"text": "Cultura abre un laboratorio de datos con vecinas y organizaciones."},
        revision=Commitment.objects.get(pk=world.lab.pk).revision,
        reason="Se dice más claro.",
        actor=world.coordination,
        at=at,
    )
    world.publication = world.lab.publications.get(number=2)
    world.entry = record.entries_of(world.lab.urn)[0]
    return world


def people_of(world: SimpleNamespace, at: datetime) -> None:
    """Add an open invitation, a tenure to end and a contact to publish."""
    world.invitation = actions.invite(
        institution=world.institutions.monitoring,
        role="monitoring-body",
        email="invitada@nl.example",
        starts_on=at.date(),
        ends_on=at.date() + timedelta(days=300),
        actor=world.coordination,
        at=at,
    )
    world.token = actions.write_invitation(invitation=world.invitation, actor=people.SYSTEM, at=at)
    world.tenure = Tenure.objects.get(user=world.other_liaison.user)
    world.contact = Contact.objects.filter(post=world.post).first()


def user_of(world: SimpleNamespace, role: str) -> Any:
    """Return the account of a role; None for whoever has none."""
    return getattr(getattr(world, role), "user", None)
