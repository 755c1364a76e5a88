"""The one world that the table of pages is asked of: everything that a page can show, and everybody who may ask."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tequio.contributions import actions as contributions
from tequio.gatherings import actions as gathering
from tequio.gatherings.tests import worlds as meetings
from tequio.notices import actions as notices
from tequio.notices.models import Follow
from tequio.people import actions
from tequio.people.models import Contact, Tenure
from tequio.people.tests import worlds as people
from tequio.plans import actions as drafting
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds as plans
from tequio.questionnaires import actions as surveys
from tequio.questionnaires.checks import Given
from tequio.questionnaires.tests import worlds as survey_worlds
from tequio.record import queries as record
from tequio.tracking import actions as following
from tequio.tracking.queries import Span
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
    axes_of(world, at)
    people_of(world, at)
    formats_of(world, at)
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
    sides_of(world, at)
    followers_of(world, at)
    said_of(world, at)
    met_of(world, at)
    return world


def followers_of(world: SimpleNamespace, at: datetime) -> None:
    """Add an address that follows the laboratory, one that has yet to confirm, and a calendar with a secret address."""
    asked = {"subject": world.lab.urn, "rhythm": "daily", "language": "es-mx", "actor": people.STRANGER, "at": at}
    for email in ("vecina@example.org", "otra@example.org"):
        notices.ask_to_follow(email=email, **asked)
    first, second = Follow.objects.order_by("pk")
    notices.confirm_follow(follow=first, actor=people.STRANGER, at=at)
    world.reader_token = first.reader.token
    world.confirm_token = notices.write_confirmation(follow=second, actor=people.SYSTEM, at=at)
    world.calendar_token = notices.open_calendar(officer=world.liaison, actor=world.liaison, at=at)


def sides_of(world: SimpleNamespace, at: datetime) -> None:
    """Add an assessment, proposed dates, an open period and two that closed."""
    by = {"actor": world.coordination, "at": at}
    world.assessment = following.assess_commitment(
        commitment=world.lab,
        track="society",
        completion="limited",
        explanation="Faltan convenios.",
        actor=world.monitoring,
        at=at,
    )
    leaf = world.slow = plans.milestone(world.lab, "Inventario")
    world.proposal = following.propose_move(
        milestone=leaf, start=leaf.start, end=date(2023, 9, 1), reason="Se amplió.", actor=world.liaison, at=at
    )
    halves = [((2022, 1, 1), (2022, 6, 30)), ((2022, 7, 1), (2022, 12, 31)), ((2023, 1, 1), (2023, 6, 10))]
    spans = [
        Span(str(first), date(*first), date(*last), date(*last), date(*last) + timedelta(days=15))
        for first, last in halves
    ]
    world.first_period, world.second_period, world.period = following.lay_periods(plan=world.plan, spans=spans, **by)
    for closed in (world.first_period, world.second_period):
        following.close_period(period=closed, reason="Nadie reportó.", **by)


def met_of(world: SimpleNamespace, at: datetime) -> None:
    """Add a draft gathering, an announced and a reported one, with its task; evaluations in each state."""
    by: dict[str, Any] = {"actor": world.coordination, "at": at}
    day = {"on": at.date() - timedelta(days=3), "precision": "day"}
    world.gathering_draft = meetings.session(world, at, **day)
    told = meetings.session(world, at, **day)
    following.link_gathering(commitment=world.lab, gathering=told, **by)
    world.gathering = meetings.report(told, world, at)
    world.gathering_announced = gathering.announce_gathering(gathering=meetings.session(world, at, **day), **by)
    world.lesson = world.gathering.lessons.filter(kind="recommendation").first()
    culture = world.institutions.culture
    gathering.assign_recommendation(lesson=world.lesson, owner=culture, due_on=None, **by)
    world.evaluation_draft, world.evaluation_open, world.evaluation = (
        following.draft_evaluation(
            commitment=world.lab,
            values={"title": "Evaluación", "thing": "El piloto", "starts_on": day["on"], "ends_on": day["on"]},
            criteria=[{"name": "Utilidad"}],
            **by,
        )
        for _n in range(3)
    )
    for one in (world.evaluation_open, world.evaluation):
        following.open_evaluation(evaluation=one, **by)
        for who in (world.coordination, world.civil_society, world.monitoring):
            following.score_evaluation(evaluation=one, scores={1: (4, "")}, actor=who, at=at)
    world.evaluation = following.publish_evaluation(evaluation=world.evaluation, findings="Sirve.", **by)


def said_of(world: SimpleNamespace, at: datetime) -> None:
    """Add a question, one that was hidden, one about evidence, and the report of an error."""
    world.asked, world.asked_token = said(world, world.milestone, at)
    world.moderated, _token = said(world, world.lab, at)
    contributions.hide_contribution(contribution=world.moderated, reason="insults", actor=world.coordination, at=at)
    world.disputed, _token = said(world, world.accepted, at, kind="dispute")
    world.reported, world.reported_token = contributions.report_error(
        jurisdiction=world.jurisdiction, path="/nl/planes/", text="Un error.", actor=people.STRANGER, at=at
    )


def said(world: SimpleNamespace, thing: Any, at: datetime, kind: str = "question") -> Any:
    """Say something about a thing as a stranger."""
    words = {"kind": kind, "text": "¿Quién firma los convenios?", "email": "vecina@example.org"}
    return contributions.submit_contribution(
        thing=thing.urn, jurisdiction=world.jurisdiction, **words, actor=people.STRANGER, at=at
    )


def axes_of(world: SimpleNamespace, at: datetime) -> None:
    """Add a public axis of two parties, and a plan and an axis under public review."""
    by = {"actor": world.coordination, "at": at}
    world.axis = plans.axis(world, world.plan, at)
    leaves = list(world.axis.milestones.all())
    shares = [
        {"name": "Cultura", "institution": world.institutions.culture, "milestones": leaves[:1]},
        {"name": "Participación", "institution": world.institutions.participation, "milestones": leaves[1:]},
    ]
    drafting.save_shares(commitment=world.axis, rows=shares, revision=None, **by)
    world.axis = drafting.publish_commitment(commitment=world.axis, approval="Sesión XVIII", **by)
    world.reviewed = plans.axis(world, world.plan, at, title="Un eje en revisión")
    world.review = drafting.open_review(thing=world.reviewed, **by)
    world.reviewed_plan = plans.plan(world, at, name="Un plan en revisión")
    drafting.open_review(thing=world.reviewed_plan, **by)


def formats_of(world: SimpleNamespace, at: datetime) -> None:
    """Add a format in force, filled and owed, another in draft, and questionnaires in draft and open."""
    by: dict[str, Any] = {"actor": world.coordination}
    before, day = at - timedelta(days=20), at.date()
    world.format = following.open_format(plan=world.plan, at=before, **by)
    days = {"opens_on": day - timedelta(days=20), "closes_on": day - timedelta(days=7)}
    following.propose_format(format=world.format, **days, at=before, **by)
    world.format = following.approve_format(format=world.format, session="Segunda sesión", at=at, **by)
    world.draft_format = following.open_format(plan=world.plan, at=at, **by)
    asked = {"format": world.format, "axes": [world.lab], "due_on": day}
    world.filled = following.ask_format(**asked, label="2022", at=at, **by)[0]
    world.owed = following.ask_format(**asked, label="2023", at=at, **by)[0]
    questions = world.filled.response.version.questions.filter(is_required=True)
    given = {one.code: Given(text="7") for one in questions}
    mine: dict[str, Any] = {"actor": world.liaison, "at": at}
    surveys.save_answers(response=world.filled.response, given=given, **mine)
    world.filled = following.submit_format(filled=world.filled, **mine)
    proof = {"kind": "report", "title": "Informe", "credit": "Cultura", "url": "https://nl.example/informe"}
    world.proof = following.prove_indicator(filled=world.filled, indicator="web", **proof, **mine)
    world.questionnaire = survey_worlds.questionnaire(world, at)
    world.survey_draft = survey_worlds.questionnaire(world, at, title="Un borrador")
    published = survey_worlds.publish(world.questionnaire, world, at)
    world.response = survey_worlds.begin(published, world.liaison, at)
    version = world.survey_draft.versions.get()
    world.section_key = version.sections.first().pk
    world.question_key = version.questions.first().pk


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
    directories_of(world, at)
    world.tenure = Tenure.objects.get(user=world.other_liaison.user)
    world.contact = Contact.objects.filter(post=world.post).first()


def directories_of(world: SimpleNamespace, at: datetime) -> None:
    """Add an ally, a published organisation with its link and a message, a network and a neighbourhood leader."""
    place, by = world.jurisdiction, {"actor": world.coordination, "at": at}
    world.ally = actions.keep_ally(institution=world.institutions.culture, shares="Padrones", interest="high", **by)
    shared = actions.keep_ally(
        institution=world.institutions.culture, unit="Archivo", shares="Fondos", interest="low", **by
    )
    world.public_ally = actions.publish_ally(ally=shared, is_public=True, **by)
    told = {"name": "Vecinas en red", "scope": "local", "topics": ["agua"], "groups": ["older-persons"]}
    registered = actions.register_organisation(jurisdiction=place, told=told, contact_email="a@red.example", **by)
    world.organisation_token = actions.write_organisation_link(organisation=registered, actor=people.SYSTEM, at=at)
    actions.confirm_organisation(organisation=registered, token=world.organisation_token, **by)
    world.organisation = actions.publish_organisation(organisation=registered, **by)
    other = told | {"name": "Colectivo sin confirmar"}
    world.registration = actions.register_organisation(
        jurisdiction=place, told=other, contact_email="o@c.example", **by
    )
    relay = actions.write_to_organisation(organisation=world.organisation, sender="b@c.example", text="Hola", **by)
    world.relay_token = actions.write_relay_link(relay=relay, actor=people.SYSTEM, at=at)
    world.network = actions.publish_network(jurisdiction=place, name="Red de agentes", strategy="Invitar.", **by)
    world.approach = actions.note_approach(
        network=world.network, role="fellow", state="NL", name="Colectivo", result="joined", **by
    )
    world.leader = actions.note_leader(
        jurisdiction=place,
        municipality="Monterrey",
        neighbourhood="Centro",
        name="Persona de prueba",
        channel="visit",
        value="La plaza",
        purpose="Invitarla a la consulta",
        consent_text="Acepto.",
        consent_on=at.date() - timedelta(days=1),
        consent_means="spoken",
        expires_on=at.date() + timedelta(days=300),
        **by,
    )
    twin = actions.add_post(institution=world.institutions.monitoring, title="Dirección", **by)
    again = actions.add_post(institution=world.institutions.monitoring, title="Directora", **by)
    actions.merge_posts(kept=twin, merged=again, **by)
    world.merge = place.merges.get()


def user_of(world: SimpleNamespace, role: str) -> Any:
    """Return the account of a role; None for whoever has none."""
    return getattr(getattr(world, role), "user", None)
