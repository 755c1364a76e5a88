"""Published texts, uploaded documents and the words to choose from."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from tequio.kit.actor import Actor
from tequio.people.models import Jurisdiction
from tequio.people.policies import coordinates
from tequio.plans.models import ActionPlan, Commitment, ImportedDocument, Publication, Template, Term
from tequio.plans.queries.reviews import is_review_public
from tequio.plans.vocab import PublicationKind


def publications_of(thing: ActionPlan | Commitment) -> QuerySet[Publication]:
    """Return the versions of a public text, newest first."""
    return thing.publications.order_by("-number")


def publication_behind(sha256: str) -> Publication | None:
    """Return a publication by the hash of its text; of equal texts, one that is still public if any is."""
    found = Publication.objects.filter(sha256=sha256).select_related("plan", "commitment__plan").order_by("-pk")
    rows = list(found)
    return next((row for row in rows if is_public(row)), rows[0] if rows else None)


def is_public(publication: Publication) -> bool:
    """Tell whether what a publication was of is still public."""
    if publication.kind == PublicationKind.REVIEW:
        return is_review_public(publication)
    if publication.commitment is not None:
        return publication.commitment.is_published and publication.commitment.plan.is_published
    return publication.plan is not None and publication.plan.is_published


def templates() -> QuerySet[Template]:
    """Return the forms to choose from: the newest version of each."""
    newest = dict(Template.objects.order_by("code", "version").values_list("code", "pk"))
    return Template.objects.filter(pk__in=newest.values())


def documents_waiting(jurisdiction: Jurisdiction, actor: Actor) -> QuerySet[ImportedDocument]:
    """Return the uploads that nobody confirmed yet and the actor may open, without their bodies."""
    waiting = documents_open_to(actor, jurisdiction).filter(confirmed_at__isnull=True)
    return waiting.defer("body").order_by("-uploaded_at")


def documents_open_to(actor: Actor, jurisdiction: Jurisdiction) -> QuerySet[ImportedDocument]:
    """Return a place's uploads: all of them for coordination, else those of the actor's own office."""
    found = ImportedDocument.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction")
    return found if coordinates(actor, jurisdiction) else found.filter(office=actor.handle)


def terms_of(scheme: str, *, on: date, chosen: tuple[int, ...] = ()) -> list[Term]:
    """Return the terms to choose from: those in force on a day, and those chosen before whatever their age."""
    in_force = {term.pk for term in Term.objects.of(scheme, on=on)}
    return [term for term in Term.objects.of(scheme).order_by("order") if term.pk in in_force or term.pk in chosen]
