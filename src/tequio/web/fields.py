"""Fields that the forms of several rooms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit import when
from tequio.kit.when import When


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
            return when.read(text, is_end=self.is_end)
        except ValueError:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable") from None
