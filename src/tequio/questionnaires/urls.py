"""Addresses of this room."""

from __future__ import annotations

from django.urls import path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.questionnaires.views import answering, editing

app_name = "questionnaires"
_ALL = r"^(?P<jurisdiction>[-\w]+)/cuestionarios/"
_ONE = rf"{_ALL}(?P<public_id>{PUBLIC_ID})/"
_PART = r"(?P<kind>seccion|pregunta)/(?P<key>\d{1,18})/"
_STATES = "publicar|nueva-version|cerrar|reabrir"

urlpatterns = [
    path("<slug:jurisdiction>/cuestionarios/", answering.questionnaires, name="questionnaires"),
    path("<slug:jurisdiction>/cuestionarios/nuevo/", editing.create, name="create"),
    path("<slug:jurisdiction>/cuestionarios/enlace/<slug:token>/", answering.answer_by_link, name="answer_by_link"),
    re_path(rf"{_ALL}respuestas/(?P<public_id>{PUBLIC_ID})/$", answering.answer, name="answer"),
    re_path(rf"{_ONE}$", answering.questionnaire, name="questionnaire"),
    re_path(rf"{_ONE}formulario/$", answering.blank, name="blank"),
    re_path(rf"{_ONE}responder/$", answering.start, name="start"),
    re_path(rf"{_ONE}respuestas\.(?P<form>csv|json|xlsx)$", answering.responses, name="responses"),
    re_path(rf"{_ONE}editar/$", editing.edit, name="edit"),
    re_path(rf"{_ONE}vista-previa/$", editing.preview, name="preview"),
    re_path(rf"{_ONE}(?P<to>{_STATES})/$", editing.change_state, name="change_state"),
    re_path(rf"{_ONE}secciones/nueva/$", editing.section, name="add_section"),
    re_path(rf"{_ONE}secciones/(?P<section_id>\d{{1,18}})/$", editing.section, name="edit_section"),
    re_path(rf"{_ONE}secciones/(?P<section_id>\d{{1,18}})/nueva/$", editing.question, name="add_question"),
    re_path(rf"{_ONE}preguntas/(?P<question_id>\d{{1,18}})/$", editing.question, name="edit_question"),
    re_path(rf"{_ONE}{_PART}quitar/$", editing.remove, name="remove"),
    re_path(rf"{_ONE}{_PART}mover/$", editing.move, name="move"),
]
