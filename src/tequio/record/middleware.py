"""The log's files as they are, before anything else of a request is looked at: no session, no database, one cache key.

A web server or an object store in front may serve the same folder with the same headers.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from tequio.record.queries.log import PREFIX

# Only what the log publishes, spelt in the one way in which it is spelt.
_TILE = r"tile/(?:entries|[0-9]{1,2})/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"
_NAME = re.compile(rf"(?:[2-9][0-9]{{0,2}}/)?(checkpoint|policy\.txt|snapshot/[0-9]+\.txt|{_TILE})", re.ASCII)
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_FOREVER, _BRIEFLY = "public, max-age=31536000, immutable", "public, max-age=5"
_TEXT, _BYTES = "text/plain; charset=utf-8", "application/octet-stream"


class PublishedFilesMiddleware:
    """Serve the files of the log, by any way that a cache likes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") and request.path_info.startswith(f"{PREFIX}/"):
            named = _NAME.fullmatch(request.path_info.removeprefix(f"{PREFIX}/"))
            file = Path(settings.LOG_ROOT) / named[0] if named else None
            if named and file and file.is_file():
                return _served(request, named[1], file.read_bytes())
        return self.get_response(request)


def _served(request: HttpRequest, name: str, data: bytes) -> HttpResponse:
    lasts, is_entries = name.startswith(("tile/", "snapshot/")), name.startswith("tile/entries/")
    is_packed = is_entries and bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
    etag = f'"{sha256(data).hexdigest()[:32]}{"-gz" if is_packed else ""}"'
    found = get_conditional_response(request, etag=etag)
    if found is None:
        body = gzip.compress(data, 6, mtime=0) if is_packed else data
        found = HttpResponse(body, content_type=_BYTES if name.startswith("tile/") else _TEXT)
        if is_packed:
            found["Content-Encoding"] = "gzip"
    if is_entries:
        found["Vary"] = "Accept-Encoding"
    found["ETag"] = etag
    found["Cache-Control"] = _FOREVER if lasts else _BRIEFLY
    found["Access-Control-Allow-Origin"] = "*"
    return found
