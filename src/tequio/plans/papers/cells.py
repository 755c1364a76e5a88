"""One value and the words of its cell: how each kind is written, and how it is read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tequio.kit import when
from tequio.kit.text import fold, tidy
from tequio.kit.when import When
from tequio.plans.models import Term

# Between the parts of a line such as "Secretaría de Cultura · unit: Dirección de Datos".
_BETWEEN = " · "
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("·", "\\·"))
# The directory knows a party by the name that the document says.
ITSELF = "="
_YES, _NO = gettext_lazy("Yes"), gettext_lazy("No")


class Unreadable(ValueError):
    """A cell does not say what its column asks; the message tells the person what to write."""


@dataclass(frozen=True)
class Field:
    """A column of a list or a question of the form.

    `kind` is text, number, integer, orders, flag, date, choice, term, known (a name of the directory) or lines; `parts`
    are the fields of each line. `is_end`: a year alone means its last day.
    """

    key: str
    label: Any
    kind: str = "text"
    choices: tuple[tuple[str, Any], ...] = ()
    scheme: str = ""
    longest: int | None = None
    parts: tuple[Field, ...] = ()
    width: float = 1.0
    is_needed: bool = False
    is_end: bool = False


class Vocabulary:
    """The terms of every scheme, by code and by any of their names; read once."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._codes: dict[tuple[str, str], Term] = {}
        for term in Term.objects.all():
            self._names[term.scheme, term.code] = term.name
            for name in (term.code, term.name_es, term.name_en, *term.aliases):
                self._codes.setdefault((term.scheme, fold(name)), term)

    def name(self, scheme: str, code: str) -> str:
        """Return the name of a term in the language of the page."""
        return self._names.get((scheme, code), code)

    def names(self, scheme: str) -> list[str]:
        """Return the names of a scheme, for a drop-down."""
        return [name for (of, _code), name in self._names.items() if of == scheme]

    def term(self, scheme: str, words: str) -> Term | None:
        """Return the term that some words mean."""
        return self._codes.get((scheme, fold(words)))


@dataclass
class Words:
    """Writes and reads cells, with the vocabularies at hand."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def written(self, column: Field, value: Any) -> str:
        """Return the words of a value."""
        if value in (None, "", (), []):
            return ""
        match column.kind:
            case "lines":
                return "\n".join(self._line(column, one) for one in value)
            case "flag":
                return str(_YES if value else _NO)
            case "number" | "integer":
                return plain_number(value)
            case "orders":
                return ", ".join(map(str, value))
            case "known":
                return str(_YES) if value == ITSELF else str(value)
            case "choice":
                return str(dict(column.choices).get(value, value))
            case "term":
                return self.vocabulary.name(column.scheme, value)
        return str(value)

    def read(self, column: Field, words: Any) -> Any:
        """Return the value that a cell means; raises Unreadable, with what to write instead."""
        if isinstance(words, bool):
            words = _YES if words else _NO
        if isinstance(words, datetime | date):
            words = words.strftime("%d/%m/%Y")
        text = tidy(str(words)) if words is not None else ""
        if not text:
            if column.is_needed:
                raise Unreadable(_("Write something here."))
            return _NOTHING.get(column.kind)
        readers: Mapping[str, Callable[[Field, str], Any]] = {
            "lines": self._lines,
            "flag": lambda _column, said: self._choice(_FLAG, said) == "1",
            "date": _date,
            "number": read_number,
            "integer": read_number,
            "orders": _orders,
            "known": lambda column, said: ITSELF if fold(said) in both(_YES) else _text(column, said),
            "choice": self._choice,
            "term": self._term,
        }
        return readers.get(column.kind, _text)(column, text)

    def _lines(self, column: Field, text: str) -> list[dict[str, Any]]:
        return [self._parts(column, line) for line in text.split("\n") if line.strip()]

    def _line(self, column: Field, value: Mapping[str, Any]) -> str:
        """Write the first part bare and the others after their name: "Secretaría · unit: Datos"."""
        first, *rest = column.parts
        words = [escaped(self.written(first, value.get(first.key)))]
        words += [
            f"{part.label}: {escaped(said)}" for part in rest if (said := self.written(part, value.get(part.key)))
        ]
        return _BETWEEN.join(words)

    def _parts(self, column: Field, line: str) -> dict[str, Any]:
        first, *rest = column.parts
        head, *tail = line.split(_BETWEEN)
        value = {part.key: _NOTHING.get(part.kind) for part in column.parts}
        value[first.key] = self.read(first, unescaped(head))
        for piece in tail:
            name, _sign, words = piece.partition(":")
            part = next((one for one in rest if fold(name) in both(one.label)), None)
            if part is None:
                raise Unreadable(
                    _("“%(words)s” is not one of: %(known)s.")
                    % {"words": name, "known": ", ".join(str(one.label) for one in rest)}
                )
            value[part.key] = self.read(part, unescaped(words.strip()))
        return value

    def _choice(self, column: Field, text: str) -> str:
        for code, label in column.choices:
            if fold(text) == fold(code) or fold(text) in both(label):
                return code
        offered = ", ".join(str(label) for code, label in column.choices if code)
        raise Unreadable(_("“%(words)s” is not one of: %(known)s.") % {"words": text, "known": offered})

    def _term(self, column: Field, text: str) -> str:
        found = self.vocabulary.term(column.scheme, text)
        if found is None:
            raise Unreadable(_("“%(words)s” is not in the list of this column.") % {"words": text})
        return found.code


_NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(("text", "choice", "term", "known"), ""),
    **dict.fromkeys(("lines", "orders"), []),
    "flag": False,
}
_FLAG = Field("", "", choices=(("1", _YES), ("", _NO)))


def _text(column: Field, text: str) -> str:
    if column.longest and len(text) > column.longest:
        raise Unreadable(
            _("It has %(length)s characters; at most %(most)s fit.") % {"length": len(text), "most": column.longest}
        )
    return text


def _orders(column: Field, text: str) -> list[int]:
    return [int(read_number(column, piece)) for piece in text.replace(";", ",").split(",") if piece.strip()]


def _date(column: Field, text: str) -> When:
    try:
        return when.read(text, is_end=column.is_end)
    except ValueError:
        message = _("“%(words)s” is not a date. Write it as 30/06/2023, or 06/2023.")
        raise Unreadable(message % {"words": text}) from None


def plain_number(value: Decimal | int) -> str:
    """Write a number without needless zeros."""
    number = Decimal(value)
    return format(number.normalize() if number != number.to_integral() else number.quantize(Decimal(1)), "f")


def read_number(column: Field, text: str) -> Decimal | int:
    """Read a number written with a decimal point."""
    try:
        number = Decimal(text.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) else text)
        if not number.is_finite():
            raise InvalidOperation
        if column.kind == "integer":
            if number != number.to_integral():
                raise InvalidOperation
            return int(number)
    except InvalidOperation:
        raise Unreadable(_("“%(words)s” is not a number. Write it as 1234.5.") % {"words": text}) from None
    return number


def escaped(words: str) -> str:
    """Return words that no separator cuts."""
    for plain, safe in _ESCAPES:
        words = words.replace(plain, safe)
    return words


def unescaped(words: str) -> str:
    """Return what escaped was given."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], words)


def both(label: Any) -> set[str]:
    """Return a label in every language of the site, folded: a paper may come back from another one's reader."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(fold(str(label)))
    return found


def matching(fields: Iterable[Field], label: str) -> Field | None:
    """Return the field that a header names, in any language of the site."""
    return next((one for one in fields if fold(label) in both(one.label)), None)
