"""The addresses of this room alone, with a page for each refusal: what web's own tests drive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tequio.kit.policy import Denied
from tequio.web import views
from tequio.web.page import page


def denied(request: HttpRequest) -> HttpResponse:
    raise Denied("Only coordination may do this.")


def too_many(request: HttpRequest) -> HttpResponse:
    return page(request, "429.html", status=429)


urlpatterns = [
    path("cuenta/", include("allauth.account.urls")),
    path("cuenta/2fa/", include("allauth.mfa.urls")),
    path("", include("tequio.web.urls")),
    path("", views.accessibility, name="home"),
    path("denied/", denied),
    path("stale/", views.csrf_failure),
    path("many/", too_many),
    path("broken/", views.server_error),
]
handler403 = "tequio.web.views.forbidden"
handler404 = "tequio.web.views.not_found"
