"""Writing the record: a fact and its change stand in one transaction, or neither stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids
from tequio.kit.actor import Actor
from tequio.kit.event import Event, Fact, Trace, plain
from tequio.kit.policy import Refused
from tequio.kit.urn import SITE
from tequio.record import leaf
from tequio.record.models import Delivery, Entry, Installation, Trail, Withheld
from tequio.tlog import merkle

# Which reactions hear which event: filled by config/reactions.py at start.
listeners: dict[str, tuple[str, ...]] = {}

# One statement opens the chain or locks its head, on both databases.
_LOCK_HEAD = """
    INSERT INTO record_subjecthead (subject, seq, leaf_hash) VALUES (%s, 0, NULL)
    ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject RETURNING seq, leaf_hash
"""
_MOVE_HEAD = "UPDATE record_subjecthead SET seq = %s, leaf_hash = %s WHERE subject = %s"


class OutsideTransaction(RuntimeError):
    """A fact was stated outside a transaction, so its change could be lost without it."""


@transaction.atomic
def found_installation(*, site: str, at: datetime) -> Installation:
    """Give this installation its name, for ever.

    Raises Refused if the name cannot stand in a urn, or if there already is one.
    """
    if not SITE.fullmatch(site):
        raise Refused("site", _("Use only small letters without accents, digits and hyphens; for example: nuevo-leon."))
    if Installation.objects.exists():
        raise Refused("site", _("This installation already has its name, and names never change."))
    return Installation.objects.create(site=site, born_at=at)


def record(event: Fact, *, actor: Actor, at: datetime) -> Entry:
    """State a public fact: append its final bytes to its subject's chain.

    Runs in the caller's transaction, in three statements (more only for withheld values and reactions).
    """
    _inside_transaction()
    if not isinstance(event, Fact):
        raise TypeError("record() takes a Fact; a private Trace goes to audit()")
    disclosures = leaf.disclose(event.withheld)
    event_id = ids.uuid7()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_HEAD, [event.subject])
        last, last_hash = cursor.fetchone()
        entry = leaf.leaf_bytes(
            id=str(event_id),
            type=event.name,
            at=at,
            tenant=event.tenant,
            subject=event.subject,
            seq=last + 1,
            prev=bytes(last_hash).hex() if last_hash is not None else None,
            actor=actor.handle,
            data=event.data(),
            evidence=event.evidence,
            disclosures=disclosures,
            corrects=event.corrects,
        )
        digest = merkle.leaf_hash(entry)
        row = Entry.objects.create(
            event_id=event_id,
            type=event.name,
            at=at,
            tenant=event.tenant,
            subject=event.subject,
            seq=last + 1,
            actor=actor.handle,
            entry=entry,
            leaf_hash=digest,
        )
        cursor.execute(_MOVE_HEAD, [last + 1, digest, event.subject])
    if disclosures:
        Withheld.objects.bulk_create(
            Withheld(entry=row, name=one.name, value=one.value, salt=one.salt) for one in disclosures
        )
    _announce(event, at, entry=row)
    return row


def audit(event: Trace, *, actor: Actor, at: datetime) -> Trail:
    """Leave a private trace in the caller's transaction: office, instant, before, after."""
    _inside_transaction()
    if not isinstance(event, Trace):
        raise TypeError("audit() takes a Trace; a public Fact goes to record()")
    before: Mapping[str, object] = plain(event.before)
    after: Mapping[str, object] = plain(event.after)
    row = Trail.objects.create(
        type=event.name,
        at=at,
        tenant=event.tenant,
        subject=event.subject,
        actor=actor.handle,
        data=event.data(),
        before=before,
        after=after,
    )
    _announce(event, at, trail=row)
    return row


@transaction.atomic
def forget_trail(*, tenant: str, before: datetime) -> int:
    """Delete the private traces of a jurisdiction from before an instant, and return how many. Facts stay for ever."""
    count, _by_model = Trail.objects.filter(tenant=tenant, at__lt=before).delete()
    return count


@transaction.atomic
def forget_traces(*, subject: str) -> int:
    """Delete the private traces about a thing that is itself erased: they may hold its hash. Return how many."""
    count, _by_model = Trail.objects.filter(subject=subject).delete()
    return count


@transaction.atomic
def erase_withheld(*, event_id: UUID, names: Iterable[str], at: datetime) -> int:
    """Erase personal values of an entry with their salts, and return how many. Its bytes stay, and tell nothing.

    Whoever calls states the erasure as a fact of its own, in the same transaction.
    """
    kept = Withheld.objects.filter(entry__event_id=event_id, name__in=list(names), erased_at__isnull=True)
    return kept.update(value="", salt="", erased_at=at)


def _announce(event: Event, at: datetime, *, entry: Entry | None = None, trail: Trail | None = None) -> None:
    reactions = listeners.get(event.name, ())
    if reactions:
        Delivery.objects.bulk_create(
            Delivery(entry=entry, trail=trail, reaction=reaction, not_before=at) for reaction in reactions
        )


def _inside_transaction() -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction("state facts inside transaction.atomic, beside the change that they tell")
