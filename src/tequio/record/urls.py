"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from tequio.record.views import facts, log

app_name = "record"

urlpatterns = [
    path("registro/", facts.feed, name="feed"),
    path("registro/atom/", facts.atom, name="atom"),
    path("registro/registro.ndjson", facts.ndjson, name="ndjson"),
    path("registro/registro.csv", facts.table, name="csv"),
    path("registro/campos/", facts.fields, name="fields"),
    path("registro/<uuid:event_id>/", facts.entry, name="entry"),
    path("registro/bitacora/", log.log, name="log"),
    path("registro/bitacora/<int:number>/<int:size>/", log.one_checkpoint, name="checkpoint"),
    path("registro/que-se-demuestra/", log.proven, name="proven"),
    path("registro/<uuid:event_id>/prueba.tlog-proof", log.entry_proof, name="entry-proof"),
    path("registro/<uuid:event_id>/paquete.zip", log.entry_bundle, name="entry-bundle"),
    path("registro/<uuid:event_id>/hoja.json", facts.leaf, name="leaf"),
    path("historial/", facts.find, name="find"),
    path("historial/<slug:kind>/<slug:id>/", facts.history, name="history"),
    path("historial/<slug:kind>/<slug:id>/paquete.zip", log.bundle_of, name="bundle"),
    path("historial/<slug:kind>/<slug:id>/atom/", facts.history_atom, name="history-atom"),
    path("historial/<slug:kind>/<slug:id>/cadena.ndjson", facts.history_ndjson, name="history-ndjson"),
    path("bitacora/cosignatures", log.cosignatures, name="cosignatures"),
]
