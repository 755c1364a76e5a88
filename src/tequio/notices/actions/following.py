"""Following something, by an account or by an address that confirms, and leaving."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.notices import policies
from tequio.notices.events import (
    ConfirmationWritten,
    FollowAsked,
    Followed,
    ReaderLeft,
    ReadersForgotten,
    RhythmChosen,
    Unfollowed,
)
from tequio.notices.models import Follow, Reader
from tequio.notices.vocab import ASKED_PER_DAY, CONFIRM_WITHIN, MOST_FOLLOWED, Rhythm
from tequio.people.queries import account_of
from tequio.record import queries as record
from tequio.record.actions import audit


@transaction.atomic
def ask_to_follow(*, email: str, subject: str, rhythm: str, language: str, actor: Actor, at: datetime) -> None:
    """Ask that an address follow something: a mail with a link to confirm leaves once this is committed.

    Says nothing of whether the address was known. One that was sent enough mails today is sent no more of them.
    Raises Refused for what is no address or no rhythm.
    """
    require(policies.can_follow(actor, bool(record.resolve([subject]))))
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("email", " ".join(wrong.messages)) from wrong
    reader = Reader.objects.select_for_update().filter(address=address).first()
    if reader is None:
        reader = Reader.objects.create(
            address=address,
            language=_language(language),
            rhythm=_rhythm(rhythm),
            told_at=at,
            told_entry=record.newest(),
        )
    today = reader.follows.filter(asked_at__gt=at - timedelta(days=1)).count()
    wanted = reader.follows.filter(subject=subject).first()
    is_again = wanted is not None and wanted.asked_at > at - timedelta(hours=1)
    if is_again or (wanted is None and reader.follows.count() >= MOST_FOLLOWED) or today >= ASKED_PER_DAY:
        return
    wanted = wanted or Follow(reader=reader, subject=subject)
    wanted.asked_at, wanted.token_hash = at, None
    wanted.save()
    audit(FollowAsked(**_about(reader), follow=wanted.pk), actor=actor, at=at)


@transaction.atomic
def write_confirmation(*, follow: Follow, actor: Actor, at: datetime) -> str:
    """Make the secret of the link that a mail is about to carry, and keep only its hash.

    A crash between this and the mail leaves a link that nobody has; the retry makes another.
    """
    follow = _locked(follow)
    require(policies.can_write_confirmation(actor))
    token = secret.made()
    follow.token_hash = secret.hash_of(token)
    follow.save()
    audit(ConfirmationWritten(**_about(follow.reader), follow=follow.pk), actor=actor, at=at)
    return token


@transaction.atomic
def confirm_follow(*, follow: Follow, actor: Actor, at: datetime) -> Follow:
    """Begin to follow what an address asked for: its link proves that the address is read."""
    follow = _locked(follow)
    require(policies.can_manage_reader(actor, follow.reader, has_link=True))
    follow.token_hash = None
    if follow.confirmed_at is not None:
        follow.save()
        return follow
    follow.confirmed_at, follow.since_entry = at, record.newest()
    follow.save()
    audit(Followed(**_about(follow.reader), thing=follow.subject), actor=actor, at=at)
    return follow


@transaction.atomic
def follow(*, subject: str, rhythm: str, language: str, actor: Actor, at: datetime) -> Follow:
    """Follow something with one's account, whose address is proven already."""
    require(policies.can_follow(actor, bool(record.resolve([subject]))))
    require(policies.can_follow_by_account(actor))
    user = account_of(actor)
    reader = Reader.objects.select_for_update(of=("self",)).filter(user=user).first()
    if reader is None:
        reader = Reader.objects.create(
            user=user, language=_language(language), rhythm=_rhythm(rhythm), told_at=at, told_entry=record.newest()
        )
    found = reader.follows.filter(subject=subject).first()
    if found is not None:
        return found
    if reader.follows.count() >= MOST_FOLLOWED:
        raise Refused(None, _("You follow very many things already: stop following some, or follow the whole place."))
    made = Follow.objects.create(
        reader=reader, subject=subject, asked_at=at, confirmed_at=at, since_entry=record.newest()
    )
    audit(Followed(**_about(reader), thing=subject), actor=actor, at=at)
    return made


@transaction.atomic
def unfollow(*, follow: Follow, actor: Actor, at: datetime, has_link: bool = False) -> None:
    """Stop following one thing; `has_link` tells that a link of one's mails was opened."""
    require(policies.can_manage_reader(actor, follow.reader, has_link=has_link))
    Follow.objects.filter(pk=follow.pk).delete()
    audit(Unfollowed(**_about(follow.reader), thing=follow.subject), actor=actor, at=at)


@transaction.atomic
def choose_rhythm(*, reader: Reader, rhythm: str, actor: Actor, at: datetime, has_link: bool = False) -> Reader:
    """Choose how often mails come."""
    reader = Reader.objects.select_for_update(of=("self",)).select_related("user").get(pk=reader.pk)
    require(policies.can_manage_reader(actor, reader, has_link=has_link))
    reader.rhythm = _rhythm(rhythm)
    reader.save(update_fields=["rhythm"])
    audit(RhythmChosen(**_about(reader), rhythm=reader.rhythm), actor=actor, at=at)
    return reader


@transaction.atomic
def leave(*, reader: Reader, actor: Actor, at: datetime, has_link: bool = False) -> None:
    """Leave everything: the subscriptions and the address are erased."""
    require(policies.can_manage_reader(actor, reader, has_link=has_link))
    Reader.objects.filter(pk=reader.pk).delete()
    audit(ReaderLeft(**_about(reader)), actor=actor, at=at)


@transaction.atomic
def forget_unconfirmed(*, actor: Actor, at: datetime) -> int:
    """Erase what nobody confirmed in time, and the addresses that are left with nothing; return how many."""
    require(policies.can_close_digests(actor))
    stale = Follow.objects.filter(confirmed_at__isnull=True, asked_at__lte=at - CONFIRM_WITHIN)
    readers = list(stale.values_list("reader", flat=True))
    stale.delete()
    Reader.objects.filter(pk__in=readers, follows__isnull=True).delete()
    if not readers:
        return 0
    place = record.urn("site", record.site())
    audit(ReadersForgotten(tenant=place, subject=place, count=len(readers)), actor=actor, at=at)
    return len(readers)


def _locked(follow: Follow) -> Follow:
    return Follow.objects.select_for_update(of=("self",)).select_related("reader__user").get(pk=follow.pk)


def _about(reader: Reader) -> dict[str, Any]:
    return {"tenant": record.urn("site", record.site()), "subject": reader.urn}


def _rhythm(rhythm: str) -> str:
    if rhythm not in Rhythm.values:
        raise Refused("rhythm", _("Choose how often."))
    return rhythm


def _language(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
