"""What every part of `/api/v1` shares: problems, pages of a list, how often anybody may ask.

Errors are problem+json (RFC 9457), further pages are named in Link headers (RFC 8288). Lists run by the order in which
things were made and go on after an id, so that a page costs the same wherever it stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Choices, Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import Throttled, ValidationError
from ninja.operation import Operation
from ninja.throttling import BaseThrottle
from pydantic import WithJsonSchema

from tequio.kit.ids import PUBLIC_ID
from tequio.web import rate

M = TypeVar("M", bound=Model)
T = TypeVar("T")

MOST_PER_PAGE = 100
PER_MINUTE = 600
ID = rf"^{PUBLIC_ID}$"
ONE_ID = f"^$|{ID}"
URN = r"^urn:tequio:[a-z0-9-]+:[a-z][a-z-]*:[0-9a-z-]+$"
PROBLEM = "application/problem+json"


class Problem(Schema):
    """What went wrong, for a program and for a person (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, Any]] = []


class Logged(Schema):
    """How far an entry has come on its way out of the government's hands."""

    index: int | None = Field(None, description="Its number in the public log; null while it waits for one")
    log_size: int | None = Field(None, description="Size of the first signed log that holds it")
    log_root: str = Field("", description="Root of that log, in hex")
    witnesses_seen: int = Field(0, description="How many witnesses have signed a log that holds it")
    witnesses: int = Field(0, description="How many witnesses there are")


def logged(standing: Any) -> dict[str, Any]:
    """Say the fields of Logged (record.queries.Standing)."""
    return {
        "index": standing.index,
        "log_size": standing.size,
        "log_root": standing.root,
        "witnesses_seen": standing.seen,
        "witnesses": standing.watching,
    }


class Newest(Logged):
    """The last entry of the public record about a thing, or about what it is a part of."""

    id: str = Field(description="Identifier of the entry")
    url: str = Field(description="Its page")
    at: str = Field(description="When it happened, as its office said (UTC)")


class Thing(Schema):
    """What every public thing says of itself."""

    id: str = Field(description="Permanent identifier in this site")
    urn: str = Field(description="Permanent name, the same in the record and in every export")
    url: str = Field(description="Its page for people, or that of what it is a part of")
    entry: Newest | None = Field(None, description="The newest entry of the record about it")


class Listed(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(None, description="Address of the next page, also in the Link header; null on the last")


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=MOST_PER_PAGE, description="How many at most")
    after: str = Field("", pattern=rf"^({PUBLIC_ID})?$", description="Go on after the thing of this id")


REFUSALS: dict[Any, Any] = {404: Problem, 422: Problem, 429: Problem}


def codes(choices: type[Choices]) -> WithJsonSchema:
    """Write the codes where they are used: by its name alone, one room's State would take the place of another's."""
    return WithJsonSchema({"type": "string", "enum": list(choices.values)})


def problem(status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """Answer with what went wrong."""
    said = Problem(title=title, status=status, detail=detail, errors=more.get("errors", [])).model_dump()
    response = JsonResponse(said, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def newest(request: HttpRequest, told: Mapping[str, Any]) -> dict[str, Newest]:
    """Show the newest entries of some subjects (record.queries.newest_of)."""
    return {
        subject: Newest(
            id=one.event_id,
            url=request.build_absolute_uri(one.url),
            at=one.at.isoformat(),
            **logged(one.standing),
        )
        for subject, one in told.items()
    }


def named(
    request: HttpRequest, one: Any, told: Mapping[str, Newest], *, chain: str = "", path: str = ""
) -> dict[str, Any]:
    """Say what every Thing says of itself.

    `chain` is the urn whose entries tell of it and `path` its page, where they are not its own.
    """
    url = request.build_absolute_uri(path or one.get_absolute_url())
    return {"id": one.public_id, "urn": one.urn, "url": url, "entry": told.get(chain or one.urn)}


def narrowed(found: QuerySet[M], asked: Paging, **fields: str) -> QuerySet[M]:
    """Keep what the words of a question ask for: the field, or the path to it, that each word names; none asks all."""
    for word, field in fields.items():
        wanted = getattr(asked, word)
        if wanted not in ("", None):
            found = found.filter(**{field: wanted})
    return found


def paged(
    request: HttpRequest,
    response: HttpResponse,
    found: QuerySet[M],
    paging: Paging,
    shown: Callable[[Sequence[M]], Sequence[Any]],
) -> dict[str, Any]:
    """Return one page of a list in the order in which its rows were made, and name the next one in a Link header."""
    if paging.after:
        start = found.model._default_manager.filter(public_id=paging.after).values("pk")[:1]
        found = found.filter(pk__gt=start)
    return page_of(request, response, list(found.order_by("pk")[: paging.limit + 1]), paging.limit, shown)


def numbered(
    request: HttpRequest,
    response: HttpResponse,
    found: QuerySet[M],
    asked: Any,
    shown: Callable[[Sequence[M]], Sequence[Any]],
) -> dict[str, Any]:
    """Return one page of what has a number and no identifier of its own: `after` is the number of the last one."""
    if asked.after:
        found = found.filter(pk__gt=int(asked.after))
    return page_of(request, response, list(found.order_by("pk")[: asked.limit + 1]), asked.limit, shown, key="pk")


def page_of(
    request: HttpRequest,
    response: HttpResponse,
    rows: list[M],
    limit: int,
    shown: Callable[[Sequence[M]], Sequence[Any]],
    key: str = "public_id",
) -> dict[str, Any]:
    """Return a page out of one row more than it holds."""
    asked = request.GET.copy()
    asked.pop("after", None)
    here = request.build_absolute_uri(request.path)
    links = [f'<{here}{"?" if asked else ""}{asked.urlencode()}>; rel="first"']
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        asked["after"] = str(getattr(rows[-1], key))
        following = f"{here}?{asked.urlencode()}"
        links.append(f'<{following}>; rel="next"')
    response["Link"] = ", ".join(links)
    return {"items": list(shown(rows)), "next": following}


class PerMinute(BaseThrottle):
    """How often one network address may ask each process in a minute; the address itself is never kept.

    Each process counts for itself. The cache that they share is a table (web/rate.py counts there what strangers
    write): one count for all would make every read write, and wait for whoever writes on SQLite. With n processes an
    address has up to n times its share; the limit is there against whoever runs away with the site, not to be exact.
    """

    def __init__(self, most: int = PER_MINUTE) -> None:
        self.most = most
        self._window = 0
        self._asked: dict[str, int] = {}

    def allow_request(self, request: HttpRequest) -> bool:
        """Count one more, and tell whether it is still within the minute's share."""
        window = int(time.time()) // 60
        if window != self._window:
            self._window, self._asked = window, {}
        key = rate.visitor(request)
        self._asked[key] = self._asked.get(key, 0) + 1
        return self._asked[key] <= self.most

    def wait(self) -> float:
        """Return the seconds until the next minute."""
        return 60 - time.time() % 60


class Interface(NinjaAPI):
    """The API: what its schema says beside ninja's, HEAD wherever GET is, no word that the question does not take."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation as its address is named, so that no name moves with a file."""
        return operation.url_name

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Say problem+json where it answers so, and 304 on every operation; HEAD is taken for granted (RFC 9110)."""
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            path.pop("head", None)
            for operation in path.values():
                for status, said in operation["responses"].items():
                    if int(status) >= 400 and "content" in said:
                        said["content"] = {PROBLEM: said["content"].get("application/json", {})}
                operation["responses"][304] = {"description": "Not modified: what you hold is still so"}
        return schema

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Refuse the words that a question does not take; ninja calls this before it reads those that it does."""
        match = request.resolver_match
        taken = self._taken.get(match.url_name) if match else None
        if taken is not None and (unknown := sorted(set(request.GET) - taken)):
            said = _("This question does not take “%(word)s”. It takes: %(words)s.")
            if not taken:
                said = _("This question does not take “%(word)s”, nor any other word.")
            words = ", ".join(sorted(taken))
            told = [{"loc": ("query", one), "msg": said % {"word": one, "words": words}} for one in unknown]
            raise ValidationError(told)
        return super().create_temporal_response(request)

    @cached_property
    def _taken(self) -> dict[str | None, frozenset[str]]:
        """The words that each operation takes in its query, by the name of its address."""
        return {
            operation.url_name: frozenset(
                word
                for model in operation.models
                if model.__ninja_param_source__ == "query"
                for word in model.__ninja_flatten_map__
            )
            for operation in self._operations()
        }

    def _operations(self) -> Iterator[Operation]:
        for part in self._get_bound_routers():
            for view in part.path_operations.values():
                yield from view.operations

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        """Let HEAD ask whatever GET does; the server leaves the body out."""
        for operation in self._operations():
            operation.methods = ["GET", "HEAD"] if operation.methods == ["GET"] else operation.methods
        return super()._get_urls()

    def create_response(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(*args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        return response


def answer_problems(api: Interface, not_found: type[Exception], invalid: type[Exception]) -> None:
    """Let an API answer every refusal as a problem."""

    @api.exception_handler(not_found)
    def missing(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(404, _("There is nothing public here"))

    @api.exception_handler(invalid)
    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        said = [{"where": list(map(str, one["loc"])), "message": str(one["msg"])} for one in error.errors]
        return problem(422, _("The question is not well put"), _("See what each parameter takes."), errors=said)

    @api.exception_handler(Throttled)
    def too_often(request: HttpRequest, error: Any) -> HttpResponse:
        wait = max(1, round(error.wait or 1))
        response = problem(429, _("Too many questions"), _("Ask again in %(n)s seconds.") % {"n": wait})
        response["Retry-After"] = str(wait)
        return response
