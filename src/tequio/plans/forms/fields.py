"""Fields that several forms of this room share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from tequio.kit.month import Precision
from tequio.kit.policy import Refused

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
# No commitment lies outside of these years; a slip of a digit would draw a calendar of centuries.
EARLIEST, LATEST = 1900, 2199


@dataclass(frozen=True)
class When:
    """A date as exactly as somebody said it."""

    on: date
    precision: str

    def __str__(self) -> str:
        formats = {Precision.MONTH: "%m/%Y", Precision.YEAR: "%Y"}
        return self.on.strftime(formats.get(Precision(self.precision), "%d/%m/%Y"))


def when(on: date | None, precision: str) -> When | None:
    """Return what a WhenField shows for a date; None for none."""
    return When(on, precision) if on else None


class WhenField(forms.CharField):
    """A day, a month or a year, typed as people write them. `is_end`: a year alone means its last month."""

    default_error_messages = {"unreadable": _("Write a date as 31/12/2024, a month as 12/2024, or a year as 2024.")}

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=10, strip=True, **kwargs)
        self.is_end = is_end
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, When) else value

    def clean(self, value: Any) -> When | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            read = self._read(text)
            if not EARLIEST <= read.on.year <= LATEST:
                raise ValueError(text)
            return read
        except ValueError:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable") from None

    def _read(self, text: str) -> When:
        if match := _DAY.fullmatch(text):
            day, month, year = map(int, match.groups())
            return When(date(year, month, day), Precision.DAY)
        if match := _ISO_DAY.fullmatch(text):
            return When(date(*map(int, match.groups())), Precision.DAY)
        if match := _MONTH.fullmatch(text):
            month, year = map(int, match.groups())
            return When(date(year, month, 1), Precision.MONTH)
        if match := _ISO_MONTH.fullmatch(text):
            year, month = map(int, match.groups())
            return When(date(year, month, 1), Precision.MONTH)
        if _YEAR.fullmatch(text):
            year = int(text)
            return When(date(year, 12, 31) if self.is_end else date(year, 1, 1), Precision.YEAR)
        raise ValueError(text)


def span(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Turn the two WhenFields `start` and `end` into columns: start, end and their one precision.

    Raises ValidationError if they are not equally exact, so that nobody's day becomes a month.
    """
    start, end = cleaned.get("start"), cleaned.get("end")
    if start and end and start.precision != end.precision:
        raise forms.ValidationError({"end": _("Write both dates with the same exactness: two months, or two days.")})
    values: dict[str, Any] = {"start": start.on if start else None, "end": end.on if end else None}
    if said := start or end:
        values["precision"] = said.precision
    return values


class Plain(forms.Form):
    """A form whose answers can be shown again without judging them: when somebody only asked for more rows."""

    error_css_class = "wrong"

    def unjudged(self) -> None:
        """Show what was typed, with no errors."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def ask_again(self, **hidden: str) -> None:
        """Show what was typed once more, with other hidden values."""
        typed: Any = self.data
        self.data = again = typed.copy()
        for name, value in hidden.items():
            again[name] = value

    def refuse(self, no: Refused) -> None:
        """Show an action's refusal beside its field."""
        self.add_error(no.field if no.field in self.fields else None, no.reason)


class ReasonForm(Plain):
    """Why something public changes."""

    def __init__(self, *args: Any, is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_needed:
            self.fields["reason"] = reason_field()


def reason_field() -> forms.CharField:
    """Return the field that every change of something public adds to its form."""
    return forms.CharField(
        label=_("Why?"),
        help_text=_("This is public: your reason is published beside the change."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
