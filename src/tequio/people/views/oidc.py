"""Entering with an institution's own identity (OpenID Connect), where whoever runs the server configured one."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send whoever wants to enter to their institution; an account is never linked by hand."""
    if request.GET.get("process", "login") != "login":
        raise Http404
    return _through(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take back whoever returns from there."""
    return _through(OAuth2CallbackView, request, provider_id)


def _through(
    view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, provider: str
) -> HttpResponse:
    # By name: views and adapters stand on one step of the staircase.
    strict = import_string("tequio.people.adapters.StrictAdapter")
    try:
        answer: HttpResponse = view.adapter_view(strict(request, provider))(request)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    return answer
