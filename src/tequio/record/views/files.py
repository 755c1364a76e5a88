"""The log's files as they are, for whoever verifies: a web server or an object store in front may serve the same."""

from __future__ import annotations

import gzip
import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tequio.record import cosigning, queries
from tequio.record.tlog.note import Malformed

# Only what the log publishes, spelt in the one way in which it is spelt.
_NUMBERS = r"(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"
_NAME = re.compile(
    rf"(?:[2-9][0-9]{{0,2}}/)?(?:checkpoint|policy\.txt|snapshot/[0-9]+\.txt|tile/(?:entries|[0-9]{{1,2}})/{_NUMBERS})"
)
_FOREVER = "public, max-age=31536000, immutable"
_BRIEFLY = "public, max-age=5"
_MOST = 2000  # bytes of a cosignature; each has about 200


@require_safe
def published(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a file of the log, by any way that a cache likes."""
    if not _NAME.fullmatch(name):
        raise Http404
    try:
        data = (Path(settings.LOG_ROOT) / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise Http404 from None
    is_tile = "tile/" in name or "snapshot/" in name
    is_text = not is_tile or "snapshot/" in name
    is_packed = "tile/entries/" in name and _takes_gzip(request)
    etag = f'"{sha256(data).hexdigest()[:32]}{"-gz" if is_packed else ""}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        gzip.compress(data, 6, mtime=0) if is_packed else data,
        content_type="text/plain; charset=utf-8" if is_text else "application/octet-stream",
    )
    if is_packed and response.status_code == 200:
        response["Content-Encoding"] = "gzip"
    if "tile/entries/" in name:
        patch_vary_headers(response, ["Accept-Encoding"])
    response["ETag"] = etag
    response["Cache-Control"] = _FOREVER if is_tile else _BRIEFLY
    response["Access-Control-Allow-Origin"] = "*"
    return response


@csrf_exempt  # a witness that nobody can reach brings its signature by itself; the signature is its only credential
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take the cosignature of a known witness over a checkpoint that was published."""
    log = queries.present_log()
    body = request.read(_MOST + 1)
    if log is None:
        raise Http404
    if len(body) > _MOST:
        return _plain("a cosignature is one line\n", 413)
    try:
        taken = cosigning.accept(log, body.decode("utf-8"))
    except (Malformed, UnicodeDecodeError):
        return _plain("not a signature line\n", 400)
    return _plain("taken\n", 200) if taken else _plain("no witness of this log signed this\n", 403)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _takes_gzip(request: HttpRequest) -> bool:
    return bool(re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", request.headers.get("Accept-Encoding", "")))
