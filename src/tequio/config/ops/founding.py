"""Founding a site from the command line."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.people import actions as people
from tequio.plans import actions as plans


@dataclass(frozen=True)
class Founded:
    """What whoever founds a site must write down."""

    site: str
    jurisdiction: str
    email: str
    password: str


def found(
    *, site: str, name: str, slug: str, level: str, time_zone: str, institution: str, email: str, password: str | None
) -> Founded:
    """Found the site, its first jurisdiction and its coordination; make a password if none is given."""
    password = password or secrets.token_urlsafe(12)
    people.install(
        site=site,
        name=name,
        slug=slug,
        level=level,
        time_zone=time_zone,
        institution=institution,
        email=email,
        password=password,
        actor=SYSTEM,
        at=now(),
    )
    plans.load_reference(actor=SYSTEM, at=now())
    return Founded(site=site, jurisdiction=slug, email=email, password=password)
