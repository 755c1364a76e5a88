"""Documents in and out: importing what others wrote, exporting what is public."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.config.ops.progress import Progress, silent
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.plans import actions as plans
from tequio.plans import cli as documents
from tequio.plans import queries
from tequio.plans.cli import Reading
from tequio.plans.models import ActionPlan, Commitment
from tequio.tracking import cli as tracking

Read = tuple[Path, bytes, Reading]


def preview(files: Sequence[Path], progress: Progress = silent) -> list[Read]:
    """Read documents and write nothing. Raises Refused if a file cannot be opened."""
    read: list[Read] = []
    for done, path in enumerate(files, start=1):
        try:
            body = path.read_bytes()
        except OSError as error:
            says = _("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror}
            raise Refused(None, says) from None
        read.append((path, body, documents.read(body, path.name)))
        progress(_("Reading the documents"), done, len(files))
    return read


@transaction.atomic
def confirm(read: Sequence[Read], *, plan: str) -> list[Commitment]:
    """Write what the documents say as drafts of a plan: all of them or none."""
    chosen = plan_named(plan)
    made: list[Commitment] = []
    for path, body, _reading in read:
        at = now()
        kept = plans.keep_document(jurisdiction=chosen.jurisdiction, body=body, name=path.name, actor=SYSTEM, at=at)
        made += plans.confirm_document(document=kept, plan=chosen, actor=SYSTEM, at=at)
    return made


def told(read: Sequence[Read], made: Sequence[Commitment]) -> dict[str, Any]:
    """Tell a preview, and what was written, as JSON."""
    return {
        "documents": [
            {
                "file": str(path),
                "template": reading.template,
                "commitments": len(reading.drafts),
                "findings": [
                    {
                        "code": one.code,
                        "severity": str(one.severity),
                        "lines": [one.place.first, one.place.last],
                        "says": one.sentence,
                    }
                    for one in reading.findings
                ],
                "left_over": [{"lines": [one.place.first, one.place.last]} for one in reading.leftovers],
            }
            for path, _body, reading in read
        ],
        "written": [{"id": one.public_id, "title": one.title} for one in made],
    }


def lines(read: Sequence[Read], made: Sequence[Commitment]) -> Iterator[str]:
    """Tell the same to a person: every doubt beside its lines, as compilers do."""
    for path, _body, reading in read:
        for one in reading.findings:
            yield f"{path}:{one.place.first}: {one.severity}: {one.sentence}"
        count = len(reading.drafts)
        says = ngettext("%(file)s: %(n)d commitment, %(doubts)d findings",
                        "%(file)s: %(n)d commitments, %(doubts)d findings", count)  # fmt: skip
        yield says % {"file": path, "n": count, "doubts": len(reading.findings)}
    for draft in made:
        yield _("Draft %(id)s: %(title)s") % {"id": draft.public_id, "title": draft.title}


def plan_named(public_id: str) -> ActionPlan:
    """Find a plan by its id; raise Refused, naming those there are, if it is none of them."""
    known = ActionPlan.objects.select_related("jurisdiction")
    found = known.filter(public_id=public_id).first()
    if found is None:
        there = "; ".join(f"{one.public_id} ({one.jurisdiction}, {one.name})" for one in known.order_by("pk")[:20])
        says = _("No plan is called so. There are: %(plans)s") if there else _("There is no plan yet: open one first.")
        raise Refused("plan", says % {"plans": there})
    return found


def export(folder: Path, *, plan: str = "", progress: Progress = silent) -> list[Path]:
    """Write the open data of one plan, or of every public one, each in a folder of its own; return the files.

    What anybody may see, and nothing else. A file is replaced whole or not at all.
    """
    public = queries.plans_visible_to(SYSTEM).order_by("pk")
    chosen = [plan_named(plan)] if plan else list(public)
    written: list[Path] = []
    for done, one in enumerate(chosen, start=1):
        if not public.filter(pk=one.pk).exists():
            raise Refused("plan", _("This plan is not public, so there is nothing of it to export."))
        place = folder / one.jurisdiction.slug / one.public_id
        written += list(_write(place, {**documents.texts(one), **tracking.tables(one, at=now())}))
        progress(_("Exporting the plans"), done, len(chosen))
    return written


def _write(place: Path, files: dict[str, str]) -> Iterator[Path]:
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        handle, partial = tempfile.mkstemp(dir=place, prefix=".")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(partial, 0o644)
        os.replace(partial, place / name)
        yield place / name
