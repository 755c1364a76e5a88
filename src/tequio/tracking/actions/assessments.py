"""Saying, for each side, how far a commitment got; and replying."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans.models import Commitment
from tequio.record.actions import record
from tequio.tracking import policies
from tequio.tracking.actions import _telling
from tequio.tracking.events import AssessmentAnswered, CommitmentAssessed
from tequio.tracking.models import Assessment, AssessmentReply, Period
from tequio.tracking.vocab import Completion, EarlyResults, Opening, Track


@transaction.atomic
def assess_commitment(
    *,
    commitment: Commitment,
    track: str,
    completion: str,
    explanation: str,
    references: str = "",
    source_url: str = "",
    source_on: date | None = None,
    early_results: str = "",
    opened: str = "",
    period: Period | None = None,
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Say for one side how far a commitment got; what it said before stays, superseded.

    The IRM's needs the address and the date of its report. Raises Denied for whoever does not speak for that side, and
    Refused for what is no answer.
    """
    commitment = _locked(commitment)
    if track not in Track.values:
        raise Refused("track", _("Choose which side speaks."))
    require(policies.can_assess_commitment(actor, commitment, track, at))
    said = {
        "completion": completion,
        "early_results": early_results,
        "opened": opened,
        "explanation": text.tidy(explanation),
        "references": text.tidy(references),
        "source_url": source_url.strip() if track == Track.IRM else "",
        "source_on": source_on if track == Track.IRM else None,
        "period": period,
    }
    _check(commitment, track, said, commitment.plan.jurisdiction.day_of(at))
    officer = _telling.officer(actor)
    made = Assessment.objects.create(
        commitment=commitment,
        track=track,
        office=officer.office,
        person=officer.user,
        at=at,
        supersedes=Assessment.objects.filter(commitment=commitment, track=track, successor__isnull=True).first(),
        **said,
    )
    fact = CommitmentAssessed(
        tenant=commitment.plan.jurisdiction.urn,
        subject=commitment.urn,
        assessment=made.urn,
        institution=officer.office.institution.urn,
        track=track,
        completion=completion,
        early_results=early_results,
        opened=opened,
        explanation=_hash(made.explanation),
        period=period.urn if period else None,
        supersedes=made.supersedes.urn if made.supersedes else None,
    )
    record(fact, actor=actor, at=at)
    return made


@transaction.atomic
def answer_assessment(*, assessment: Assessment, words: str, actor: Actor, at: datetime) -> AssessmentReply:
    """Reply to an assessment, once, for the assessed side; the words stand beside it.

    Raises Denied for anybody else, for the second reply and for an assessment that another replaced.
    """
    commitment = _locked(assessment.commitment)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    assessment.commitment = commitment
    require(policies.can_answer_assessment(actor, assessment))
    words = text.tidy(words)
    if not words:
        raise Refused("words", _("Write your reply."))
    officer = _telling.officer(actor)
    reply = AssessmentReply.objects.create(
        assessment=assessment, text=words, office=officer.office, person=officer.user, at=at
    )
    fact = AssessmentAnswered(
        tenant=commitment.plan.jurisdiction.urn,
        subject=commitment.urn,
        assessment=assessment.urn,
        institution=officer.office.institution.urn,
        track=assessment.track,
        completion=assessment.completion,
        reply=_hash(words),
    )
    record(fact, actor=actor, at=at)
    return reply


def _locked(commitment: Commitment) -> Commitment:
    found = Commitment.objects.select_related("plan__jurisdiction")
    return found.select_for_update(of=("self",)).get(pk=commitment.pk)


def _check(commitment: Commitment, track: str, said: dict[str, Any], today: date) -> None:
    if said["completion"] not in Completion.values:
        raise Refused("completion", _("Choose one of the five steps of the scale."))
    if said["early_results"] and said["early_results"] not in EarlyResults.values:
        raise Refused("early_results", _("Choose one of the list, or none."))
    if said["opened"] and said["opened"] not in Opening.values:
        raise Refused("opened", _("Choose one of the list, or none."))
    if not said["explanation"]:
        raise Refused("explanation", _("Say why: a step of the scale alone convinces nobody."))
    if said["period"] is not None and said["period"].plan_id != commitment.plan_id:
        raise Refused("period", _("Choose a period of the same plan."))
    if track != Track.IRM:
        return
    try:
        URLValidator(schemes=["https", "http"])(said["source_url"])
    except ValidationError:
        raise Refused("source_url", _("Write the whole address of the IRM’s report, beginning with https://")) from None
    if said["source_on"] is None or said["source_on"] > today:
        raise Refused("source_on", _("Write the date of the IRM’s report: it cannot be in the future."))


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
