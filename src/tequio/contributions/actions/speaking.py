"""Asking, commenting, disagreeing, proposing; reporting an error; keeping what a document brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import policies, queries
from tequio.contributions.actions import _letters, _locking
from tequio.contributions.events import CommentsBrought, ContributionSubmitted, ErrorReported
from tequio.contributions.models import Attachment, Contribution, Point, Thread
from tequio.contributions.vocab import LONGEST_NAME, LONGEST_TEXT, MOST_FILES, OPEN_KINDS, Kind, Origin, Purpose
from tequio.files import actions as stored
from tequio.files.vocab import Licence
from tequio.kit import secret
from tequio.kit import text as words
from tequio.kit.actor import SYSTEM, Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer
from tequio.record.actions import audit, record

LONGEST_PATH = 300


@transaction.atomic
def submit_contribution(
    *,
    thing: str,
    jurisdiction: Jurisdiction,
    kind: str,
    text: str,
    name: str = "",
    email: str = "",
    files: Sequence[UploadedFile[bytes]] = (),
    purpose: str = Purpose.TALK,
    actor: Actor,
    at: datetime,
) -> tuple[Contribution, str]:
    """Say something about a public thing; return it with the secret of its private link, which nobody keeps.

    `thing` is a urn; a name or pseudonym is optional, and so are an address for the answer and files. In a window,
    what comes after its last day is marked late. Raises Denied where nothing is taken, Refused if the words or the
    files cannot be.
    """
    about = queries.thing(thing)
    require(policies.can_contribute(actor, about))
    if about is None or about.tenant != jurisdiction.urn:
        raise Refused(None, _("This belongs to another place."))
    if purpose == Purpose.REVIEW and queries.thread_about(thing, purpose) is None:
        raise Refused(None, _("Nobody opened this to comments."))
    thread = _locking.thread_for(
        thing=thing, subject=about.subject or thing, purpose=purpose, jurisdiction=jurisdiction, at=at
    )
    require(policies.can_contribute(actor, about, thread))
    if kind not in OPEN_KINDS:
        raise Refused("kind", _("Choose what kind of contribution it is."))
    made, token = _said(thread, kind, text, name=name, email=email, actor=actor, at=at)
    withheld = {"text": made.text} | ({"name": made.name} if made.name else {})
    withheld |= _attach(made, files, actor=actor, at=at)
    fact = ContributionSubmitted(
        **_locking.about(made), kind=kind, is_late=made.is_late, answer_by=made.due_on, withheld=withheld
    )
    entry = record(fact, actor=actor, at=at)
    Contribution.objects.filter(pk=made.pk).update(fact=entry.event_id)
    made.fact = entry.event_id
    _letters.acknowledge(made, token, title=about.title)
    return made, token


@transaction.atomic
def report_error(
    *, jurisdiction: Jurisdiction, path: str, text: str, email: str = "", actor: Actor, at: datetime
) -> tuple[Contribution, str]:
    """Tell the coordination of a place that a page is wrong; return it with the secret of its private link.

    It is nobody else's business, so the record says nothing. Raises Refused if the words cannot be taken.
    """
    require(policies.can_report_error(actor, jurisdiction))
    thread = _locking.thread_for(
        thing=jurisdiction.urn, subject=jurisdiction.urn, purpose=Purpose.ERRORS, jurisdiction=jurisdiction, at=at
    )
    made, token = _said(thread, Kind.ERROR, text, email=email, path=words.tidy(path), actor=actor, at=at)
    place = jurisdiction.urn
    audit(ErrorReported(tenant=place, subject=place, contribution=made.urn), actor=actor, at=at)
    _letters.acknowledge(made, token, title=made.path)
    return made, token


@transaction.atomic
def bring_comments(
    *, thing: str, subject: str, jurisdiction: Jurisdiction, texts: Sequence[str], actor: Actor, at: datetime
) -> list[Contribution]:
    """Keep the comments that a document carries beside what it promises, without anybody's name or a deadline."""
    require(policies.can_bring_comments(actor, jurisdiction))
    thread = _locking.thread_for(thing=thing, subject=subject, purpose=Purpose.TALK, jurisdiction=jurisdiction, at=at)
    made = []
    for text in texts:
        if not (said := words.tidy(text)):
            continue
        one = Contribution.objects.create(
            thread=thread, kind=Kind.COMMENT, origin=Origin.DOCUMENT, text=said, submitted_at=at
        )
        Point.objects.create(contribution=one)
        made.append(one)
    trace = CommentsBrought(**_locking.about_thread(thread), contributions=len(made))
    audit(trace, actor=actor, at=at)
    return made


def _attach(
    contribution: Contribution, uploads: Sequence[UploadedFile[bytes]], *, actor: Actor, at: datetime
) -> dict[str, str]:
    """Keep the files that came with a contribution, and return their hashes under the names that the record withholds.

    Nothing said whose they are but the pseudonym, which may be erased alone: neither their credit nor their name, which
    stands in an address, repeats what the visitor called them.
    """
    if len(uploads) > MOST_FILES:
        raise Refused("files", _("Choose at most %(most)s files.") % {"most": MOST_FILES})
    withheld = {}
    for number, upload in enumerate(uploads, start=1):
        upload.name = f"adjunto-{number}{PurePath(upload.name or '').suffix}"
        try:
            kept = stored.keep(
                upload=upload,
                title=str(_("File %(number)s") % {"number": number}),
                credit=str(_("Whoever wrote the contribution")),
                licence=Licence.RESERVED,
                dated_on=None,
                tenant=contribution.thread.jurisdiction.urn,
                # A visitor may hand in nothing by herself: the installation keeps it, as it keeps her words.
                actor=SYSTEM if actor.is_visitor else actor,
                at=at,
            )
        except Refused as refusal:
            raise Refused("files", refusal.reason) from refusal
        attached = Attachment.objects.create(contribution=contribution, number=number, file=kept)
        withheld[attached.withheld_as] = kept.ref.sha256
    return withheld


def _said(
    thread: Thread,
    kind: str,
    text: str,
    *,
    name: str = "",
    email: str = "",
    path: str = "",
    actor: Actor,
    at: datetime,
) -> tuple[Contribution, str]:
    place = thread.jurisdiction
    today = place.day_of(at)
    token = secret.made()
    is_officer = isinstance(actor, Officer)
    made = Contribution.objects.create(
        thread=thread,
        kind=kind,
        text=_checked_text(text),
        name="" if is_officer else _checked_name(name),
        office=actor.office if isinstance(actor, Officer) else None,
        email=_checked_email(email),
        path=path[:LONGEST_PATH],
        token_hash=secret.hash_of(token),
        is_late=thread.is_past(today),
        submitted_at=at,
        due_on=queries.answer_by(place, today, queries.rules_of(place).answer_days),
    )
    Point.objects.create(contribution=made)
    return made, token


def _checked_text(text: str) -> str:
    said = words.tidy(text)
    if not said:
        raise Refused("text", _("Write what you want to say."))
    if words.length(said) > LONGEST_TEXT:
        raise Refused(
            "text", _("It has more than %(most)s characters: shorten it, or send it in parts.") % {"most": LONGEST_TEXT}
        )
    return said


def _checked_name(name: str) -> str:
    said = " ".join(words.tidy(name).split())
    if words.length(said) > LONGEST_NAME:
        raise Refused("name", _("Write a shorter name or pseudonym."))
    return said


def _checked_email(email: str) -> str:
    address = email.strip()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("email", _("Write a whole address, such as name@example.org, or leave it empty.")) from wrong
    return address
