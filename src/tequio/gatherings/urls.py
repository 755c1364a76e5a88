"""Addresses of this room."""

from __future__ import annotations

from django.urls import path, re_path

from tequio.gatherings.views import gatherings, lessons
from tequio.kit.ids import PUBLIC_ID

app_name = "gatherings"
_PLACE = r"^(?P<jurisdiction>[-\w]+)"
_ONE = rf"{_PLACE}/encuentros/(?P<public_id>{PUBLIC_ID})"
_LESSON = rf"{_PLACE}/aprendizajes/(?P<public_id>{PUBLIC_ID})"

urlpatterns = [
    path("<slug:jurisdiction>/encuentros/", gatherings.gatherings, name="gatherings"),
    re_path(rf"{_PLACE}/encuentros\.(?P<form>csv|json)$", gatherings.download, name="gatherings_data"),
    path("<slug:jurisdiction>/encuentros/nuevo/", gatherings.create, name="create"),
    re_path(rf"{_ONE}-(?P<slug>[-\w]*)/$", gatherings.gathering, name="gathering"),
    re_path(rf"{_ONE}-(?P<slug>[-\w]*)\.json$", gatherings.text, name="text"),
    re_path(rf"{_ONE}/editar/$", gatherings.edit, name="edit"),
    re_path(rf"{_ONE}/informe/$", gatherings.report, name="report"),
    re_path(rf"{_ONE}/anunciar/$", gatherings.announce, name="announce"),
    re_path(rf"{_ONE}/cancelar/$", gatherings.cancel, name="cancel"),
    path("<slug:jurisdiction>/aprendizajes/", lessons.lessons, name="lessons"),
    re_path(rf"{_PLACE}/aprendizajes\.(?P<form>csv|json)$", lessons.download, name="lessons_data"),
    path("<slug:jurisdiction>/aprendizajes/nuevo/", lessons.add, name="add_lesson"),
    re_path(rf"{_LESSON}/encargar/$", lessons.assign, name="assign"),
    re_path(rf"{_LESSON}/atender/$", lessons.settle, name="settle"),
]
