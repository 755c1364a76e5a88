"""The first thing that happens on a site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people import policies, queries
from tequio.people.actions.accounts import open_account
from tequio.people.actions.institutions import add_institution
from tequio.people.actions.offices import grant_office
from tequio.people.actions.places import create_jurisdiction
from tequio.people.events import SiteInstalled
from tequio.people.models import Institution, Jurisdiction, Role
from tequio.people.queries import Officer
from tequio.people.vocab import COORDINATION, DEFAULT_ROLES, Sector
from tequio.record import queries as record
from tequio.record.actions import audit, found_installation


@transaction.atomic
def install(
    *,
    site: str,
    name: str,
    slug: str,
    level: str,
    institution: str,
    email: str,
    password: str | None,
    actor: Actor,
    at: datetime,
    time_zone: str = "America/Mexico_City",
) -> Officer:
    """Found this site, with its first jurisdiction and its first coordination.

    `name`, `slug`, `level` and `time_zone` are the jurisdiction's; `institution` coordinates it; `email` and `password`
    open the account that holds that office (without a password it enters by resetting it).
    Raises Denied if the site exists, and Refused beside the field that cannot be taken; then nothing is left.
    """
    require(policies.can_install(actor))
    try:
        found_installation(site=site, at=at)
        _keep_roles()
        jurisdiction = create_jurisdiction(name=name, slug=slug, level=level, time_zone=time_zone, actor=actor, at=at)
        body = _coordinating(jurisdiction, institution, actor, at)
        account = open_account(email=email, password=password, actor=actor, at=at)
        tenure = grant_office(user=account, institution=body, role=COORDINATION, actor=actor, at=at)
        queries.furnishings.ask(at)
        audit(SiteInstalled(tenant=jurisdiction.urn, subject=jurisdiction.urn), actor=actor, at=at)
    except Exception:
        # The transaction takes the name back; this process must not go on remembering it.
        record.forget_site()
        raise
    transaction.on_commit(queries.forget_setup_code)
    return Officer(account, tenure.office)


def _keep_roles() -> None:
    # The migration wrote them already; a database emptied since has none.
    Role.objects.bulk_create(
        [
            Role(code=code, name_es=es, name_en=en, is_official=is_official, order=order)
            for order, (code, es, en, is_official) in enumerate(DEFAULT_ROLES)
        ],
        ignore_conflicts=True,
    )


def _coordinating(jurisdiction: Jurisdiction, name: str, actor: Actor, at: datetime) -> Institution:
    try:
        return add_institution(jurisdiction=jurisdiction, name=name, sector=Sector.GOVERNMENT, actor=actor, at=at)
    except Refused as wrong:
        raise Refused("institution", wrong.reason) from wrong
