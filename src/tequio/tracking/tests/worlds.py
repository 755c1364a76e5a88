"""Worlds for tests of this room, built by calling actions.

world = worlds.nuevo_leon(at)              # plans' world: .plan .lab .sheet, .liaison .coordination ...
leaf = worlds.milestone(world.lab, "Convenios")
worlds.report(leaf, "in-progress", world.liaison, at)
piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
worlds.accept(piece, world.coordination, at);  worlds.give_back(piece, world.coordination, at)
worlds.finish(leaf, world.liaison, world.coordination, at)    # hands in all it announces, reports, accepts
"""

from __future__ import annotations

import itertools
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tequio.files.vocab import Licence
from tequio.people import actions as offices
from tequio.people.tests import worlds as people
from tequio.plans.models import Commitment, Milestone, Party
from tequio.plans.tests import worlds as plans
from tequio.tracking import actions, queries
from tequio.tracking.models import Evidence, Standing

STRANGER = people.STRANGER
nuevo_leon = plans.nuevo_leon
drafts = plans.drafts
milestone = plans.milestone
_numbers = itertools.count(1)


def report(leaf: Milestone, status: str, by: Any, at: datetime, note: str = "", **more: Any) -> Standing:
    """Report a status."""
    return actions.report_status(milestone=leaf, status=status, note=note, actor=by, at=at, **more)


def text_file(words: str = "") -> SimpleUploadedFile:
    """A small text file, unlike any other unless its words are given."""
    body = words or f"Minuta número {next(_numbers)}: se acordó publicar los datos.\n"
    return SimpleUploadedFile("minuta.txt", body.encode(), content_type="text/plain")


def hand_in(leaf: Milestone, by: Any, at: datetime, kind: str = "report", **more: Any) -> Evidence:
    """Hand in an address as evidence, or whatever `upload` brings."""
    said = {"title": "Minuta de la mesa", "credit": "Unidad de Datos", "licence": Licence.CC_BY}
    if "upload" not in more:
        more.setdefault("url", f"https://datos.example/pieza/{next(_numbers)}")
    return actions.submit_evidence(milestone=leaf, kind=kind, actor=by, at=at, **said | more)


def accept(piece: Evidence, by: Any, at: datetime) -> None:
    """Accept a piece."""
    actions.review_evidence(evidence=piece, decision="accepted", actor=by, at=at)


def give_back(piece: Evidence, by: Any, at: datetime, reason: str = "Falta la firma.") -> None:
    """Return a piece with a reason."""
    actions.review_evidence(evidence=piece, decision="returned", reason=reason, actor=by, at=at)


def finish(leaf: Milestone, by: Any, reviewer: Any, at: datetime) -> Standing:
    """Hand in one piece of each announced kind, report it as finished, and have it accepted."""
    lacking = queries.evidence_lacking(leaf)
    pieces = [hand_in(leaf, by, at, kind=kind or "report") for kind in lacking]
    report(leaf, "finished", by, at)
    for piece in pieces:
        accept(piece, reviewer, at)
    return Standing.objects.get(milestone=leaf)


def counted(leaf: Milestone, target: str, unit: str = "personas") -> Milestone:
    """Give a milestone a numeric target, as its author would have before publication."""
    Milestone.objects.filter(pk=leaf.pk).update(target=Decimal(target), unit=unit)
    return Milestone.objects.get(pk=leaf.pk)


def written_otherwise(world: SimpleNamespace, body: Any, at: datetime) -> None:
    """Let the parties of all commitments name a twin of an institution, which was merged into it since (X05)."""
    by = {"actor": world.coordination, "at": at}
    twin = offices.add_institution(
        jurisdiction=world.jurisdiction, name=f"{body.name} del Estado", sector=body.sector, **by
    )
    Party.objects.filter(institution=body).update(institution=twin)
    Commitment.objects.filter(author=body).update(author=twin)
    offices.merge_institutions(kept=body, merged=twin, **by)


def activities(sheet: Commitment, key_action: str) -> list[Milestone]:
    """Return the activities of a key action by its number."""
    found = Milestone.objects.filter(commitment=sheet, key_action__label=key_action)
    return list(found.select_related("commitment__plan__jurisdiction", "key_action").order_by("order", "pk"))


def standing(leaf: Milestone) -> Standing:
    """Return how a milestone stands in the database."""
    return Standing.objects.filter(milestone=leaf).first() or Standing(milestone=leaf)


def also(world: SimpleNamespace, role: str, body: Any, at: datetime, user: Any = None) -> Any:
    """Give a role in an institution to a new account, or to one that exists."""
    email = f"persona{next(_numbers)}@nl.example"
    return people.officer(body, role, email, at, world.coordination, user=user)
