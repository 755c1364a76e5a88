"""Who acts, and where."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS

from tequio.kit import ids, secret
from tequio.kit.actor import Actor
from tequio.kit.slot import Slot
from tequio.kit.text import fold
from tequio.kit.urn import parse
from tequio.people import names
from tequio.people.models import (
    Contact,
    Institution,
    Invitation,
    Jurisdiction,
    Office,
    Post,
    Role,
    Tenure,
    TenureQuerySet,
    User,
)
from tequio.people.vocab import COORDINATION
from tequio.record import queries as record

logger = logging.getLogger("tequio.people")

DEFAULT_WORKING_DAYS = [1, 2, 3, 4, 5]
DEFAULT_REVIEWERS = ["coordination"]
DEFAULT_REVIEWERS_OF_COORDINATION = ["civil-society", "monitoring-body"]

# Filled by the rooms above: what else each keeps about an account, under a heading of its own.
personal_data: Slot[[User], Mapping[str, Any]] = Slot("people.personal_data")

# Filled by the rooms above: what each must lay out on a site that has just been founded, in the same transaction.
furnishings: Slot[[datetime], None] = Slot("people.furnishings")


@dataclass(frozen=True)
class Ability:
    """Something that some roles may do in a place: its sentence, and the rule that says who."""

    sentence: Any
    asks: Callable[[Actor, Jurisdiction], Any]


# Filled by the rooms above: given an entry's id, names of values that it keeps apart, who erases and when, each erases
# its own copies of them and returns the names of those that it had.
erasers: Slot[[str, Collection[str], Actor, datetime], Collection[str]] = Slot("people.erasers")

# Filled by the rooms above: what else the table of who may do what asks.
abilities: Slot[[], list[Ability]] = Slot("people.abilities")


class Request(HttpRequest):
    """A request once the middleware has said who asks and about which place."""

    actor: Actor
    jurisdiction: Jurisdiction
    tenures: list[Tenure]


@dataclass(frozen=True)
class Officer:
    """A person acting for an office in force: what views and policies call the actor."""

    user: User
    office: Office

    @property
    def handle(self) -> str:
        return self.office.urn

    @property
    def is_visitor(self) -> bool:
        return False

    @property
    def role(self) -> str:
        return self.office.role_id

    @property
    def institution_id(self) -> int:
        return self.office.institution_id

    @property
    def jurisdiction_id(self) -> int:
        return self.office.institution.jurisdiction_id


@dataclass(frozen=True)
class Visitor:
    """Anybody without an office, with or without an account. Every event gets a fresh handle."""

    user: User | None = None
    is_visitor: bool = field(default=True, init=False)

    @property
    def handle(self) -> str:
        return record.urn("visitor", ids.public_id())


def account_of(actor: Actor) -> User | None:
    """Return the account behind an actor, if there is one."""
    return actor.user if isinstance(actor, Officer | Visitor) else None


def tenures_of(user: User, *, on: date) -> list[Tenure]:
    """Return what an account holds on a day, with office, institution, jurisdiction and role, in one query."""
    return list(_held(user).in_force(on=on))


def tenures_at(user: User, at: datetime) -> list[Tenure]:
    """Return what an account holds at an instant, each by the day of its own jurisdiction; one query."""
    day = at.date()
    near = _held(user).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day - timedelta(days=1)),
        Q(cut_on__isnull=True) | Q(cut_on__gte=day - timedelta(days=1)),
        starts_on__lte=day + timedelta(days=1),
    )
    return [held for held in near if held.is_in_force(on=held.office.institution.jurisdiction.day_of(at))]


def running_tenures_of(user: User, at: datetime) -> list[Tenure]:
    """Return what an account holds or is about to hold."""
    return [
        held
        for held in _held(user).filter(cut_on__isnull=True)
        if held.ends_on is None or held.ends_on >= held.office.institution.jurisdiction.day_of(at)
    ]


def _held(user: User) -> TenureQuerySet:
    return (
        Tenure.objects.filter(user=user)
        .select_related("office__institution__jurisdiction", "office__role")
        .order_by("office__title", "pk")
    )


def has_second_factor(user: User) -> bool:
    """Tell whether an account asks for more than its password: a code, or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def jurisdiction(slug: str) -> Jurisdiction | None:
    """Return the jurisdiction that lives at a path."""
    # Every page under a place asks this before anything else: written out, it takes a third of the time.
    return next(iter(Jurisdiction.objects.raw("SELECT * FROM people_jurisdiction WHERE slug = %s", [slug])), None)


def place_called(urn: str) -> Jurisdiction | None:
    """Return the jurisdiction of a urn; None for the name of anything else."""
    named = parse(urn)
    return Jurisdiction.objects.filter(public_id=named.id).first() if named.kind == "jurisdiction" else None


def coordination_of(jurisdiction: Jurisdiction, *, on: date) -> QuerySet[Tenure]:
    """Return the coordination tenures of a place in force on a day."""
    return Tenure.objects.in_force(on=on).filter(
        office__role_id=COORDINATION, office__institution__jurisdiction=jurisdiction
    )


def was_coordinated(jurisdiction: Jurisdiction) -> bool:
    """Tell whether a place ever had a coordination."""
    held = Tenure.objects.filter(office__role_id=COORDINATION, office__institution__jurisdiction=jurisdiction)
    return held.exists()


@dataclass(frozen=True)
class Seat:
    """An office with whoever holds it now, and who was invited to it."""

    office: Office
    tenures: tuple[Tenure, ...]
    invitations: tuple[Invitation, ...]


def seats_of(jurisdiction: Jurisdiction, *, on: date, text: str = "", role: str = "") -> list[Seat]:
    """Return the offices of a place with their tenures in force and pending invitations, in three queries."""
    offices = (
        Office.objects.filter(institution__jurisdiction=jurisdiction)
        .select_related("institution__jurisdiction", "role")
        .prefetch_related(
            Prefetch(
                "tenures", queryset=Tenure.objects.in_force(on=on).select_related("user").order_by("pk"), to_attr="held"
            ),
            Prefetch("invitations", queryset=Invitation.objects.pending(), to_attr="offered"),
        )
        .order_by("institution__name", "role__order", "title")
    )
    if role:
        offices = offices.filter(role_id=role)
    seats = [Seat(office, tuple(office.held), tuple(office.offered)) for office in offices]
    return [seat for seat in seats if fold(text) in _said_of(seat)] if text else seats


def _said_of(seat: Seat) -> str:
    mails = [tenure.user.email for tenure in seat.tenures] + [one.email for one in seat.invitations]
    return fold(" ".join([seat.office.title, *seat.office.institution.names, *mails]))


def institutions_of(jurisdiction: Jurisdiction, *, text: str = "", sector: str = "") -> list[Institution]:
    """Return the directory of a place; the text is looked for in names and aliases, accents or not."""
    found = Institution.objects.filter(jurisdiction=jurisdiction, merged_into=None).select_related("jurisdiction")
    if sector:
        found = found.filter(sector=sector)
    return [one for one in found if fold(text) in fold(" ".join(one.names))] if text else list(found)


def bodies_behind(institution: int) -> QuerySet[Institution]:
    """Return an institution and those merged into it: what names one of them counts for the one that was kept."""
    return Institution.objects.filter(Q(pk=institution) | Q(merged_into=institution))


def institution_called(jurisdiction: Jurisdiction, name: str) -> Institution | None:
    """Return the institution that a document means by a name: any of its names, however it is written (X05).

    Accents, case, punctuation, small words and the legal form tell nothing apart; a name never matches by likeness.
    """
    wanted = names.key(name)
    rows = Institution.objects.filter(jurisdiction=jurisdiction).select_related("merged_into").order_by("pk")
    for one in rows if wanted else ():
        if wanted in {names.key(known) for known in one.names}:
            return one.current
    return None


def institutions_like(jurisdiction: Jurisdiction, name: str) -> list[Institution]:
    """Return the institutions that a name may mean, so that somebody chooses; the nearest first."""
    near = [(max(names.likeness(name, known) for known in one.names), one) for one in institutions_of(jurisdiction)]
    return [one for share, one in sorted(near, key=lambda pair: -pair[0]) if share >= names.ALIKE]


def post_called(institution: Institution, *, unit: str = "", title: str = "") -> Post | None:
    """Return the post that a document means, following merges: by its names, with or without a title before (X05)."""
    wanted = (names.key(unit), names.key(title, is_titled=True))
    for one in institution.posts.select_related("merged_into").order_by("pk"):
        for known in (one.title, *one.aliases):
            if (names.key(one.unit), names.key(known, is_titled=True)) == wanted:
                return one.current
    return None


def posts_of(institution: Institution, *, public_only: bool, on: date | None = None) -> QuerySet[Post]:
    """Return the posts of an institution with their contacts: only those published, or in use on a day, if asked."""
    contacts = Contact.objects.order_by("kind", "pk")
    if public_only:
        contacts = contacts.filter(is_public=True)
    if on is not None:
        contacts = contacts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return (
        institution.posts.filter(merged_into__isnull=True)
        .prefetch_related(Prefetch("contacts", queryset=contacts, to_attr="shown_contacts"))
        .order_by("unit", "title")
    )


def offices_of(institution: Institution) -> QuerySet[Office]:
    """Return the offices of an institution, by role."""
    return institution.offices.select_related("role").order_by("role__order", "title")


def roles() -> QuerySet[Role]:
    """Return the roles that an office may have."""
    return Role.objects.all()


def role_names(codes: Iterable[str]) -> list[str]:
    """Return the names of some roles, in the language of the page."""
    wanted = set(codes)
    return [role.name for role in roles() if role.code in wanted]


def week_of(jurisdiction: Jurisdiction) -> list[str]:
    """Return the names of the working days of a place."""
    return [str(WEEKDAYS[day - 1]) for day in jurisdiction.working_days]


def holidays_of(jurisdiction: Jurisdiction) -> list[date]:
    """Return the days off of a place."""
    return [date.fromisoformat(day) for day in jurisdiction.holidays]


def setup_code() -> str:
    """Return the one-time code that opens the first-run page, made and shown on the console at the first ask."""
    kept = _setup_file()
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    code = "-".join(ids.public_id() for _ in range(2))
    with os.fdopen(handle, "w") as file:
        file.write(code)
    logger.warning("Setup code for the first-run page (also in %s): %s", kept, code)
    return code


def is_setup_code(text: str) -> bool:
    """Compare what somebody typed with the code, in constant time."""
    return secrets.compare_digest(text.strip().lower().encode(), setup_code().encode())


def forget_setup_code() -> None:
    """Throw the code away: the site exists."""
    _setup_file().unlink(missing_ok=True)


def _setup_file() -> Path:
    return Path(settings.HOME) / "setup-code"


def invitation_behind(token: str) -> Invitation | None:
    """Return the invitation that a link opens, in whatever state."""
    found = Invitation.objects.select_related("office__institution__jurisdiction", "office__role")
    return found.filter(token_hash=secret.hash_of(token)).first()


def claimed_account(email: str) -> User | None:
    """Return the account whose holder proved to read an address."""
    proven = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user").first()
    return proven.user if proven else None


def account_data(user: User) -> dict[str, Any]:
    """Return everything kept about an account, as JSON values."""
    held = _held(user)
    data: dict[str, Any] = {
        "email": user.email,
        "addresses": [
            {"email": one.email, "verified": one.verified, "primary": one.primary}
            for one in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "joined_at": user.date_joined.isoformat(),
        "last_login_at": user.last_login.isoformat() if user.last_login else None,
        "second_factor": has_second_factor(user),
        "offices": [
            {
                "office": one.office.urn,
                "title": one.office.title,
                "role": one.office.role_id,
                "institution": one.office.institution.name,
                "jurisdiction": one.office.institution.jurisdiction.name,
                "starts_on": one.starts_on.isoformat(),
                "ends_on": one.ends_on.isoformat() if one.ends_on else None,
                "cut_on": one.cut_on.isoformat() if one.cut_on else None,
                "cut_reason": one.cut_reason,
            }
            for one in held
        ],
        "invitations": [
            {"office": one.office.title, "invited_at": one.invited_at.isoformat()}
            for one in Invitation.objects.filter(email=user.email).select_related("office")
        ],
    }
    for more in personal_data.ask(user):
        data |= more
    return data


def retention_limits(at: datetime) -> dict[str, datetime]:
    """Say, for each jurisdiction's urn, before which instant its private trail is to be forgotten."""
    return {place.urn: at - timedelta(days=place.retention_days) for place in Jurisdiction.objects.all()}
