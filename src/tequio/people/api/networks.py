"""Networks of agents of change and whom they approached, for programs: named only if they joined (R191)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.people.models import AgentNetwork, Approach
from tequio.people.queries import may_be_named, results_in
from tequio.people.vocab import OutreachResult
from tequio.record import queries as record
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Paging, Thing, named, narrowed, newest, paged

router = Router(tags=["people"])


class ResultOut(Schema):
    """How many organisations answered in one way."""

    result: OutreachResult = Field(description="What came of it")
    count: int = Field(description="Of how many organisations")


class NetworkOut(Thing):
    """A network through which more organisations are brought in."""

    jurisdiction: str = Field(description="Its place (urn)")
    name: str = Field(description="Its name")
    strategy: str = Field(description="Strategy to involve more organisations")
    results: list[ResultOut] = Field(description="What came of its approaches")


class ApproachOut(Thing):
    """One organisation that was approached."""

    network: str = Field(description="Through which network (urn)")
    role: str = Field(description="Role of whoever went")
    state: str = Field(description="State of the country")
    organisation: str = Field(description="Its name, only if it joined")
    happened_on: date | None = Field(description="When, if known")
    result: OutreachResult = Field(description="What came of it")


class Networks(Paging):
    """Which networks."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")


class Approaches(Paging):
    """Which approaches."""

    network: str = Field("", pattern=ONE_ID, description="Only through the network of this id")
    result: OutreachResult | None = Field(None, description="Only with this result")


@router.get("/networks", response={200: Listed[NetworkOut], **REFUSALS}, summary="Networks", url_name="networks")
def networks(request: HttpRequest, response: HttpResponse, asked: Query[Networks]) -> Any:
    """List the networks of agents of change with their strategies."""
    found = narrowed(_networks(), asked, jurisdiction="jurisdiction__public_id")
    return paged(request, response, found, asked, lambda rows: _told(request, rows))


@router.get("/networks/{id}", response={200: NetworkOut, **REFUSALS}, summary="One network", url_name="network")
def network(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one network."""
    return _told(request, [get_object_or_404(_networks(), public_id=id)])[0]


@router.get(
    "/approaches",
    response={200: Listed[ApproachOut], **REFUSALS},
    summary="Organisations approached",
    url_name="approaches",
)
def approaches(request: HttpRequest, response: HttpResponse, asked: Query[Approaches]) -> Any:
    """List whom the networks approached and what came of it; a name only of who joined."""
    found = narrowed(_approaches(), asked, network="network__public_id", result="result")
    return paged(request, response, found, asked, lambda rows: _approached(request, rows))


@router.get("/approaches/{id}", response={200: ApproachOut, **REFUSALS}, summary="One of them", url_name="approach")
def approach(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one approach."""
    return _approached(request, [get_object_or_404(_approaches(), public_id=id)])[0]


def _networks() -> QuerySet[AgentNetwork]:
    return AgentNetwork.objects.select_related("jurisdiction")


def _approaches() -> QuerySet[Approach]:
    return Approach.objects.select_related("network__jurisdiction")


def _told(request: HttpRequest, rows: Sequence[AgentNetwork]) -> list[NetworkOut]:
    told = newest(request, record.newest_of(one.jurisdiction.urn for one in rows))
    counted = results_in(rows)
    return [
        NetworkOut(
            **named(request, one, told, chain=one.jurisdiction.urn),
            jurisdiction=one.jurisdiction.urn,
            name=one.name,
            strategy=one.strategy,
            results=[
                ResultOut(result=code, count=counted[one.pk][code]) for code in OutreachResult if counted[one.pk][code]
            ],
        )
        for one in rows
    ]


def _approached(request: HttpRequest, rows: Sequence[Approach]) -> list[ApproachOut]:
    told = newest(request, record.newest_of(one.network.jurisdiction.urn for one in rows))
    return [
        ApproachOut(
            **named(request, one, told, chain=one.network.jurisdiction.urn, path=one.network.get_absolute_url()),
            network=one.network.urn,
            role=one.role,
            state=one.state,
            organisation=one.name if may_be_named(one) else "",
            happened_on=one.happened_on,
            result=OutreachResult(one.result),
        )
        for one in rows
    ]
