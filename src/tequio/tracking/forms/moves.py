"""Other dates for a milestone, and the answer to whoever asks for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit.month import Precision
from tequio.plans.models import Milestone
from tequio.web.forms import RefusableForm

_MONTH = ("%Y-%m", "%m/%Y", "%m-%Y")


class MoveForm(RefusableForm):
    """New dates, as exact as the present ones, and why."""

    start = forms.DateField(label=_("Begins"), required=False)
    end = forms.DateField(label=_("Ends"))
    reason = forms.CharField(
        label=_("Why does it move?"),
        help_text=_("It is public, beside the original date."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    reference = forms.CharField(
        label=_("Session or agreement that approves it"),
        help_text=_("If there is one: its number and date."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_month = milestone.precision == Precision.MONTH
        kind, shown = ("month", "%Y-%m") if is_month else ("date", "%Y-%m-%d")
        for name, value in (("start", milestone.start), ("end", milestone.end or milestone.ends_on)):
            field = self.fields[name]
            field.widget = forms.DateInput(attrs={"type": kind}, format=shown)
            field.initial = value
            if is_month:
                field.input_formats = _MONTH  # type: ignore[attr-defined]
                field.help_text = _("Month and year, as 2024-06.")

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class DecisionForm(RefusableForm):
    """What the coordination says of proposed dates."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to decline."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
