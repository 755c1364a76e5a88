"""Addresses of this room: public texts, and the private pages where they are written."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.plans.views import (
    documents,
    folder,
    papers,
    plans,
    reviews,
    roadmap,
    sections,
    shares,
    sheet,
    texts,
    tree,
    workshop,
)

app_name = "plans"
_PLACE = r"^(?P<jurisdiction>[-\w]+)"
_NODE = r"(?P<kind>objetivo|grupo|accion|hito)"


def _public(kind: str, tail: str, view: Any, name: str) -> URLPattern:
    """Build a public address: the id is for ever, the slug may change."""
    pattern = re_path(rf"{_PLACE}/{kind}/(?P<public_id>{PUBLIC_ID})-(?P<slug>[-\w]*){tail}$", view, name=name)
    assert isinstance(pattern, URLPattern)  # noqa: S101 - a view makes a pattern, an include would make a resolver
    return pattern


def _private(kind: str, tail: str, view: Any, name: str) -> URLPattern:
    """Build the address of a page where something is written: its id is enough."""
    pattern = re_path(rf"{_PLACE}/{kind}/(?P<public_id>{PUBLIC_ID})/{tail}$", view, name=name)
    assert isinstance(pattern, URLPattern)  # noqa: S101
    return pattern


urlpatterns: list[URLPattern] = [
    _public("compromisos", "/ficha/", sheet.sheet, "sheet"),
    _public("compromisos", r"/ficha\.pdf", papers.form_pdf, "form_pdf"),
    _public("compromisos", r"/ficha\.docx", papers.form_docx, "form_docx"),
    _public("compromisos", r"/resumen\.pdf", papers.summary_pdf, "summary_pdf"),
    _public("planes", r"/plan\.pdf", papers.plan_pdf, "plan_pdf"),
    _public("planes", r"/plan\.xlsx", papers.plan_xlsx, "plan_xlsx"),
    _public("compromisos", "/versiones/", sheet.versions, "versions"),
    _public("compromisos", r"/versiones/(?P<number>\d{1,6})/", sheet.version, "version"),
    _public("compromisos", r"\.json", texts.commitment_json, "commitment_json"),
    _public("compromisos", "/borrador/", reviews.review, "review"),
    _public("planes", "/borrador/", reviews.plan_review, "plan_review"),
    _public("planes", r"\.json", texts.plan_json, "plan_json"),
    path("diccionario/", texts.dictionary, name="dictionary"),
    path("diccionario.csv", texts.dictionary_csv, name="dictionary_csv"),
    re_path(r"^textos/(?P<sha256>[0-9a-f]{64})\.json$", texts.text, name="text"),
    path("<slug:jurisdiction>/planes/nuevo/", plans.open_plan, name="open_plan"),
    path("<slug:jurisdiction>/planes/revision/", reviews.review_rules, name="review_rules"),
    _private("planes", "revision/", reviews.open_plan_review, "open_plan_review"),
    _private("compromisos", "revision/", reviews.open_review, "open_review"),
    _private("revisiones", "prolongar/", reviews.extend_review, "extend_review"),
    _private("revisiones", "retirar/", reviews.withdraw_review, "withdraw_review"),
    _private("planes", "editar/", plans.edit_plan, "edit_plan"),
    _private("planes", "publicar/", plans.publish_plan, "publish_plan"),
    _private("planes", "retirar/", plans.withdraw_plan, "withdraw_plan"),
    _private("planes", "compromiso-nuevo/", plans.draft_commitment, "draft_commitment"),
    _private("compromisos", "editar/", workshop.edit_commitment, "edit_commitment"),
    _private("compromisos", "publicar/", workshop.publish_commitment, "publish_commitment"),
    _private("compromisos", "retirar/", workshop.withdraw_commitment, "withdraw_commitment"),
    _private("compromisos", r"limite/(?P<key>[a-z_]+)/", workshop.accept_limit, "accept_limit"),
    _private("compromisos", "editar/partes/", shares.edit_shares, "edit_shares"),
    _private("compromisos", "editar/hoja-de-ruta/", roadmap.edit_roadmap, "edit_roadmap"),
    _private("compromisos", "editar/entregables/", roadmap.edit_deliverables, "edit_deliverables"),
    _private("compromisos", "editar/hitos/metas/", shares.add_goals, "add_goals"),
    _private("compromisos", "editar/hitos/", tree.tree, "tree"),
    _private("compromisos", f"editar/hitos/{_NODE}/nuevo/", tree.add_node, "add_node"),
    _private("compromisos", f"editar/hitos/{_NODE}/orden/", tree.reorder_tree, "reorder_tree"),
    _private("compromisos", rf"editar/hitos/{_NODE}/(?P<pk>\d+)/", tree.edit_node, "edit_node"),
    _private("compromisos", rf"editar/hitos/{_NODE}/(?P<pk>\d+)/quitar/", tree.remove_node, "remove_node"),
    _private("compromisos", r"editar/(?P<key>[a-z_]+)/", sections.edit_section, "edit_section"),
    path("<slug:jurisdiction>/importar/", documents.documents, name="import"),
    path("<slug:jurisdiction>/importar/todos/", folder.import_all, name="import_all"),
    _private("importar", "", documents.preview, "preview"),
    _private("importar", "descartar/", documents.drop_document, "drop_document"),
]
