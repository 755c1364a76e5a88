"""Fields that several forms of this room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from tequio.web.forms import RefusableForm, reason_field


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


class Plain(RefusableForm):
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


class ReasonForm(Plain):
    """Why something public changes."""

    def __init__(self, *args: Any, is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_needed:
            self.fields["reason"] = reason_field()


class PublishForm(ReasonForm):
    """What publishing asks: a reason the second time and, in some forms, the session that approved it."""

    def __init__(self, *args: Any, is_approval_needed: bool, approval: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_approval_needed:
            self.fields["approval"] = forms.CharField(
                label=_("Which session approved it?"),
                help_text=_("Its number, date and agreement. It is published with the sheet."),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=500,
                initial=approval,
            )
