"""Places and institutions for programs: the public part only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, P, PathEx, Query, Router

from tequio.people.models import Institution, Jurisdiction
from tequio.people.vocab import Branch, Level, Sector
from tequio.record import queries as record
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Paging, Thing, named, narrowed, newest, paged

router = Router(tags=["people"])


class JurisdictionOut(Thing):
    """A country, state or municipality that runs plans here."""

    name: str = Field(description="Its name")
    slug: str = Field(description="First part of its addresses")
    level: Level = Field(description="Country, state or municipality")
    parent: str | None = Field(description="The place that it is in (urn)")
    time_zone: str = Field(description="IANA time zone in which its days are judged")
    working_days: list[int] = Field(description="ISO weekdays on which deadlines in working days advance")
    holidays: list[str] = Field(description="Days on which they do not")


class InstitutionOut(Thing):
    """A public body, organisation or group."""

    name: str = Field(description="Official name")
    short_name: str = Field(description="Short name or acronym")
    jurisdiction: str = Field(description="Its place (urn)")
    sector: Sector = Field(description="Sector")
    branch: Branch | str = Field(description="Branch of government; empty if it is no public body")
    is_obliged: bool = Field(description="Whether the transparency law obliges it to answer")
    aliases: list[str] = Field(description="Other names in documents")


class Institutions(Paging):
    """Which institutions."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")
    sector: Sector | None = Field(None, description="Only of this sector")


@router.get(
    "/jurisdictions", response={200: Listed[JurisdictionOut], **REFUSALS}, summary="Places", url_name="jurisdictions"
)
def jurisdictions(request: HttpRequest, response: HttpResponse, asked: Query[Paging]) -> Any:
    """List the countries, states and municipalities that run plans here."""
    found = Jurisdiction.objects.select_related("parent")
    return paged(request, response, found, asked, lambda rows: _places(request, rows))


@router.get(
    "/jurisdictions/{id}", response={200: JurisdictionOut, **REFUSALS}, summary="One place", url_name="jurisdiction"
)
def jurisdiction(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one place."""
    found = get_object_or_404(Jurisdiction.objects.select_related("parent"), public_id=id)
    return _places(request, [found])[0]


@router.get(
    "/institutions", response={200: Listed[InstitutionOut], **REFUSALS}, summary="Institutions", url_name="institutions"
)
def institutions(request: HttpRequest, response: HttpResponse, asked: Query[Institutions]) -> Any:
    """List the institutions of the directory, without persons or contacts."""
    found = Institution.objects.filter(merged_into__isnull=True).select_related("jurisdiction")
    found = narrowed(found, asked, jurisdiction="jurisdiction__public_id", sector="sector")
    return paged(request, response, found, asked, lambda rows: _bodies(request, rows))


@router.get(
    "/institutions/{id}", response={200: InstitutionOut, **REFUSALS}, summary="One institution", url_name="institution"
)
def institution(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one institution; one that was merged into another is given as that other."""
    rows = Institution.objects.select_related("jurisdiction", "merged_into__jurisdiction")
    return _bodies(request, [get_object_or_404(rows, public_id=id).current])[0]


def _places(request: HttpRequest, rows: Sequence[Jurisdiction]) -> list[JurisdictionOut]:
    told = newest(request, record.newest_of(one.urn for one in rows))
    return [
        JurisdictionOut(
            **named(request, one, told, path=f"/{one.slug}/"),
            name=one.name,
            slug=one.slug,
            level=Level(one.level),
            parent=one.parent.urn if one.parent else None,
            time_zone=one.time_zone,
            working_days=one.working_days,
            holidays=one.holidays,
        )
        for one in rows
    ]


def _bodies(request: HttpRequest, rows: Sequence[Institution]) -> list[InstitutionOut]:
    told = newest(request, record.newest_of(one.jurisdiction.urn for one in rows))
    return [
        InstitutionOut(
            **named(request, one, told, chain=one.jurisdiction.urn),
            name=one.name,
            short_name=one.short_name,
            jurisdiction=one.jurisdiction.urn,
            sector=Sector(one.sector),
            branch=one.branch,
            is_obliged=one.is_obliged,
            aliases=one.aliases,
        )
        for one in rows
    ]
