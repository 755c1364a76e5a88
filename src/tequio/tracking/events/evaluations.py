"""The facts of gatherings about a commitment, and of its evaluation by several sectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.kit.shown import SUBJECT, Shown, Sources, Text, at
from tequio.people.vocab import Sector

_OCCASION: Sources = {"commitment": SUBJECT, "gathering": "gathering"}


@dataclass(frozen=True, kw_only=True)
class GatheringLinked(Fact):
    """A gathering was about a commitment. `gathering` is a urn that says nothing until the gathering is public."""

    name = "tracking.gathering-linked"
    sentence = _("%(actor)s noted a gathering that is about this commitment: %(gathering)s.")
    # It is listed as soon as the gathering is public too.
    shown = (Shown("occasions", key=_OCCASION),)

    gathering: str


@dataclass(frozen=True, kw_only=True)
class GatheringUnlinked(Fact):
    """A gathering was not about a commitment after all."""

    name = "tracking.gathering-unlinked"
    sentence = _("%(actor)s took back that a gathering was about this commitment: %(gathering)s.")
    shown = (Shown("occasions", key=_OCCASION, is_listed=False),)

    gathering: str


@dataclass(frozen=True, kw_only=True)
class EvaluationDrafted(Trace):
    """Somebody wrote an evaluation by several sectors that is not open yet, or words of its report."""

    name = "tracking.evaluation-drafted"
    sentence = _("%(actor)s drafted an evaluation.")

    evaluation: str


@dataclass(frozen=True, kw_only=True)
class EvaluationOpened(Fact):
    """Evaluators may score; `text` is the SHA-256 of what is evaluated and by what criteria."""

    name = "tracking.evaluation-opened"
    sentence = _("%(actor)s opened an evaluation by several sectors, from %(first)s to %(last)s.")

    evaluation: str
    criteria: int
    first: date
    last: date
    text: str


@dataclass(frozen=True, kw_only=True)
class EvaluationScored(Fact):
    """An evaluator gave its scores. `scores` is the SHA-256 of its document, salted until the report shows both.

    `by_hand` tells that the office copied them from the evaluator's paper.
    """

    name = "tracking.evaluation-scored"
    sentence = _("%(actor)s handed in the scores of an evaluator (%(sector)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {"sector": {one.value: one.label for one in Sector}}

    evaluation: str
    evaluator: str
    sector: str
    institution: str | None
    by_hand: bool
    scores: str


@dataclass(frozen=True, kw_only=True)
class EvaluationPublished(Fact):
    """The report is public, for ever; `text` is the SHA-256 of its JSON."""

    name = "tracking.evaluation-published"
    sentence = _("%(actor)s published an evaluation: %(evaluators)s evaluators of %(sectors)s sectors.")
    shown = (
        Shown(
            "evaluations",
            key={"urn": "evaluation"},
            is_listed=True,
            says={"commitment": SUBJECT, "published_at": at, "evaluators.#": "evaluators"},
            text=Text(at="{document_url}"),
        ),
    )

    evaluation: str
    evaluators: int
    sectors: int
    text: str


@dataclass(frozen=True, kw_only=True)
class EvaluationRulesChanged(Fact):
    """A place decided how many sectors an evaluation needs, its usual scale, and how often it gives account."""

    name = "tracking.evaluation-rules-changed"
    sentence = _(
        "%(actor)s changed the rules of evaluations: %(least_sectors)s sectors, "
        "scores from %(scale_from)s to %(scale_to)s, a session every %(session_months)s months."
    )

    least_sectors: int
    scale_from: int
    scale_to: int
    session_months: int
