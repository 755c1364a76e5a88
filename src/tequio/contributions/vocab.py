"""The words of what people say and of what is answered (R033, R057, R059, R182; OGP: reasoned response)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What somebody says."""

    QUESTION = "question", _("Question")
    COMMENT = "comment", _("Comment")
    DISPUTE = "dispute", _("Disagreement")
    PROPOSAL = "proposal", _("Proposal")
    ERROR = "error", _("Error on a page")


# What anybody may choose on a thing's page; a report of an error has a form of its own.
OPEN_KINDS = (Kind.QUESTION, Kind.COMMENT, Kind.DISPUTE, Kind.PROPOSAL)


class Purpose(models.TextChoices):
    """Why people may speak about a thing: whenever they want, or in a window that closes."""

    TALK = "talk", _("Questions and comments")
    REVIEW = "review", _("Public review")
    ERRORS = "errors", _("Reports of errors")


class State(models.TextChoices):
    """Whether everybody reads a contribution."""

    SHOWN = "shown", _("Public")
    HIDDEN = "hidden", _("Hidden by moderation")
    WITHDRAWN = "withdrawn", _("Withdrawn by whoever wrote it")


class Origin(models.TextChoices):
    """How a contribution came in."""

    SITE = "site", _("Written here")
    DOCUMENT = "document", _("Brought in with a document")


class Ruling(models.TextChoices):
    """What was decided of a point (R059: viability and decision)."""

    ANSWERED = "answered", _("Answered")
    VIABLE = "viable", _("Viable: it is taken in")
    PARTLY = "partly", _("Partly viable")
    NOT_VIABLE = "not-viable", _("Not viable")
    OUT_OF_SCOPE = "out-of-scope", _("Out of scope")
    COVERED = "covered", _("Already covered")


# A question is answered; what asks for a change is ruled upon.
RULINGS = {
    Kind.QUESTION: (Ruling.ANSWERED, Ruling.OUT_OF_SCOPE, Ruling.COVERED),
    Kind.ERROR: (Ruling.ANSWERED, Ruling.OUT_OF_SCOPE, Ruling.COVERED),
    Kind.COMMENT: tuple(Ruling),
    Kind.DISPUTE: tuple(Ruling),
    Kind.PROPOSAL: tuple(one for one in Ruling if one != Ruling.ANSWERED),
}


class Reason(models.TextChoices):
    """Why a contribution may be hidden. To criticise is not among them."""

    PERSONAL_DATA = "personal-data", _("It holds somebody's personal data")
    INSULTS = "insults", _("It insults or threatens somebody")
    DISCRIMINATION = "discrimination", _("It discriminates against somebody")
    SPAM = "spam", _("It is advertising, or the same text again and again")
    UNLAWFUL = "unlawful", _("The law forbids to publish it")


LONGEST_TEXT = 3000  # code points
LONGEST_NAME = 80
LONGEST_ANSWER = 6000
MOST_POINTS = 20
MOST_FILES = 3
# What is personal in a contribution, as the record calls the salted digests of its parts and of its files' hashes.
WITHHELD = ("name", "text", *(f"file-{number}" for number in range(1, MOST_FILES + 1)))

# What a place plays by until it says otherwise, and between what it may choose.
DEFAULT_ANSWER_DAYS, ANSWER_DAYS = 10, (1, 60)  # working days
DEFAULT_MOST_PER_HOUR, MOST_PER_HOUR = 10, (1, 200)  # contributions of one visitor
DEFAULT_MAIL_DAYS, MAIL_DAYS = 30, (0, 365)  # that an address is kept after the last answer


@dataclass(frozen=True)
class Column:
    """A column: its name, type, and meaning in Spanish and English."""

    name: str
    type: str
    es: str
    en: str


COLUMNS = (
    Column("contribution", "id", "Identificador del aporte", "Contribution's id"),
    Column("about", "urn", "Nombre duradero de aquello de lo que habla", "Lasting name of what it is about"),
    Column("title", "text", "Título de aquello de lo que habla", "Title of what it is about"),
    Column(
        "kind",
        "code",
        "question (pregunta), comment (comentario), dispute (desacuerdo) o proposal (propuesta)",
        "question, comment, dispute or proposal",
    ),
    Column("state", "code", "shown, hidden (moderado) o withdrawn (retirado)", "shown, hidden or withdrawn"),
    Column("is_late", "boolean", "Llegó después del plazo para opinar", "It came after the deadline for comments"),
    Column("name", "text", "Nombre o seudónimo, si quiso darlo", "Name or pseudonym, if given"),
    Column("office", "text", "Oficina que habla, si es una", "Office that speaks, if it is one"),
    Column("text", "text", "Lo que dice; vacío si se ocultó o se retiró", "What it says; empty if hidden or withdrawn"),
    Column("submitted_at", "datetime", "Cuándo llegó (UTC)", "When it came (UTC)"),
    Column("answer_by", "date", "Último día para responder a tiempo", "Last day to answer in time"),
    Column("answered_at", "datetime", "Cuándo se respondió completo (UTC)", "When it was wholly answered (UTC)"),
    Column("point", "integer", "Número del punto", "Number of the point"),
    Column("point_text", "text", "El punto; vacío si es el aporte entero", "The point; empty if it is all of it"),
    Column(
        "ruling",
        "code",
        "answered, viable, partly, not-viable, out-of-scope o covered; vacío mientras espera",
        "answered, viable, partly, not-viable, out-of-scope or covered; empty while it waits",
    ),
    Column("answer", "text", "La respuesta y sus razones", "The answer and its reasons"),
    Column("answered_by", "text", "Oficina que respondió", "Office that answered"),
)
