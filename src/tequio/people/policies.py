"""Who may do what among people and places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.kit import secret
from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no
from tequio.people import queries
from tequio.people.models import Institution, Invitation, Jurisdiction, Office, Organisation, Relay, Tenure, User
from tequio.people.queries import Ability, Officer
from tequio.people.vocab import LEADER_READERS
from tequio.record import queries as record

_ONLY_COORDINATION = _("Only the coordination of %(place)s may do this.")


def holds(actor: Actor, role: str, institution: Institution | int | None = None) -> bool:
    """Tell whether the actor's chosen office has a role, in one institution if given."""
    if not isinstance(actor, Officer) or actor.role != role:
        return False
    if institution is None:
        return True
    return actor.institution_id == (institution if isinstance(institution, int) else institution.pk)


def coordinates(actor: Actor, jurisdiction: Jurisdiction | int) -> bool:
    """Tell whether the actor is coordination of a jurisdiction."""
    wanted = jurisdiction if isinstance(jurisdiction, int) else jurisdiction.pk
    return isinstance(actor, Officer) and actor.role == "coordination" and actor.jurisdiction_id == wanted


def can_install(actor: Actor) -> Decision:
    """Only the installation itself, and once."""
    if not isinstance(actor, System):
        return no(_("A site is founded on its own server or with its setup code."))
    if record.is_installed():
        return no(_("This site already exists."))
    return YES


def can_open_account(actor: Actor) -> Decision:
    """People sign up by themselves or by invitation; only the installation opens accounts for others."""
    return YES if isinstance(actor, System) else no(_("Everybody opens their own account."))


def can_found_jurisdiction(actor: Actor, parent: Jurisdiction | None) -> Decision:
    """The installation anywhere; a coordination inside its own jurisdiction."""
    if isinstance(actor, System):
        return YES
    if parent is None:
        return no(_("Only whoever runs the server may found a jurisdiction that belongs to no other."))
    return _coordination(actor, parent)


def can_change_jurisdiction(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Its coordination."""
    return _coordination(actor, jurisdiction)


def can_manage_institutions(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Its coordination: institutions, their posts and their contacts."""
    return _coordination(actor, jurisdiction)


def can_see_people(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Its coordination: who holds what is private."""
    return _coordination(actor, jurisdiction)


def can_grant_office(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Its coordination, also by invitation."""
    return _coordination(actor, jurisdiction)


def can_end_office(actor: Actor, tenure: Tenure) -> Decision:
    """The coordination of its place, and whoever holds it."""
    if queries.account_of(actor) == tenure.user:
        return YES
    return _coordination(actor, tenure.office.institution.jurisdiction)


def can_choose_office(actor: Actor, tenure: Tenure, at: datetime) -> Decision:
    """Whoever holds it, while it runs."""
    if queries.account_of(actor) != tenure.user:
        return no(_("You do not hold this office."))
    if not tenure.is_in_force(on=tenure.office.institution.jurisdiction.day_of(at)):
        return no(_("This office is no longer yours."))
    return YES


def can_write_invitation(actor: Actor, invitation: Invitation, at: datetime) -> Decision:
    """Only the installation knows the secret of a link, and only while the offer stands."""
    if not isinstance(actor, System):
        return no(_("The link of an invitation travels only by mail."))
    return is_acceptable(invitation, at)


def can_accept_invitation(actor: Actor, invitation: Invitation, at: datetime) -> Decision:
    """Whoever reads the mail; with the account of that address if it already has one."""
    standing = is_acceptable(invitation, at)
    if not standing:
        return standing
    account, known = queries.account_of(actor), queries.claimed_account(invitation.email)
    if known is not None and account != known:
        return no(_("This address already has an account: sign in with it to accept."))
    if known is None and account is not None:
        return no(_("This invitation is for another address: sign out to accept it."))
    return YES


def is_acceptable(invitation: Invitation, at: datetime) -> Decision:
    """Tell whether an invitation still stands, and if not, why."""
    if invitation.accepted_at is not None:
        return no(_("This invitation was already accepted."))
    if invitation.withdrawn_at is not None:
        return no(_("This invitation was withdrawn."))
    if invitation.expires_at <= at:
        return no(_("This invitation has expired: ask the coordination to send it again."))
    return YES


def can_manage_account(actor: Actor, user: User) -> Decision:
    """Only its owner."""
    return YES if queries.account_of(actor) == user else no(_("This is not your account."))


def can_keep_allies(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Its coordination: allies inside the administration, and which of them are public."""
    return _coordination(actor, jurisdiction)


def can_keep_networks(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Its coordination: networks of agents of change and whom they approached."""
    return _coordination(actor, jurisdiction)


def can_moderate_organisations(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Its coordination: what enters the published mapping."""
    return _coordination(actor, jurisdiction)


def can_open_leaders(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """The roles that vocab.LEADER_READERS names, in that place; nobody else learns that the directory exists."""
    if isinstance(actor, Officer) and actor.role in LEADER_READERS and actor.jurisdiction_id == jurisdiction.pk:
        return YES
    return no(_("Only the coordination and the facilitation of this place may open this directory."))


def can_register_organisation(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Anybody, with or without an account: nothing is public before a mail and a decision."""
    return YES


def can_edit_organisation(actor: Actor, organisation: Organisation, token: str) -> Decision:
    """Whoever has its private link."""
    if secret.opens(token, organisation.token_hash):
        return YES
    return no(_("This link no longer works: ask for a new one."))


def can_withdraw_organisation(actor: Actor, organisation: Organisation, token: str) -> Decision:
    """Whoever has its private link, and the coordination."""
    return can_edit_organisation(actor, organisation, token) or _coordination(actor, organisation.jurisdiction)


def can_write_link(actor: Actor) -> Decision:
    """Only the installation knows the secret of a link; it travels by mail."""
    return YES if isinstance(actor, System) else no(_("The link of an invitation travels only by mail."))


def can_write_to_organisation(actor: Actor, organisation: Organisation) -> Decision:
    """Anybody, to those that are published."""
    return YES if organisation.is_published else no(_("This organisation is not in the published mapping."))


def can_answer_relay(actor: Actor, relay: Relay) -> Decision:
    """Whoever has the link of its mail, once."""
    if relay.answered_at is not None:
        return no(_("This message was already answered. Whoever wrote may write again."))
    return YES


def can_sweep_directories(actor: Actor) -> Decision:
    """Only the installation."""
    return YES if isinstance(actor, System) else no(_("The platform does this by itself."))


def can_erase_entry(actor: Actor, jurisdiction: Jurisdiction | None) -> Decision:
    """Erase what an entry keeps apart about a person: the coordination of its place, and the installation."""
    if isinstance(actor, System):
        return YES
    if jurisdiction is None:
        return no(_("This entry belongs to no place: only whoever runs the server may erase what it keeps apart."))
    return _coordination(actor, jurisdiction)


def _abilities_of_people() -> list[Ability]:
    return [
        Ability(_("Read plans, commitments, evidence and the public record"), lambda actor, place: YES),
        Ability(_("Register an organisation, and write to one"), can_register_organisation),
        Ability(_("Set the rules of the place and what its pages carry"), can_change_jurisdiction),
        Ability(_("Keep institutions, posts and contacts; see the private ones"), can_manage_institutions),
        Ability(_("Give offices, invite and end them"), can_grant_office),
        Ability(_("Keep the internal directory of allies"), can_keep_allies),
        Ability(_("Decide what enters the mapping of organisations"), can_moderate_organisations),
        Ability(_("Keep the networks of agents of change"), can_keep_networks),
        Ability(_("Open the directory of neighbourhood leaders"), can_open_leaders),
        Ability(_("Erase by law the personal data that the record keeps apart"), can_erase_entry),
    ]


def access_matrix(jurisdiction: Jurisdiction) -> tuple[list[str], list[tuple[Any, list[tuple[str, bool]]]]]:
    """Ask every rule of a place for every role: the names of the roles, and for each ability a yes or no of each.

    The first column is anybody, without an account; one query.
    """
    roles = list(queries.roles())
    body = Institution(pk=0, jurisdiction=jurisdiction)
    actors: list[Actor] = [queries.Visitor()]
    actors += [Officer(User(pk=0), Office(pk=0, institution=body, role=role)) for role in roles]
    abilities = [*_abilities_of_people(), *(one for answer in queries.abilities.ask() for one in answer)]
    called = [str(_("Anybody")), *(role.name for role in roles)]
    rows = []
    for one in abilities:
        said = [bool(one.asks(actor, jurisdiction)) for actor in actors]
        rows.append((one.sentence, list(zip(called, said, strict=True))))
    return called, rows


def _coordination(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    if isinstance(actor, System) or coordinates(actor, jurisdiction):
        return YES
    # Whoever founds a place within its own looks after it until it has had a coordination.
    if (
        jurisdiction.parent_id
        and coordinates(actor, jurisdiction.parent_id)
        and not queries.was_coordinated(jurisdiction)
    ):
        return YES
    return no(_ONLY_COORDINATION % {"place": jurisdiction.name})
