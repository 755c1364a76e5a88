"""Addresses of this room. Those of a place come before the ones that only a private link knows."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from tequio.contributions.views import answering, private, reading, rules, speaking
from tequio.kit.ids import PUBLIC_ID

app_name = "contributions"
_PLACE = "<slug:jurisdiction>/preguntas"
_ONE = rf"^(?P<jurisdiction>[-\w]+)/preguntas/(?P<public_id>{PUBLIC_ID})"
_ABOUT = "<slug:kind>/<slug:thing>"

urlpatterns: list[URLPattern] = [
    path("aportes/reportar-error/", speaking.report_error, name="report_error"),
    path("aportes/<str:token>/", private.follow_up, name="follow_up"),
    path("aportes/<str:token>/borrar/", private.erase, name="erase"),
    path("aportes/<str:token>/sin-correo/", private.forget, name="forget_address"),
    path(f"{_PLACE}/", reading.contributions, name="contributions"),
    path(f"{_PLACE}/preguntas.csv", reading.table, {"form": "csv"}, name="contributions_csv"),
    path(f"{_PLACE}/preguntas.json", reading.table, {"form": "json"}, name="contributions_json"),
    path(f"{_PLACE}/tiempos/", reading.pace, name="pace"),
    path(f"{_PLACE}/moderacion/", reading.moderation, name="moderation"),
    path(f"{_PLACE}/por-responder/", answering.queue, name="queue"),
    path(f"{_PLACE}/reglas/", rules.rules, name="rules"),
    path(f"{_PLACE}/sobre/{_ABOUT}/", speaking.thread, {"purpose": "talk"}, name="thread"),
    path(f"{_PLACE}/sobre/{_ABOUT}/preguntas.csv", reading.thread_table, {"form": "csv"}, name="thread_csv"),
    path(f"{_PLACE}/sobre/{_ABOUT}/preguntas.json", reading.thread_table, {"form": "json"}, name="thread_json"),
    path(f"{_PLACE}/sobre/{_ABOUT}/anexo.json", reading.annex, name="annex_json"),
    path(f"{_PLACE}/revision/{_ABOUT}/", speaking.thread, {"purpose": "review"}, name="review"),
    re_path(rf"{_ONE}/$", answering.contribution, name="contribution"),
    re_path(rf"{_ONE}/puntos/(?P<number>\d{{1,2}})/$", answering.answer, name="answer"),
    re_path(rf"{_ONE}/dividir/$", answering.separate, name="separate"),
    re_path(rf"{_ONE}/ocultar/$", answering.hide, name="hide"),
    re_path(rf"{_ONE}/mostrar/$", answering.restore, name="restore"),
]
