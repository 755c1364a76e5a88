"""Addresses of this room: the pages where anybody follows a commitment, and where officers report on it."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.tracking.views import (
    assessments,
    calendars,
    commitments,
    crossings,
    downloads,
    evaluations,
    filled,
    formats,
    lists,
    milestones,
    moves,
    occasions,
    ogp,
    periods,
    plans,
    shares,
    together,
    workload,
)

app_name = "tracking"
_PLACE = "<slug:jurisdiction>"


def _page(kind: str, view: Any, name: str, tail: str = "", **kwargs: str) -> URLPattern:
    """Build the address of a thing: its place, its kind, its id for ever, and a slug that may change."""
    thing = rf"^(?P<jurisdiction>[-\w]+)/{kind}/(?P<public_id>{PUBLIC_ID})-(?P<slug>[-\w]*)/{tail}$"
    pattern = re_path(thing, view, kwargs or None, name=name)
    assert isinstance(pattern, URLPattern)  # noqa: S101 - a view makes a pattern, an include would make a resolver
    return pattern


_PERIOD = rf"periodos/(?P<period_id>{PUBLIC_ID})"
_PIECE = rf"evidencia/(?P<evidence_id>{PUBLIC_ID})"
_FORMAT = rf"formatos/(?P<format_id>{PUBLIC_ID})/"
_FILLED = rf"formatos/(?P<filled_id>{PUBLIC_ID})/"
_FORMATS: list[URLPattern] = [
    _page("planes", formats.formats, "formats", "formatos/"),
    _page("planes", formats.create, "create_format", "formatos/nuevo/"),
    _page("planes", formats.adopt, "adopt_formats", "formatos/de-documentos/"),
    _page("planes", formats.format, "format", _FORMAT),
    _page("planes", formats.word, "word_format", rf"{_FORMAT}eje/(?P<axis_id>{PUBLIC_ID})/"),
    _page("planes", formats.propose, "propose_format", f"{_FORMAT}proponer/"),
    _page("planes", formats.observations, "observations", f"{_FORMAT}observaciones/"),
    _page("planes", formats.observations_csv, "observations_csv", rf"{_FORMAT}observaciones\.csv"),
    _page("planes", formats.approve, "approve_format", f"{_FORMAT}aprobar/"),
    _page("planes", formats.ask, "ask_format", f"{_FORMAT}pedir/"),
    _page("planes", filled.compare, "compare_formats", f"{_FORMAT}comparar/"),
    _page("planes", filled.compare, "compare_formats_table", rf"{_FORMAT}comparar\.(?P<form>csv|json|xlsx)"),
    _page("compromisos", filled.filled_formats, "filled_formats", "formatos/"),
    _page("compromisos", filled.filled_format, "filled_format", _FILLED),
    _page("compromisos", filled.fill, "fill_format", f"{_FILLED}llenar/"),
    _page("compromisos", filled.prove, "prove_indicator", f"{_FILLED}evidencia/"),
    _page("compromisos", filled.review, "review_indicator", rf"{_FILLED}evidencia/(?P<piece_id>{PUBLIC_ID})/revisar/"),
]
_EVALUATION = rf"evaluaciones/(?P<evaluation_id>{PUBLIC_ID})/"
_EVALUATIONS: list[URLPattern] = [
    _page("compromisos", evaluations.evaluations, "evaluations", "evaluaciones/"),
    _page("compromisos", evaluations.create, "create_evaluation", "evaluaciones/nueva/"),
    _page("compromisos", evaluations.evaluation, "evaluation", _EVALUATION),
    _page("compromisos", evaluations.download, "evaluation_data", rf"{_EVALUATION}informe\.(?P<form>csv|json)"),
    _page("compromisos", evaluations.edit, "edit_evaluation", f"{_EVALUATION}editar/"),
    _page("compromisos", evaluations.open_it, "open_evaluation", f"{_EVALUATION}abrir/"),
    _page("compromisos", evaluations.score, "score_evaluation", f"{_EVALUATION}calificar/"),
    _page("compromisos", evaluations.copy, "copy_scores", f"{_EVALUATION}copiar/"),
    _page("compromisos", evaluations.publish, "publish_evaluation", f"{_EVALUATION}publicar/"),
    _page("compromisos", evaluations.attach, "attach_evaluation", f"{_EVALUATION}evidencia/"),
    path(f"{_PLACE}/reglas-de-evaluacion/", occasions.rules, name="evaluation_rules"),
    _page("compromisos", occasions.accountability, "accountability", "rendicion-de-cuentas/"),
    _page("compromisos", occasions.write, "write_session", "rendicion-de-cuentas/nueva/"),
    _page(
        "compromisos",
        occasions.unlink,
        "unlink_gathering",
        rf"rendicion-de-cuentas/(?P<gathering_id>{PUBLIC_ID})/quitar/",
    ),
]
urlpatterns: list[URLPattern] = [
    *_FORMATS,
    *_EVALUATIONS,
    path("escritorio/hitos/", lists.mine, name="mine"),
    path("escritorio/hitos/juntos/", together.bulk, name="bulk"),
    path("escritorio/hitos/libro.xlsx", together.workbook, name="workbook"),
    path("escritorio/hitos/libro/", together.upload, name="workbook_upload"),
    path(f"{_PLACE}/planes/", plans.plans, name="plans"),
    _page("planes", plans.plan, "plan"),
    _page("planes", plans.plan_progress, "plan_progress", "avance/"),
    _page("planes", plans.alerts, "alerts", "alertas/"),
    _page("planes", downloads.plan_progress, "plan_progress_csv", r"avance\.csv", form="csv"),
    _page("planes", downloads.plan_milestones, "plan_milestones_csv", r"hitos\.csv", form="csv"),
    _page("planes", downloads.plan_milestones, "plan_milestones_json", r"hitos\.json", form="json"),
    _page("planes", ogp.plan_ogp, "plan_ogp_csv", r"ogp\.csv", form="csv"),
    _page("planes", ogp.plan_ogp, "plan_ogp_json", r"ogp\.json", form="json"),
    path(f"{_PLACE}/ogp.csv", ogp.place_ogp, {"form": "csv"}, name="place_ogp_csv"),
    path(f"{_PLACE}/ogp.json", ogp.place_ogp, {"form": "json"}, name="place_ogp_json"),
    _page("compromisos", commitments.commitment, "commitment"),
    _page("compromisos", commitments.progress, "commitment_progress", "avance/"),
    _page("compromisos", downloads.commitment_progress, "commitment_progress_csv", r"avance\.csv", form="csv"),
    _page("compromisos", shares.shares, "shares", "partes/"),
    _page("compromisos", crossings.roadmap, "roadmap", "hoja-de-ruta/"),
    _page("compromisos", crossings.deliverables, "deliverables", "entregables/"),
    path(f"{_PLACE}/agenda-2030/", crossings.place_sdgs, name="place_sdgs"),
    _page("planes", crossings.crossings, "crossings", "cruces/"),
    _page("planes", crossings.crossing, "sdgs", "cruces/ods/", which="sdgs"),
    _page("planes", crossings.crossing, "alignment", "cruces/planes-y-leyes/", which="alignment"),
    _page("planes", crossings.crossing, "risks", "cruces/riesgos/", which="risks"),
    _page("planes", crossings.crossing, "inclusion", "cruces/genero-e-inclusion/", which="inclusion"),
    _page("planes", crossings.crossing, "stakeholders", "cruces/quien-participa/", which="stakeholders"),
    _page("planes", crossings.crossing, "baselines", "cruces/linea-base/", which="baselines"),
    _page("planes", crossings.crossing, "resources", "cruces/recursos/", which="resources"),
    _page("planes", crossings.crossing, "links", "enlaces/", which="links"),
    _page("compromisos", commitments.calendar, "gantt", "calendario/"),
    _page("compromisos", calendars.commitment_ics, "commitment_ics", r"fechas\.ics"),
    _page("compromisos", commitments.evidence, "evidence", "evidencia/"),
    _page("compromisos", downloads.commitment_milestones, "milestones_csv", r"hitos\.csv", form="csv"),
    _page("compromisos", downloads.commitment_milestones, "milestones_json", r"hitos\.json", form="json"),
    _page("hitos", milestones.milestone, "milestone"),
    _page("hitos", milestones.report, "report_status", "estatus/"),
    _page("hitos", milestones.submit, "submit_evidence", "evidencia/"),
    _page("hitos", milestones.review, "review_evidence", rf"{_PIECE}/revisar/"),
    _page("hitos", milestones.withdraw, "withdraw_evidence", rf"{_PIECE}/retirar/"),
    _page("hitos", moves.dates, "milestone_dates", "fechas/"),
    _page("hitos", moves.decide, "decide_move", rf"fechas/(?P<proposal_id>{PUBLIC_ID})/"),
    _page("compromisos", moves.commitment_moves, "commitment_moves", "reprogramaciones/"),
    _page("planes", moves.plan_moves, "plan_moves", "reprogramaciones/"),
    _page("compromisos", assessments.assessments, "assessments", "valoraciones/"),
    _page(
        "compromisos",
        assessments.answer,
        "answer_assessment",
        rf"valoraciones/(?P<assessment_id>{PUBLIC_ID})/replica/",
    ),
    _page("planes", assessments.plan_assessments, "plan_assessments", "valoraciones/"),
    _page("compromisos", workload.commitment_workload, "commitment_workload", "responsables/"),
    _page("planes", workload.plan_workload, "plan_workload", "responsables/"),
    _page("planes", periods.periods, "periods", "periodos/"),
    _page("planes", periods.suggest, "suggest_periods", "periodos/fijar/"),
    _page("planes", periods.compare, "compare_periods", "periodos/comparar/"),
    _page("planes", periods.period, "period", f"{_PERIOD}/"),
    _page("planes", periods.report, "send_report", f"{_PERIOD}/informe/"),
    _page("planes", periods.close, "close_period", f"{_PERIOD}/cerrar/"),
    _page("planes", periods.snapshot, "snapshot_json", rf"{_PERIOD}/corte\.json", form="json"),
    _page("planes", periods.snapshot, "snapshot_csv", rf"{_PERIOD}/corte\.csv", form="csv"),
    path(f"{_PLACE}/reglas-de-seguimiento/", periods.rules, name="rules"),
    path(f"{_PLACE}/reglas-de-seguimiento/enlaces/", periods.link_rules, name="link_rules"),
    path(f"{_PLACE}/atrasados/", lists.late, name="late"),
    path(f"{_PLACE}/fuera-de-fecha/", lists.overdue, name="overdue"),
    path(f"{_PLACE}/sin-evidencia/", lists.unproven, name="unproven"),
    path(f"{_PLACE}/cambios/", lists.changes, name="changes"),
    path(f"{_PLACE}/revisar/", lists.to_review, name="to_review"),
]
