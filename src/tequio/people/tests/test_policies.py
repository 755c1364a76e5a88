"""Who may do what: every role against every question."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.actor import SYSTEM
from tequio.people import actions, policies
from tequio.people.models import Tenure
from tequio.people.tests import worlds

WHO = ("system", "coordination", "liaison", "civil_society", "monitoring", "citizen", "stranger", "foreign")
# One line for each question: who hears yes.
TABLE: dict[str, set[str]] = {
    "can_found_jurisdiction": {"system", "coordination"},
    "can_change_jurisdiction": {"system", "coordination"},
    "can_manage_institutions": {"system", "coordination"},
    "can_see_people": {"system", "coordination"},
    "can_grant_office": {"system", "coordination"},
}


@pytest.fixture
def who(world: SimpleNamespace, other: SimpleNamespace) -> dict[str, Any]:
    actors = {"system": SYSTEM, "stranger": worlds.STRANGER, "foreign": other.coordination}
    return {name: actors.get(name) or getattr(world, name) for name in WHO}


@pytest.mark.parametrize("question", TABLE)
def test_a_place_belongs_to_its_coordination(question: str, who: dict[str, Any], world: SimpleNamespace) -> None:
    for name, actor in who.items():
        answer = getattr(policies, question)(actor, world.jurisdiction)
        assert bool(answer) is (name in TABLE[question]), name
        assert bool(answer.reason) is not bool(answer), "a no has its reason, a yes needs none"


def test_an_office_ends_by_its_coordination_or_its_holder(who: dict[str, Any], world: SimpleNamespace) -> None:
    tenure = Tenure.objects.select_related("office__institution__jurisdiction", "user").get(user=world.liaison.user)
    for name, actor in who.items():
        assert bool(policies.can_end_office(actor, tenure)) is (name in {"system", "coordination", "liaison"}), name


def test_an_account_is_its_owners(who: dict[str, Any], world: SimpleNamespace, at: datetime) -> None:
    tenure = Tenure.objects.select_related("office__institution__jurisdiction", "user").get(user=world.liaison.user)
    for name, actor in who.items():
        assert bool(policies.can_manage_account(actor, world.liaison.user)) is (name == "liaison"), name
        assert bool(policies.can_choose_office(actor, tenure, at)) is (name == "liaison"), name
        assert bool(policies.can_open_account(actor)) is (name == "system"), name
        assert not policies.can_install(actor), "this site already exists"


@pytest.mark.parametrize("state", ["open", "expired", "accepted", "withdrawn"])
def test_an_invitation_is_taken_while_it_stands(
    state: str, who: dict[str, Any], world: SimpleNamespace, at: datetime
) -> None:
    invitation = actions.invite(
        institution=world.institutions.culture, role="liaison", email="x@y.example", actor=world.coordination, at=at
    )
    when = at + timedelta(days=20) if state == "expired" else at
    if state == "accepted":
        invitation.accepted_at = at
    if state == "withdrawn":
        invitation.withdrawn_at = at
    for name, actor in who.items():
        may_accept = state == "open" and name in {"stranger", "system"}
        assert bool(policies.can_accept_invitation(actor, invitation, when)) is may_accept, name
        may_write = state == "open" and name == "system"
        assert bool(policies.can_write_invitation(actor, invitation, when)) is may_write, name


def test_an_institution_is_held_only_by_whoever_acts_for_it(world: SimpleNamespace) -> None:
    culture, participation = world.institutions.culture, world.institutions.participation
    assert policies.holds(world.liaison, "liaison", culture)
    assert policies.holds(world.liaison, "liaison", culture.pk)
    assert not policies.holds(world.liaison, "liaison", participation)
    assert not policies.holds(world.liaison, "coordination", culture)
    assert not policies.holds(world.citizen, "liaison")


def test_the_list_of_an_unfinished_place_closes_when_its_coordination_arrives(
    world: SimpleNamespace, at: datetime
) -> None:
    city = actions.create_jurisdiction(
        name="Monterrey", slug="mty", level="municipality", parent=world.jurisdiction, actor=SYSTEM, at=at
    )
    assert policies.can_see_people(world.coordination, city)
    body = actions.add_institution(jurisdiction=city, name="Alcaldía", sector="government", actor=SYSTEM, at=at)
    worlds.officer(body, "coordination", "c@mty.example", at)
    assert not policies.can_see_people(world.coordination, city)
