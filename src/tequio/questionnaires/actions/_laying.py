"""What the actions of this room share: laying out questions and judging that each is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tequio.kit import ids
from tequio.kit import text as words
from tequio.kit.policy import Refused
from tequio.questionnaires.document import QUESTION_FIELDS, SECTION_FIELDS
from tequio.questionnaires.models import Question, Section, Version
from tequio.questionnaires.vocab import CHOICES, MOST_DECIMALS, MOST_OPTIONS, OTHER, Kind

LONGEST_CODE = 60


def lay(version: Version, sections: Iterable[Mapping[str, Any]]) -> None:
    """Write sections and their questions, in the order in which they come."""
    for place, said in enumerate(sections, start=1):
        section = Section(version=version, order=place)
        fill_section(section, said)
        section.save()
        for order, asked in enumerate(said.get("questions", ()), start=1):
            question = Question(version=version, section=section, order=order)
            fill_question(question, asked)
            question.save()


def fill_section(section: Section, values: Mapping[str, Any]) -> None:
    """Give a section its words; its code is made from the title once, and stays."""
    for name in SECTION_FIELDS:
        if name in values:
            setattr(section, name, words.tidy(values[name]))
    if not section.title:
        raise Refused("title", _("Give the section a title."))
    section.code = section.code or _free_code(section.title, Section.objects.filter(version=section.version_id))


def fill_question(question: Question, values: Mapping[str, Any]) -> None:
    """Give a question its words and limits; raise Refused where they contradict each other."""
    for name in QUESTION_FIELDS:
        if name in values:
            value = values[name]
            setattr(question, name, words.tidy(value) if isinstance(value, str) else value)
    if not question.text:
        raise Refused("text", _("Write the question."))
    if question.kind not in Kind.values:
        raise Refused("kind", _("Choose what it takes as an answer."))
    question.code = question.code or _free_code(question.text, Question.objects.filter(version=question.version_id))
    _check_limits(question)
    _check_options(question)


def _check_limits(question: Question) -> None:
    for name in ("minimum", "maximum"):
        value = getattr(question, name)
        if isinstance(value, str | int):
            setattr(question, name, Decimal(value) if value != "" else None)
    least, most = question.minimum, question.maximum
    if least is not None and most is not None and most < least:
        raise Refused("maximum", _("The most cannot be below the least."))
    if question.decimals > MOST_DECIMALS:
        raise Refused("decimals", _("At most %(n)s decimals.") % {"n": MOST_DECIMALS})
    if question.max_length == 0:
        raise Refused("max_length", _("At least one character has to fit."))


def _check_options(question: Question) -> None:
    if question.kind not in CHOICES:
        question.options, question.has_other = [], False
        return
    codes = [one["code"] for one in question.options]
    if len(codes) + question.has_other < 2:
        raise Refused("options", _("Write at least two options, one on each line."))
    if len(codes) > MOST_OPTIONS:
        raise Refused("options", _("At most %(n)s options.") % {"n": MOST_OPTIONS})
    if len(set(codes)) != len(codes) or OTHER in codes:
        raise Refused("options", _("Two options say the same: write each once."))


def _free_code(said: str, taken: Any) -> str:
    """Make a code from some words, unlike any other of the version."""
    code = slugify(said)[:40].strip("-") or ids.public_id()
    used = set(taken.values_list("code", flat=True))
    return code if code not in used else f"{code}-{ids.public_id()}"[:LONGEST_CODE]
