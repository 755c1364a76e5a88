"""Who hears what: the only place where a fact makes something else happen later."""

from __future__ import annotations

from collections.abc import Callable

from tequio.contributions import events as contributions
from tequio.contributions import reactions as contributions_reactions
from tequio.kit.event import BY_NAME, Event, Fact
from tequio.kit.heard import Heard
from tequio.notices import events as notices
from tequio.notices import reactions as notices_reactions
from tequio.people import events as people
from tequio.people import reactions as people_reactions
from tequio.portal import reactions as portal_reactions
from tequio.record import actions as record
from tequio.record import events as facts

Reaction = Callable[[Heard], None]

REACTIONS: dict[type[Event], list[Reaction]] = {
    contributions.ContributionErased: [portal_reactions.forget_words],
    # Also after a restore, when no fact is stated again.
    contributions.CopiesErased: [portal_reactions.forget_words],
    facts.EntryErased: [portal_reactions.forget_words],
    contributions.PointAnswered: [contributions_reactions.tell_author],
    contributions.ErrorAnswered: [contributions_reactions.tell_author],
    notices.FollowAsked: [notices_reactions.send_confirmation],
    people.InvitationMade: [people_reactions.send_invitation],
    people.InvitationResent: [people_reactions.send_invitation],
    people.OfficeEnded: [people_reactions.tell_office_ended],
    people.OrganisationRegistered: [people_reactions.send_organisation_link],
    people.OrganisationLinkAsked: [people_reactions.send_organisation_link],
    people.OrganisationPublished: [people_reactions.tell_organisation],
    people.OrganisationReturned: [people_reactions.tell_organisation],
    people.MessageRelayed: [people_reactions.relay_message],
    people.MessageAnswered: [people_reactions.relay_answer],
}

# Every public fact may change what search finds.
AFTER_EVERY_FACT: list[Reaction] = [portal_reactions.refresh_index]


def connect() -> None:
    """Tell the record which reactions wait for which event, by dotted name."""
    record.listeners.clear()
    for event in BY_NAME.values():
        heard = [*REACTIONS.get(event, []), *(AFTER_EVERY_FACT if issubclass(event, Fact) else [])]
        if heard:
            record.listeners[event.name] = tuple(map(dotted, heard))


def dotted(reaction: Reaction) -> str:
    """Name a reaction so that a row of the outbox can hold it."""
    return f"{reaction.__module__}.{reaction.__qualname__}"
