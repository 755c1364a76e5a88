"""The root of `/api/v1`, and its page for people. The rooms' parts are joined in config/api.py."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja.errors import ValidationError

from tequio import __version__
from tequio.web.api import Interface, PerMinute, answer_problems, problem
from tequio.web.page import page

root = Interface(
    title="Tequio",
    version="1",
    description="Everything public on this site, to read. Terms of use: each thing's licence; attribution is enough. "
    "A word in the query that a question does not take is refused (422): a misspelt filter is no filter. "
    "HEAD answers as GET does, without the body.",
    docs_url=None,
    urls_namespace="api",
    throttle=PerMinute(),
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}}},
)
answer_problems(root, Http404, ValidationError)


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """Explain the interface for programs to people, from its own schema."""
    schema = root.get_openapi_schema()
    return page(request, "portal/api.html", operations=_operations(schema), release=__version__)


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer that there is nothing at an address of the interface."""
    return problem(404, _("There is nothing public here"))


def _operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what may be asked: address, meaning, parameters, and the fields of the answer."""
    return [
        {
            "path": path,
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": [_parameter(one) for one in operation.get("parameters", [])],
            "fields": _fields(operation, schema["components"]["schemas"]),
        }
        for path, methods in schema["paths"].items()
        for operation in methods.values()
    ]


def _parameter(said: dict[str, Any]) -> dict[str, Any]:
    taken = said["schema"]
    return {"name": said["name"], "is_required": said.get("required"), "meaning": taken.get("description", "")}


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the fields of a thing, and what each means; for a list, those of its items."""
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    properties = _named(answer, schemas)["properties"]
    if "items" in properties and "next" in properties:
        properties = _named(properties["items"]["items"], schemas)["properties"]
    return [(name, one.get("description", "")) for name, one in properties.items()]


def _named(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schemas[schema["$ref"].rsplit("/", 1)[1]]
    return found
