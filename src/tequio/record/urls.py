"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from tequio.record import views

app_name = "record"

urlpatterns = [
    path("registro/", views.feed, name="feed"),
    path("registro/atom/", views.atom, name="atom"),
    path("registro/registro.ndjson", views.ndjson, name="ndjson"),
    path("registro/registro.csv", views.table, name="csv"),
    path("registro/campos/", views.fields, name="fields"),
    path("registro/<uuid:event_id>/", views.entry, name="entry"),
    path("registro/<uuid:event_id>/hoja.json", views.leaf, name="leaf"),
    path("historial/", views.find, name="find"),
    path("historial/<slug:kind>/<slug:id>/", views.history, name="history"),
    path("historial/<slug:kind>/<slug:id>/atom/", views.history_atom, name="history-atom"),
    path("historial/<slug:kind>/<slug:id>/cadena.ndjson", views.history_ndjson, name="history-ndjson"),
]
