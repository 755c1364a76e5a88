"""A transversal commitment: each party reports on its own milestones, and it is complete only if all comply."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit import clock
from tequio.people.tests import worlds as people
from tequio.plans import actions as plans
from tequio.plans import policies as plan_policies
from tequio.plans.models import Commitment, Milestone
from tequio.plans.tests import worlds
from tequio.tracking import policies, queries
from tequio.tracking.queries import shares
from tequio.tracking.tests import worlds as tracking


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    """A place with a published plan and two published commitments."""
    return worlds.nuevo_leon(at)


@pytest.fixture
def joint(world: SimpleNamespace, at: datetime) -> SimpleNamespace:
    """The lab with two parties: its own culture (one of two is enough) and an institution of another place."""
    world.other = people.mexico(at)
    world.foreign = world.other.coordination
    body = world.foreign.office.institution
    first, second, third = (worlds.milestone(world.lab, title) for title in ("Reglas", "Convenios", "Inventario"))
    world.first, world.second, world.third = first, second, third
    plans.save_shares(
        commitment=world.lab,
        rows=[
            {"name": "Cultura", "institution": world.institutions.culture, "milestones": [first, second], "minimum": 1},
            {"name": body.name, "institution": body, "jurisdiction": body.jurisdiction, "milestones": [third]},
            {"name": "Consejo vecinal", "role": "ally"},
        ],
        revision=None,
        reason="Se suma otra institución.",
        actor=world.coordination,
        at=at,
    )
    world.lab = Commitment.objects.select_related("plan__jurisdiction").get(pk=world.lab.pk)
    return world


def test_a_party_of_another_place_reports_on_its_own_milestones_and_on_nothing_else(joint: SimpleNamespace) -> None:
    own, others = joint.third, Milestone.objects.filter(commitment=joint.lab).exclude(pk=joint.third.pk)

    assert policies.can_report_status(joint.foreign, own)
    for leaf in others.select_related("commitment__plan__jurisdiction"):
        assert not policies.can_report_status(joint.foreign, leaf)
    answered = queries.answered_by(joint.foreign).filter(commitment=joint.lab)
    assert [leaf.pk for leaf in answered] == [own.pk]
    assert not plan_policies.can_edit_commitment(joint.foreign, joint.lab)
    assert not plan_policies.can_publish_commitment(joint.foreign, joint.lab)


def test_it_is_complete_only_when_all_its_parties_comply(joint: SimpleNamespace, at: datetime) -> None:
    tracking.report(joint.first, "in-progress", joint.liaison, at)
    assert [one.verified.complies for one in shares.joint_of(joint.lab).parties] == [False, False]

    tracking.finish(joint.first, joint.liaison, joint.coordination, at)
    half = shares.joint_of(joint.lab)
    assert [one.verified.complies for one in half.parties] == [True, False]
    assert not half.is_complete

    tracking.finish(joint.third, joint.foreign, joint.monitoring, at)
    assert shares.joint_of(joint.lab).is_complete


def test_one_page_shows_each_party_and_the_commitment_leads_to_it(
    joint: SimpleNamespace, at: datetime, client: Client
) -> None:
    address = reverse("tracking:shares", args=["nl", joint.lab.public_id, joint.lab.slug])
    with clock.frozen(at):
        text = client.get(address).content.decode()
        assert address in client.get(joint.lab.get_absolute_url()).content.decode()
        nothing = client.get(reverse("tracking:shares", args=["nl", joint.sheet.public_id, joint.sheet.slug]))

    for words in ("Cultura", joint.foreign.office.institution.name, "Consejo vecinal", joint.second.short):
        assert words in text
    assert nothing.status_code == 404


def test_parties_cost_no_more_queries_than_one(
    joint: SimpleNamespace, at: datetime, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert len(shares.joint_of(joint.lab).parties) == 2


def test_r021_resources_that_are_not_assured_are_flagged(world: SimpleNamespace, at: datetime, client: Client) -> None:
    plans.edit_section(
        commitment=world.lab,
        key="resources_assured",
        values={"resources_assured": "no"},
        revision=Commitment.objects.get(pk=world.lab.pk).revision,
        reason="Se recortó el presupuesto.",
        actor=world.coordination,
        at=at,
    )
    with clock.frozen(at):
        page = client.get(world.plan.get_absolute_url()).content.decode()
        listed = client.get(world.plan.get_absolute_url(), {"resources": "unassured"}).content.decode()
        shown = client.get(world.lab.get_absolute_url()).content.decode()

    assert "?resources=unassured" in page
    assert world.lab.title in listed
    assert world.sheet.title not in listed
    assert "#part-resources" in shown


def test_r017_a_plan_is_filtered_by_the_areas_that_its_commitments_chose(
    world: SimpleNamespace, at: datetime, client: Client
) -> None:
    chosen = world.lab.classifications.filter(term__scheme="policy-area").first().term
    with clock.frozen(at):
        listed = client.get(world.plan.get_absolute_url(), {"policy": chosen.code}).content.decode()
    assert world.lab.title in listed
    assert world.sheet.title not in listed


def test_a_share_that_names_only_a_place_is_reported_by_the_coordination_of_that_place(
    joint: SimpleNamespace, at: datetime
) -> None:
    liaison = people.officer(joint.other.institutions.culture, "liaison", "enlace@mx.example", at, joint.foreign)
    plans.save_shares(
        commitment=joint.lab,
        rows=[{"name": "Todo el país", "jurisdiction": joint.other.jurisdiction, "milestones": [joint.second]}],
        revision=None,
        reason="Se suma otra entidad.",
        actor=joint.coordination,
        at=at,
    )

    assert policies.can_report_status(joint.foreign, joint.second)
    assert not policies.can_report_status(joint.foreign, joint.third)
    assert not policies.can_report_status(liaison, joint.second)
    assert joint.second in queries.answered_by(joint.foreign)
    assert joint.second in queries.own_milestones(joint.foreign)
    assert joint.second not in queries.own_milestones(liaison)
