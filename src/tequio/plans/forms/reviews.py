"""Opening a draft to everybody's comments, until when, and for how long by default."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.plans.forms.fields import Plain
from tequio.plans.vocab import REVIEW_DAYS
from tequio.web.forms import reason_field

_DAY = {"type": "date"}


class ReviewForm(Plain):
    """Until which day comments are taken; a longer time says why."""

    closes_on = forms.DateField(
        label=_("Comments are taken until"),
        help_text=_("That whole day is included."),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, closes_on: date, is_longer: bool = False) -> None:
        super().__init__(data, initial={"closes_on": closes_on})
        if is_longer:
            self.fields["reason"] = reason_field()


class ReviewRulesForm(Plain):
    """How long a public review lasts when nobody says another day."""

    days = forms.IntegerField(
        label=_("Days that a public review lasts"),
        min_value=REVIEW_DAYS[0],
        max_value=REVIEW_DAYS[1],
        help_text=_("Whoever opens a review sees this and may choose another day."),
    )
