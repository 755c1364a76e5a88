"""Every address. The jurisdiction is the first segment of most of them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tequio.config import api
from tequio.people import urls as people

urlpatterns: list[URLPattern | URLResolver] = [
    path("cuenta/", include("allauth.account.urls")),
    path("cuenta/2fa/", include("allauth.mfa.urls")),
    path("cuenta/identidad/", include(people.IDENTITY)),
    path("api/v1/", api.root.urls),
    path("", include("tequio.web.urls")),
    path("", include("tequio.people.urls")),
    path("", include("tequio.files.urls")),
    path("", include("tequio.record.urls")),
    path("", include("tequio.notices.urls")),
    path("", include("tequio.contributions.urls")),
    path("", include("tequio.gatherings.urls")),
    path("", include("tequio.questionnaires.urls")),
    path("", include("tequio.tracking.urls")),
    path("", include("tequio.plans.urls")),
    # Last: its second address is any single word, the name of a place.
    path("", include("tequio.portal.urls")),
]

handler403 = "tequio.web.views.forbidden"
handler404 = "tequio.web.views.not_found"
handler500 = "tequio.web.views.server_error"
