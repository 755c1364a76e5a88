"""One shape for every directory: search, filters, order, pages, open data, print, and what an empty list says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from tequio.people.exports import Table
from tequio.people.queries import Request
from tequio.web.page import page

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A row of a list: what it is, where it is told, and its other cells."""

    title: Any
    url: str
    cells: tuple[Any, ...]

    def labelled(self, columns: Sequence[Any]) -> LabelledLine:
        """Give each cell the words of its column; a list becomes lines."""
        said = ["\n".join(map(str, cell)) if isinstance(cell, list) else str(cell) for cell in self.cells]
        return LabelledLine(self.title, self.url, list(zip(columns[1:], said, strict=True)))


@dataclass(frozen=True)
class LabelledLine:
    """A row as the template prints it."""

    title: Any
    url: str
    labelled: list[tuple[Any, str]]


@dataclass(frozen=True)
class Listing:
    """What a directory says around its rows."""

    title: Any
    lede: Any
    columns: Sequence[Any]
    empty: Any
    buttons: Sequence[tuple[Any, str]] = ()
    downloads: Sequence[tuple[str, str]] = ()
    export: str = ""


def narrowed(search: forms.Form) -> dict[str, Any]:
    """Return what a search asks for; a wrong value asks for nothing."""
    return search.cleaned_data if search.is_valid() else {}


def listed(
    request: HttpRequest, listing: Listing, search: forms.Form, rows: Sequence[Any], line: Callable[[Any], Line]
) -> HttpResponse:
    """Show a page of a directory."""
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    return page(
        request,
        "people/listing.html",
        listing=listing,
        search=search,
        page_obj=page_obj,
        lines=[line(one).labelled(listing.columns) for one in page_obj],
        asked=asked.urlencode(),
        is_narrowed=any(asked.values()),
    )


def download(request: Request, shape: str, table: Table, rows: Sequence[Any]) -> HttpResponse:
    """Give a directory as CSV or JSON."""
    if shape == "json":
        return JsonResponse(table.as_json(rows), json_dumps_params={"ensure_ascii": False})
    name = f"{request.jurisdiction.slug}-{table.name}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(table.as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


def yes(value: bool) -> str:
    """Write a boolean in words."""
    return _("Yes") if value else _("No")
