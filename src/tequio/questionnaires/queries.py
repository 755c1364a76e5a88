"""Reads of questionnaires: which may be seen, what they ask, what was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby

from django.db.models import Count, Prefetch, Q, QuerySet

from tequio.kit import secret, urn
from tequio.kit.actor import Actor
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer, bodies_behind
from tequio.people.vocab import COORDINATION
from tequio.questionnaires.models import Answer, Question, Questionnaire, Response, Section, Version
from tequio.questionnaires.vocab import ResponseState, State
from tequio.record.queries import Resolved


def questionnaires_of(jurisdiction: Jurisdiction, actor: Actor) -> QuerySet[Questionnaire]:
    """Return the questionnaires of a place that an actor may see, as policies.can_view_questionnaire tells of one."""
    found = Questionnaire.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction")
    if isinstance(actor, Officer) and actor.role == COORDINATION and actor.jurisdiction_id == jurisdiction.pk:
        return found
    return found.exclude(state=State.DRAFT)


def with_counts(found: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
    """Add how many answers each received."""
    sent = Count("versions__responses", filter=Q(versions__responses__state=ResponseState.SUBMITTED))
    return found.annotate(received=sent)


def versions_of(questionnaire: Questionnaire) -> list[Version]:
    """Return all versions, the newest first."""
    return list(questionnaire.versions.order_by("-number"))


def version_in_force(questionnaire: Questionnaire) -> Version | None:
    """Return the newest published version."""
    published = questionnaire.versions.filter(published_at__isnull=False).select_related("questionnaire__jurisdiction")
    return published.order_by("-number").first()


def version_in_draft(questionnaire: Questionnaire) -> Version | None:
    """Return the version that is being written, if there is one."""
    drafts = questionnaire.versions.filter(published_at__isnull=True).select_related("questionnaire__jurisdiction")
    return drafts.first()


def sections_of(version: Version) -> list[Section]:
    """Return a version's sections with their questions, in order, in two queries."""
    questions = Question.objects.order_by("order", "pk")
    return list(version.sections.order_by("order", "pk").prefetch_related(Prefetch("questions", questions)))


def by_heading(sections: Iterable[Section]) -> list[tuple[str, list[Section]]]:
    """Group sections that share a heading and stand together."""
    return [(heading, list(rows)) for heading, rows in groupby(sections, key=lambda one: one.heading)]


def questions_of(version: Version) -> list[Question]:
    """Return the questions of a version, in order."""
    return list(version.questions.select_related("section").order_by("section__order", "section", "order", "pk"))


def answers_of(response: Response) -> list[Answer]:
    """Return what was answered, in the order of the questions."""
    return list(_answers().filter(response=response))


def answers_by_response(responses: Iterable[int]) -> dict[tuple[int, str], Answer]:
    """Return the answers of many responses by response and code; one query."""
    return {(one.response_id, one.question.code): one for one in _answers().filter(response__in=list(responses))}


def whole(found: QuerySet[Response]) -> QuerySet[Response]:
    """Add all that an export tells of each response, in a fixed number of queries."""
    related = ("version__questionnaire__jurisdiction", "institution__jurisdiction", "office")
    return found.select_related(*related).prefetch_related(Prefetch("answers", _answers()))


def responses_of(questionnaire: Questionnaire, actor: Actor) -> QuerySet[Response]:
    """Return the sent responses that an actor may read, as policies.can_view_response tells of one."""
    found = Response.objects.filter(version__questionnaire=questionnaire).submitted()
    if isinstance(actor, Officer):
        if actor.role == COORDINATION and actor.jurisdiction_id == questionnaire.jurisdiction_id:
            return found
        own = Q(institution__in=bodies_behind(actor.institution_id))
        return found.filter(own | Q(version__questionnaire__is_public=True, institution__isnull=False))
    return found.open_to_all()


def response_of(questionnaire: Questionnaire, actor: Actor) -> Response | None:
    """Return what the actor's institution is answering, or has answered, to any version."""
    if not isinstance(actor, Officer):
        return None
    own = Response.objects.filter(
        version__questionnaire=questionnaire, institution__in=bodies_behind(actor.institution_id)
    )
    return own.order_by("-pk").first()


def response_behind(token: str) -> Response | None:
    """Return the response that a visitor's link opens."""
    related = Response.objects.select_related("version__questionnaire__jurisdiction")
    return related.filter(token_hash=secret.hash_of(token)).first()


def resolved(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what public questionnaires some urns name."""
    wanted: dict[str, str] = {}
    for text in urns:
        try:
            name = urn.parse(text)
        except ValueError:
            continue
        if name.kind == "questionnaire":
            wanted[name.id] = text
    if not wanted:
        return {}
    found = Questionnaire.objects.filter(public_id__in=wanted).exclude(state=State.DRAFT).select_related("jurisdiction")
    return {
        wanted[one.public_id]: Resolved(
            one.title, one.get_absolute_url(), tenant=one.jurisdiction.urn, subject=one.urn, is_open=False
        )
        for one in found
    }


def files_visible(files: Collection[int], actor: Actor) -> set[int]:
    """Return which of some stored files an actor may download because of the answers that they are."""
    found = Answer.objects.filter(file__in=set(files))
    public = Q(
        response__state=ResponseState.SUBMITTED,
        response__version__questionnaire__is_public=True,
        response__institution__isnull=False,
    )
    found = found.filter(public | _near(actor) if isinstance(actor, Officer) else public)
    return {key for key in found.values_list("file_id", flat=True) if key is not None}


def originals_visible(files: Collection[int], actor: Actor) -> set[int]:
    """Return which originals an actor may download: its institution sent them, or it coordinates the place."""
    if not isinstance(actor, Officer):
        return set()
    found = Answer.objects.filter(_near(actor), file__in=set(files))
    return {key for key in found.values_list("file_id", flat=True) if key is not None}


def _near(actor: Officer) -> Q:
    own = Q(response__institution__in=bodies_behind(actor.institution_id))
    if actor.role == COORDINATION:
        own |= Q(response__version__questionnaire__jurisdiction=actor.jurisdiction_id)
    return own


def _answers() -> QuerySet[Answer]:
    return Answer.objects.select_related("question", "file__original").order_by(
        "question__section__order", "question__section", "question__order", "question"
    )
