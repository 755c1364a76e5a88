"""The scores of a published evaluation as open data."""

from __future__ import annotations

from tequio.tracking import queries
from tequio.tracking.exports.writing import Field, Record
from tequio.tracking.models import Evaluation

SCORE_FIELDS = (
    Field("evaluation", "id", "Identificador de la evaluación", "Evaluation's id"),
    Field("criterion", "integer", "Número del criterio", "Number of the criterion"),
    Field("criterion_name", "text", "Criterio", "Criterion"),
    Field("least", "integer", "Calificación más baja posible", "Lowest possible score"),
    Field("most", "integer", "Calificación más alta posible", "Highest possible score"),
    Field("sector", "code", "Sector de quien evalúa", "Sector of the evaluator"),
    Field("evaluator", "text", "Organización o institución que evalúa", "Organisation or institution that evaluates"),
    Field("by_hand", "boolean", "La coordinación la copió de su papel", "The coordination copied it from its paper"),
    Field("score", "integer", "Calificación", "Score"),
    Field("reason", "text", "Por qué", "Why"),
)


def scores(evaluation: Evaluation) -> list[Record]:
    """Return every score as records of SCORE_FIELDS."""
    return [
        {
            "evaluation": evaluation.public_id,
            "criterion": one.criterion.order,
            "criterion_name": one.criterion.name,
            "least": one.criterion.least,
            "most": one.criterion.most,
            "sector": evaluator.sector,
            "evaluator": evaluator.name,
            "by_hand": evaluator.is_assisted,
            "score": one.value,
            "reason": one.reason,
        }
        for evaluator in queries.evaluators_of(evaluation)
        for one in evaluator.scores.all()
    ]
