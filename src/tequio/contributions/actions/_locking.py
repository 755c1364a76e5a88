"""What every action of this room shares: the thread that it locks, and what its facts are about."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from tequio.contributions.models import Contribution, Thread
from tequio.kit.actor import Actor
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer


def locked_thread(thread: Thread) -> Thread:
    """Lock a thread, so that whoever speaks and whoever closes take turns."""
    rows = Thread.objects.select_related("jurisdiction").select_for_update(of=("self",))
    return rows.get(pk=thread.pk)


def thread_for(*, thing: str, subject: str, purpose: str, jurisdiction: Jurisdiction, at: datetime) -> Thread:
    """Return the thread about a thing, locked; opened here if nobody ever spoke about it."""
    found, _is_new = Thread.objects.get_or_create(
        thing=thing, purpose=purpose, defaults={"jurisdiction": jurisdiction, "subject": subject, "opened_at": at}
    )
    return locked_thread(found)


def locked(contribution: Contribution) -> Contribution:
    """Lock a contribution's thread and return it as it stands now."""
    thread = locked_thread(contribution.thread)
    found = Contribution.objects.select_for_update().get(pk=contribution.pk)
    found.thread = thread
    return found


def about(contribution: Contribution) -> dict[str, Any]:
    """Name what a fact of this room is about."""
    return about_thread(contribution.thread) | {"contribution": contribution.urn}


def about_thread(thread: Thread) -> dict[str, Any]:
    """Name the thing that is spoken of, and whose chain tells it."""
    return {"tenant": thread.jurisdiction.urn, "subject": thread.subject, "thing": thread.thing}


def officer(actor: Actor) -> Officer:
    """Return the actor as the office that a policy has made sure of."""
    return cast(Officer, actor)
