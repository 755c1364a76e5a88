"""The institutions and posts that a document names: found by any of their names, or added by who may."""

from __future__ import annotations

import re
from datetime import datetime

from tequio.kit.actor import Actor
from tequio.kit.text import fold, tidy
from tequio.people import actions as people
from tequio.people import policies as people_policies
from tequio.people import queries as people_queries
from tequio.people.models import Institution, Post
from tequio.people.vocab import Sector
from tequio.plans.imports import draft as said
from tequio.plans.models import ActionPlan
from tequio.plans.vocab import Section

# Words that tell the sector of an organisation that no directory knows yet; coordination can correct it.
_SECTORS = (
    (Sector.OVERSIGHT, r"transparencia, acceso|organismo garante|\binai\b|\binfo ?nl\b"),
    (
        Sector.GOVERNMENT,
        r"^(?:secretaria|direccion|subsecretaria|municipio|gobierno|ayuntamiento|contraloria|congreso)",
    ),
    (Sector.ACADEMIA, r"universidad|colegio|academia|\bcide\b|escuela|facultad"),
    (Sector.CITIZENS, r"ciudadan"),
    (Sector.CIVIL_SOCIETY, r"sociedad civil|asociacion|\ba\.? ?c\.?$|organizacion|red de|vecin"),
    (Sector.INTERNATIONAL, r"alianza para el gobierno abierto|unidad de apoyo|naciones unidas"),
)


class Directory:
    """Institutions and posts that the document names: found by any of their names, or added by who may."""

    def __init__(self, plan: ActionPlan, actor: Actor, at: datetime) -> None:
        self.jurisdiction = plan.jurisdiction
        self.actor, self.at = actor, at
        self.may_add = bool(people_policies.can_manage_institutions(actor, plan.jurisdiction))
        self._known: dict[str, Institution | None] = {}

    def institution(self, name: str, section: str, acronym: str = "") -> Institution | None:
        """Return the institution meant by a name; None where it is unknown and may not be added."""
        key = fold(name)
        if key not in self._known:
            found = people_queries.institution_called(self.jurisdiction, name)
            if found is None and acronym:
                found = people_queries.institution_called(self.jurisdiction, acronym)
            if found is None and self.may_add and key:
                found = people.add_institution(
                    jurisdiction=self.jurisdiction,
                    name=tidy(name)[:200],
                    short_name=acronym[:60],
                    sector=_sector(name, section),
                    actor=self.actor,
                    at=self.at,
                )
            self._known[key] = found
        return self._known[key]

    def post(self, institution: Institution | None, unit: str, person: said.DraftPerson) -> Post | None:
        """Return the post of a person, and keep her contacts there: private, and never twice."""
        post = self.post_titled(institution, unit, words_of(person.post))
        if post is None:
            return None
        contacts = [(c.kind, c.value) for c in person.contacts if not c.is_placeholder and c.value.strip()]
        if contacts and self.may_add:
            people.keep_contacts(post=post, contacts=contacts, actor=self.actor, at=self.at)
        return post

    def post_titled(self, institution: Institution | None, unit: str, title: str) -> Post | None:
        """Return a post by its title; None where it is unknown and may not be added."""
        if institution is None or not (title or unit):
            return None
        post = people_queries.post_called(institution, unit=unit, title=title)
        if post is None and self.may_add:
            post = people.add_post(institution=institution, unit=unit, title=title, actor=self.actor, at=self.at)
        return post


def _sector(name: str, section: str) -> str:
    for sector, words in _SECTORS:
        if re.search(words, fold(name)):
            return sector
    return Sector.GOVERNMENT if section in (Section.GOVERNMENT, Section.KEY_ACTION) else Sector.CIVIL_SOCIETY


def words_of(said_words: said.Said | None) -> str:
    """Return what the document says, tidy; nothing where it is silent."""
    return tidy(said_words.text) if said_words else ""
