"""Sentences that are said in English or in Spanish, by what runs without Django too.

The project's catalogue serves both: English in the code, Spanish in locale/. Python's own gettext chooses by the
shell's LANGUAGE, LC_ALL, LC_MESSAGES or LANG; what is not translated stays English.
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

LOCALE = Path(__file__).resolve().parents[1] / "locale"
# What could move a terminal's cursor, or make text read in another order than it is stored.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LONGEST = 500  # letters of a value in a sentence; `values` holds it whole

Value = str | int
Says = str | tuple[str, str]


class Tongue(Protocol):
    """Somebody who translates: Python's gettext translations, or the module django.utils.translation."""

    def gettext(self, message: str, /) -> str:
        """Translate a sentence."""
        ...

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Translate a sentence for a number of things."""
        ...


class English:
    """The tongue in which the sentences are written."""

    def gettext(self, message: str, /) -> str:
        """Return the sentence as it is."""
        return message

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Return the sentence for one, or for another number."""
        return singular if number == 1 else plural


ENGLISH = English()


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translators."""
    return message


def ngettext(singular: str, plural: str) -> tuple[str, str]:
    """Mark a sentence of one or of several for the translators; its value `n` says how many."""
    return singular, plural


def spoken(*languages: str) -> catalogues.NullTranslations:
    """Return who translates into the first of some languages that there is, or into the shell's."""
    return catalogues.translation("django", LOCALE, languages=list(languages) or None, fallback=True)


def sentence(says: Says, values: Mapping[str, Value], tongue: Tongue = ENGLISH) -> str:
    """Say something on one line, without a character that could deceive a terminal; a pair is chosen by its value n."""
    template = tongue.ngettext(*says, int(values["n"])) if isinstance(says, tuple) else tongue.gettext(says)
    return template % {name: _shown(value) for name, value in values.items()}


class _Grouped(int):
    """A number that %(…)s shows in groups of three, and %(…)d as it is."""

    def __str__(self) -> str:
        return f"{int(self):,}"


def _shown(value: Value) -> Value:
    if isinstance(value, int):
        return _Grouped(value)
    whole = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)
