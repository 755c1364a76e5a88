"""What moved, what each side says, who is responsible, what is worth a look: as tables with their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tequio.plans.models import Move
from tequio.tracking.exports.writing import Field, Record, written
from tequio.tracking.models import Assessment
from tequio.tracking.queries import AnyAlert, Tracks, Workload

_COMMITMENT = (
    Field("commitment", "id", "Identificador del compromiso", "Commitment's id"),
    Field("commitment_title", "text", "Título del compromiso", "Commitment's title"),
)
_MILESTONE = (
    *_COMMITMENT,
    Field("milestone", "id", "Identificador del hito o actividad", "Milestone's or activity's id"),
    Field("title", "text", "Hito o actividad", "Milestone or activity"),
)
MOVE_FIELDS = (
    *_MILESTONE,
    Field("number", "integer", "Qué movimiento es: 1 es el primero", "Which move it is: 1 is the first"),
    Field("at", "datetime", "Cuándo se movió (UTC)", "When it moved (UTC)"),
    Field("office", "text", "Cargo que la movió", "Office that moved it"),
    Field("was_begins_on", "date", "Primer día antes", "First day before"),
    Field("was_ends_on", "date", "Último día antes", "Last day before"),
    Field("begins_on", "date", "Primer día después", "First day after"),
    Field("ends_on", "date", "Último día después", "Last day after"),
    Field("days", "integer", "Días que se recorrió el fin", "Days by which the end moved"),
    Field("original_ends_on", "date", "Último día acordado al principio", "Last day as agreed first"),
    Field("reason", "text", "Motivo", "Reason"),
    Field("reference", "text", "Sesión o acuerdo que la aprobó", "Session or agreement that approved it"),
)
ASSESSMENT_FIELDS = (
    *_COMMITMENT,
    Field("track", "code", "Quién habla: government, society o irm", "Who speaks: government, society or irm"),
    Field(
        "completion",
        "code",
        "Escala de OGP: no-evidence, not-started, limited, substantial o complete; vacío: no ha dicho nada",
        "OGP's scale: no-evidence, not-started, limited, substantial or complete; empty: it has said nothing",
    ),
    Field("is_computed", "boolean", "Sale de la regla; nadie la declaró", "It follows from the rule"),
    Field("is_different", "boolean", "Las partes no dicen lo mismo", "The sides do not say the same"),
    Field("early_results", "code", "Resultados tempranos (OGP)", "Early results (OGP)"),
    Field("opened", "code", "¿Abrió el gobierno? (OGP)", "Did it open government? (OGP)"),
    Field("explanation", "text", "Explicación", "Explanation"),
    Field("references", "text", "En qué se apoya", "What it rests on"),
    Field("source_url", "text", "Informe del IRM del que se transcribió", "IRM report that it was copied from"),
    Field("source_on", "date", "Fecha de ese informe", "Date of that report"),
    Field("office", "text", "Cargo que la publicó", "Office that published it"),
    Field("at", "datetime", "Cuándo (UTC)", "When (UTC)"),
    Field("reply", "text", "Réplica de la parte valorada", "Reply of the assessed side"),
    Field("reply_at", "datetime", "Cuándo respondió (UTC)", "When it replied (UTC)"),
)
WORKLOAD_FIELDS = (
    Field("party", "text", "Institución u organización responsable", "Responsible institution or organisation"),
    Field("institution", "id", "Su identificador, si está en el directorio", "Its id, if the directory has it"),
    Field("milestones", "integer", "Hitos a su cargo", "Milestones that it answers for"),
    Field("finished", "integer", "Reportados como finalizados", "Reported as finished"),
    Field("late", "integer", "Atrasados", "Late"),
    Field("moved", "integer", "Con fecha recorrida", "With a date moved later"),
    Field("without_evidence", "integer", "Sin evidencia", "Without evidence"),
    Field("without_report", "integer", "Sin reporte", "Without a report"),
    Field("reported_percent", "integer", "Avance reportado de sus hitos", "Reported progress of its milestones"),
    Field("verified_percent", "integer", "Avance verificado de sus hitos", "Verified progress of its milestones"),
    Field("on_time", "integer", "Finalizados a más tardar en su fecha original", "Finished by their original date"),
    Field("mean_days", "integer", "Días, en promedio, entre la fecha original y el fin real", "Mean days from it"),
)
ALERT_FIELDS = (
    *_MILESTONE,
    Field("alert", "code", "Qué pasa", "What happens"),
    Field("severity", "code", "Gravedad: high, medium o low", "How grave: high, medium or low"),
    Field("ends_on", "date", "Último día en que está a tiempo", "Last day on which it is in time"),
    Field("original_ends_on", "date", "Último día acordado al principio", "Last day as agreed first"),
    Field("url", "text", "Dirección de su página", "Address of its page"),
)
SNAPSHOT_FIELDS = (
    Field("milestone", "id", "Identificador del hito o actividad", "Milestone's or activity's id"),
    Field("commitment", "id", "Identificador del compromiso", "Commitment's id"),
    Field("title", "text", "Hito o actividad", "Milestone or activity"),
    Field("status", "code", "Estatus al cierre, como en la tabla de hitos", "Status at closing, as among milestones"),
    Field("is_confirmed", "boolean", "Alguien lo había reportado", "Somebody had reported it"),
    Field("is_late", "boolean", "Estaba atrasado", "It was late"),
    Field("days_late", "integer", "Días de atraso", "Days late"),
    Field("value", "decimal", "Valor alcanzado", "Value reached"),
    Field("starts_on", "date", "Primer día previsto", "First planned day"),
    Field("ends_on", "date", "Último día previsto", "Last planned day"),
    Field("original_ends_on", "date", "Último día acordado al principio", "Last day as agreed first"),
    Field("began_on", "date", "Primer reporte de que empezó", "First report that it had begun"),
    Field("finished_on", "date", "Primer reporte de que terminó", "First report that it had ended"),
    Field("evidence_submitted", "integer", "Piezas en revisión", "Pieces under review"),
    Field("evidence_accepted", "integer", "Piezas aceptadas", "Accepted pieces"),
    Field("reasons", "text", "Motivos, si no empezó o avanza poco", "Reasons, where they were asked for"),
)


def moves(found: Iterable[Move]) -> list[Record]:
    """Return moves of dates as records of MOVE_FIELDS."""
    return [
        {
            **_about(one.milestone),
            "number": one.number,
            "at": written(one.at),
            "office": str(one.office or ""),
            "was_begins_on": written(one.was_begins_on),
            "was_ends_on": written(one.was_ends_on),
            "begins_on": written(one.begins_on),
            "ends_on": written(one.ends_on),
            "days": one.days,
            "original_ends_on": written(one.milestone.original_ends_on),
            "reason": one.reason,
            "reference": one.reference,
        }
        for one in found
    ]


def assessments(found: Iterable[Tracks]) -> list[Record]:
    """Return what each side says of some commitments as records of ASSESSMENT_FIELDS."""
    return [
        {
            "commitment": one.commitment.public_id,
            "commitment_title": one.commitment.title,
            "track": side.track.value,
            "completion": side.completion.value if side.completion else "",
            "is_computed": side.is_computed,
            "is_different": one.is_different,
            **_said(side.assessment),
        }
        for one in found
        for side in one.sides
    ]


def workloads(found: Iterable[Workload]) -> list[Record]:
    """Return what each party answers for as records of WORKLOAD_FIELDS."""
    return [
        {
            "party": one.name,
            "institution": one.institution.public_id if one.institution else "",
            "milestones": one.count,
            "finished": one.finished,
            "late": one.late,
            "moved": one.moved,
            "without_evidence": one.unproven,
            "without_report": one.unreported,
            "reported_percent": one.figures.reported_percent,
            "verified_percent": one.figures.verified_percent,
            "on_time": one.punctuality.on_time,
            "mean_days": one.punctuality.mean_days,
        }
        for one in found
    ]


def alerts(found: Iterable[AnyAlert]) -> list[Record]:
    """Return alerts as records of ALERT_FIELDS."""
    return [
        {
            "commitment": one.commitment.public_id,
            "commitment_title": one.commitment.title,
            "milestone": one.milestone.public_id if one.milestone else "",
            "title": one.title,
            "alert": one.alert.value,
            "severity": one.severity.value,
            "ends_on": written(one.ends_on),
            "original_ends_on": written(one.first_ends_on),
            "url": one.url,
        }
        for one in found
    ]


def snapshot(body: Mapping[str, Any]) -> list[Record]:
    """Return the milestones of a snapshot as records of SNAPSHOT_FIELDS."""
    return [{**one, "milestone": one["id"], "reasons": "; ".join(one["reasons"])} for one in body["milestones"]]


def _about(milestone: Any) -> Record:
    return {
        "commitment": milestone.commitment.public_id,
        "commitment_title": milestone.commitment.title,
        "milestone": milestone.public_id,
        "title": milestone.title,
    }


def _said(one: Assessment | None) -> Record:
    reply = getattr(one, "reply", None)
    return {
        "early_results": one.early_results if one else "",
        "opened": one.opened if one else "",
        "explanation": one.explanation if one else "",
        "references": one.references if one else "",
        "source_url": one.source_url if one else "",
        "source_on": written(one.source_on) if one else None,
        "office": str(one.office) if one else "",
        "at": written(one.at) if one else None,
        "reply": reply.text if reply else "",
        "reply_at": written(reply.at) if reply else None,
    }
