"""The facts of what each side says of a commitment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact
from tequio.kit.shown import (
    SUBJECT,
    UNSAID,
    Shown,
    actor,
    at,
    just,
)
from tequio.tracking.vocab import Completion, EarlyResults, Opening, Track

_SIDES: Mapping[str, Mapping[str, Any]] = {
    "track": {one.value: one.label for one in Track},
    "completion": {one.value: one.label for one in Completion},
    "early_results": {"": "", **{one.value: one.label for one in EarlyResults}},
    "opened": {"": "", **{one.value: one.label for one in Opening}},
}


@dataclass(frozen=True, kw_only=True)
class CommitmentAssessed(Fact):
    """A side said how far a commitment got; `explanation` is the SHA-256 of the words that the page shows."""

    name = "tracking.commitment-assessed"
    sentence = _("%(actor)s published an assessment. %(track)s: %(completion)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _SIDES
    shown = (
        Shown(
            "assessments",
            key={"urn": "assessment"},
            is_listed=True,
            says={
                **{name: name for name in ("track", "completion", "early_results", "opened")},
                **{"commitment": SUBJECT, "at": at, "office": actor, "is_current": just(True), "reply": just(None)},
            },
            cites={"explanation": "explanation"},
        ),
        Shown("assessments", key={"urn": "supersedes"}, says={"is_current": just(False)}),
    )

    assessment: str
    institution: str
    track: str
    completion: str
    early_results: str
    opened: str
    explanation: str
    period: str | None
    supersedes: str | None


@dataclass(frozen=True, kw_only=True)
class AssessmentAnswered(Fact):
    """The assessed side answered an assessment; `reply` is the SHA-256 of its words."""

    name = "tracking.assessment-answered"
    sentence = _("%(actor)s replied to an assessment. %(track)s: %(completion)s.")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = _SIDES
    shown = (
        Shown(
            "assessments",
            key={"urn": "assessment"},
            says={"reply": just(UNSAID), "reply.at": at, "reply.office": actor},
            cites={"reply.text": "reply"},
        ),
    )

    assessment: str
    institution: str
    track: str
    completion: str
    reply: str
