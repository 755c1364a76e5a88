"""The canonical JSON of a version and of a response: what their hashes are computed over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from tequio.kit.canonical import canonical
from tequio.kit.event import plain
from tequio.questionnaires.models import Answer, Question, Response, Section, Version

# What a new version copies, and what the document holds, in this order.
SECTION_FIELDS = ("code", "heading", "title", "help")
QUESTION_FIELDS = (
    *("code", "kind", "text", "help", "is_required", "max_length", "unit", "minimum", "maximum", "decimals"),
    *("options", "has_other", "shown_if"),
)


def of_version(version: Version, sections: Iterable[Section]) -> dict[str, Any]:
    """Return all that a version asks; `sections` come with their questions."""
    return {
        "type": "questionnaire",
        "id": version.questionnaire.urn,
        "title": version.questionnaire.title,
        "version": version.number,
        "sections": [_of_section(one) for one in sections],
    }


def of_response(response: Response, answers: Iterable[Answer]) -> dict[str, Any]:
    """Return what was answered, with the words in which it was asked."""
    return {
        "type": "response",
        "id": response.urn,
        "questionnaire": response.version.questionnaire.urn,
        "version": response.version.number,
        "text": response.version.sha256,
        "institution": response.institution.urn if response.institution else None,
        "answers": [
            {"code": one.question.code, "question": response.asked(one.question), "value": plain(one.plain)}
            | ({"other": one.text} if one.choices and one.text else {})
            for one in answers
        ],
    }


def written(document: dict[str, Any]) -> tuple[str, str]:
    """Return a document's canonical text and its SHA-256."""
    body = canonical(document)
    return body.decode(), hashlib.sha256(body).hexdigest()


def _of_section(section: Section) -> dict[str, Any]:
    said = {name: getattr(section, name) for name in SECTION_FIELDS}
    return said | {"questions": [_of_question(one) for one in section.questions.all()]}


def _of_question(question: Question) -> dict[str, Any]:
    return {name: plain(getattr(question, name)) for name in QUESTION_FIELDS}
