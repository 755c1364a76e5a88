"""What this room says in the pages of others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tequio.contributions import actions, queries
from tequio.contributions.events import ContributionErased
from tequio.contributions.models import Contribution, ContributionQuerySet
from tequio.contributions.vocab import WITHHELD, Purpose, State
from tequio.kit.actor import SYSTEM, Actor
from tequio.kit.duty import Duty
from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.people.queries import Officer
from tequio.record import queries as record
from tequio.record.actions import erase_withheld
from tequio.record.events import EntryErased

# Addresses of an account, or of what somebody follows, are not told to anybody; nor those that hold a secret.
_PRIVATE = ("/cuenta/", "/mi-cuenta/", "/seguir/", "/avisos/")
_TITLE = 12  # words


def duties(officer: Officer, at: datetime) -> Sequence[Duty]:
    """Say what waits for an officer's answer, and by when."""
    found = queries.said(queries.answerable_by(officer), at=at)
    return [
        Duty(
            uid=f"{row.contribution.urn}:answer",
            kind=_("To answer"),
            what=Truncator(row.contribution.text).chars(120),
            url=row.contribution.get_absolute_url(),
            due=row.contribution.due_on,
            about=row.contribution.path if row.contribution.is_error else row.thing.title,
        )
        for row in found
    ]


def footer(request: HttpRequest) -> list[tuple[Any, str]]:
    """Return the link of every page's foot by which anybody says that it is wrong."""
    match = request.resolver_match
    is_secret = match is not None and "token" in match.kwargs
    told = "" if is_secret or request.path.startswith(_PRIVATE) else "?" + urlencode({"de": request.path})
    return [(gettext_lazy("Report an error on this page"), reverse("contributions:report_error") + told)]


def erase_copies(event_id: str, names: Collection[str], actor: Actor, at: datetime) -> Collection[str]:
    """Erase what this room keeps of personal values of an entry, whoever may erase the entry's; say which."""
    return actions.erase_copies(event_id=UUID(event_id), names=names, actor=actor, at=at)


def erase_again(type: str, body: dict[str, Any]) -> None:
    """Do once more what a fact that came back after a restore did to personal data: an older backup held it still."""
    said = body["data"]
    if type == EntryErased.name:
        event_id, names = said["entry"], said["names"]
    elif type == ContributionErased.name and body.get("corrects"):
        event_id = body["corrects"]
        names = ["name"] if said["keeps_text"] else WITHHELD
        erase_withheld(event_id=UUID(event_id), names=names, at=datetime.fromisoformat(body["at"]))
    else:
        return
    erase_copies(event_id, names, SYSTEM, datetime.fromisoformat(body["at"]))


def findable() -> Source:
    """Return how what people say is found: only what everybody reads."""
    return Source(
        kinds={"contribution": (gettext_lazy("Questions and comments"), 6)}, read=_read, under=_under, every=_every
    )


def _read(urns: Iterable[str]) -> Iterator[Document]:
    found = queries.whole().filter(pk__in=_shown().order_by().values("pk"))
    rows = list(found.filter(public_id__in=[parse(urn).id for urn in urns]))
    public = record.resolve({row.thread.thing for row in rows})
    return (_said(row, public[row.thread.thing].title) for row in rows if row.thread.thing in public)


def _under(subject: str) -> Iterator[str]:
    return _urns(Contribution.objects.filter(thread__subject=subject))


def _every() -> Iterator[str]:
    return _urns(_shown())


def _shown() -> ContributionQuerySet:
    return Contribution.objects.shown().filter(state=State.SHOWN).exclude(thread__purpose=Purpose.ERRORS)


def _urns(found: ContributionQuerySet) -> Iterator[str]:
    ids = found.order_by("pk").values_list("public_id", flat=True)
    return (record.urn("contribution", one) for one in ids.iterator())


def _said(one: Contribution, about: str) -> Document:
    answers = [answer.text for point in one.points.all() for answer in point.answers.all()]
    title = Truncator(one.text).words(_TITLE)
    text = "\n".join([one.text, *(point.text for point in one.points.all()), *answers])
    place = one.thread.jurisdiction_id
    return Document(one.urn, "contribution", one.thread.subject, title, text, one.get_absolute_url(), place, about)
