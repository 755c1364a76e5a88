"""The templates and vocabularies that come with the program."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from tequio.kit.actor import Actor
from tequio.kit.policy import require
from tequio.plans import events, policies
from tequio.plans.models import Template, Term
from tequio.record import queries as record_queries
from tequio.record.actions import audit

DATA = Path(__file__).resolve().parent.parent / "data"
TEMPLATES = ("form-21", "national-sheet", "thematic-axis")


@transaction.atomic
def load_reference(*, actor: Actor, at: datetime) -> int:
    """Add the templates and terms that are missing, and return how many.

    What an installation changed stays: rows are found by code and version, and never overwritten.
    """
    require(policies.can_load_reference(actor))
    added = 0
    for code in TEMPLATES:
        form = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
        _template, is_new = Template.objects.get_or_create(
            code=form["code"],
            version=form["version"],
            defaults={"name_es": form["name"]["es"], "name_en": form["name"]["en"], "sections": form["sections"]},
        )
        added += is_new
    known = set(Term.objects.values_list("scheme", "code"))
    rows = json.loads((DATA / "terms.json").read_text(encoding="utf-8"))
    missing = [row for row in rows if (row["scheme"], row["code"]) not in known]
    Term.objects.bulk_create(
        Term(
            scheme=row["scheme"],
            code=row["code"],
            name_es=row["es"],
            name_en=row["en"],
            aliases=row["aliases"],
            order=row["order"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        )
        for row in missing
    )
    added += len(missing)
    if not added:
        return 0
    installation = record_queries.urn("installation", record_queries.site())
    audit(events.ReferenceLoaded(tenant=installation, subject=installation), actor=actor, at=at)
    return added
