"""Published texts for machines: the exact bytes that the record cites, and what each field means."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tequio.people.queries import Request
from tequio.plans import exports, queries
from tequio.plans.models import Publication
from tequio.plans.views.asked import canonical, commitment_of, plan_of
from tequio.web.page import page


@require_safe
def plan_json(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Serve the public text of a plan."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return _served(queries.publications_of(found).first() if found.is_published else None)


@require_safe
def commitment_json(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Serve the public text of a commitment."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return _served(queries.publications_of(found).first() if found.is_published else None)


@require_safe
def text(request: HttpRequest, sha256: str) -> HttpResponse:
    """Serve the text that the record cites by a hash; 410 once what it was of is no longer public."""
    found = queries.publication_behind(sha256)
    if found is None:
        raise Http404
    if not queries.is_public(found):
        return page(request, "plans/text_gone.html", status=410, sha256=sha256)
    return _served(found, is_for_ever=True)


def dictionary(request: HttpRequest) -> HttpResponse:
    """Explain every field of every export."""
    files: dict[str, list[queries.Field]] = {}
    for field in exports.fields():
        files.setdefault(field.where, []).append(field)
    return page(request, "plans/dictionary.html", files=list(files.items()))


@require_safe
def dictionary_csv(request: HttpRequest) -> HttpResponse:
    """Hand over the dictionary as a table."""
    answer = HttpResponse(exports.as_csv(exports.fields()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="diccionario.csv"'
    return answer


def _served(publication: Publication | None, *, is_for_ever: bool = False) -> HttpResponse:
    """Answer with the published bytes themselves: whoever hashes them finds the hash of the record."""
    if publication is None:
        raise Http404
    answer = HttpResponse(publication.document.encode(), content_type="application/json; charset=utf-8")
    answer["ETag"] = f'"{publication.sha256}"'
    answer["X-Content-SHA256"] = publication.sha256
    answer["Link"] = f'</textos/{publication.sha256}.json>; rel="cite-as"'
    answer["Access-Control-Allow-Origin"] = "*"
    # A withdrawal must reach everybody soon, even where the bytes behind a hash never change.
    answer["Cache-Control"] = "public, max-age=300" if is_for_ever else "no-cache"
    return answer
