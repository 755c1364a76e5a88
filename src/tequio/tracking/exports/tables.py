"""Milestones and progress as tables that anybody can compute with, each with the meaning of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tequio.kit import share
from tequio.tracking.exports.writing import Field, Record, number, written
from tequio.tracking.models import StatusChange
from tequio.tracking.queries import CommitmentProgress, LeafRow, LineDetail

MILESTONE_FIELDS = (
    Field("plan", "id", "Identificador del plan", "Plan's id"),
    Field("commitment", "id", "Identificador del compromiso", "Commitment's id"),
    Field("commitment_title", "text", "Título del compromiso", "Commitment's title"),
    Field("milestone", "id", "Identificador del hito o actividad", "Milestone's or activity's id"),
    Field("number", "text", "Número que muestra el documento; puede repetirse", "Number in the document; may repeat"),
    Field("title", "text", "Hito o actividad", "Milestone or activity"),
    Field("heading", "text", "Acción clave u horizonte", "Key action or horizon"),
    Field("group", "text", "Grupo de hitos", "Group of milestones"),
    Field("responsible", "text", "Responsables, en orden, separados por ;", "Responsible parties in order, split by ;"),
    Field("starts_on", "date", "Primer día previsto", "First planned day"),
    Field("ends_on", "date", "Último día en que está a tiempo", "Last day on which it is in time"),
    Field("original_ends_on", "date", "Último día acordado, antes de moverlo", "Last day as agreed, before any move"),
    Field("slippage_days", "integer", "Días que se recorrió el fin", "Days by which the end moved"),
    Field(
        "status",
        "code",
        "not-started, in-progress, stuck, finished, incomplete, o claim: reportado como finalizado, en revisión",
        "not-started, in-progress, stuck, finished, incomplete, or claim: reported as finished, under review",
    ),
    Field("stated", "code", "Estatus que decía el documento; no es reporte", "Status in the document; it is no report"),
    Field(
        "is_confirmed",
        "boolean",
        "Alguien reportó este estatus; si no, es el inicial y cuenta como «sin dato»",
        "Somebody reported this status; if not, it is the initial one and counts as “no data”",
    ),
    Field("since", "datetime", "Desde cuándo tiene este estatus (UTC)", "Since when it has this status (UTC)"),
    Field("began_at", "datetime", "Primer reporte de que empezó (UTC)", "First report that it had begun (UTC)"),
    Field("began_on", "date", "Día en que se reportó que empezó", "Day on which it was reported to have begun"),
    Field("finished_on", "date", "Día en que se reportó que terminó", "Day on which it was reported to have ended"),
    Field("note", "text", "Nota o motivo del último reporte", "Note or reason of the last report"),
    Field("is_late", "boolean", "Pasó su último día y no está finalizado", "Past its last day and not finished"),
    Field("days_late", "integer", "Días de retraso", "Days late"),
    Field("target", "decimal", "Meta numérica, si la tiene", "Numeric target, if any"),
    Field("unit", "text", "Unidad de la meta", "Unit of the target"),
    Field("value", "decimal", "Valor alcanzado, según se reporta", "Value reached, as reported"),
    Field("accepted_value", "decimal", "Parte del valor con evidencia aceptada", "Part with accepted evidence"),
    Field("kinds_announced", "text", "Tipos de evidencia anunciados, separados por ;", "Announced kinds, split by ;"),
    Field("kinds_missing", "text", "Tipos sin ninguna pieza (any: falta una cualquiera)", "Kinds without any piece"),
    Field("kinds_unaccepted", "text", "Tipos sin pieza aceptada", "Kinds without an accepted piece"),
    Field("evidence_submitted", "integer", "Piezas en revisión", "Pieces under review"),
    Field("evidence_accepted", "integer", "Piezas aceptadas", "Accepted pieces"),
    Field("evidence_returned", "integer", "Piezas devueltas", "Returned pieces"),
    Field("url", "text", "Dirección de su página", "Address of its page"),
)

_FRACTION = "fraction"
PROGRESS_FIELDS = (
    Field("plan", "id", "Identificador del plan", "Plan's id"),
    Field("commitment", "id", "Identificador del compromiso", "Commitment's id"),
    Field("commitment_title", "text", "Título del compromiso", "Commitment's title"),
    Field("key_action", "id", "Acción clave; vacío si no hay", "Key action; empty if there is none"),
    Field("key_action_title", "text", "Título de la acción clave", "Key action's title"),
    Field("key_action_weight", "decimal", "Peso (%); vacío: todas iguales", "Weight (%); empty: all alike"),
    Field("key_action_share", _FRACTION, "Parte de la acción clave en el todo", "Key action's part of the whole"),
    Field("milestone", "id", "Hito o actividad; vacío: sin partes", "Milestone or activity; empty: no parts"),
    Field("milestone_title", "text", "Hito o actividad", "Milestone or activity"),
    Field("milestone_weight", "decimal", "Peso (%); vacío: todos iguales", "Weight (%); empty: all alike"),
    Field("milestone_share", _FRACTION, "Parte del hito entre sus hermanos", "Milestone's part among its siblings"),
    Field("share", _FRACTION, "key_action_share × milestone_share", "key_action_share × milestone_share"),
    Field("status", "code", "Estatus, como en la tabla de hitos", "Status, as in the table of milestones"),
    Field("is_claim", "boolean", "Finalizado según se reporta, en revisión", "Finished as reported, under review"),
    Field("is_verified", "boolean", "Finalizado con evidencia aceptada", "Finished with accepted evidence"),
    Field("is_known", "boolean", "Alguien ha reportado; si no, «sin dato»", "Somebody reported; if not, “no data”"),
    Field("target", "decimal", "Meta numérica, si la tiene", "Numeric target, if any"),
    Field("value", "decimal", "Valor alcanzado, según se reporta", "Value reached, as reported"),
    Field("accepted_value", "decimal", "Parte del valor con evidencia aceptada", "Part with accepted evidence"),
    Field("evidence", "text", "Piezas aceptadas: identificadores separados por ;", "Accepted pieces: ids split by ;"),
    Field(
        "reported",
        _FRACTION,
        "Parte hecha según se reporta: 1 si es claim o finished, si no 0; con meta, value ÷ target, a lo más 1",
        "Part done as reported: 1 if claim or finished, else 0; with a target, value ÷ target, at most 1",
    ),
    Field(
        "verified",
        _FRACTION,
        "Parte hecha con evidencia aceptada: 1 si is_verified, si no 0; con meta, el menor de value y accepted_value "
        "÷ target",
        "Part done with accepted evidence: 1 if is_verified, else 0; with a target, the lesser of value and "
        "accepted_value ÷ target",
    ),
    Field("adds_reported", _FRACTION, "share × reported", "share × reported"),
    Field("adds_verified", _FRACTION, "share × verified", "share × verified"),
    Field("adds_unknown", _FRACTION, "share si is_known es false, si no 0", "share if is_known is false, else 0"),
    Field(
        "formula",
        "text",
        "Compromiso: suma de adds_…; plan: media simple de sus compromisos; se redondea una vez, al final, la mitad "
        "hacia arriba",
        "Commitment: sum of adds_…; plan: plain mean of its commitments; rounded once, at the end, half up",
    ),
)
CHANGE_FIELDS = (
    Field("at", "datetime", "Cuándo (UTC)", "When (UTC)"),
    Field("commitment", "id", "Identificador del compromiso", "Commitment's id"),
    Field("milestone", "id", "Identificador del hito o actividad", "Milestone's or activity's id"),
    Field("title", "text", "Hito o actividad", "Milestone or activity"),
    Field("was", "code", "Estatus anterior", "Status before"),
    Field("status", "code", "Estatus nuevo", "Status after"),
    Field("cause", "code", "report, acceptance, return o withdrawal", "report, acceptance, return or withdrawal"),
    Field(
        "value", "decimal", "Valor alcanzado, si la meta es un número", "Value reached, where the target is a number"
    ),
    Field("note", "text", "Nota o motivo", "Note or reason"),
    Field("office", "text", "Cargo que lo hizo", "Office that made it"),
    Field("institution", "text", "Su institución", "Its institution"),
)
FORMULA = "commitment = sum(adds); plan = mean(commitments); percent = floor(100 * figure + 1/2)"


def milestones(rows: Iterable[LeafRow]) -> list[Record]:
    """Return milestones as records of MILESTONE_FIELDS."""
    return [_milestone(row) for row in rows]


def changes(found: Iterable[StatusChange]) -> list[Record]:
    """Return changes of status as records of CHANGE_FIELDS."""
    return [
        {
            "at": written(one.at),
            "commitment": one.milestone.commitment.public_id,
            "milestone": one.milestone.public_id,
            "title": one.milestone.title,
            "was": one.was_code,
            "status": one.code,
            "cause": one.cause,
            "value": number(one.value),
            "note": one.note,
            "office": str(one.office),
            "institution": str(one.office.institution),
        }
        for one in found
    ]


def progress(
    measured: Iterable[CommitmentProgress], evidence: Mapping[int, Sequence[str]] | None = None
) -> list[Record]:
    """Return every leaf of some commitments as records of PROGRESS_FIELDS: enough to compute every figure again.

    `evidence` gives the ids of the accepted pieces of each milestone.
    """
    pieces = evidence or {}
    return [_line(one, detail, pieces) for one in measured for detail in one.details]


def _milestone(row: LeafRow) -> Record:
    leaf = row.milestone
    return {
        "plan": leaf.commitment.plan.public_id,
        "commitment": leaf.commitment.public_id,
        "commitment_title": leaf.commitment.title,
        "milestone": leaf.public_id,
        "number": leaf.label,
        "title": leaf.title,
        "heading": row.heading,
        "group": leaf.group.title if leaf.group else "",
        "responsible": "; ".join(party.name for party in row.parties),
        "starts_on": written(leaf.begins_on),
        "ends_on": written(row.ends_on),
        "original_ends_on": written(row.first_ends_on),
        "slippage_days": row.slippage,
        "status": row.code,
        "stated": leaf.stated,
        "is_confirmed": row.is_confirmed,
        "since": written(row.since),
        "began_at": written(row.began_at),
        "began_on": written(row.began_on),
        "finished_on": written(row.finished_on),
        "note": row.note,
        "is_late": row.is_late,
        "days_late": row.days_late,
        "target": number(leaf.target),
        "unit": leaf.unit,
        "value": number(row.value),
        "accepted_value": number(row.accepted_value) if leaf.target is not None else None,
        "kinds_announced": "; ".join(row.announced),
        "kinds_missing": "; ".join(kind or "any" for kind in row.missing),
        "kinds_unaccepted": "; ".join(kind or "any" for kind in row.unaccepted),
        "evidence_submitted": row.submitted,
        "evidence_accepted": row.accepted,
        "evidence_returned": row.returned,
        "url": leaf.get_absolute_url(),
    }


def _line(measured: CommitmentProgress, detail: LineDetail, evidence: Mapping[int, Sequence[str]]) -> Record:
    line, leaf, action, standing = detail.line, detail.milestone, detail.key_action, detail.standing
    has_number = leaf is not None and leaf.target is not None and standing is not None
    return {
        "plan": measured.commitment.plan.public_id,
        "commitment": measured.commitment.public_id,
        "commitment_title": measured.commitment.title,
        "key_action": line.branch,
        "key_action_title": action.title if action else "",
        "key_action_weight": number(action.weight) if action else None,
        "key_action_share": share.plain(line.branch_share),
        "milestone": line.leaf,
        "milestone_title": leaf.title if leaf else "",
        "milestone_weight": number(leaf.weight) if leaf else None,
        "milestone_share": share.plain(line.leaf_share),
        "share": share.plain(line.share),
        "status": standing.code if standing else "",
        "is_claim": bool(standing and standing.is_claim),
        "is_verified": bool(standing and standing.is_finished),
        "is_known": line.is_known,
        "target": number(leaf.target) if leaf and has_number else None,
        "value": number(standing.value) if standing and has_number else None,
        "accepted_value": number(standing.accepted_value) if standing and has_number else None,
        "evidence": "; ".join(evidence.get(leaf.pk, ())) if leaf else "",
        "reported": share.plain(line.reported),
        "verified": share.plain(line.verified),
        "adds_reported": share.plain(line.adds_reported),
        "adds_verified": share.plain(line.adds_verified),
        "adds_unknown": share.plain(line.adds_unknown),
        "formula": FORMULA,
    }
