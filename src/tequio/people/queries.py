"""Who acts, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from tequio.kit import ids
from tequio.kit.actor import Actor
from tequio.people.models import Jurisdiction, Office, Tenure, User
from tequio.record import queries as record

DEFAULT_WORKING_DAYS = [1, 2, 3, 4, 5]
DEFAULT_REVIEWERS = ["coordination"]
DEFAULT_REVIEWERS_OF_COORDINATION = ["civil-society", "monitoring-body"]


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


def tenures_of(user: User, *, on: date) -> list[Tenure]:
    """Return what an account holds on a day, with office, institution, jurisdiction and role, in one query."""
    held = Tenure.objects.in_force(on=on).filter(user=user)
    return list(held.select_related("office__institution__jurisdiction", "office__role").order_by("office__title", "pk"))


def jurisdiction(slug: str) -> Jurisdiction | None:
    """Return the jurisdiction that lives at a path."""
    return Jurisdiction.objects.filter(slug=slug).first()
