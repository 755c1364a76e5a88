"""An office travels by mail and is taken by whoever reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from tequio.kit.actor import SYSTEM, Actor
from tequio.kit.policy import Denied, Refused
from tequio.people import actions, queries
from tequio.people.models import Invitation, User
from tequio.people.queries import Visitor
from tequio.people.tests import worlds
from tequio.record import queries as record

MAIL = "nueva.persona@correo.example"
PASSWORD = "maguey-nube-telar-9"


def invite(world: SimpleNamespace, at: datetime, actor: Actor | None = None, **given: Any) -> Invitation:
    sent = {"institution": world.institutions.culture, "role": "liaison", "email": MAIL} | given
    return actions.invite(**sent, actor=actor or world.coordination, at=at)


def test_whoever_accepts_gets_an_account_with_a_proven_address_and_the_office(
    world: SimpleNamespace, at: datetime
) -> None:
    invitation = invite(world, at, email=" Nueva.Persona@correo.example ", ends_on=date(2024, 6, 30))
    actions.write_invitation(invitation=invitation, actor=SYSTEM, at=at)
    tenure = actions.accept_invitation(
        invitation=invitation, password=PASSWORD, actor=worlds.STRANGER, at=at + timedelta(days=1)
    )

    assert tenure.user.check_password(PASSWORD)
    assert queries.claimed_account(MAIL) == tenure.user
    assert (tenure.starts_on, tenure.ends_on) == (date(2023, 6, 13), date(2024, 6, 30))
    entry = record.feed(type="people.office-granted").first()
    assert entry.actor == tenure.office.urn
    invitation.refresh_from_db()
    assert invitation.email == "", "a closed invitation forgets the address"


def test_an_account_that_exists_takes_the_office_itself(world: SimpleNamespace, at: datetime) -> None:
    user = worlds.account(MAIL, at, PASSWORD)
    invitation = invite(world, at)
    tenure = actions.accept_invitation(invitation=invitation, password=None, actor=Visitor(user), at=at)
    assert tenure.user == user
    assert user.check_password(PASSWORD)


def test_the_account_of_the_address_must_be_the_one_that_accepts(world: SimpleNamespace, at: datetime) -> None:
    worlds.account(MAIL, at)
    invitation = invite(world, at)
    for actor in (worlds.STRANGER, world.liaison, world.citizen):
        with pytest.raises(Denied):
            actions.accept_invitation(invitation=invitation, password=PASSWORD, actor=actor, at=at)


def test_somebody_signed_in_does_not_accept_for_another_address(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.accept_invitation(invitation=invite(world, at), password=PASSWORD, actor=world.citizen, at=at)


def test_an_account_that_never_proved_the_address_is_taken_from_whoever_opened_it(
    world: SimpleNamespace, at: datetime
) -> None:
    squatter = User.objects.create_user(MAIL, "contraseña-de-otra-persona")
    EmailAddress.objects.create(user=squatter, email=MAIL, primary=True, verified=False)
    tenure = actions.accept_invitation(invitation=invite(world, at), password=PASSWORD, actor=worlds.STRANGER, at=at)
    assert tenure.user == squatter
    assert tenure.user.check_password(PASSWORD)
    assert queries.claimed_account(MAIL) == squatter


@pytest.mark.parametrize("password", [None, "", "corta", "nueva.persona@correo"])
def test_a_weak_password_is_refused_and_the_invitation_stays(
    world: SimpleNamespace, at: datetime, password: str | None
) -> None:
    invitation = invite(world, at)
    with pytest.raises(Refused) as refusal:
        actions.accept_invitation(invitation=invitation, password=password, actor=worlds.STRANGER, at=at)
    assert refusal.value.field == "password"
    assert not User.objects.filter(email=MAIL).exists()
    assert Invitation.objects.open(at=at).get() == invitation


def test_an_invitation_is_accepted_once(world: SimpleNamespace, at: datetime) -> None:
    invitation = invite(world, at)
    actions.accept_invitation(invitation=invitation, password=PASSWORD, actor=worlds.STRANGER, at=at)
    with pytest.raises(Denied):
        actions.accept_invitation(invitation=invitation, password=PASSWORD, actor=worlds.STRANGER, at=at)


def test_a_link_lives_fourteen_days_and_resending_gives_it_more(world: SimpleNamespace, at: datetime) -> None:
    invitation = invite(world, at)
    earlier = actions.write_invitation(invitation=invitation, actor=SYSTEM, at=at)
    late = at + timedelta(days=14)
    with pytest.raises(Denied):
        actions.accept_invitation(invitation=invitation, password=PASSWORD, actor=worlds.STRANGER, at=late)

    again = actions.resend_invitation(invitation=invitation, actor=world.coordination, at=late)
    assert queries.invitation_behind(earlier) is None, "the earlier link stopped working"
    link = actions.write_invitation(invitation=again, actor=SYSTEM, at=late)
    assert queries.invitation_behind(link) == invitation
    actions.accept_invitation(invitation=invitation, password=PASSWORD, actor=worlds.STRANGER, at=late)


def test_the_link_is_kept_only_as_a_hash_and_nobody_but_the_platform_asks_for_it(
    world: SimpleNamespace, at: datetime
) -> None:
    invitation = invite(world, at)
    token = actions.write_invitation(invitation=invitation, actor=SYSTEM, at=at)
    invitation.refresh_from_db()
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    traces = str([(trace.data, trace.before, trace.after) for trace in record.trail_of(invitation.office.urn)])
    assert token not in traces
    assert MAIL not in traces
    with pytest.raises(Denied):
        actions.write_invitation(invitation=invitation, actor=world.coordination, at=at)


def test_a_withdrawn_invitation_opens_nothing(world: SimpleNamespace, at: datetime) -> None:
    invitation = invite(world, at)
    actions.withdraw_invitation(invitation=invitation, actor=world.coordination, at=at)
    with pytest.raises(Denied):
        actions.accept_invitation(invitation=invitation, password=PASSWORD, actor=worlds.STRANGER, at=at)
    with pytest.raises(Denied):
        actions.resend_invitation(invitation=invitation, actor=world.coordination, at=at)
    with pytest.raises(Denied):
        actions.withdraw_invitation(invitation=invitation, actor=world.coordination, at=at)
    with pytest.raises(Denied):
        actions.write_invitation(invitation=invitation, actor=SYSTEM, at=at)


def test_an_office_whose_period_passed_is_no_longer_taken(world: SimpleNamespace, at: datetime) -> None:
    invitation = invite(world, at, ends_on=date(2023, 6, 14))
    with pytest.raises(Refused):
        actions.accept_invitation(
            invitation=invitation, password=PASSWORD, actor=worlds.STRANGER, at=at + timedelta(days=5)
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "nadie"}, "email"),
        ({"role": "emperor"}, "role"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"title": MAIL}, "title"),
    ],
)
def test_what_cannot_be_offered_is_refused(
    world: SimpleNamespace, at: datetime, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        invite(world, at, **given)
    assert refusal.value.field == field


def test_only_its_coordination_invites(world: SimpleNamespace, other: SimpleNamespace, at: datetime) -> None:
    invitation = invite(world, at)
    for actor in (world.liaison, world.monitoring, other.coordination, world.citizen, worlds.STRANGER):
        with pytest.raises(Denied):
            invite(world, at, actor)
        with pytest.raises(Denied):
            actions.resend_invitation(invitation=invitation, actor=actor, at=at)
        with pytest.raises(Denied):
            actions.withdraw_invitation(invitation=invitation, actor=actor, at=at)
