"""Handing out files: only what a room above shows, and never as something that a browser would run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from tequio.files import queries
from tequio.files.models import Blob, File
from tequio.kit.actor import Actor

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK = 64 * 1024
_LOCKED_DOWN = "default-src 'none'; frame-ancestors 'none'"


class FileRequest(HttpRequest):
    """A request once the middleware has said who asks."""

    actor: Actor


@require_safe
def public_copy(request: FileRequest, public_id: str, name: str) -> HttpResponseBase:
    """Serve the copy that may be shown."""
    file = get_object_or_404(File.objects.select_related("public_copy"), public_id=public_id)
    is_public = queries.is_public(file)
    if not is_public and not queries.visible([file.pk], request.actor):
        raise Http404
    if name != file.name:
        return redirect("files:public_copy", public_id=file.public_id, name=file.name, permanent=True)
    response = _serve(request, file.public_copy, file.name)
    # What was hidden or erased must not live on in a cache: each asks here whether it may still show its copy.
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-cache"
    return response


@require_safe
def original(request: FileRequest, public_id: str) -> HttpResponseBase:
    """Serve the file as it was received, to whoever reviews it."""
    file = get_object_or_404(File.objects.select_related("original"), public_id=public_id)
    if not queries.visible_originals([file.pk], request.actor):
        raise Http404
    response = _serve(request, file.original, file.name, always_attached=True)
    response["Cache-Control"] = "private, no-store"
    return response


def _serve(request: HttpRequest, blob: Blob, name: str, *, always_attached: bool = False) -> HttpResponseBase:
    etag = f'"{blob.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _body(request, blob, etag)
        is_shown = blob.media_type == "application/pdf" or blob.media_type.startswith("image/")
        disposition = content_disposition_header(always_attached or not is_shown, name)
        response["Content-Disposition"] = disposition or "attachment"
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    # Browsers refuse to show a PDF, scripts or not, in a sandbox; ours has had its scripts taken out.
    sandbox = "" if blob.media_type == "application/pdf" else "sandbox; "
    response["Content-Security-Policy"] = sandbox + _LOCKED_DOWN
    return response


def _body(request: HttpRequest, blob: Blob, etag: str) -> HttpResponseBase:
    span = _span(request, blob.size, etag)
    if request.method == "HEAD":
        return HttpResponse(content_type=blob.media_type, headers={"Content-Length": str(blob.size)})
    if span is None:
        whole = FileResponse(queries.open(blob), content_type=blob.media_type)
        whole["Content-Length"] = str(blob.size)
        return whole
    start, end = span
    if start > end:
        beyond = HttpResponse(status=416)
        beyond["Content-Range"] = f"bytes */{blob.size}"
        return beyond
    part = StreamingHttpResponse(_read(blob, start, end), status=206, content_type=blob.media_type)
    part["Content-Range"] = f"bytes {start}-{end}/{blob.size}"
    part["Content-Length"] = str(end - start + 1)
    return part


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the one range asked for (RFC 9110), empty if it lies beyond the end; None for the whole."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or asked.groups() == ("", "") or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last or size), size - 1)


def _read(blob: Blob, start: int, end: int) -> Iterator[bytes]:
    with queries.open(blob) as file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
