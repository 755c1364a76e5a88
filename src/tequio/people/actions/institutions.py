"""The directory of public bodies, organisations and groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import fold, tidy
from tequio.people import policies, queries
from tequio.people.events import AliasKept, InstitutionAdded, InstitutionChanged
from tequio.people.models import Institution, Jurisdiction
from tequio.people.vocab import Branch, Sector
from tequio.record.actions import audit, record


@transaction.atomic
def add_institution(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    sector: str,
    actor: Actor,
    at: datetime,
    short_name: str = "",
    branch: str = "",
    is_obliged: bool = False,
    aliases: Iterable[str] = (),
) -> Institution:
    """Add an institution to the directory of a place.

    Raises Denied for whoever is not coordination, and Refused if another already has one of its names.
    """
    require(policies.can_manage_institutions(actor, jurisdiction))
    institution = Institution(jurisdiction=jurisdiction, is_obliged=is_obliged)
    _describe(institution, name=name, short_name=short_name, sector=sector, branch=branch, aliases=aliases)
    institution.save()
    fact = InstitutionAdded(
        tenant=jurisdiction.urn,
        subject=jurisdiction.urn,
        institution=institution.urn,
        title=institution.name,
        sector=institution.sector,
    )
    record(fact, actor=actor, at=at)
    return institution


@transaction.atomic
def change_institution(
    *,
    institution: Institution,
    name: str,
    short_name: str,
    sector: str,
    branch: str,
    is_obliged: bool,
    aliases: Iterable[str],
    actor: Actor,
    at: datetime,
) -> Institution:
    """Correct the data of an institution; a name that it loses stays among its aliases."""
    changed = Institution.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=institution.pk)
    require(policies.can_manage_institutions(actor, changed.jurisdiction))
    before = changed.name
    kept = [*aliases, before] if fold(before) != fold(name) else aliases
    changed.is_obliged = is_obliged
    _describe(changed, name=name, short_name=short_name, sector=sector, branch=branch, aliases=kept)
    changed.save()
    fact = InstitutionChanged(
        tenant=changed.jurisdiction.urn,
        subject=changed.jurisdiction.urn,
        institution=changed.urn,
        title=changed.name,
        title_before=before,
        sector=changed.sector,
    )
    record(fact, actor=actor, at=at)
    return changed


@transaction.atomic
def keep_alias(*, institution: Institution, alias: str, actor: Actor, at: datetime) -> Institution:
    """Note another way in which documents write an institution."""
    named = Institution.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=institution.pk)
    require(policies.can_manage_institutions(actor, named.jurisdiction))
    named.aliases = _checked_aliases(named, [*named.aliases, alias])
    named.save()
    trace = AliasKept(tenant=named.jurisdiction.urn, subject=named.urn, institution=named.urn)
    audit(trace, actor=actor, at=at)
    return named


def _describe(
    institution: Institution, *, name: str, short_name: str, sector: str, branch: str, aliases: Iterable[str]
) -> None:
    institution.name, institution.short_name = tidy(name), tidy(short_name)
    if not institution.name:
        raise Refused("name", _("Write the name."))
    if sector not in Sector.values:
        raise Refused("sector", _("Choose a sector from the list."))
    if branch and branch not in Branch.values:
        raise Refused("branch", _("Choose a branch from the list."))
    institution.sector, institution.branch = sector, branch
    _check_free(institution, "name", institution.name)
    _check_free(institution, "short_name", institution.short_name)
    institution.aliases = _checked_aliases(institution, aliases)


def _checked_aliases(institution: Institution, aliases: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for alias in map(tidy, aliases):
        if alias and fold(alias) not in (fold(institution.name), fold(institution.short_name)):
            _check_free(institution, "aliases", alias)
            kept.setdefault(fold(alias), alias)
    return list(kept.values())


def _check_free(institution: Institution, field: str, name: str) -> None:
    owner = queries.institution_called(institution.jurisdiction, name) if name else None
    if owner is not None and owner.pk != institution.pk:
        raise Refused(field, _("“%(name)s” already means %(owner)s.") % {"name": name, "owner": owner.name})
