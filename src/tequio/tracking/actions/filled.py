"""Filling an indicator format: its answers, its evidence, and what a second person says of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.files import actions as files
from tequio.files.vocab import Licence
from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans.vocab import EvidenceKind
from tequio.questionnaires import actions as questionnaires
from tequio.record.actions import record
from tequio.tracking import policies
from tequio.tracking.actions._telling import officer
from tequio.tracking.events import FormatEvidenceReviewed, FormatEvidenceSubmitted, FormatFilled
from tequio.tracking.models import FilledFormat, FormatEvidence
from tequio.tracking.vocab import EvidenceState, ReviewDecision


@transaction.atomic
def submit_format(*, filled: FilledFormat, actor: Actor, at: datetime) -> FilledFormat:
    """Send a filled format: its answers are public and stay as they are; evidence can still be added.

    Raises Refused beside the first question that needs an answer and has none.
    """
    filled = _locked(filled)
    require(policies.can_fill_format(actor, filled))
    filled.response = questionnaires.submit_response(response=filled.response, actor=actor, at=at)
    fact = FormatFilled(**_about(filled), institution=filled.institution.urn, text=filled.response.sha256)
    record(fact, actor=actor, at=at)
    return filled


@transaction.atomic
def prove_indicator(
    *,
    filled: FilledFormat,
    indicator: str,
    kind: str,
    title: str,
    credit: str,
    licence: str = Licence.CC_BY,
    url: str = "",
    upload: UploadedFile[bytes] | None = None,
    actor: Actor,
    at: datetime,
) -> FormatEvidence:
    """Hand in a file or an address as evidence of one indicator; somebody of another institution reviews it."""
    filled = _locked(filled)
    require(policies.can_prove_indicator(actor, filled))
    if indicator not in {one.code for one in filled.response.version.sections.all()}:
        raise Refused("indicator", _("Choose one of its indicators."))
    if kind not in EvidenceKind.values:
        raise Refused("kind", _("Choose what it is."))
    title, credit, url = words.tidy(title), words.tidy(credit), url.strip()
    if not title or not credit:
        raise Refused("title" if not title else "credit", _("Say what it shows, and whose work it is."))
    if bool(url) == bool(upload):
        raise Refused("url", _("Hand in a file or an address: one of them."))
    if url:
        _check_address(url)
    piece = FormatEvidence(filled=filled, indicator=indicator, kind=kind, title=title, credit=credit, url=url)
    piece.licence, piece.office = licence, officer(actor).office
    piece.submitted_by, piece.submitted_at = officer(actor).user, at
    if upload is not None:
        piece.file = files.keep(
            upload=upload,
            title=title,
            credit=credit,
            licence=licence,
            dated_on=None,
            tenant=filled.commitment.plan.jurisdiction.urn,
            actor=actor,
            at=at,
        )
    piece.save()
    fact = FormatEvidenceSubmitted(**_of_piece(piece, actor), kind=kind, evidence=(piece.proof,))
    record(fact, actor=actor, at=at)
    return piece


@transaction.atomic
def review_indicator(
    *, piece: FormatEvidence, decision: str, reason: str = "", actor: Actor, at: datetime
) -> FormatEvidence:
    """Accept a piece of evidence of an indicator, or return it with a reason."""
    filled = _locked(piece.filled)
    piece = FormatEvidence.objects.select_related("office__institution", "file__original").get(pk=piece.pk)
    piece.filled = filled
    require(policies.can_review_indicator(actor, piece))
    if decision not in ReviewDecision.values:
        raise Refused("decision", _("Accept it or return it."))
    piece.reason = words.tidy(reason)
    is_accepted = decision == ReviewDecision.ACCEPTED
    if not is_accepted and not piece.reason:
        raise Refused("reason", _("Say what is missing, so that it can be mended."))
    piece.state = EvidenceState.ACCEPTED if is_accepted else EvidenceState.RETURNED
    piece.reviewer, piece.reviewed_at = officer(actor).office, at
    piece.save()
    record(
        FormatEvidenceReviewed(**_of_piece(piece, actor), decision=decision, evidence=(piece.proof,)),
        actor=actor,
        at=at,
    )
    return piece


def _locked(filled: FilledFormat) -> FilledFormat:
    related = FilledFormat.objects.select_related(
        "commitment__plan__jurisdiction", "institution", "response__version__questionnaire"
    )
    return related.select_for_update(of=("self",)).get(pk=filled.pk)


def _check_address(url: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(url)
    except ValidationError:
        raise Refused("url", _("Write a whole address, beginning with https://")) from None


def _about(filled: FilledFormat) -> dict[str, Any]:
    one = filled.commitment
    return {"tenant": one.plan.jurisdiction.urn, "subject": one.urn, "filled": filled.urn}


def _of_piece(piece: FormatEvidence, actor: Actor) -> dict[str, Any]:
    from_office = officer(actor).office.institution.urn
    said = {"indicator": piece.indicator, "piece": piece.urn, "institution": from_office}
    return _about(piece.filled) | said
