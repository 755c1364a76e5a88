"""The record as files that anybody can keep: one entry on each line, its bytes untouched."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.record.models import Entry

CHUNK = 1000


class Field(NamedTuple):
    """One field of an entry, or one column of the table, and what it means."""

    name: str
    meaning: object


# RECORD.md 4.1: the fields of the exact bytes, in the order in which a person asks about them.
FIELDS = (
    Field("v", _("Version of this format.")),
    Field("id", _("Number of the entry: unique, never reused.")),
    Field("type", _("What kind of fact it states.")),
    Field("at", _("When it happened, as whoever stated it says; universal time.")),
    Field("tenant", _("The place whose plan it belongs to.")),
    Field("subject", _("What it tells of: a plan, a commitment, an office…")),
    Field("seq", _("Its number among the entries of the same subject, without gaps.")),
    Field("prev", _("Fingerprint of the entry before it about the same subject; empty in the first.")),
    Field("actor", _("The office that stated it. Never a person.")),
    Field("data", _("The fact itself: codes, dates, identifiers and fingerprints.")),
    Field("evidence", _("The files it cites: fingerprint (SHA-256), size in bytes and type.")),
    Field("corrects", _("Number of an earlier entry that this one corrects, if it does.")),
    Field(
        "_sd",
        _("Fingerprints of personal values that are kept apart, and of nothing at all, so that nobody can count them."),
    ),
    Field("_sd_alg", _("How those fingerprints are computed.")),
)
COLUMNS = (
    Field("number", _("Order in which this site wrote it.")),
    *FIELDS[1:7],
    FIELDS[8],
    Field("leaf_hash", _("Fingerprint of the entry: SHA-256 of a zero byte followed by its bytes (RFC 6962).")),
    Field("index", _("Its place in the public log; empty until the log is published.")),
    Field("entry", _("The exact bytes of the entry, which are JSON (RFC 8785).")),
)


def ndjson(entries: QuerySet[Entry]) -> Iterator[bytes]:
    """Yield one line for each entry, oldest first: its exact bytes, which hold no line break."""
    for row in entries.order_by("id").iterator(chunk_size=CHUNK):
        yield bytes(row.entry) + b"\n"


def table(entries: QuerySet[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV (RFC 4180) with the columns of COLUMNS, oldest first."""
    echo = csv.writer(_Echo())
    yield echo.writerow([column.name for column in COLUMNS])
    for row in entries.order_by("id").iterator(chunk_size=CHUNK):
        yield echo.writerow(cells(row))


def cells(row: Entry) -> Sequence[object]:
    """Return one entry as the cells of its line."""
    return [
        row.pk,
        row.event_id,
        row.type,
        json.loads(bytes(row.entry))["at"],
        row.tenant,
        row.subject,
        row.seq,
        row.actor,
        bytes(row.leaf_hash).hex(),
        "" if row.idx is None else row.idx,
        bytes(row.entry).decode(),
    ]


def pretty(entry: bytes) -> str:
    """Return the bytes of an entry set out for reading; what is hashed are the bytes, not this."""
    return json.dumps(json.loads(entry), ensure_ascii=False, indent=2)


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text
