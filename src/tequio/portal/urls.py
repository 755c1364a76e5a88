"""Addresses of the front pages."""

from __future__ import annotations

from django.urls import path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.portal import api
from tequio.portal.views import crawlers, desk, front, search

app_name = "portal"
_TENURE = rf"(?P<jurisdiction>[-\w]+)/personas/(?P<public_id>{PUBLIC_ID})/entrega"
urlpatterns = [
    path("", front.home, name="home"),
    path("escritorio/", desk.desk, name="desk"),
    path("escritorio/calendario/", desk.calendar, name="calendar"),
    path("escritorio/calendario/<str:token>.ics", desk.calendar_ics, name="calendar_ics"),
    re_path(rf"^{_TENURE}/$", desk.handover, name="handover"),
    re_path(rf"^{_TENURE}/archivo/$", desk.take_handover, name="take_handover"),
    path("buscar/", search.search, name="search"),
    path("buscar.json", search.search_json, name="search_json"),
    path("<slug:jurisdiction>/buscar/", search.search, name="search_place"),
    path("<slug:jurisdiction>/buscar.json", search.search_json, name="search_json_place"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path("api/", api.api, name="api"),
    path("api/<path:rest>", api.nothing, name="api_nothing"),
    path("<slug:jurisdiction>/", front.place, name="place"),
]
