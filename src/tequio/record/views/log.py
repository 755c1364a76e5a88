"""The public log for people: how it stands, one checkpoint, what is proven and what is not, and what to take home."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast
from uuid import UUID

import segno
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tequio.record import bundles, cosigning, queries
from tequio.record.models import Checkpoint, Entry
from tequio.record.views.facts import entry_or_404, subject_or_404
from tequio.tlog import bundle, checkpoint
from tequio.tlog.note import Malformed, Note, VerifierKey
from tequio.web import rate
from tequio.web.page import page

_IN_MEMORY = 8_000_000
MOST_PER_HOUR = 300  # a long chain takes seconds to prove; whoever wants all copies the log
_MOST_SIGNED = 2000  # bytes; each line has about 200


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show how the log stands: its newest checkpoint, who watches over it, and how anybody verifies it."""
    head = queries.head()
    newest = head.checkpoint if head else None
    return page(
        request,
        "record/log.html",
        head=head,
        columns=[_("Witness"), _("Largest log that it signed"), _("When")],
        newest=newest,
        root=bytes(newest.root).hex() if newest else "",
        keys=queries.keys_of(head.log) if head else [],
        log_url=queries.url_of(head.log) if head else "",
        frozen=queries.frozen_logs(),
        qr=_qr(request, newest),
    )


@require_safe
def one_checkpoint(request: HttpRequest, size: int, number: int = 1) -> HttpResponse:
    """Show one checkpoint: what is printed in a foot or in a gazette is compared with this page."""
    row = Checkpoint.objects.select_related("log").filter(log=number, size=size, published_at__isnull=False).first()
    if row is None:
        raise Http404
    note = Note.parse(row.note.encode())
    seen = checkpoint.cosigned(note, [VerifierKey.parse(one.key) for one in queries.witnesses()])
    return page(
        request,
        "record/checkpoint.html",
        checkpoint=row,
        root=bytes(row.root).hex(),
        note=row.note,
        witnesses=[(one, one.ends >= row.ends, one.key in seen) for one in queries.witnesses()],
        qr=_qr(request, row),
    )


@require_safe
def proven(request: HttpRequest) -> HttpResponse:
    """Explain what the record proves, and what no record can."""
    return page(request, "record/proven.html", log=queries.present_log())


@require_safe
def entry_proof(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Serve the proof of one entry as a .tlog-proof."""
    found = bundles.proof_of(entry_or_404(event_id))
    if found is None:
        raise Http404
    response = HttpResponse(found, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event_id}.tlog-proof"'
    return response


@require_safe
def entry_bundle(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """Serve one entry with what proves it."""
    row = entry_or_404(event_id)
    return _bundle(request, Entry.objects.filter(pk=row.pk), f"{event_id}.zip")


@require_safe
def bundle_of(request: HttpRequest, kind: str, id: str) -> HttpResponseBase:
    """Serve the whole chain of one public thing with what proves it."""
    _subject, urn = subject_or_404(kind, id)
    return _bundle(request, Entry.objects.filter(subject=urn), f"{kind}-{id}.zip")


@csrf_exempt  # a witness that nobody can reach brings its signature by itself; the signature is its only credential
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take the cosignature of a known witness over a checkpoint that was published."""
    log = queries.present_log()
    if log is None:
        raise Http404
    body = request.read(_MOST_SIGNED + 1)
    if len(body) > _MOST_SIGNED:
        return _plain("a cosignature is one line\n", 413)
    try:
        taken = cosigning.accept(log, body.decode("utf-8"))
    except (Malformed, UnicodeDecodeError):
        return _plain("not a signature line\n", 400)
    return _plain("taken\n", 200) if taken else _plain("no witness of this log signed this\n", 403)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _bundle(request: HttpRequest, entries: QuerySet[Entry], name: str) -> HttpResponseBase:
    if rate.is_spent(request, "bundles", most=MOST_PER_HOUR):
        return rate.refused(request)
    files: Iterator[tuple[str, bundle.File]] | None = bundles.of_entries(entries)
    if files is None:
        raise Http404(_("It has no place in the public log yet. Try again in a minute."))
    whole = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 — the response closes it
    bundle.zipped(files, cast(BinaryIO, whole))
    whole.seek(0)
    response = FileResponse(whole, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-cache"
    return response


def _qr(request: HttpRequest, row: Checkpoint | None) -> str:
    """Return a picture that a telephone reads as the checkpoint's own address."""
    if row is None:
        return ""
    url = request.build_absolute_uri(reverse("record:checkpoint", args=[row.log_id, row.size]))
    return str(segno.make(url, error="m").svg_data_uri(scale=4, border=2))
