"""Reads of indicator formats: what each axis is asked, whose name stands in it, what was answered, what is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.contributions.models import Contribution
from tequio.files.queries import Anybody
from tequio.kit import urn
from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.kit.duty import Duty
from tequio.kit.text import fold
from tequio.people.models import Institution, Jurisdiction
from tequio.people.policies import coordinates
from tequio.people.queries import Officer, bodies_behind
from tequio.plans.models import ActionPlan, Commitment, Party
from tequio.plans.vocab import Section as Lists
from tequio.plans.vocab import State
from tequio.questionnaires import queries as questionnaires
from tequio.questionnaires.models import Answer, Question, Section, Version, filled
from tequio.questionnaires.vocab import ResponseState
from tequio.record.queries import Resolved
from tequio.tracking.models import FilledFormat, FormatEvidence, IndicatorFormat, ObservationWindow
from tequio.tracking.vocab import FormatState

_ANYBODY = Anybody()


@dataclass(frozen=True)
class ForeignName:
    """A question that says the name of an institution which is not its axis' own (X07)."""

    code: str
    axis: Commitment | None
    name: str


@dataclass(frozen=True)
class FilledRow:
    """An indicator of a filled format: Categoría–Indicador–Información–Evidencia."""

    section: Section
    answers: list[tuple[str, Answer | None]]
    pieces: list[FormatEvidence]

    @property
    def is_unproven(self) -> bool:
        """Whether nothing that stands proves it."""
        return not any(one.is_standing for one in self.pieces)


@dataclass(frozen=True)
class Compared:
    """A question beside the answers of several filled formats, in their order."""

    section: Section
    question: Question
    columns: tuple[str, ...]
    cells: list[Answer | None]

    @property
    def text(self) -> str:
        """What was asked, of whichever institution answers."""
        return filled(self.question.text, {"institution": _("the institution")})

    @property
    def pairs(self) -> list[tuple[str, Answer | None]]:
        """Each answer beside what its column is called, as a narrow screen shows them."""
        return list(zip(self.columns, self.cells, strict=True))


@dataclass(frozen=True)
class Missing:
    """An indicator of a filled format that nothing proves; or a format that nobody sent."""

    filled: FilledFormat
    section: Section | None


def formats_visible_to(actor: Actor) -> QuerySet[IndicatorFormat]:
    """Return the formats an actor may see, as policies.can_view_format tells of one."""
    found = IndicatorFormat.objects.select_related("plan__jurisdiction", "questionnaire", "version")
    public = ~Q(state=FormatState.DRAFT) & Q(plan__state=State.PUBLISHED)
    if not isinstance(actor, Officer):
        return found.filter(public)
    own = Q(plan__jurisdiction=actor.jurisdiction_id)
    if actor.role != "coordination":
        own &= ~Q(state=FormatState.DRAFT)
    return found.filter(public | own)


def version_shown(format: IndicatorFormat) -> Version | None:
    """Return the version that a format's page shows: the one in force, else the newest published, else the draft."""
    if format.version:
        return format.version
    questionnaire = format.questionnaire
    return questionnaires.version_in_draft(questionnaire) or questionnaires.version_in_force(questionnaire)


def axes_of(plan: ActionPlan) -> list[Commitment]:
    """Return the axes that a format asks: the plan's public commitments, each with its place."""
    found = Commitment.objects.filter(plan=plan, state=State.PUBLISHED).select_related("plan__jurisdiction", "author")
    return list(found.order_by("order", "pk"))


def institutions_of_axes(axes: Iterable[Commitment]) -> dict[int, Institution]:
    """Return the institution that each axis is bound to: its first responsible, else who writes it; one query."""
    listed = list(axes)
    named = Party.objects.filter(
        commitment__in=[one.pk for one in listed],
        section=Lists.GOVERNMENT,
        institution__isnull=False,
        milestone__isnull=True,
        key_action__isnull=True,
    ).select_related("institution__merged_into")
    found = {one.pk: one.author for one in listed if one.author}
    for party in named.order_by("-order", "-pk"):
        if party.institution:
            found[party.commitment_id] = party.institution.current
    return found


def wording_of(format: IndicatorFormat) -> dict[int, dict[str, str]]:
    """Return the questions that are asked in the words of an axis: {axis: {code: text}}."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for axis, code, text in format.wordings.values_list("commitment_id", "code", "text"):
        found[axis][code] = text
    return found


def bindings_of(institution: Institution | None) -> dict[str, str]:
    """Return what the placeholders stand for in an axis."""
    return {"institution": institution.name} if institution else {}


def foreign_names(text: str, own: Institution | None, bodies: Iterable[Institution]) -> list[str]:
    """Return the institutions whose name stands in a text without being its axis' own."""
    said = fold(text)
    for name in own.names if own else ():
        said = said.replace(fold(name), " ")
    mine = (own.current.pk, own.pk) if own else ()
    return [
        one.name
        for one in bodies
        if one.pk not in mine
        and one.merged_into_id not in mine
        and any(_stands(fold(name), said) for name in one.names)
    ]


def findings_of(format: IndicatorFormat) -> list[ForeignName]:
    """Return the names that a format must not say: of anybody in what all axes share, of another in one axis."""
    version = version_shown(format)
    if version is None:
        return []
    bodies = bodies_of(format.plan.jurisdiction)
    found = [
        ForeignName(question.code, None, name)
        for question in questionnaires.questions_of(version)
        for name in foreign_names(f"{question.text} {question.help}", None, bodies)
    ]
    rows = list(format.wordings.select_related("commitment__author"))
    own = institutions_of_axes({row.commitment for row in rows})
    for row in rows:
        found += [
            ForeignName(row.code, row.commitment, name)
            for name in foreign_names(row.text, own.get(row.commitment_id), bodies)
        ]
    return found


def bodies_of(place: Jurisdiction) -> list[Institution]:
    """Return the institutions whose names are looked for in questions."""
    return list(Institution.objects.filter(jurisdiction=place))


def asked_of(version: Version, wording: Mapping[str, str], bindings: Mapping[str, str]) -> list[FilledRow]:
    """Return what a version asks of one axis, with nothing answered."""
    return [
        FilledRow(section, [(_words(one, wording, bindings), None) for one in section.questions.all()], [])
        for section in questionnaires.sections_of(version)
    ]


def filled_visible_to(actor: Actor) -> QuerySet[FilledFormat]:
    """Return the filled formats an actor may see, as policies.can_view_filled tells of one."""
    related = ("commitment__plan__jurisdiction", "institution", "format__questionnaire", "response__version")
    found = FilledFormat.objects.select_related(*related)
    public = Q(
        response__state=ResponseState.SUBMITTED,
        commitment__state=State.PUBLISHED,
        commitment__plan__state=State.PUBLISHED,
    )
    if not isinstance(actor, Officer):
        return found.filter(public)
    if actor.role == "coordination":
        return found.filter(public | Q(commitment__plan__jurisdiction=actor.jurisdiction_id))
    return found.filter(public | Q(institution__in=bodies_behind(actor.institution_id)))


def filled_asked(format: IndicatorFormat) -> list[FilledFormat]:
    """Return every axis and period that a format was asked of, sent or not; what was not sent shows no answer."""
    related = ("commitment__plan__jurisdiction", "institution", "format__questionnaire", "response__version")
    found = FilledFormat.objects.filter(format=format, commitment__state=State.PUBLISHED).select_related(*related)
    return list(found)


def rows_of(one: FilledFormat, actor: Actor) -> list[FilledRow]:
    """Return a filled format, indicator by indicator, with the evidence that the actor may see."""
    answers = {answer.question_id: answer for answer in questionnaires.answers_of(one.response)}
    pieces: dict[str, list[FormatEvidence]] = defaultdict(list)
    for piece in pieces_of_formats([one]):
        if sees_piece(actor, piece):
            pieces[piece.indicator].append(piece)
    return [
        FilledRow(
            section,
            [(one.response.asked(asked), answers.get(asked.pk)) for asked in section.questions.all()],
            pieces[section.code],
        )
        for section in questionnaires.sections_of(one.response.version)
    ]


def pieces_of_formats(filled_formats: Iterable[FilledFormat]) -> list[FormatEvidence]:
    """Return the evidence of some filled formats, with all that judges it."""
    related = ("filled__commitment__plan__jurisdiction", "office__institution", "file__public_copy", "file__original")
    keys = [one.pk for one in filled_formats]
    return list(FormatEvidence.objects.filter(filled__in=keys).select_related(*related))


def sees_piece(actor: Actor, piece: FormatEvidence) -> bool:
    """Tell whether an actor may see a piece: everybody once accepted; before, its institution and who reviews there."""
    commitment = piece.filled.commitment
    if piece.is_accepted and commitment.is_published and commitment.plan.is_published:
        return True
    if not isinstance(actor, Officer):
        return False
    if actor.institution_id == piece.office.institution_id or coordinates(actor, commitment.plan.jurisdiction_id):
        return True
    return actor.role == "monitoring-body" and actor.jurisdiction_id == commitment.plan.jurisdiction_id


def compare(filled_formats: Sequence[FilledFormat]) -> list[Compared]:
    """Put the answers of several filled formats side by side, question by question; a fixed number of queries."""
    if not filled_formats:
        return []
    by_code = questionnaires.answers_by_response(one.response_id for one in filled_formats)
    names = tuple(f"{one.commitment} · {one.label}" for one in filled_formats)
    return [
        Compared(section, question, names, [by_code.get((one.response_id, question.code)) for one in filled_formats])
        for section in questionnaires.sections_of(filled_formats[-1].response.version)
        for question in section.questions.all()
    ]


def missing_of(filled_formats: Sequence[FilledFormat]) -> list[Missing]:
    """Return the formats that nobody sent and, of the others, the indicators that nothing proves."""
    versions: dict[int, list[Section]] = {}
    proven = {(one.filled_id, one.indicator) for one in pieces_of_formats(filled_formats) if one.is_standing}
    found: list[Missing] = []
    for one in filled_formats:
        if not one.response.is_submitted:
            found.append(Missing(one, None))
            continue
        version = one.response.version
        if version.pk not in versions:
            versions[version.pk] = questionnaires.sections_of(version)
        found += [Missing(one, part) for part in versions[version.pk] if (one.pk, part.code) not in proven]
    return found


def format_files_visible(files: Collection[int], actor: Actor) -> set[int]:
    """Return which of some stored files an actor may download because of the indicators that they prove."""
    related = ("filled__commitment__plan", "office")
    pieces = FormatEvidence.objects.filter(file__in=set(files)).select_related(*related)
    return {one.file_id for one in pieces if one.file_id and sees_piece(actor, one)}


def _stands(name: str, text: str) -> bool:
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _words(question: Question, wording: Mapping[str, str], bindings: Mapping[str, str]) -> str:
    return filled(wording.get(question.code) or question.text, bindings)


def resolved_formats(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what public formats some urns name, each observed in its own window; two queries at most."""
    wanted: dict[str, dict[str, str]] = {"indicator-format": {}, "filled-format": {}}
    for text in urns:
        try:
            name = urn.parse(text)
        except ValueError:
            continue
        if name.kind in wanted:
            wanted[name.kind][name.id] = text
    found: dict[str, Resolved] = {}
    if ids := wanted["indicator-format"]:
        formats = IndicatorFormat.objects.filter(public_id__in=ids, plan__state=State.PUBLISHED)
        for one in formats.exclude(state=FormatState.DRAFT).select_related("plan__jurisdiction", "questionnaire"):
            place, is_open = one.plan.jurisdiction.urn, one.state == FormatState.PROPOSED
            said = Resolved(str(one), one.get_absolute_url(), tenant=place, subject=one.plan.urn, is_open=is_open)
            found[ids[one.public_id]] = said
    if ids := wanted["filled-format"]:
        for sent in filled_visible_to(_ANYBODY).filter(public_id__in=ids):
            place, subject = sent.commitment.plan.jurisdiction.urn, sent.commitment.urn
            found[ids[sent.public_id]] = Resolved(str(sent), sent.get_absolute_url(), tenant=place, subject=subject)
    return found


def format_duties(actor: Officer, at: datetime) -> list[Duty]:
    """Return the formats that an office has to fill, and those it may still observe; three queries."""
    owed = FilledFormat.objects.filter(
        institution__in=bodies_behind(actor.institution_id),
        response__state=ResponseState.DRAFT,
        commitment__state=State.PUBLISHED,
    ).select_related("commitment__plan__jurisdiction", "response")
    found = [
        Duty(
            uid=f"{one.urn}#fill",
            kind="format",
            what=_("Fill the indicator format: %(period)s") % {"period": one.label},
            url=one.get_absolute_url() + "llenar/",
            due=one.due_on,
            about=one.commitment.title,
        )
        for one in owed
    ]
    today = actor.office.institution.jurisdiction.day_of(at)
    windows = ObservationWindow.objects.filter(
        invited__in=bodies_behind(actor.institution_id), format__state=FormatState.PROPOSED, closes_on__gte=today
    ).select_related("format__plan__jurisdiction", "format__questionnaire")
    listed = list(windows.distinct())
    said = Contribution.objects.filter(
        office__institution=actor.institution_id, thread__thing__in=[one.format.urn for one in listed]
    )
    spoke = set(said.order_by().values_list("thread__thing", flat=True)) if listed else set()
    return found + [
        Duty(
            uid=f"{one.format.urn}#observe",
            kind="format",
            what=_("Observe the proposed format, or leave it as it is"),
            url=one.format.get_absolute_url() + "observaciones/",
            due=one.closes_on,
            about=str(one.format),
        )
        for one in listed
        if one.format.urn not in spoke
    ]


def format_aspect(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Tell on an axis' page which indicator formats it filled, and how many are owed; one query."""
    rows = filled_visible_to(actor).filter(commitment=commitment)
    states = list(rows.order_by().values_list("response__state", "due_on"))
    if not states:
        return None
    sent = sum(state == ResponseState.SUBMITTED for state, due in states)
    today = commitment.plan.jurisdiction.day_of(at)
    late = any(state != ResponseState.SUBMITTED and due < today for state, due in states)
    said = ngettext("%(n)s period measured.", "%(n)s periods measured.", sent) % {"n": sent}
    place = commitment.plan.jurisdiction.slug
    url = reverse("tracking:filled_formats", args=[place, commitment.public_id, commitment.slug])
    return Aspect(_("Indicators of the axis"), said, url, is_urgent=late)


def format_aspect_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Tell on a plan's page that its axes are measured by a format; one query."""
    found = formats_visible_to(actor).filter(plan=plan).first()
    if found is None and not coordinates(actor, plan.jurisdiction_id):
        return None
    url = reverse("tracking:formats", args=[plan.jurisdiction.slug, plan.public_id, plan.slug])
    said = found.get_state_display() if found else _("None yet: propose one.")
    return Aspect(_("Indicator formats"), said, url)
