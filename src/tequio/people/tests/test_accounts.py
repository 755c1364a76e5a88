"""One's own account: which office acts, what is kept, and how it goes."""

from __future__ import annotations

import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied, Refused
from tequio.people import actions, queries
from tequio.people.models import Invitation, Office, Tenure, User
from tequio.people.tests import worlds
from tequio.people.vocab import CHOSEN
from tequio.record import queries as record


def _tenure(officer: queries.Officer) -> Tenure:
    return Tenure.objects.get(user=officer.user, office=officer.office)


def test_only_the_platform_opens_accounts_for_others(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.open_account(email="a@b.example", password=None, actor=world.coordination, at=at)
    with pytest.raises(Refused) as refusal:
        actions.open_account(email=world.liaison.user.email.upper(), password=None, actor=SYSTEM, at=at)
    assert refusal.value.field == "email"


def test_whoever_holds_two_offices_chooses_which_one_acts(world: SimpleNamespace, at: datetime) -> None:
    second = worlds.officer(
        world.institutions.participation, "liaison", "", at, world.coordination, user=world.liaison.user
    )
    session: dict[str, Any] = {}
    actions.choose_office(tenure=_tenure(second), session=session, actor=world.liaison, at=at)
    assert session == {CHOSEN: second.office.public_id}
    assert record.trail_of(second.office.urn).first().type == "people.office-chosen"


def test_nobody_acts_as_another_or_as_what_they_no_longer_are(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.choose_office(tenure=_tenure(world.coordination), session={}, actor=world.liaison, at=at)
    ended = actions.end_office(tenure=_tenure(world.liaison), reason="", actor=world.coordination, at=at)
    with pytest.raises(Denied):
        actions.choose_office(tenure=ended, session={}, actor=world.liaison, at=at)


def test_the_export_holds_everything_about_one_and_nobody_else(world: SimpleNamespace, at: datetime) -> None:
    data = actions.export_account(user=world.liaison.user, actor=world.liaison, at=at)
    assert data["email"] == "enlace@nl.example"
    assert data["offices"][0]["office"] == world.liaison.office.urn
    assert data["addresses"] == [{"email": "enlace@nl.example", "verified": True, "primary": True}]
    assert "otro.enlace@nl.example" not in json.dumps(data)
    with pytest.raises(Denied):
        actions.export_account(user=world.liaison.user, actor=world.coordination, at=at)


def test_a_room_above_adds_what_it_keeps(world: SimpleNamespace, at: datetime) -> None:
    queries.personal_data.fill(lambda user: {"follows": [user.pk]})
    data = actions.export_account(user=world.liaison.user, actor=world.liaison, at=at)
    assert data["follows"] == [world.liaison.user.pk]


def test_a_deleted_account_leaves_the_office_and_its_facts_but_nothing_private(
    world: SimpleNamespace, at: datetime
) -> None:
    user, office = world.liaison.user, world.liaison.office
    actions.invite(
        institution=world.institutions.culture, role="liaison", email=user.email, actor=world.coordination, at=at
    )
    facts = record.feed().count()
    pk = user.pk
    actions.delete_account(user=user, actor=world.liaison, at=at)

    assert not User.objects.filter(pk=pk).exists()
    for rows in (EmailAddress.objects, Authenticator.objects, Tenure.objects):
        assert not rows.filter(user_id=pk).exists()
    assert not Invitation.objects.filter(email="enlace@nl.example").exists()
    assert Office.objects.filter(pk=office.pk).exists()
    assert record.feed().count() == facts + 1
    assert record.feed().first().type == "people.office-ended"


def test_nobody_deletes_the_account_of_another(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.delete_account(user=world.liaison.user, actor=world.coordination, at=at)


def test_the_last_coordination_hands_over_before_leaving(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.delete_account(user=world.coordination.user, actor=world.coordination, at=at)
    assert User.objects.filter(pk=world.coordination.user.pk).exists()


def test_no_fact_and_no_trace_of_this_room_holds_an_address_or_a_name(world: SimpleNamespace, at: datetime) -> None:
    actions.end_office(
        tenure=_tenure(world.liaison), reason="Persona de Prueba se fue", actor=world.coordination, at=at
    )
    actions.invite(
        institution=world.institutions.culture, role="liaison", email="x@y.example", actor=world.coordination, at=at
    )
    private = [user.email for user in User.objects.all()] + ["x@y.example", "Persona de Prueba", "datos@nl.example"]
    written = b"".join(bytes(entry.entry) for entry in record.feed()).decode()
    urns = [world.post.urn, world.liaison.user.urn, world.liaison.office.urn, world.jurisdiction.urn]
    written += str([(trace.data, trace.before, trace.after) for urn in urns for trace in record.trail_of(urn)])
    assert "people.office-ended" in written
    for value in private:
        assert value not in written
