"""Handing in evidence, reviewing it, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.files import actions as files
from tequio.files.models import File
from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.kit import text
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.record.actions import record
from tequio.tracking import policies, progress
from tequio.tracking.actions import _telling
from tequio.tracking.events import EvidenceAccepted, EvidenceReturned, EvidenceSubmitted, EvidenceWithdrawn
from tequio.tracking.models import Evidence, Review, Standing
from tequio.tracking.vocab import Cause, EvidenceState, ReviewDecision

LONGEST_ADDRESS = 500


@transaction.atomic
def submit_evidence(
    *,
    milestone: Milestone,
    kind: str,
    title: str,
    credit: str,
    licence: str,
    upload: UploadedFile[bytes] | None = None,
    url: str = "",
    dated_on: date | None = None,
    value: Decimal | None = None,
    supersedes: Evidence | None = None,
    actor: Actor,
    at: datetime,
) -> Evidence:
    """Hand in a file or an address as evidence of a milestone.

    `value` is the value reached that the piece proves, for a numeric target; `supersedes`, the returned piece that it
    mends.
    Raises Denied if the office does not answer for the milestone, and Refused if the piece cannot be taken.
    """
    milestone = _telling.locked(milestone)
    require(policies.can_submit_evidence(actor, milestone))
    officer = _telling.officer(actor)
    today = milestone.commitment.plan.jurisdiction.day_of(at)
    words = _checked(_Words(kind, text.tidy(title), text.tidy(credit), licence, url.strip(), dated_on), upload, today)
    value = _telling.typed_value(milestone, value)
    _check_successor(milestone, supersedes)
    piece = Evidence.objects.create(
        milestone=milestone,
        kind=kind,
        file=_kept(words, upload, milestone, actor=actor, at=at),
        url=words.url,
        title=words.title,
        credit=words.credit,
        licence=licence,
        dated_on=dated_on,
        value=value,
        office=officer.office,
        submitted_by=officer.user,
        submitted_at=at,
        submitted_on=today,
        supersedes=supersedes,
    )
    record(
        EvidenceSubmitted(
            **_telling.about(milestone),
            institution=officer.office.institution.urn,
            piece=piece.urn,
            kind=kind,
            value=value,
            supersedes=supersedes.urn if supersedes else None,
            evidence=piece.proofs,
        ),
        actor=actor,
        at=at,
    )
    return piece


@transaction.atomic
def review_evidence(*, evidence: Evidence, decision: str, reason: str = "", actor: Actor, at: datetime) -> Review:
    """Accept a piece, or return it with a reason.

    The acceptance that completes a claim makes the milestone finished in the same fact; a return takes a claim back
    when an announced kind is left without a piece. Raises Denied unless the actor is a second person who may review it.
    """
    milestone = _telling.locked(evidence.milestone)
    evidence = _locked(evidence, milestone)
    require(policies.can_review_evidence(actor, evidence))
    if decision not in ReviewDecision.values:
        raise Refused("decision", _("Accept it or return it."))
    reason = text.tidy(reason)
    is_accepted = decision == ReviewDecision.ACCEPTED
    if not is_accepted and not reason:
        raise Refused("reason", _("Say what is missing, so that it can be mended."))
    office = _telling.officer(actor).office
    review = Review.objects.create(
        evidence=evidence, decision=decision, reason=reason, office=office, person=_telling.officer(actor).user, at=at
    )
    standing = _telling.opened(milestone)
    about = _telling.about(milestone) | {
        "institution": office.institution.urn,
        "piece": evidence.urn,
        "kind": evidence.kind,
    }
    fact: EvidenceAccepted | EvidenceReturned
    if is_accepted:
        completes = _accept(evidence, standing, actor=actor, at=at)
        fact = EvidenceAccepted(
            **about, value=evidence.value, status=standing.code, completes=completes, evidence=evidence.proofs
        )
    else:
        evidence.state = EvidenceState.RETURNED
        evidence.save(update_fields=["state"])
        taken = _telling.take_back(standing, Cause.RETURN, actor=actor, at=at)
        fact = EvidenceReturned(**about, status=standing.code, takes_back=taken, evidence=evidence.proofs)
    record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, actor: Actor, at: datetime) -> None:
    """Take back a piece that nobody has reviewed yet, and with it a claim that it held up."""
    milestone = _telling.locked(evidence.milestone)
    evidence = _locked(evidence, milestone)
    require(policies.can_withdraw_evidence(actor, evidence))
    evidence.state = EvidenceState.WITHDRAWN
    evidence.save(update_fields=["state"])
    standing = _telling.opened(milestone)
    taken = _telling.take_back(standing, Cause.WITHDRAWAL, actor=actor, at=at)
    fact = EvidenceWithdrawn(
        **_telling.about(milestone),
        institution=_telling.officer(actor).office.institution.urn,
        piece=evidence.urn,
        kind=evidence.kind,
        status=standing.code,
        takes_back=taken,
        evidence=evidence.proofs,
    )
    record(fact, actor=actor, at=at)


@dataclass(frozen=True)
class _Words:
    kind: str
    title: str
    credit: str
    licence: str
    url: str
    dated_on: date | None


def _locked(evidence: Evidence, milestone: Milestone) -> Evidence:
    related = Evidence.objects.select_related(
        "office__institution", "office__role", "file__original", "file__public_copy"
    )
    found = related.select_for_update(of=("self",)).get(pk=evidence.pk)
    found.milestone = milestone
    return found


def _accept(evidence: Evidence, standing: Standing, *, actor: Actor, at: datetime) -> bool:
    """Accept a piece; tell whether a claim became finished with it."""
    milestone = evidence.milestone
    evidence.state = EvidenceState.ACCEPTED
    if progress.has_target(milestone.target):
        # A piece without a number of its own vouches for the one that stood when it was accepted, and for no later one.
        evidence.value = standing.value if evidence.value is None else evidence.value
        standing.accepted_value = max(standing.accepted_value, evidence.value or Decimal(0))
    evidence.save(update_fields=["state", "value"])
    if standing.is_claim and _telling.is_proven(milestone, standing):
        was = _telling.snapshot(standing)
        standing.is_claim = False
        _telling.change(standing, was=was, cause=Cause.ACCEPTANCE, actor=actor, at=at)
        return True
    if progress.has_target(milestone.target):
        standing.save()
    return False


def _checked(words: _Words, upload: UploadedFile[bytes] | None, today: date) -> _Words:
    if words.kind not in EvidenceKind.values:
        raise Refused("kind", _("Choose what kind of evidence it is."))
    if not words.title or text.length(words.title) > TITLE_LENGTH:
        raise Refused("title", _("Say in one sentence what it shows."))
    if not words.credit or text.length(words.credit) > CREDIT_LENGTH:
        raise Refused("credit", _("Say whose work it is, in a few words."))
    if words.licence not in Licence.values:
        raise Refused("licence", _("Choose the licence."))
    if words.dated_on and words.dated_on > today:
        raise Refused("dated_on", _("A document cannot be dated in the future."))
    if (upload is None) == (not words.url):
        raise Refused("upload", _("Hand in one file, or write one address: exactly one of the two."))
    if words.url:
        _check_address(words.url)
    return words


def _check_address(url: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(url)
    except ValidationError:
        raise Refused("url", _("Write a whole address, beginning with https://")) from None
    if len(url) > LONGEST_ADDRESS:
        raise Refused("url", _("This address is too long."))


def _check_successor(milestone: Milestone, supersedes: Evidence | None) -> None:
    if supersedes is None:
        return
    found = Evidence.objects.filter(pk=supersedes.pk, milestone=milestone, state=EvidenceState.RETURNED)
    if not found.filter(successors__isnull=True).exists():
        raise Refused("supersedes", _("Only a returned piece of this milestone can be mended, and only once."))


def _kept(
    words: _Words, upload: UploadedFile[bytes] | None, milestone: Milestone, *, actor: Actor, at: datetime
) -> File | None:
    """Store the upload; the same bytes may not stand twice as the same kind in a milestone."""
    same = Evidence.objects.standing().filter(milestone=milestone, kind=words.kind)
    if upload is None:
        if same.filter(url=words.url).exists():
            raise Refused("url", _("This address is already here as evidence of this kind."))
        return None
    file = files.keep(
        upload=upload,
        title=words.title,
        credit=words.credit,
        licence=words.licence,
        dated_on=words.dated_on,
        tenant=milestone.commitment.plan.jurisdiction.urn,
        actor=actor,
        at=at,
    )
    if same.filter(file__original=file.original_id).exists():
        raise Refused("upload", _("This file is already here as evidence of this kind."))
    return file
