"""Evaluations by several sectors: who may read what, and the figures of their report (R050)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.gatherings.queries import manages
from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.kit.canonical import canonical
from tequio.kit.event import plain
from tequio.people.vocab import Sector
from tequio.plans.models import Commitment
from tequio.tracking.models import Criterion, Evaluation, Evaluator
from tequio.tracking.vocab import EvaluationState

# Sectors agree where their means lie within a quarter of the scale, and disagree from a half on.
AGREE, DISAGREE = Fraction(1, 4), Fraction(1, 2)


@dataclass(frozen=True)
class Mean:
    """What some evaluators gave to a criterion: the mean, the lowest and the highest."""

    label: Any
    values: Sequence[int]
    criterion: Criterion

    @property
    def mean(self) -> Fraction:
        return Fraction(sum(self.values), len(self.values))

    @property
    def shown(self) -> str:
        """The mean with one decimal, halves upwards."""
        tenths = (self.mean * 20 + 1) // 2
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def percent(self) -> int:
        """How much of the scale it reaches, for a bar."""
        return round(self.criterion.share(self.mean) * 100)

    @property
    def least(self) -> int:
        return min(self.values)

    @property
    def most(self) -> int:
        return max(self.values)


@dataclass(frozen=True)
class Judged:
    """A criterion with what each sector gave it."""

    criterion: Criterion
    sectors: Sequence[Mean]
    all: Mean | None

    @property
    def distance(self) -> Fraction:
        """How much of the scale lies between the sector that gave most and the one that gave least."""
        means = [one.mean for one in self.sectors]
        return (max(means) - min(means)) / (self.criterion.most - self.criterion.least) if means else Fraction(0)

    @property
    def is_agreed(self) -> bool:
        return len(self.sectors) > 1 and self.distance <= AGREE

    @property
    def is_disputed(self) -> bool:
        return self.distance >= DISAGREE


@dataclass(frozen=True)
class Report:
    """What an evaluation says, by criterion and sector."""

    judged: Sequence[Judged]
    evaluators: Sequence[Evaluator]
    sectors: Sequence[Any]

    @property
    def agreed(self) -> list[Judged]:
        return [one for one in self.judged if one.is_agreed]

    @property
    def disputed(self) -> list[Judged]:
        return [one for one in self.judged if one.is_disputed]


def evaluations_of(commitment: Commitment, actor: Actor) -> QuerySet[Evaluation]:
    """Return the evaluations of a commitment that an actor may see: drafts, only whoever runs them."""
    found = Evaluation.objects.filter(commitment=commitment).select_related("commitment__plan__jurisdiction")
    if manages(actor, commitment.plan.jurisdiction_id):
        return found
    return found.exclude(state=EvaluationState.DRAFT)


def evaluators_of(evaluation: Evaluation) -> QuerySet[Evaluator]:
    """Return who evaluates, with their scores."""
    return evaluation.evaluators.select_related("institution", "office").prefetch_related("scores__criterion")


def sectors_heard(evaluation: Evaluation) -> set[str]:
    """Return the sectors that have evaluated."""
    return set(evaluation.evaluators.values_list("sector", flat=True))


def report_of(evaluation: Evaluation) -> Report:
    """Compute the report, exactly; three queries."""
    criteria = list(evaluation.criteria.all())
    evaluators = list(evaluators_of(evaluation))
    given: dict[tuple[int, str], list[int]] = {}
    for one in evaluators:
        for score in one.scores.all():
            given.setdefault((score.criterion_id, one.sector), []).append(score.value)
    heard = [code for code in Sector.values if any(one.sector == code for one in evaluators)]
    judged = []
    for criterion in criteria:
        means = [
            Mean(Sector(code).label, given[criterion.pk, code], criterion)
            for code in heard
            if (criterion.pk, code) in given
        ]
        every = [value for one in means for value in one.values]
        judged.append(Judged(criterion, means, Mean(_("Everybody"), every, criterion) if every else None))
    return Report(judged, evaluators, [Sector(code).label for code in heard])


def announced(evaluation: Evaluation) -> dict[str, Any]:
    """Return what evaluators are asked: what the fact of its opening cites."""
    return {
        "type": "evaluation",
        "id": evaluation.urn,
        "commitment": evaluation.commitment.urn,
        "title": evaluation.title,
        "evaluated": evaluation.thing,
        "starts_on": plain(evaluation.starts_on),
        "ends_on": plain(evaluation.ends_on),
        "criteria": [
            {"name": one.name, "explanation": one.explanation, "least": one.least, "most": one.most}
            for one in evaluation.criteria.all()
        ],
    }


def scored(evaluator: Evaluator) -> dict[str, Any]:
    """Return what an evaluator gave, with its salt: what the fact of it cites, public with the report."""
    return {
        "id": evaluator.urn,
        "sector": evaluator.sector,
        "name": evaluator.name,
        "institution": evaluator.institution.urn if evaluator.institution else None,
        "by_hand": evaluator.is_assisted,
        "comment": evaluator.comment,
        "scores": [
            {"criterion": one.criterion.order, "score": one.value, "reason": one.reason}
            for one in evaluator.scores.all()
        ],
        "salt": evaluator.salt,
    }


def told(evaluation: Evaluation) -> dict[str, Any]:
    """Return the whole report as data: what the fact of its publication cites."""
    every = [scored(one) for one in evaluators_of(evaluation)]
    return announced(evaluation) | {"findings": evaluation.findings, "evaluators": every}


def digest(document: dict[str, Any]) -> str:
    """Return the SHA-256 of a document's canonical JSON, in hex."""
    return hashlib.sha256(canonical(document)).hexdigest()


def evaluations_aspect(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Tell on a commitment's page how several sectors evaluated it; one query."""
    if not commitment.is_published:
        return None
    states = list(evaluations_of(commitment, actor).values_list("state", flat=True))
    count = states.count(EvaluationState.PUBLISHED)
    if not states and not manages(actor, commitment.plan.jurisdiction_id):
        return None
    sentence = ngettext("%(n)s published evaluation.", "%(n)s published evaluations.", count) % {"n": count}
    if EvaluationState.OPEN in states:
        sentence += " " + _("Another one is open.") if count else " " + _("One is open.")
    return Aspect(_("Evaluation by several sectors"), sentence, evaluations_page(commitment))


def evaluations_page(commitment: Commitment) -> str:
    """Return the address of the evaluations of a commitment."""
    place = commitment.plan.jurisdiction
    return reverse("tracking:evaluations", args=[place.slug, commitment.public_id, commitment.slug])


def published_evaluations() -> QuerySet[Evaluation]:
    """Return the evaluations that everybody may read."""
    is_public = Q(commitment__state="published", commitment__plan__state="published")
    found = Evaluation.objects.filter(is_public, state=EvaluationState.PUBLISHED)
    return found.select_related("commitment__plan__jurisdiction")
