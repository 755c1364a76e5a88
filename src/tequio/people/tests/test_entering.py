"""Entering: password, second step, and what happens to whoever tries too often."""

from __future__ import annotations

import time
from datetime import datetime
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tequio.people import queries
from tequio.people.models import User
from tequio.people.tests import worlds

PASSWORD = "maguey-nube-telar-9"
LOGIN = "/cuenta/login/"


@pytest.fixture(autouse=True)
def _nobody_tried_before(db: None) -> None:
    cache.clear()


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _with_password(user: User) -> dict[str, str]:
    user.set_password(PASSWORD)
    user.save()
    return {"login": user.email, "password": PASSWORD}


def test_a_coordination_without_second_step_enters_and_sets_one_before_working(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    user = world.coordination.user
    Authenticator.objects.filter(user=user).delete()
    assert client.post(LOGIN, _with_password(user)).status_code == 302

    asked = client.get("/nl/personas/", follow=True)
    assert asked.wsgi_request.path == "/cuenta/reauthenticate/", (
        "the password once more, before it changes how one enters"
    )
    led = client.post(asked.wsgi_request.get_full_path(), {"password": PASSWORD}, follow=True)
    assert led.wsgi_request.path == "/cuenta/2fa/totp/activate/"
    assert led.status_code == 200
    secret = client.session[SECRET_SESSION_KEY]
    assert client.post("/cuenta/2fa/totp/activate/", {"code": _code(secret)}).status_code == 302

    assert queries.has_second_factor(user)
    assert client.get("/nl/personas/").status_code == 200


def test_a_coordination_with_second_step_is_not_in_with_the_password_alone(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    asked = client.post(LOGIN, _with_password(world.coordination.user))
    assert asked["Location"] == "/cuenta/2fa/authenticate/"
    assert client.get("/nl/personas/").status_code == 403

    client.post("/cuenta/2fa/authenticate/", {"code": "000000"})
    assert client.get("/nl/personas/").status_code == 403
    client.post("/cuenta/2fa/authenticate/", {"code": _code(worlds.SECRET)})
    assert client.get("/nl/personas/").status_code == 200


def test_an_account_that_did_not_prove_its_address_does_not_enter(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    client.post("/cuenta/signup/", {"email": "v@v.example", "password1": PASSWORD, "password2": PASSWORD})
    answer = client.post(LOGIN, {"login": "v@v.example", "password": PASSWORD})
    assert answer["Location"] == "/cuenta/confirm-email/"
    assert client.get("/mi-cuenta/").status_code == 302


def test_signing_up_with_a_known_address_tells_nothing(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    answers = [
        client.post("/cuenta/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD})
        for email in (world.liaison.user.email, "nueva@persona.example")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/cuenta/confirm-email/")}


def test_whoever_tries_too_often_waits(world: SimpleNamespace, that_day: datetime, client: Client) -> None:
    given = {"email": "", "password1": "x", "password2": "y"}
    seen = {client.post("/cuenta/signup/", given).status_code for _ in range(21)}
    assert 429 in seen


def test_a_password_guessed_in_vain_is_locked_even_when_it_comes(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    known = _with_password(world.liaison.user)
    for number in range(6):
        client.post(LOGIN, known | {"password": f"otra-{number}"})
    client.post(LOGIN, known)
    assert client.get("/mi-cuenta/").status_code == 302, "the right one, after too many wrong ones"
