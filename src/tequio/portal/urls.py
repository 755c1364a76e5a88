"""Addresses of the front pages."""

from __future__ import annotations

from django.urls import path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.portal.views import desk, front

app_name = "portal"
_TENURE = rf"(?P<jurisdiction>[-\w]+)/personas/(?P<public_id>{PUBLIC_ID})/entrega"
urlpatterns = [
    path("", front.home, name="home"),
    path("escritorio/", desk.desk, name="desk"),
    path("escritorio/calendario/", desk.calendar, name="calendar"),
    path("escritorio/calendario/<str:token>.ics", desk.calendar_ics, name="calendar_ics"),
    re_path(rf"^{_TENURE}/$", desk.handover, name="handover"),
    re_path(rf"^{_TENURE}/archivo/$", desk.take_handover, name="take_handover"),
    path("<slug:jurisdiction>/", front.place, name="place"),
]
