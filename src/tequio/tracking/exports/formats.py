"""Indicator formats as open data: one row for each question of each axis and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tequio.kit.event import plain
from tequio.questionnaires import queries as questionnaires
from tequio.tracking.exports.writing import Field, Record, written
from tequio.tracking.models import FilledFormat
from tequio.tracking.queries import Observation

FORMAT_FIELDS: tuple[Field, ...] = (
    Field("period", "text", "Periodo", "Period"),
    Field("axis", "text", "Eje", "Axis"),
    Field("axis_urn", "urn", "Nombre permanente del eje", "Permanent name of the axis"),
    Field("institution", "text", "Institución que responde", "Institution that answers"),
    Field("category", "text", "Categoría", "Category"),
    Field("indicator", "text", "Indicador", "Indicator"),
    Field(
        "code", "code", "Clave de la pregunta, igual en todos los ejes", "Code of the question, the same in all axes"
    ),
    Field("question", "text", "Pregunta como se hizo a este eje", "The question as this axis was asked"),
    Field("answer", "text", "Información: la respuesta", "Information: the answer"),
    Field("unit", "text", "Unidad de la respuesta", "Unit of the answer"),
    Field("evidence", "addresses", "Evidencia aceptada, separada con |", "Accepted evidence, separated by |"),
    Field("submitted_at", "instant", "Cuándo se envió, en UTC", "When it was sent, in UTC"),
)
OBSERVATION_FIELDS: tuple[Field, ...] = (
    Field("id", "text", "Identificador de la observación", "Id of the observation"),
    Field("who", "text", "Quién observa", "Who observes"),
    Field("submitted_at", "instant", "Cuándo llegó, en UTC", "When it arrived, in UTC"),
    Field("is_late", "boolean", "Si llegó después del plazo", "Whether it came after the deadline"),
    Field("text", "text", "Observación", "Observation"),
    Field("ruling", "text", "Decisión", "Ruling"),
    Field("answer", "text", "Respuesta razonada", "Reasoned answer"),
)


def formats(filled: Sequence[FilledFormat], pieces: Iterable[Any]) -> list[Record]:
    """Return a row for each question of some sent formats; a fixed number of queries."""
    proven: dict[tuple[int, str], list[str]] = {}
    for piece in pieces:
        if piece.is_accepted:
            proven.setdefault((piece.filled_id, piece.indicator), []).append(piece.address)
    sections = {one.response.version_id: one.response.version for one in filled}
    asked = {key: questionnaires.sections_of(version) for key, version in sections.items()}
    answers = questionnaires.answers_by_response([one.response_id for one in filled])
    return [
        {
            "period": one.label,
            "axis": one.commitment.title,
            "axis_urn": one.commitment.urn,
            "institution": one.institution.name,
            "category": section.heading,
            "indicator": section.title,
            "code": question.code,
            "question": one.response.asked(question),
            "answer": _said(answers.get((one.response_id, question.code))),
            "unit": question.unit,
            "evidence": "|".join(proven.get((one.pk, section.code), ())),
            "submitted_at": written(one.response.submitted_at),
        }
        for one in filled
        for section in asked[one.response.version_id]
        for question in section.questions.all()
    ]


def observations(rows: Iterable[Observation]) -> list[Record]:
    """Return a row for each observation of a format."""
    return [
        {
            "id": one.contribution.public_id,
            "who": one.who,
            "submitted_at": written(one.contribution.submitted_at),
            "is_late": one.contribution.is_late,
            "text": one.text,
            "ruling": one.ruling,
            "answer": one.answer,
        }
        for one in rows
    ]


def _said(answer: Any) -> Any:
    if answer is None:
        return None
    value = plain(answer.plain)
    return answer.shown if isinstance(value, list) else value
