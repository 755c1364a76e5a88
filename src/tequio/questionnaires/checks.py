"""Whether an answer is one: each kind of question reads what was typed, or says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from tequio.kit import text as words
from tequio.kit import when
from tequio.kit.month import Precision
from tequio.kit.policy import Refused
from tequio.questionnaires.models import Question
from tequio.questionnaires.vocab import (
    CHOICES,
    DATES,
    MONEY_DECIMALS,
    MOST_DIGITS,
    NUMBERS,
    OTHER,
    OTHER_LENGTH,
    TEXTS,
    Kind,
)

LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class Given:
    """What somebody typed for a question, before anybody judged it."""

    text: str = ""
    choices: Sequence[str] = ()
    other: str = ""
    upload: UploadedFile[bytes] | None = None


@dataclass(frozen=True)
class Value:
    """An answer in the column of its type."""

    text: str = ""
    number: Decimal | None = None
    flag: bool | None = None
    on: date | None = None
    choices: tuple[str, ...] = ()
    url: str = ""
    upload: UploadedFile[bytes] | None = None


def read(question: Question, given: Given) -> Value | None:
    """Return the answer, None where there is none; raise Refused beside the question's code."""
    kind = question.kind
    if kind in CHOICES:
        return _choices(question, given)
    if kind == Kind.EVIDENCE and given.upload is not None:
        if given.text.strip():
            raise _no(question, _("Choose a file or write an address, not both."))
        return Value(upload=given.upload)
    typed = words.tidy(given.text)
    if not typed:
        return None
    if kind in TEXTS:
        return Value(text=_text(question, typed))
    if kind in NUMBERS:
        return Value(number=_number(question, typed))
    if kind in DATES:
        return Value(on=_date(question, typed))
    if kind == Kind.YES_NO:
        if typed not in ("yes", "no"):
            raise _no(question, _("Choose yes or no."))
        return Value(flag=typed == "yes")
    return Value(url=_address(question, typed))


def _no(question: Question, reason: Any) -> Refused:
    return Refused(question.code, reason)


def _text(question: Question, typed: str) -> str:
    over = words.length(typed) - question.limit
    if over > 0:
        said = _("It has %(over)s characters too many: at most %(most)s fit. What you wrote is still here.")
        raise _no(question, said % {"over": over, "most": question.limit})
    if question.kind == Kind.SHORT and "\n" in typed:
        raise _no(question, _("Write it in one line."))
    return typed


def _number(question: Question, typed: str) -> Decimal:
    try:
        number = Decimal(typed.replace(",", "").replace("$", "").replace(" ", ""))
    except InvalidOperation:
        raise _no(question, _("Write only a number, such as 1250 or 3.5.")) from None
    decimals = MONEY_DECIMALS if question.kind == Kind.MONEY else question.decimals
    if not number.is_finite() or number.adjusted() >= MOST_DIGITS:
        raise _no(question, _("Write only a number, such as 1250 or 3.5."))
    if number != round(number, decimals):
        said = _("Write it with at most %(n)s decimals.") if decimals else _("Write a whole number, without decimals.")
        raise _no(question, said % {"n": decimals})
    if question.minimum is not None and number < question.minimum:
        raise _no(question, _("Write %(least)s or more.") % {"least": question.minimum.normalize()})
    if question.maximum is not None and number > question.maximum:
        raise _no(question, _("Write %(most)s or less.") % {"most": question.maximum.normalize()})
    return number


def _date(question: Question, typed: str) -> date:
    wanted = Precision.DAY if question.kind == Kind.DATE else Precision.MONTH
    try:
        said = when.read(typed)
    except ValueError:
        said = None
    if said is None or said.precision != wanted:
        is_day = wanted == Precision.DAY
        raise _no(question, _("Write a day, as 31/12/2024.") if is_day else _("Write a month, as 12/2024."))
    return said.on


def _choices(question: Question, given: Given) -> Value | None:
    chosen = tuple(dict.fromkeys(one for one in given.choices if one))
    other = words.tidy(given.other)
    known = set(question.labels) | ({OTHER} if question.has_other else set())
    if other and OTHER not in chosen and question.has_other:
        chosen = (*chosen, OTHER) if question.kind == Kind.MULTIPLE else chosen or (OTHER,)
    if not chosen:
        return None
    if not known.issuperset(chosen) or (question.kind == Kind.SINGLE and len(chosen) > 1):
        raise _no(question, _("Choose one of the options."))
    if OTHER in chosen and not other:
        raise _no(question, _("Write which other one."))
    if words.length(other) > OTHER_LENGTH:
        raise _no(
            question, _("Write the other one in fewer words: at most %(most)s characters.") % {"most": OTHER_LENGTH}
        )
    return Value(choices=chosen, text=other if OTHER in chosen else "")


def _address(question: Question, typed: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(typed)
    except ValidationError:
        raise _no(question, _("Write a whole address, beginning with https://")) from None
    if len(typed) > LONGEST_ADDRESS:
        raise _no(question, _("This address is too long."))
    return typed
