"""Addresses of this room. None of them holds an address or a name: only ids, secrets and signatures."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.notices import views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    re_path(rf"^seguir/(?P<kind>[a-z-]+)/(?P<public_id>{PUBLIC_ID})/$", views.follow, name="follow"),
    path("avisos/confirmar/<str:token>/", views.confirm, name="confirm"),
    path("avisos/<str:token>/", views.manage, name="manage"),
    path("avisos/<str:token>/dejar/", views.leave, name="leave"),
    path("mi-cuenta/avisos/", views.mine, name="mine"),
    path("mi-cuenta/avisos/recordatorios/", views.switch, name="switch_reminders"),
    path("<slug:jurisdiction>/ajustes/avisos/", views.rule, name="reminder_rule"),
]
