"""How allauth speaks to us."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth's adapter with our rules: whoever wants an account opens it; mails leave through Django's backend."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let everybody open an account: citizens follow and take part with it."""
        return True

    def format_email_subject(self, subject: str) -> str:
        """Name the site before the subject."""
        return f"{settings.SITE_TITLE}: {subject}"


def display(user: AbstractBaseUser) -> str:
    """Say who an account is in its own mails and pages: its address (settings.ACCOUNT_USER_DISPLAY names this)."""
    return str(user.get_username())
