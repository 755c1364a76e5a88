"""What the directories state: that something is public, never whose address it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.kit.shown import SUBJECT, Shown
from tequio.people.vocab import OutreachResult, Scope


@dataclass(frozen=True, kw_only=True)
class TransparencyLiaisonNamed(Fact):
    """The post that answers requests for information in an institution changed."""

    name = "people.transparency-liaison-named"
    sentence = _("%(actor)s named the post that answers requests for information in %(institution)s.")

    institution: str
    post: str | None


@dataclass(frozen=True, kw_only=True)
class OrganisationPublished(Fact):
    """An organisation of civil society stands in the mapping."""

    name = "people.organisation-published"
    sentence = _("%(actor)s published %(organisation)s in the mapping of organisations (%(scope)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {"scope": dict(Scope.choices)}
    shown = (
        Shown(
            "organisations",
            key={"urn": "organisation"},
            is_listed=True,
            says={"scope": "scope", "has_gender_focus": "has_gender_focus", "jurisdiction": SUBJECT},
        ),
    )

    organisation: str
    scope: str
    has_gender_focus: bool


@dataclass(frozen=True, kw_only=True)
class OrganisationWithdrawn(Fact):
    """An organisation left the mapping."""

    name = "people.organisation-withdrawn"
    sentence = _("An organisation left the mapping of organisations.")
    shown = (Shown("organisations", key={"urn": "organisation"}, is_listed=False),)

    organisation: str


@dataclass(frozen=True, kw_only=True)
class NetworkPublished(Fact):
    """A network of agents of change and its strategy are public from now on, or say something else."""

    name = "people.network-published"
    sentence = _("%(actor)s published the strategy of %(title)s.")
    shown = (
        Shown(
            "networks",
            key={"urn": "network"},
            is_listed=True,
            says={"name": "title", "jurisdiction": SUBJECT},
            cites={"strategy": "strategy_sha256"},
        ),
    )

    network: str
    title: str
    strategy_sha256: str


@dataclass(frozen=True, kw_only=True)
class ApproachNoted(Fact):
    """An organisation was approached through a network. Which one, the record does not say."""

    name = "people.approach-noted"
    sentence = _("%(actor)s noted an organisation approached through %(network)s (%(result)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {"result": dict(OutreachResult.choices)}
    shown = (
        Shown(
            "approaches",
            key={"urn": "approach"},
            is_listed=True,
            says={"network": "network", "result": "result"},
        ),
    )

    network: str
    approach: str
    result: str


@dataclass(frozen=True, kw_only=True)
class InstitutionsMerged(Fact):
    """Two institutions of the directory turned out to be one."""

    name = "people.institutions-merged"
    sentence = _("%(actor)s noted that %(merged_title)s and %(kept)s are the same institution.")
    shown = (Shown("institutions", key={"urn": "merged"}, is_listed=False),)

    kept: str
    merged: str
    merged_title: str


@dataclass(frozen=True, kw_only=True)
class InstitutionsParted(Fact):
    """Two institutions that had been taken for one are two again."""

    name = "people.institutions-parted"
    sentence = _("%(actor)s parted %(merged)s from %(kept)s again.")
    shown = (Shown("institutions", key={"urn": "merged"}, is_listed=True),)

    kept: str
    merged: str


@dataclass(frozen=True, kw_only=True)
class ImageChanged(Fact):
    """What the pages of a place carry at their head changed."""

    name = "people.image-changed"
    sentence = _("%(actor)s changed what the pages of %(subject)s carry at their head.")

    has_logo: bool
    has_motto: bool
    official_url: str


@dataclass(frozen=True, kw_only=True)
class PostChanged(Trace):
    """A post has other dates, another level or other names."""

    name = "people.post-changed"
    sentence = _("%(actor)s corrected a post.")

    post: str


@dataclass(frozen=True, kw_only=True)
class ContactEnded(Trace):
    """A contact serves no longer than a day; the post goes on."""

    name = "people.contact-ended"
    sentence = _("%(actor)s noted until when a contact serves.")

    post: str
    kind: str
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class ContactsExported(Trace):
    """Somebody downloaded the directory with its private contacts."""

    name = "people.contacts-exported"
    sentence = _("%(actor)s downloaded %(rows)s posts with their private contacts.")

    rows: int


@dataclass(frozen=True, kw_only=True)
class PostsParted(Trace):
    """Two posts that had been taken for one are two again."""

    name = "people.posts-parted"
    sentence = _("%(actor)s parted two posts again.")

    kept: str
    merged: str


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Trace):
    """Somebody registered an organisation; its address is still to be confirmed."""

    name = "people.organisation-registered"
    sentence = _("An organisation registered itself.")

    organisation: str


@dataclass(frozen=True, kw_only=True)
class OrganisationLinkAsked(Trace):
    """Somebody asked for the private link of an organisation again."""

    name = "people.organisation-link-asked"
    sentence = _("An organisation asked for its private link again.")

    organisation: str


@dataclass(frozen=True, kw_only=True)
class OrganisationLinkWritten(Trace):
    """A mail with a new private link was written; earlier links stopped working."""

    name = "people.organisation-link-written"
    sentence = _("%(actor)s wrote the private link of an organisation.")

    organisation: str


@dataclass(frozen=True, kw_only=True)
class OrganisationConfirmed(Trace):
    """Whoever reads the address of a registration confirmed it."""

    name = "people.organisation-confirmed"
    sentence = _("An organisation confirmed its registration.")

    organisation: str


@dataclass(frozen=True, kw_only=True)
class OrganisationEdited(Trace):
    """An organisation proposed other words about itself."""

    name = "people.organisation-edited"
    sentence = _("An organisation corrected its registration.")

    organisation: str


@dataclass(frozen=True, kw_only=True)
class OrganisationReturned(Trace):
    """Coordination did not publish what an organisation sent, and told it why."""

    name = "people.organisation-returned"
    sentence = _("%(actor)s returned the registration of an organisation with a reason.")

    organisation: str


@dataclass(frozen=True, kw_only=True)
class RegistrationErased(Trace):
    """A registration that was never public was erased by whoever made it."""

    name = "people.registration-erased"
    sentence = _("A registration that was never public was erased.")

    organisation: str


@dataclass(frozen=True, kw_only=True)
class MessageRelayed(Trace):
    """Somebody wrote to an organisation through the site."""

    name = "people.message-relayed"
    sentence = _("Somebody wrote to an organisation through the site.")

    organisation: str
    relay: str


@dataclass(frozen=True, kw_only=True)
class MessageLinkWritten(Trace):
    """The mail that carries a message, and the link to answer it, was written."""

    name = "people.message-link-written"
    sentence = _("%(actor)s wrote the mail that carries a message.")

    relay: str


@dataclass(frozen=True, kw_only=True)
class MessageAnswered(Trace):
    """An organisation answered a message through the site."""

    name = "people.message-answered"
    sentence = _("An organisation answered a message through the site.")

    organisation: str
    relay: str


@dataclass(frozen=True, kw_only=True)
class LeaderNoted(Trace):
    """Somebody of a neighbourhood agreed to be reached."""

    name = "people.leader-noted"
    sentence = _("%(actor)s noted somebody of a neighbourhood, with their consent.")

    leader: str
    consent_on: date
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class LeaderRead(Trace):
    """Somebody opened the contact of a neighbourhood leader, and said what for."""

    name = "people.leader-read"
    sentence = _("%(actor)s opened the contact of a neighbourhood leader.")

    leader: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class LeadersExported(Trace):
    """Somebody downloaded the neighbourhood leaders, and said what for."""

    name = "people.leaders-exported"
    sentence = _("%(actor)s downloaded %(rows)s neighbourhood leaders.")

    rows: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class LeaderErased(Trace):
    """A consent was withdrawn or ran out, and what was kept is gone."""

    name = "people.leader-erased"
    sentence = _("%(actor)s erased what was kept of a neighbourhood leader.")

    leader: str
    is_withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class DirectoriesSwept(Trace):
    """What had run out of its time in the directories was erased."""

    name = "people.directories-swept"
    sentence = _("%(actor)s erased %(leaders)s leaders, %(registrations)s registrations and %(messages)s messages.")

    leaders: int
    registrations: int
    messages: int
