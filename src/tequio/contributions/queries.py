"""Reads of what people said: who may read it, what waits, how soon it is answered."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Prefetch, Q, QuerySet

from tequio.contributions import events
from tequio.contributions.models import (
    Answer,
    Attachment,
    Contribution,
    ContributionQuerySet,
    Moderation,
    Point,
    Rules,
    Thread,
)
from tequio.contributions.vocab import Origin, Purpose, State
from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.slot import Slot
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer
from tequio.people.vocab import COORDINATION
from tequio.record import queries as record
from tequio.record.events import EntryErased
from tequio.record.queries import Resolved

# Filled by the rooms above: given urns, the institutions that answer for each, by their keys; besides coordination.
responsible: Slot[[Iterable[str]], Mapping[str, frozenset[int]]] = Slot("contributions.responsible")

MODERATED = (
    events.ContributionHidden.name,
    events.ContributionRestored.name,
    events.ContributionErased.name,
    EntryErased.name,
)
_Asked = tuple[datetime, datetime | None, date | None]  # when it was asked and answered, and the last day in time
_LONGEST_WAIT = 400  # days: where no day is a working day, a deadline still ends


@dataclass(frozen=True)
class Said:
    """A contribution with the thing that it is about, as a list shows them."""

    contribution: Contribution
    thing: Resolved
    is_overdue: bool

    @property
    def beneath(self) -> Resolved | None:
        """What it is about, where that is a part of something larger: a milestone, a piece of evidence."""
        thread = self.contribution.thread
        return self.thing if thread.thing != thread.subject else None


@dataclass(frozen=True)
class Talk:
    """What was said about a thing, at a glance; `newest` may be empty."""

    count: int
    answered: int
    newest: Contribution | None


@dataclass(frozen=True)
class Pace:
    """How soon a place answers. `median` is in days, with one decimal; None before the first answer."""

    received: int
    answered: int
    waiting: int
    overdue: int
    in_time: int
    median: float | None


def rules_of(jurisdiction: Jurisdiction) -> Rules:
    """Return how a place answers; the defaults where it never said."""
    return Rules.objects.filter(jurisdiction=jurisdiction).first() or Rules(jurisdiction=jurisdiction)


def rules_in(places: Iterable[Jurisdiction]) -> dict[int, Rules]:
    """Return the same of some places, by their keys; one query."""
    asked = {place.pk: place for place in places}
    kept = {rules.jurisdiction_id: rules for rules in Rules.objects.filter(jurisdiction__in=asked)}
    return {key: kept.get(key) or Rules(jurisdiction=place) for key, place in asked.items()}


def answer_by(jurisdiction: Jurisdiction, day: date, working_days: int) -> date:
    """Return the last day in time of an answer: so many working days of the place after a day."""
    last, left = day, working_days
    for _turn in range(_LONGEST_WAIT):
        if not left:
            break
        last += timedelta(days=1)
        left -= jurisdiction.is_working_day(last)
    return last


def thing(name: str) -> Resolved | None:
    """Return what a urn stands for, if everybody may see it."""
    return record.resolve([name]).get(name)


def institutions_behind(things: Iterable[str]) -> dict[str, frozenset[int]]:
    """Say which institutions answer for some things."""
    wanted = set(things)
    found: dict[str, frozenset[int]] = {}
    for answer in responsible.ask(wanted):
        found |= answer
    return found


def thread_about(name: str, purpose: str = Purpose.TALK) -> Thread | None:
    """Return the thread about a thing, if anybody ever opened it."""
    return Thread.objects.filter(thing=name, purpose=purpose).select_related("jurisdiction").first()


def whole() -> ContributionQuerySet:
    """Return contributions with all that a page tells of each, in a fixed number of queries."""
    answers = Answer.objects.select_related("office__institution").order_by("-pk")
    moderations = Moderation.objects.select_related("office__institution").order_by("-pk")
    return Contribution.objects.select_related("thread__jurisdiction", "office__institution").prefetch_related(
        Prefetch("points", Point.objects.order_by("number").prefetch_related(Prefetch("answers", answers))),
        Prefetch("moderations", moderations),
        Prefetch("files", Attachment.objects.select_related("file__public_copy")),
    )


def files_visible(files: Collection[int], actor: Actor) -> set[int]:
    """Return which of some stored files an actor may see because somebody handed them in with a contribution.

    Everybody, while the contribution and its thing are public; coordination also while it is hidden, to judge it.
    """
    found = Attachment.objects.filter(file__in=set(files)).select_related("contribution__thread")
    rows = list(found.exclude(contribution__state=State.WITHDRAWN))
    public = record.resolve({row.contribution.thread.thing for row in rows}) if rows else {}
    return {row.file_id for row in rows if row.contribution.thread.thing in public and _is_seen(row, actor)}


def _is_seen(attached: Attachment, actor: Actor) -> bool:
    if attached.contribution.state == State.SHOWN:
        return True
    place = attached.contribution.thread.jurisdiction_id
    return isinstance(actor, Officer) and actor.role == COORDINATION and actor.jurisdiction_id == place


def disclosable(entries: Collection[str]) -> dict[str, set[str]]:
    """Say which personal values of some entries (ids) everybody reads on a page now: a bundle may disclose those."""
    found = Contribution.objects.filter(fact__in=set(entries), state=State.SHOWN).select_related("thread")
    rows = list(found.prefetch_related("points", "files"))
    public = record.resolve({row.thread.thing for row in rows}) if rows else {}
    return {str(row.fact): copies_in(row) for row in rows if row.thread.thing in public}


def copies_in(contribution: Contribution) -> set[str]:
    """Name the personal values of its entry of which a contribution holds a copy."""
    texts = [contribution.text, *(point.text for point in contribution.points.all())]
    held = {"text": any(texts), "name": bool(contribution.name)}
    return {name for name, is_held in held.items() if is_held} | {one.withheld_as for one in contribution.files.all()}


def contributions_about(name: str, purpose: str = Purpose.TALK) -> ContributionQuerySet:
    """Return what was said about a public thing and all beneath it, the newest first."""
    return _public(Thread.objects.filter(Q(thing=name) | Q(subject=name), purpose=purpose))


def contributions_of(jurisdiction: Jurisdiction) -> ContributionQuerySet:
    """Return all that everybody may read in a place; nothing about what is no longer public."""
    return _public(Thread.objects.filter(jurisdiction=jurisdiction).exclude(purpose=Purpose.ERRORS))


def _public(threads: QuerySet[Thread]) -> ContributionQuerySet:
    about = dict(threads.values_list("pk", "thing"))
    public = record.resolve(about.values())
    return whole().shown().filter(thread__in=[key for key, name in about.items() if name in public])


def answerable_by(actor: Actor, jurisdiction: Jurisdiction | None = None) -> ContributionQuerySet:
    """Return what waits for an answer that an actor may give, as policies.can_answer tells of one; first due first."""
    waiting = whole().waiting().order_by(F("due_on").asc(nulls_last=True), "pk")
    if not isinstance(actor, Officer):
        return waiting.none()
    about = Thread.objects.filter(contributions__in=Contribution.objects.waiting().order_by()).distinct()
    threads = list(about.filter(jurisdiction=jurisdiction) if jurisdiction else about)
    public = record.resolve(one.thing for one in threads)
    behind = institutions_behind(one.thing for one in threads)
    return waiting.filter(thread__in=[one.pk for one in threads if _may_answer(actor, one, public, behind)])


def _may_answer(
    actor: Officer, thread: Thread, public: Mapping[str, Resolved], behind: Mapping[str, frozenset[int]]
) -> bool:
    if actor.role == COORDINATION and actor.jurisdiction_id == thread.jurisdiction_id:
        return thread.thing in public
    if thread.purpose == Purpose.ERRORS or thread.thing not in public:
        return False
    return actor.institution_id in behind.get(thread.thing, frozenset())


def said(found: Iterable[Contribution], *, at: datetime) -> list[Said]:
    """Join contributions with the things that they are about."""
    rows = list(found)
    public = record.resolve({row.thread.thing for row in rows})
    nothing = Resolved("")
    return [
        Said(row, public.get(row.thread.thing, nothing), row.is_overdue(row.thread.jurisdiction.day_of(at)))
        for row in rows
    ]


def talk_of(name: str) -> Talk:
    """Say how much was said about a thing, and the newest of it; one query."""
    found = Contribution.objects.shown().filter(thread__thing=name, thread__purpose=Purpose.TALK, state=State.SHOWN)
    rows = list(found.only("pk", "kind", "text", "name", "submitted_at", "answered_at", "public_id"))
    return Talk(len(rows), sum(row.is_answered for row in rows), rows[0] if rows else None)


def talk_beneath(subject: str, purpose: str = Purpose.TALK) -> tuple[int, int]:
    """Count what was said about a subject and all beneath it, and what of it waits; one query."""
    found = Contribution.objects.shown().filter(thread__subject=subject, thread__purpose=purpose, state=State.SHOWN)
    counted = found.aggregate(all=Count("pk"), waiting=Count("pk", filter=Q(answered_at__isnull=True)))
    return counted["all"], counted["waiting"]


def annex_of(name: str) -> list[Contribution]:
    """Return what a thing's form carries at its end: its public review and what its document brought, oldest first."""
    carried = Q(thread__purpose=Purpose.REVIEW) | Q(origin=Origin.DOCUMENT)
    return list(whole().shown().filter(carried, thread__thing=name).order_by("submitted_at", "pk"))


def open_points(thread: Thread) -> int:
    """Count the points of a thread that nobody has ruled on, besides what was hidden or withdrawn."""
    return Point.objects.filter(contribution__thread=thread, contribution__state=State.SHOWN, ruling="").count()


def pace_of(jurisdiction: Jurisdiction, *, at: datetime) -> Pace:
    """Say how soon a place answers what was asked on its pages, hidden and withdrawn apart; one query."""
    return paces_of([jurisdiction], at=at)[jurisdiction.pk]


def paces_of(places: Iterable[Jurisdiction], *, at: datetime) -> dict[int, Pace]:
    """Say the same of some places, by their keys; one query."""
    asked = {place.pk: place for place in places}
    found = Contribution.objects.shown().filter(thread__jurisdiction__in=asked, state=State.SHOWN, origin=Origin.SITE)
    rows: dict[int, list[_Asked]] = {key: [] for key in asked}
    columns = ("thread__jurisdiction", "submitted_at", "answered_at", "due_on")
    for key, submitted_at, answered_at, due_on in found.order_by().values_list(*columns):
        rows[key].append((submitted_at, answered_at, due_on))
    return {key: _pace(place, rows[key], place.day_of(at)) for key, place in asked.items()}


def _pace(place: Jurisdiction, rows: list[_Asked], today: date) -> Pace:
    waits = [(answered - asked).total_seconds() / 86_400 for asked, answered, _due in rows if answered]
    return Pace(
        received=len(rows),
        answered=len(waits),
        waiting=len(rows) - len(waits),
        overdue=sum(1 for _asked, answered, due in rows if not answered and due and due < today),
        in_time=sum(1 for _asked, answered, due in rows if answered and due and place.day_of(answered) <= due),
        median=round(statistics.median(waits), 1) if waits else None,
    )


def contribution_behind(token: str) -> Contribution | None:
    """Return the contribution that a private link opens."""
    return whole().filter(token_hash=secret.hash_of(token)).first()


def forgettable(at: datetime) -> list[Contribution]:
    """Return the contributions whose mail address was kept for as long as their place says."""
    kept = Contribution.objects.exclude(email="").select_related("thread__jurisdiction")
    days = {rules.jurisdiction_id: rules.mail_days for rules in Rules.objects.all()}
    default = Rules().mail_days
    return [
        one
        for one in kept.filter(Q(answered_at__isnull=False) | ~Q(state=State.SHOWN))
        if (one.answered_at or one.submitted_at) + timedelta(days=days.get(one.thread.jurisdiction_id, default)) <= at
    ]
