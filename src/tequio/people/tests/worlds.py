"""Worlds for tests, built by calling actions.

    world = worlds.nuevo_leon(at)         # in the jurisdiction "nl" (America/Monterrey), all at that instant
    world.jurisdiction                    # Jurisdiction
    world.coordination                    # Officer: role coordination (its account has a second factor)
    world.liaison, world.other_liaison    # Officers: role liaison, of two different institutions
    world.civil_society, world.monitoring # Officers: roles civil-society and monitoring-body
    world.citizen                         # Visitor with an account;  worlds.STRANGER is a Visitor without one
    world.institutions                    # .coordination .culture .participation .civil_society .monitoring
    world.post                            # a Post of .culture, with a private name, e-mail and telephone

    other = worlds.mexico(at)             # the same people in another jurisdiction, "mexico"
    client.force_login(world.liaison.user)   # pages as somebody; the office is the only one they hold

Works with or without the `site` fixture, and on a database that was emptied. Every institution is invented.
`worlds.account(email, at)` opens one more account; `worlds.officer(...)` gives it an office.
"""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

from allauth.mfa.totp.internal.auth import TOTP

from tequio.kit.actor import SYSTEM, Actor
from tequio.people import actions
from tequio.people.models import Institution, Jurisdiction, Role, User
from tequio.people.queries import Officer, Visitor
from tequio.people.tests.kept import kept
from tequio.people.vocab import DEFAULT_ROLES, Level, Sector
from tequio.record import actions as record
from tequio.record import queries

STRANGER = Visitor()
SECRET = "JBSWY3DPEHPK3PXP"  # of the coordination's second factor


@kept
def nuevo_leon(at: datetime) -> SimpleNamespace:
    """A state with its coordination, two liaisons, an organisation and a monitoring body."""
    return place(at, slug="nl", name="Nuevo León", level=Level.STATE, time_zone="America/Monterrey")


@kept
def mexico(at: datetime) -> SimpleNamespace:
    """A country with the same kinds of people, strangers to those of Nuevo León."""
    return place(at, slug="mexico", name="México", level=Level.COUNTRY, time_zone="America/Mexico_City")


def place(
    at: datetime, *, slug: str, name: str, level: str, time_zone: str, parent: Jurisdiction | None = None
) -> SimpleNamespace:
    """Found a jurisdiction and fill its offices."""
    found(at)
    jurisdiction = actions.create_jurisdiction(
        name=name, slug=slug, level=level, time_zone=time_zone, parent=parent, actor=SYSTEM, at=at
    )
    bodies = SimpleNamespace(
        coordination=_institution(jurisdiction, "Secretaría de Gobierno Abierto", Sector.GOVERNMENT, at),
        culture=_institution(jurisdiction, "Secretaría de Cultura", Sector.GOVERNMENT, at),
        participation=_institution(jurisdiction, "Secretaría de Participación", Sector.GOVERNMENT, at),
        civil_society=_institution(jurisdiction, "Vecinas por los Datos", Sector.CIVIL_SOCIETY, at),
        monitoring=_institution(jurisdiction, "Observatorio del Plan", Sector.ACADEMIA, at),
    )
    coordination = officer(bodies.coordination, "coordination", f"coordinacion@{slug}.example", at)
    TOTP.activate(coordination.user, SECRET)
    post = actions.add_post(
        institution=bodies.culture, unit="Unidad de Datos", title="Dirección", actor=coordination, at=at
    )
    contacts = [("name", "Persona de Prueba"), ("email", f"datos@{slug}.example"), ("phone", "81 0000 0000")]
    actions.keep_contacts(post=post, contacts=contacts, actor=coordination, at=at)
    return SimpleNamespace(
        jurisdiction=jurisdiction,
        institutions=bodies,
        post=post,
        coordination=coordination,
        liaison=officer(bodies.culture, "liaison", f"enlace@{slug}.example", at, coordination),
        other_liaison=officer(bodies.participation, "liaison", f"otro.enlace@{slug}.example", at, coordination),
        civil_society=officer(bodies.civil_society, "civil-society", f"osc@{slug}.example", at, coordination),
        monitoring=officer(bodies.monitoring, "monitoring-body", f"monitoreo@{slug}.example", at, coordination),
        citizen=Visitor(account(f"ciudadania@{slug}.example", at)),
    )


def found(at: datetime) -> None:
    """Give the installation its name and its roles, unless it has them."""
    if not queries.is_installed():
        record.found_installation(site="nl", at=at)
    Role.objects.bulk_create(
        [
            Role(code=code, name_es=es, name_en=en, is_official=is_official, order=order)
            for order, (code, es, en, is_official) in enumerate(DEFAULT_ROLES)
        ],
        ignore_conflicts=True,
    )


def account(email: str, at: datetime, password: str | None = None) -> User:
    """Open an account with a proven address; without a password it enters by force_login only, which is quick."""
    return actions.open_account(email=email, password=password, actor=SYSTEM, at=at)


def officer(
    institution: Institution,
    role: str,
    email: str,
    at: datetime,
    by: Actor = SYSTEM,
    *,
    user: User | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Officer:
    """Give an office to a new account, or to one more of an account."""
    tenure = actions.grant_office(
        user=user or account(email, at),
        institution=institution,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        actor=by,
        at=at,
    )
    return Officer(tenure.user, tenure.office)


def _institution(jurisdiction: Jurisdiction, name: str, sector: str, at: datetime) -> Institution:
    return actions.add_institution(jurisdiction=jurisdiction, name=name, sector=sector, actor=SYSTEM, at=at)
