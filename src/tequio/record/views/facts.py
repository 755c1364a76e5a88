"""The public record, for people: the feed, one entry, the history of one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tequio.kit.event import BY_NAME, Fact
from tequio.kit.text import fold, visible
from tequio.kit.urn import parse
from tequio.record import exports, queries
from tequio.record.forms import FeedForm
from tequio.record.models import Entry
from tequio.record.queries import beside
from tequio.web.page import page

PAGE = 50
FEED = 30
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Show what happened everywhere, newest first."""
    form = _form(request)
    lines, older = _page_of(_narrowed(form), request)
    return page(request, "record/feed.html", form=form, lines=lines, older=older, query=_query(form))


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Serve the newest facts for feed readers."""
    entries = _narrowed(_form(request))
    return _atom(request, _("Public record"), reverse("record:feed"), entries)


@require_safe
def ndjson(request: HttpRequest) -> HttpResponseBase:
    """Serve the entries, one on each line, byte by byte."""
    return _lines(exports.ndjson(_narrowed(_form(request))), "application/x-ndjson", "registro.ndjson")


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """Serve the entries as a table."""
    return _lines(exports.table(_narrowed(_form(request))), "text/csv; charset=utf-8", "registro.csv")


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """Explain every field of an entry, and how anybody checks one."""
    return page(request, "record/fields.html", fields=exports.FIELDS, columns=exports.COLUMNS)


@require_safe
def entry(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Show one entry: the sentence, its exact bytes, and what can be checked about it."""
    row = entry_or_404(event_id)
    (line,) = queries.lines([row])
    body = bytes(row.entry)
    standing = queries.standing_of(row.pk)
    has_withheld = b'"_sd"' in body
    return page(
        request,
        "record/entry.html",
        line=line,
        link=queries.link(row),
        standing=standing,
        logged_late=queries.logged_late(row, standing),
        pretty=exports.pretty(body),
        size=len(body),
        has_withheld=has_withheld,
        withheld=queries.withheld_in(row) if has_withheld else 0,
        erasures=beside.erasures_of(row) if has_withheld else [],
        offers=_offers(request, row) if has_withheld else [],
        history=queries.history_url(row.subject) if line.subject else "",
        leaf_url=request.build_absolute_uri(reverse("record:leaf", args=[row.event_id])),
    )


@require_safe
def leaf(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Serve the exact bytes of an entry."""
    row = entry_or_404(event_id)
    response = HttpResponse(bytes(row.entry), content_type="application/json")
    response["Cache-Control"] = FOREVER
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Send whoever holds a urn to its history."""
    try:
        return redirect(queries.history_url(request.GET.get("de", "")))
    except ValueError as error:
        raise Http404 from error


@require_safe
def history(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Show everything that the record says of one public thing."""
    subject, urn = subject_or_404(kind, id)
    lines, older = _page_of(queries.entries_of(urn), request)
    return page(request, "record/history.html", subject=subject, urn=urn, lines=lines, older=older, kind=kind, id=id)


@require_safe
def history_atom(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Serve what happens to one thing, for feed readers."""
    subject, urn = subject_or_404(kind, id)
    return _atom(request, subject.title, queries.history_url(urn), queries.entries_of(urn))


@require_safe
def history_ndjson(request: HttpRequest, kind: str, id: str) -> HttpResponseBase:
    """Serve the whole chain of one thing, byte by byte."""
    _subject, urn = subject_or_404(kind, id)
    return _lines(exports.ndjson(queries.entries_of(urn)), "application/x-ndjson", f"{kind}-{id}.ndjson")


def _offers(request: HttpRequest, row: Entry) -> list[tuple[str, str]]:
    """Return what whoever asks may do with the personal values of an entry."""
    actor = getattr(request, "actor", None)
    return [one for answer in beside.offered.ask(actor, row) for one in answer] if actor else []


def _form(request: HttpRequest) -> FeedForm:
    tenants = queries.tenants()
    known = queries.resolve(tenants)
    places = [(named.id, known[str(named)].title) for named in map(parse, tenants) if str(named) in known]
    return FeedForm(request.GET, places=sorted(places, key=lambda place: fold(place[1])), kinds=_kinds())


def _kinds() -> list[tuple[str, str]]:
    """Name each kind of fact by its own sentence, with its particulars left out."""
    facts = [event for event in BY_NAME.values() if issubclass(event, Fact)]
    said = [(event.name, re.sub(r"[“«\"]?%\(\w+\)[sd][”»\"]?", "…", str(event.sentence))) for event in facts]
    return sorted(said, key=lambda kind: kind[1].lstrip("… ").lower())


def _narrowed(form: FeedForm) -> QuerySet[Entry]:
    """Return the entries that the form asks for; what it cannot read narrows nothing."""
    form.is_valid()
    place = form.cleaned_data.get("lugar", "")
    tenant = queries.urn("jurisdiction", place) if place else ""
    return queries.feed(tenant=tenant, type=form.cleaned_data.get("tipo", ""))


def _query(form: FeedForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if value}


def _page_of(entries: QuerySet[Entry], request: HttpRequest) -> tuple[list[queries.Line], int | None]:
    """Return one page of entries, older than `antes` if asked, and where the next one starts."""
    before = request.GET.get("antes", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    rows = list(entries[: PAGE + 1])
    return queries.lines(rows[:PAGE]), rows[PAGE - 1].pk if len(rows) > PAGE else None


def entry_or_404(event_id: UUID) -> Entry:
    """Return an entry."""
    row = queries.entry(str(event_id))
    if row is None:
        raise Http404
    return row


def subject_or_404(kind: str, id: str) -> tuple[queries.Resolved, str]:
    """Return a public thing and its urn: the history of what is not public, or no longer, is not shown as such."""
    urn = queries.urn(kind, id)
    subject = queries.resolve([urn]).get(urn)
    if subject is None:
        raise Http404
    return subject, urn


def _lines(lines: Iterable[Any], content_type: str, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _atom(request: HttpRequest, title: str, url: str, entries: QuerySet[Entry]) -> HttpResponse:
    # One control character in one title would cost everybody the whole feed: XML has no way to write it.
    feed = Atom1Feed(
        title=visible(title),
        link=request.build_absolute_uri(url),
        description=None,
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for line in queries.lines(entries[:FEED]):
        feed.add_item(
            title=visible(line.sentence),
            link=request.build_absolute_uri(line.url),
            description=escape(visible(line.subject.title)) if line.subject else "",
            author_name=visible(line.actor),
            unique_id=f"urn:uuid:{line.event_id}",
            pubdate=line.at,
            updateddate=line.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
