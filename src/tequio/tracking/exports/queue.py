"""The evidence that waits for somebody's review, as a table; it is theirs, and not open data."""

from __future__ import annotations

from collections.abc import Iterable

from tequio.tracking.exports.writing import Field, Record, written
from tequio.tracking.models import Evidence

QUEUE_FIELDS = (
    Field("evidence", "id", "Identificador de la pieza", "Piece's id"),
    Field("title", "text", "Qué muestra", "What it shows"),
    Field("kind", "code", "Tipo de evidencia", "Kind of evidence"),
    Field("milestone", "text", "Hito o actividad", "Milestone or activity"),
    Field("commitment_title", "text", "Título del compromiso", "Commitment's title"),
    Field("institution", "text", "Institución que la entregó", "Institution that handed it in"),
    Field("submitted_at", "datetime", "Cuándo se entregó (UTC)", "When it was handed in (UTC)"),
    Field("url", "text", "Dirección de la página donde se revisa", "Address of the page where it is reviewed"),
)


def queue(pieces: Iterable[Evidence]) -> list[Record]:
    """Return each waiting piece as a record."""
    return [
        {
            "evidence": piece.public_id,
            "title": piece.title,
            "kind": piece.kind,
            "milestone": piece.milestone.short,
            "commitment_title": piece.milestone.commitment.title,
            "institution": piece.office.institution.name,
            "submitted_at": written(piece.submitted_at),
            "url": f"{piece.milestone.get_absolute_url()}#p-{piece.public_id}",
        }
        for piece in pieces
    ]
