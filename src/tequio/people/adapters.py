"""How allauth speaks to us."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from tequio.people import queries

_SEALED = "sealed:"  # what was kept before secrets were sealed has no such beginning


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth's adapter with our rules: whoever wants an account opens it; mails leave through Django's backend."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let everybody open an account: citizens follow and take part with it."""
        return True

    def format_email_subject(self, subject: str) -> str:
        """Name the site before the subject."""
        return f"{settings.SITE_TITLE}: {subject}"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps whose secrets are sealed in the database with a key that stands outside it."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return _SEALED + _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; one from before they were sealed is returned as it is."""
        if not encrypted_text.startswith(_SEALED):
            return encrypted_text
        return _seal().decrypt(encrypted_text.removeprefix(_SEALED).encode()).decode()


def _seal() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str | bytes) -> bytes:
    told = key.encode() if isinstance(key, str) else key
    return HKDF(SHA256(), 32, salt=None, info=b"tequio second step v1").derive(told)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Entering with an institution's own identity: only into an account that exists, by an address both have proven."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Open no account from outside: whoever has none is invited first."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[AbstractBaseUser, str] | None:
        """Find the account of an address that the provider calls verified and that is proven here."""
        for one in sociallogin.email_addresses:
            user = queries.claimed_account(one.email) if one.verified is True else None
            if user is not None and user.is_active:
                return user, one.email
        return None

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return the provider, told to check what allauth leaves unchecked."""
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = StrictAdapter
        return found


class NonceClient(OAuth2Client):  # type: ignore[misc]
    """Asks with a nonce, so that an answer to somebody else's question is not taken for ours."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """Add the nonce of this state."""
        params = extra_params | {"nonce": nonce_of(self.state)}
        return str(super().get_redirect_url(authorization_url, scope, params))


class StrictAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Takes an identity only from a signed token: signature, issuer, audience, time and nonce (OIDC Core 3.1.3.7)."""

    client_class = NonceClient

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Check the token and keep of it only who it is and which address."""
        credential = kwargs["response"].get("id_token")
        if not credential:
            raise OAuth2Error("no id_token")
        said = jwtkit.verify_and_decode(
            credential=credential,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        if not constant_time_compare(str(said.get("nonce", "")), nonce_of(request.GET.get("state", ""))):
            raise OAuth2Error("wrong nonce")
        if said.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("wrong authorized party")
        kept = {name: said.get(name) for name in ("sub", "email", "email_verified")}
        return self.get_provider().sociallogin_from_response(request, {"id_token": kept})


def nonce_of(state: str | None) -> str:
    """Return the nonce that belongs to a state: the session keeps the state, and nobody else can derive this."""
    return salted_hmac("tequio.oidc.nonce", state or "", algorithm="sha256").hexdigest()


def display(user: AbstractBaseUser) -> str:
    """Say who an account is in its own mails and pages: its address (settings.ACCOUNT_USER_DISPLAY names this)."""
    return str(user.get_username())
