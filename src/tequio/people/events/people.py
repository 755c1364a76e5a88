"""What this room states: public facts about places and offices, private traces about accounts and contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.kit.shown import SUBJECT, Shown
from tequio.people.vocab import Level

_BODY = {"urn": "institution"}


@dataclass(frozen=True, kw_only=True)
class JurisdictionFounded(Fact):
    """A country, state or municipality begins to run its plans here."""

    name = "people.jurisdiction-founded"
    sentence = _("%(title)s opened its place here (%(level)s).")
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {"level": dict(Level.choices)}
    shown = (
        Shown(
            "jurisdictions",
            is_listed=True,
            under="",
            says={"name": "title", "slug": "slug", "level": "level", "parent": "parent"},
        ),
    )

    title: str
    slug: str
    level: str
    parent: str | None


@dataclass(frozen=True, kw_only=True)
class JurisdictionChanged(Fact):
    """The rules of a place changed: here they are, whole."""

    name = "people.jurisdiction-changed"
    sentence = _("%(actor)s changed the rules of %(subject)s.")
    shown = (
        Shown(
            "jurisdictions",
            says={
                "name": "title",
                **{name: name for name in ("time_zone", "working_days", "holidays")},
            },
        ),
    )

    title: str
    time_zone: str
    working_days: tuple[int, ...]
    holidays: tuple[str, ...]
    reviewers: tuple[str, ...]
    reviewers_of_coordination: tuple[str, ...]
    retention_days: int


@dataclass(frozen=True, kw_only=True)
class InstitutionAdded(Fact):
    """A public body, organisation or group joined the directory."""

    name = "people.institution-added"
    sentence = _("%(actor)s added %(title)s to the institutions of %(subject)s.")
    shown = (
        Shown(
            "institutions",
            key=_BODY,
            is_listed=True,
            says={"name": "title", "sector": "sector", "jurisdiction": SUBJECT},
        ),
    )

    institution: str
    title: str
    sector: str


@dataclass(frozen=True, kw_only=True)
class InstitutionChanged(Fact):
    """An institution is called or classified otherwise."""

    name = "people.institution-changed"
    sentence = _("%(actor)s corrected the data of %(title)s (before: %(title_before)s).")
    shown = (Shown("institutions", key=_BODY, says={"name": "title", "sector": "sector"}),)

    institution: str
    title: str
    title_before: str
    sector: str


@dataclass(frozen=True, kw_only=True)
class OfficeGranted(Fact):
    """Somebody holds an office from now on. Who, the record does not say."""

    name = "people.office-granted"
    sentence = _("The office “%(office)s” has somebody in charge from %(starts_on)s (%(institution)s).")

    office: str
    role: str
    institution: str
    tenure: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class OfficeEnded(Fact):
    """Whoever held an office no longer does."""

    name = "people.office-ended"
    sentence = _("Whoever held the office “%(office)s” left it on %(ended_on)s (%(institution)s).")

    office: str
    role: str
    institution: str
    tenure: str
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class SiteInstalled(Trace):
    """The installation got its name, its first jurisdiction and its first coordination."""

    name = "people.site-installed"
    sentence = _("%(actor)s founded this site.")


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Trace):
    """An account exists."""

    name = "people.account-opened"
    sentence = _("%(actor)s opened an account.")


@dataclass(frozen=True, kw_only=True)
class AccountExported(Trace):
    """Somebody downloaded what is kept about them."""

    name = "people.account-exported"
    sentence = _("%(actor)s downloaded the data of an account.")


@dataclass(frozen=True, kw_only=True)
class AccountDeleted(Trace):
    """An account and its private rows are gone."""

    name = "people.account-deleted"
    sentence = _("%(actor)s deleted an account.")


@dataclass(frozen=True, kw_only=True)
class OfficeChosen(Trace):
    """Whoever holds several offices chose which one acts."""

    name = "people.office-chosen"
    sentence = _("%(actor)s goes on as “%(office)s”.")

    office: str


@dataclass(frozen=True, kw_only=True)
class InvitationMade(Trace):
    """Coordination offered an office; its mail leaves after this."""

    name = "people.invitation-made"
    sentence = _("%(actor)s invited somebody to the office “%(office)s”.")

    invitation: str
    office: str


@dataclass(frozen=True, kw_only=True)
class InvitationResent(Trace):
    """The invitation is written again, with another link and more days."""

    name = "people.invitation-resent"
    sentence = _("%(actor)s sent the invitation to “%(office)s” again.")

    invitation: str
    office: str


@dataclass(frozen=True, kw_only=True)
class InvitationWritten(Trace):
    """A mail with a new link was written; earlier links stopped working."""

    name = "people.invitation-written"
    sentence = _("%(actor)s wrote the mail of an invitation to “%(office)s”.")

    invitation: str
    office: str


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Trace):
    """The offer no longer stands."""

    name = "people.invitation-withdrawn"
    sentence = _("%(actor)s withdrew an invitation to “%(office)s”.")

    invitation: str
    office: str


@dataclass(frozen=True, kw_only=True)
class AliasKept(Trace):
    """Another way of writing an institution's name was noted."""

    name = "people.alias-kept"
    sentence = _("%(actor)s noted another name of %(institution)s.")

    institution: str


@dataclass(frozen=True, kw_only=True)
class PostAdded(Trace):
    """A post of an institution entered the directory."""

    name = "people.post-added"
    sentence = _("%(actor)s added a post of %(institution)s.")

    post: str
    institution: str


@dataclass(frozen=True, kw_only=True)
class PostsMerged(Trace):
    """Two posts turned out to be one; all their contacts are kept."""

    name = "people.posts-merged"
    sentence = _("%(actor)s merged two posts into one, with %(contacts)s contacts.")

    kept: str
    merged: str
    contacts: int


@dataclass(frozen=True, kw_only=True)
class ContactsKept(Trace):
    """Contacts of a post were noted: how many of which kind, never which."""

    name = "people.contacts-kept"
    sentence = _("%(actor)s noted %(added)s contacts of a post.")

    post: str
    added: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ContactPublished(Trace):
    """A contact of a post is shown to everybody, or no longer."""

    name = "people.contact-published"
    sentence = _("%(actor)s changed who may see a contact.")

    post: str
    kind: str
    is_public: bool


@dataclass(frozen=True, kw_only=True)
class ContactForgotten(Trace):
    """A contact of a post was erased."""

    name = "people.contact-forgotten"
    sentence = _("%(actor)s erased a contact.")

    post: str
    kind: str
