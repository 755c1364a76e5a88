"""Who asks, and about which place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tequio.kit import clock
from tequio.people import actions
from tequio.people.middleware import WhoAndWhereMiddleware, actor_of
from tequio.people.models import Tenure, User
from tequio.people.queries import Officer, Visitor
from tequio.people.tests import worlds
from tequio.people.vocab import CHOSEN


def _request(user: User | None, **session: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()  # type: ignore[assignment]
    request.session = session  # type: ignore[assignment]
    return request


def test_a_stranger_costs_no_query(
    world: SimpleNamespace, django_assert_num_queries: Callable[[int], Any], that_day: datetime
) -> None:
    with django_assert_num_queries(0):
        assert actor_of(_request(None)) == Visitor()


def test_an_account_costs_one_query_and_acts_for_its_office(
    world: SimpleNamespace, django_assert_num_queries: Callable[[int], Any], that_day: datetime
) -> None:
    with django_assert_num_queries(1):
        actor = actor_of(_request(world.liaison.user))
        assert isinstance(actor, Officer)
        assert actor.handle == world.liaison.office.urn
        assert actor.jurisdiction_id == world.jurisdiction.pk


def test_the_session_says_which_of_two_offices_acts(world: SimpleNamespace, that_day: datetime) -> None:
    user = world.liaison.user
    second = worlds.officer(world.institutions.participation, "liaison", "", that_day, world.coordination, user=user)
    assert actor_of(_request(user)) == world.liaison, "the first by title, every time"
    assert actor_of(_request(user, **{CHOSEN: second.office.public_id})) == second
    assert actor_of(_request(user, **{CHOSEN: world.coordination.office.public_id})) == world.liaison


def test_an_ended_office_acts_no_more_in_an_open_session(world: SimpleNamespace, that_day: datetime) -> None:
    user, tenure = world.liaison.user, Tenure.objects.get(user=world.liaison.user)
    actions.end_office(tenure=tenure, reason="", actor=world.coordination, at=that_day)
    assert actor_of(_request(user, **{CHOSEN: world.liaison.office.public_id})) == Visitor(user)


def test_tomorrow_begins_at_midnight_of_the_place(world: SimpleNamespace, at: datetime) -> None:
    on = world.jurisdiction.day_of(at) + timedelta(days=1)
    held = worlds.officer(world.institutions.culture, "liaison", "n@nl.example", at, starts_on=on)
    midnight = datetime.fromisoformat("2023-06-13T06:00:00+00:00")
    for when, acts in ((midnight - timedelta(seconds=1), False), (midnight, True)):
        with clock.frozen(when):
            assert (actor_of(_request(held.user)) == held) is acts


def test_the_place_comes_from_the_path(world: SimpleNamespace, client: Client, that_day: datetime) -> None:
    assert client.get("/nl/reglas/").wsgi_request.jurisdiction == world.jurisdiction
    assert client.get("/atlantis/reglas/").status_code == 404


def test_a_coordination_is_led_to_its_second_step_before_anything_else(
    world: SimpleNamespace, client_of: Callable[[Any], Client]
) -> None:
    Authenticator.objects.filter(user=world.coordination.user).delete()
    client = client_of(world.coordination)
    for address in ("/nl/personas/", "/nl/ajustes/", "/nl/reglas/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/cuenta/2fa/totp/activate/")
    assert client.get("/mi-cuenta/").status_code == 200
    assert client_of(world.liaison).get("/nl/reglas/").status_code == 200


def test_the_second_step_is_optional_where_the_installation_says_so(
    world: SimpleNamespace, client_of: Callable[[Any], Client], settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    Authenticator.objects.filter(user=world.coordination.user).delete()
    assert client_of(world.coordination).get("/nl/personas/").status_code == 200


def test_no_thread_keeps_the_time_zone_of_another_place(
    world: SimpleNamespace, client: Client, that_day: datetime
) -> None:
    from django.utils import timezone

    client.get("/nl/reglas/")
    assert timezone.get_current_timezone_name() == "America/Monterrey"
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    WhoAndWhereMiddleware(answer)(_request(None))
    assert seen == ["America/Mexico_City"]


@pytest.fixture(autouse=True)
def _home_time() -> Any:
    from django.utils import timezone

    yield
    timezone.deactivate()
