"""The published directories for programs: organisations, allies and posts; never a person or a contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, P, PathEx, Query, Router

from tequio.people.models import Ally, Organisation, Post
from tequio.people.queries import published_organisations
from tequio.people.vocab import Scope
from tequio.record import queries as record
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Newest, Paging, Thing, named, narrowed, newest, paged

router = Router(tags=["people"])
_WITHIN = {"jurisdiction": "institution__jurisdiction__public_id", "institution": "institution__public_id"}


class OrganisationOut(Thing):
    """An organisation of the published mapping, in its own words. Write to it through its page."""

    jurisdiction: str = Field(description="In the mapping of which place (urn)")
    name: str = Field(description="Its name")
    scope: Scope = Field(description="How far it works")
    about: str = Field(description="What it does")
    topics: list[str] = Field(description="Its topics")
    groups: list[str] = Field(description="Priority groups: a code, or the organisation's own words")
    has_gender_focus: bool = Field(description="Whether it works with a gender perspective")
    is_interested: bool = Field(description="Whether it is interested in open government")
    framework: str = Field(description="How it would like to collaborate")
    website: str = Field(description="Its web page")


class AllyOut(Thing):
    """A unit of the administration that could share data, once the coordination published it."""

    jurisdiction: str = Field(description="Its place (urn)")
    institution: str = Field(description="Its institution (urn)")
    unit: str = Field(description="Unit")
    shares: str = Field(description="Data that it could share")


class PostOut(Thing):
    """A post of the directory, without whoever holds it."""

    jurisdiction: str = Field(description="Its place (urn)")
    institution: str = Field(description="Its institution (urn)")
    unit: str = Field(description="Unit")
    title: str = Field(description="Post")
    level: str = Field(description="Level")
    starts_on: date | None = Field(description="Since when the post exists, if known")
    ends_on: date | None = Field(description="Until when, if it does no longer")


class Organisations(Paging):
    """Which organisations."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")
    scope: Scope | None = Field(None, description="Only of this scope")
    has_gender_focus: bool | None = Field(None, description="Only those with a gender perspective, or without")
    is_interested: bool | None = Field(None, description="Only those interested in open government, or not")


class OfInstitutions(Paging):
    """Of which institutions."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")
    institution: str = Field("", pattern=ONE_ID, description="Only of the institution of this id")


@router.get(
    "/organisations",
    response={200: Listed[OrganisationOut], **REFUSALS},
    summary="Mapping of organisations",
    url_name="organisations",
)
def organisations(request: HttpRequest, response: HttpResponse, asked: Query[Organisations]) -> Any:
    """List the organisations of civil society in the published mapping."""
    own = {word: word for word in ("scope", "has_gender_focus", "is_interested")}
    found = narrowed(published_organisations(), asked, jurisdiction="jurisdiction__public_id", **own)
    return paged(request, response, found, asked, lambda rows: _organisations(request, rows))


@router.get(
    "/organisations/{id}",
    response={200: OrganisationOut, **REFUSALS},
    summary="One organisation",
    url_name="organisation",
)
def organisation(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one organisation of the mapping."""
    return _organisations(request, [get_object_or_404(published_organisations(), public_id=id)])[0]


@router.get("/allies", response={200: Listed[AllyOut], **REFUSALS}, summary="Allies", url_name="allies")
def allies(request: HttpRequest, response: HttpResponse, asked: Query[OfInstitutions]) -> Any:
    """List the published allies inside the administration."""
    return paged(request, response, narrowed(_allies(), asked, **_WITHIN), asked, lambda rows: _shared(request, rows))


@router.get("/allies/{id}", response={200: AllyOut, **REFUSALS}, summary="One ally", url_name="ally")
def ally(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one published ally."""
    return _shared(request, [get_object_or_404(_allies(), public_id=id)])[0]


@router.get("/posts", response={200: Listed[PostOut], **REFUSALS}, summary="Posts", url_name="posts")
def posts(request: HttpRequest, response: HttpResponse, asked: Query[OfInstitutions]) -> Any:
    """List the posts of the directory, those that ended too; never who holds them."""
    found = narrowed(_posts().filter(merged_into=None), asked, **_WITHIN)
    return paged(request, response, found, asked, lambda rows: _held(request, rows))


@router.get("/posts/{id}", response={200: PostOut, **REFUSALS}, summary="One post", url_name="post")
def post(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one post; one that was merged into another is given as that other."""
    return _held(request, [get_object_or_404(_posts(), public_id=id).current])[0]


def _allies() -> QuerySet[Ally]:
    return Ally.objects.filter(is_public=True).select_related("institution__jurisdiction")


def _posts() -> QuerySet[Post]:
    related = ("institution__jurisdiction", "merged_into__institution__jurisdiction")
    return Post.objects.filter(institution__merged_into=None).select_related(*related)


def _organisations(request: HttpRequest, rows: Sequence[Organisation]) -> list[OrganisationOut]:
    told = newest(request, record.newest_of(one.jurisdiction.urn for one in rows))
    said = ("name", "about", "topics", "groups", "has_gender_focus", "is_interested", "framework", "website")
    return [
        OrganisationOut(
            **named(request, one, told, chain=one.jurisdiction.urn),
            jurisdiction=one.jurisdiction.urn,
            scope=Scope(one.scope),
            **{name: getattr(one, name) for name in said},
        )
        for one in rows
    ]


def _shared(request: HttpRequest, rows: Sequence[Ally]) -> list[AllyOut]:
    told = newest(request, record.newest_of(one.institution.jurisdiction.urn for one in rows))
    return [
        AllyOut(
            **_within(request, one, told, reverse("people:allies", args=[one.institution.jurisdiction.slug])),
            unit=one.unit,
            shares=one.shares,
        )
        for one in rows
    ]


def _held(request: HttpRequest, rows: Sequence[Post]) -> list[PostOut]:
    told = newest(request, record.newest_of(one.institution.jurisdiction.urn for one in rows))
    said = ("unit", "title", "level", "starts_on", "ends_on")
    return [
        PostOut(
            **_within(request, one, told, one.institution.get_absolute_url()),
            **{name: getattr(one, name) for name in said},
        )
        for one in rows
    ]


def _within(request: HttpRequest, one: Ally | Post, told: Mapping[str, Newest], path: str) -> dict[str, Any]:
    """Name a part of an institution; its place's entries tell of it."""
    place = one.institution.jurisdiction.urn
    return named(request, one, told, chain=place, path=path) | {
        "jurisdiction": place,
        "institution": one.institution.urn,
    }
