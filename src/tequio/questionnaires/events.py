"""The facts of questionnaires. What somebody answers never stands in the record: only the hash of what was sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.kit.shown import SUBJECT, Shown, at, just


@dataclass(frozen=True, kw_only=True)
class QuestionnaireDrafted(Trace):
    """Somebody opened a questionnaire, or changed its title, purpose or audience."""

    name = "questionnaires.questionnaire-drafted"
    sentence = _("%(actor)s drafted a questionnaire.")


@dataclass(frozen=True, kw_only=True)
class QuestionsChanged(Trace):
    """Somebody changed the questions of a version that nobody has published yet."""

    name = "questionnaires.questions-changed"
    sentence = _("%(actor)s changed the questions of version %(number)s.")

    number: int


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Fact):
    """A version was frozen: `text` is the SHA-256 of its canonical JSON."""

    name = "questionnaires.version-published"
    sentence = _("%(actor)s published version %(number)s of the questionnaire, with %(questions)s questions.")
    shown = (
        Shown(
            "questionnaires",
            is_listed=True,
            under="",
            says={"versions.number={number}.sha256": "text"},
        ),
    )

    number: int
    text: str
    questions: int


@dataclass(frozen=True, kw_only=True)
class QuestionnaireClosed(Fact):
    """The questionnaire takes no more answers."""

    name = "questionnaires.questionnaire-closed"
    sentence = _("%(actor)s closed the questionnaire, with %(responses)s answers.")
    shown = (Shown("questionnaires", says={"state": just("closed")}),)

    responses: int


@dataclass(frozen=True, kw_only=True)
class QuestionnaireReopened(Fact):
    """The questionnaire takes answers again."""

    name = "questionnaires.questionnaire-reopened"
    sentence = _("%(actor)s opened the questionnaire again.")
    shown = (Shown("questionnaires", says={"state": just("open")}),)

    number: int


@dataclass(frozen=True, kw_only=True)
class ResponseSaved(Trace):
    """Somebody began to answer, or saved part of what they answer."""

    name = "questionnaires.response-saved"
    sentence = _("%(actor)s saved part of an answer.")

    response: str
    answers: int


@dataclass(frozen=True, kw_only=True)
class ResponseReceived(Trace):
    """Somebody sent answers that are not public."""

    name = "questionnaires.response-received"
    sentence = _("%(actor)s sent answers.")

    response: str
    answers: int


@dataclass(frozen=True, kw_only=True)
class ResponseSubmitted(Fact):
    """An institution sent answers that are public: `text` is the SHA-256 of their canonical JSON."""

    name = "questionnaires.response-submitted"
    sentence = _("%(actor)s answered version %(number)s of the questionnaire (%(answers)s answers).")
    shown = (
        Shown(
            "responses",
            key={"urn": "response"},
            is_listed=True,
            says={
                **{"institution": "institution", "version": "number", "sha256": "text"},
                **{"questionnaire": SUBJECT, "submitted_at": at},
            },
        ),
    )

    response: str
    institution: str
    number: int
    answers: int
    text: str
