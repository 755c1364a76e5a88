"""Addresses of the front pages."""

from __future__ import annotations

from django.urls import path

from tequio.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("escritorio/", views.desk, name="desk"),
    path("<slug:jurisdiction>/", views.place, name="place"),
]
