"""Jurisdictions and the rules that each sets for itself."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.files import actions as files
from tequio.files.vocab import Licence
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.kit.urn import SITE
from tequio.people import policies, queries
from tequio.people.events import ImageChanged, JurisdictionChanged, JurisdictionFounded
from tequio.people.models import Jurisdiction
from tequio.people.vocab import MOST_HOLIDAYS, RESERVED_SLUGS, RETENTION_DAYS, REVIEWERS, Level
from tequio.record.actions import record


@transaction.atomic
def create_jurisdiction(
    *,
    name: str,
    slug: str,
    level: str,
    actor: Actor,
    at: datetime,
    parent: Jurisdiction | None = None,
    time_zone: str = "America/Mexico_City",
) -> Jurisdiction:
    """Found a country, state or municipality, with the usual rules.

    Raises Denied for whoever may not, and Refused if the name, address, level or time zone cannot be taken.
    """
    require(policies.can_found_jurisdiction(actor, parent))
    _check_address(slug)
    if level not in Level.values:
        raise Refused("level", _("Choose a level from the list."))
    founded = Jurisdiction.objects.create(
        name=_checked_name(name),
        slug=slug,
        level=level,
        parent=parent,
        time_zone=_checked_zone(time_zone),
        working_days=queries.DEFAULT_WORKING_DAYS,
        reviewers=queries.DEFAULT_REVIEWERS,
        reviewers_of_coordination=queries.DEFAULT_REVIEWERS_OF_COORDINATION,
    )
    fact = JurisdictionFounded(
        tenant=founded.urn,
        subject=founded.urn,
        title=founded.name,
        slug=slug,
        level=level,
        parent=parent.urn if parent else None,
    )
    record(fact, actor=actor, at=at)
    return founded


@transaction.atomic
def change_jurisdiction(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    time_zone: str,
    working_days: Iterable[int],
    holidays: Iterable[date],
    reviewers: Iterable[str],
    reviewers_of_coordination: Iterable[str],
    retention_days: int,
    actor: Actor,
    at: datetime,
) -> Jurisdiction:
    """Set the rules of a place. They are public, and so is their change.

    Raises Denied for whoever is not its coordination, and Refused for a rule that cannot be kept.
    """
    changed = Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    require(policies.can_change_jurisdiction(actor, changed))
    changed.name = _checked_name(name)
    changed.time_zone = _checked_zone(time_zone)
    changed.working_days = _checked_week(working_days)
    changed.holidays = _checked_holidays(holidays)
    changed.reviewers = _checked_reviewers("reviewers", reviewers, REVIEWERS)
    changed.reviewers_of_coordination = _checked_reviewers(
        "reviewers_of_coordination", reviewers_of_coordination, REVIEWERS[1:]
    )
    changed.retention_days = _checked_retention(retention_days)
    changed.save()
    fact = JurisdictionChanged(
        tenant=changed.urn,
        subject=changed.urn,
        title=changed.name,
        time_zone=changed.time_zone,
        working_days=tuple(changed.working_days),
        holidays=tuple(changed.holidays),
        reviewers=tuple(changed.reviewers),
        reviewers_of_coordination=tuple(changed.reviewers_of_coordination),
        retention_days=changed.retention_days,
    )
    record(fact, actor=actor, at=at)
    return changed


@transaction.atomic
def change_image(
    *,
    jurisdiction: Jurisdiction,
    motto: str,
    official_url: str,
    upload: UploadedFile[bytes] | None,
    logo_alt: str,
    forget_logo: bool,
    actor: Actor,
    at: datetime,
) -> Jurisdiction:
    """Set what the pages of a place carry at their head: a logo, a motto and the link to its official site.

    Raises Denied for whoever is not its coordination, and Refused for a file that is no picture or says nothing to
    whoever cannot see it. There are no colours to choose: contrast is the platform's.
    """
    changed = Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    require(policies.can_change_jurisdiction(actor, changed))
    changed.motto, changed.official_url = tidy(motto), official_url.strip()
    if forget_logo:
        changed.logo, changed.logo_alt = None, ""
    if upload is not None and not tidy(logo_alt):
        raise Refused("logo_alt", _("Say what the logo shows, for people who cannot see it."))
    if upload is not None:
        changed.logo = files.keep(
            upload=upload,
            title=tidy(logo_alt),
            credit=changed.name,
            licence=Licence.RESERVED,
            dated_on=None,
            actor=actor,
            at=at,
            tenant=changed.urn,
        )
        if not changed.logo.public_copy.media_type.startswith("image/"):
            raise Refused("upload", _("Choose a picture: PNG or JPEG."))
    if changed.logo is not None:
        if not tidy(logo_alt):
            raise Refused("logo_alt", _("Say what the logo shows, for people who cannot see it."))
        changed.logo_alt = tidy(logo_alt)
    changed.save()
    fact = ImageChanged(
        tenant=changed.urn,
        subject=changed.urn,
        has_logo=changed.logo is not None,
        has_motto=bool(changed.motto),
        official_url=changed.official_url,
    )
    record(fact, actor=actor, at=at)
    return changed


def _check_address(slug: str) -> None:
    if not SITE.fullmatch(slug) or len(slug) > 40:
        raise Refused("slug", _("Use only small letters without accents, digits and hyphens; for example: nuevo-leon."))
    if slug in RESERVED_SLUGS:
        raise Refused("slug", _("This address is taken by a page of the platform."))
    if Jurisdiction.objects.filter(slug=slug).exists():
        raise Refused("slug", _("Another jurisdiction already lives at this address."))


def _checked_name(name: str) -> str:
    written = tidy(name)
    if not written:
        raise Refused("name", _("Write the name."))
    return written


def _checked_zone(zone: str) -> str:
    if zone not in zoneinfo.available_timezones():
        raise Refused("time_zone", _("This time zone does not exist; write it like America/Monterrey."))
    return zone


def _checked_week(days: Iterable[int]) -> list[int]:
    week = sorted(set(days))
    if not week or not set(week) <= set(range(1, 8)):
        raise Refused("working_days", _("Choose at least one day of the week."))
    return week


def _checked_holidays(days: Iterable[date]) -> list[str]:
    holidays = sorted({day.isoformat() for day in days})
    if len(holidays) > MOST_HOLIDAYS:
        raise Refused("holidays", _("At most %(most)s days off: remove those of past years.") % {"most": MOST_HOLIDAYS})
    return holidays


def _checked_reviewers(field: str, codes: Iterable[str], allowed: tuple[str, ...]) -> list[str]:
    chosen = set(codes)
    if not chosen or not chosen <= set(allowed):
        raise Refused(field, _("Choose at least one role from the list."))
    return [code for code in allowed if code in chosen]


def _checked_retention(days: int) -> int:
    least, most = RETENTION_DAYS
    if not least <= days <= most:
        raise Refused("retention_days", _("Between %(least)s and %(most)s days.") % {"least": least, "most": most})
    return days
