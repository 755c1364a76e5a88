"""What this room says in the pages of the rooms below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.contributions import queries as contributions
from tequio.contributions.models import thread_url
from tequio.contributions.vocab import COLUMNS
from tequio.gatherings.vocab import GATHERINGS, LESSONS
from tequio.kit import urn
from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.paper.writing import Block, Heading, Items, Paragraph
from tequio.people.models import Jurisdiction
from tequio.plans.models import ActionPlan, Commitment, Milestone, Party
from tequio.plans.queries import Field
from tequio.record.queries import Resolved
from tequio.tracking import exports
from tequio.tracking.exports import crossings
from tequio.tracking.exports.ogp import OGP_FIELDS
from tequio.tracking.models import Evidence, Standing
from tequio.tracking.queries import figures, rows
from tequio.tracking.queries.lists import public
from tequio.tracking.vocab import STANDING_WORDS, EvidenceState, Status


def leaf_states(milestones: Iterable[int]) -> dict[int, str]:
    """Say how some milestones stand, in words, for the official form; unreported ones have not started."""
    wanted = list(milestones)
    codes = dict.fromkeys(wanted, Status.NOT_STARTED.value)
    codes |= {one.milestone_id: one.code for one in Standing.objects.filter(milestone__in=wanted)}
    return {key: str(STANDING_WORDS[code]) for key, code in codes.items()}


def dictionary() -> list[Field]:
    """Explain the columns of this room's downloads in the dictionary of all."""
    files: dict[str, Iterable[Any]] = {
        "hitos.csv, hitos.json": exports.MILESTONE_FIELDS,
        "avance.csv": exports.PROGRESS_FIELDS,
        "cambios.csv": exports.CHANGE_FIELDS,
        "reprogramaciones.csv": exports.MOVE_FIELDS,
        "valoraciones.csv, valoraciones.json": exports.ASSESSMENT_FIELDS,
        "responsables.csv": exports.WORKLOAD_FIELDS,
        "alertas.csv": exports.ALERT_FIELDS,
        "corte.csv": exports.SNAPSHOT_FIELDS,
        "ogp.csv, ogp.json": OGP_FIELDS,
        "preguntas.csv, preguntas.json": COLUMNS,
        "encuentros.csv, encuentros.json": GATHERINGS,
        "aprendizajes.csv, aprendizajes.json": LESSONS,
        "informe.csv": exports.SCORE_FIELDS,
        **{crossings.FILES[which]: fields for which, fields in crossings.CROSSING_FIELDS.items()},
    }
    return [Field(where, one.name, one.type, one.es, one.en) for where, fields in files.items() for one in fields]


def resolved(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what pieces of evidence some urns name: those accepted in public commitments."""
    wanted = _ids(urns)["evidence"]
    if not wanted:
        return {}
    seen = public("milestone__commitment__") & Q(state=EvidenceState.ACCEPTED, public_id__in=wanted)
    pieces = Evidence.objects.filter(seen).select_related("milestone__commitment__plan__jurisdiction")
    return {
        wanted[one.public_id]: Resolved(
            one.title,
            f"{one.milestone.get_absolute_url()}#p-{one.public_id}",
            tenant=one.milestone.commitment.plan.jurisdiction.urn,
            subject=one.milestone.commitment.urn,
            is_open=True,
        )
        for one in pieces
    }


def responsible(urns: Iterable[str]) -> dict[str, frozenset[int]]:
    """Say which institutions answer for commitments, milestones and evidence; three queries at most."""
    wanted = _ids(urns)
    pieces = (
        Evidence.objects.filter(public_id__in=wanted["evidence"]) if wanted["evidence"] else Evidence.objects.none()
    )
    of_piece = dict(pieces.values_list("public_id", "milestone__public_id"))
    leaves = Milestone.objects.filter(public_id__in={*wanted["milestone"], *of_piece.values()})
    by_leaf = {leaf.public_id: leaf for leaf in leaves}
    commitments = Q(commitment__in={leaf.commitment_id for leaf in by_leaf.values()})
    named = Party.objects.filter(commitments | Q(commitment__public_id__in=wanted["commitment"]))
    bodies: dict[tuple[str, int | str], set[int]] = defaultdict(set)
    for party in named.filter(institution__isnull=False).select_related("commitment", "institution"):
        for place in _where(party):
            bodies[place].add(party.institution.current_id if party.institution else 0)
    found = {name: frozenset(bodies["commitment", key]) for key, name in wanted["commitment"].items()}
    asked = [
        *wanted["milestone"].items(),
        *((of_piece[key], name) for key, name in wanted["evidence"].items() if key in of_piece),
    ]
    for key, name in asked:
        if leaf := by_leaf.get(key):
            whole = bodies["whole", leaf.commitment_id] | bodies["action", leaf.key_action_id or 0]
            found[name] = frozenset(whole | bodies["milestone", leaf.pk])
    return found


def _where(party: Party) -> list[tuple[str, int | str]]:
    """Say for what a party answers: a milestone, a key action, or a whole commitment, by its key and its id."""
    if party.milestone_id:
        return [("milestone", party.milestone_id)]
    if party.key_action_id:
        return [("action", party.key_action_id)]
    return [("whole", party.commitment_id), ("commitment", party.commitment.public_id)]


def _ids(urns: Iterable[str]) -> dict[str, dict[str, str]]:
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for text in urns:
        try:
            name = urn.parse(text)
        except ValueError:
            continue
        wanted[name.kind][name.id] = text
    return wanted


def questions(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Tell on a commitment's page what people asked about it and all beneath it; one query."""
    if not (commitment.is_published and commitment.plan.is_published):
        return None
    return _asked(commitment.plan.jurisdiction, commitment.urn)


def questions_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Tell on a plan's page what people asked about the plan itself; one query."""
    return _asked(plan.jurisdiction, plan.urn) if plan.is_published else None


def _asked(place: Jurisdiction, name: str) -> Aspect:
    count, waiting = contributions.talk_beneath(name)
    said = ngettext("%(n)s contribution", "%(n)s contributions", count) % {"n": count}
    if waiting:
        said += ngettext(", %(n)s without an answer", ", %(n)s without an answer", waiting) % {"n": waiting}
    sentence = f"{said}." if count else _("Ask, comment or disagree: you need no account.")
    return Aspect(_("Questions and comments"), sentence, thread_url(place, name))


def progress_told(commitment: Commitment, at: datetime) -> list[Block]:
    """Say how a commitment is going, and what is missing, for its executive summary."""
    if not commitment.is_published:
        return []
    progress = figures.progress_of([commitment])[commitment.pk]
    told = _("%(verified)s %% verified · %(reported)s %% reported") % {
        "verified": progress.verified_percent,
        "reported": progress.reported_percent,
    }
    late = [row for row in rows.leaves_of(commitment, at=at) if row.is_late]
    blocks: list[Block] = [Heading(_("How it is going")), Paragraph(told)]
    if late:
        blocks += [Paragraph(_("Late:")), Items(tuple(row.milestone.short for row in late))]
    return blocks
