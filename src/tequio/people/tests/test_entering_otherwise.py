"""Entering without a password: passkeys in a real browser, and an institution's own identity from a real provider."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client

from tequio.people.models import Tenure, User
from tequio.people.tests import worlds
from tests.browser import Visit, axe

pytest_plugins = ("tests.browser", "tests.flush")
PASSWORD = "una-clave-larga-1"


class Provider:
    """An OpenID provider: discovery, keys and tokens; `claims` says what its next token says otherwise."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signer = self.key
        self.claims: dict[str, Any] = {}
        self.nonce = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(outer.discovery() if "openid-configuration" in self.path else outer.keys())

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self._say({"access_token": "x", "token_type": "Bearer", "id_token": outer.token()})

            def _say(self, body: dict[str, Any]) -> None:
                data = json.dumps(body).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/nobody-asks",
        }

    def keys(self) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()

        def written(number: int) -> str:
            raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
            return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

        return {"keys": [{"kty": "RSA", "kid": "1", "alg": "RS256", "n": written(numbers.n), "e": written(numbers.e)}]}

    def token(self) -> str:
        said = {
            "iss": self.url,
            "aud": "tequio",
            "sub": "42",
            "exp": int(time.time()) + 60,
            "nonce": self.nonce,
            "email": "enlace@nl.example",
            "email_verified": True,
        }
        return jwt.encode(said | self.claims, self.signer, algorithm="RS256", headers={"kid": "1"})


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    made = Provider()
    app = {
        "provider_id": "institucion",
        "name": "Mi institución",
        "client_id": "tequio",
        "secret": "s",
        "settings": {"server_url": made.url, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield made
    made.server.shutdown()
    made.server.server_close()


def enter(provider: Provider, client: Client | None = None) -> Client:
    """Go to the provider and come back with whatever it says."""
    client = client or Client()
    gone = client.post("/cuenta/identidad/institucion/")
    asked = parse_qs(urlsplit(gone["Location"]).query)
    assert gone["Location"].startswith(f"{provider.url}/authorize")
    assert asked["code_challenge_method"] == ["S256"]
    provider.nonce = provider.nonce or asked["nonce"][0]
    client.get("/cuenta/identidad/institucion/regreso/", {"code": "1", "state": asked["state"][0]})
    return client


def is_in(client: Client) -> bool:
    return client.get("/mi-cuenta/").status_code == 200


def test_whoever_has_an_account_enters_with_their_institution(world: SimpleNamespace, provider: Provider) -> None:
    offices = Tenure.objects.count()
    assert "Mi institución" in Client().get("/cuenta/login/").content.decode()
    client = enter(provider)
    assert is_in(client)
    assert client.session["_auth_user_id"] == str(world.liaison.user.pk)
    assert Tenure.objects.count() == offices, "an identity gives no office"


def test_a_second_step_is_still_asked(world: SimpleNamespace, provider: Provider) -> None:
    provider.claims = {"email": world.coordination.user.email}
    assert not is_in(enter(provider))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://otro.example"},
        {"aud": "otra-aplicacion"},
        {"azp": "otra-aplicacion"},
        {"nonce": "de otra pregunta"},
        {"nonce": None},
        {"exp": 1},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email": "nadie@nl.example"},
    ],
    ids=lambda claims: "-".join(map(str, *claims.items())),
)
def test_what_the_provider_does_not_prove_opens_nothing(
    world: SimpleNamespace, provider: Provider, claims: dict[str, Any]
) -> None:
    people = User.objects.count()
    provider.claims = claims
    assert not is_in(enter(provider))
    assert User.objects.count() == people, "no account is made from outside"


def test_a_token_that_somebody_else_signed_opens_nothing(world: SimpleNamespace, provider: Provider) -> None:
    provider.signer = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert not is_in(enter(provider))


def test_an_answer_to_another_question_opens_nothing(world: SimpleNamespace, provider: Provider) -> None:
    enter(provider)
    assert not is_in(enter(provider)), "the nonce of the first question does not serve the second"


def test_an_address_that_nobody_proved_here_opens_nothing(
    world: SimpleNamespace, provider: Provider, at: datetime
) -> None:
    world.liaison.user.emailaddress_set.update(verified=False)
    assert not is_in(enter(provider))


def test_nobody_links_an_identity_by_hand(world: SimpleNamespace, provider: Provider) -> None:
    client = Client()
    client.force_login(world.citizen.user)
    assert client.post("/cuenta/identidad/institucion/?process=connect").status_code == 404


def test_without_a_provider_the_page_offers_none(world: SimpleNamespace) -> None:
    assert "identidad" not in Client().get("/cuenta/login/").content.decode()
    assert Client().post("/cuenta/identidad/institucion/").status_code == 404


def test_secrets_of_a_second_step_are_sealed(world: SimpleNamespace) -> None:
    kept = Authenticator.objects.get(user=world.coordination.user, type="totp").data["secret"]
    assert worlds.SECRET not in kept
    assert get_adapter().decrypt(kept) == worlds.SECRET
    assert get_adapter().decrypt(worlds.SECRET) == worlds.SECRET, "one from before is still read"
    other = worlds.account("x@y.example", world.coordination.user.date_joined)
    assert TOTP.activate(other, worlds.SECRET).instance.data["secret"] != kept


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_opens_the_account(
    transactional_db: None, at: datetime, visit: Visit, live_server: Any, settings: Any
) -> None:
    cache.clear()
    worlds.nuevo_leon(at)
    worlds.account("llave@nl.example", at, PASSWORD)
    home = live_server.url.replace("127.0.0.1", "localhost")
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    page = visit(f"{home}/cuenta/login/")
    bridge = page.context.new_cdp_session(page)
    bridge.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = key | {"isUserVerified": True, "automaticPresenceSimulation": True}
    bridge.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    assert axe(page) == []
    page.fill("input[name=login]", "llave@nl.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit] >> nth=0")

    page.goto(f"{home}/cuenta/2fa/webauthn/add/")
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit] >> nth=0")
    assert axe(page) == []
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    assert axe(page) == []
    page.context.clear_cookies()

    page.goto(f"{home}/cuenta/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"{home}/mi-cuenta/")
    assert "llave@nl.example" in page.inner_text("main")
