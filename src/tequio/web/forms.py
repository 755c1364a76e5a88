"""Forms that every room builds on."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tequio.kit.policy import Refused


class RefusableForm(forms.Form):
    """A form that shows what an action refused, beside its field, or above them all if it has none here."""

    error_title = ""  # instead of saying that nothing was saved, where part of it was

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal where it belongs."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.reason)


def grown(data: QueryDict, prefix: str, *, more: int, most: int) -> QueryDict:
    """Return what was typed with more blank rows in one of its tables; what its count claims is read with care."""
    name = f"{prefix}-TOTAL_FORMS"
    told = str(data.get(name, ""))
    count = int(told) if told.isdecimal() and len(told) < 6 else 0
    whole = data.copy()
    whole[name] = str(min(most, count + more))
    return whole


def reason_field() -> forms.CharField:
    """Return the field that every change of something public adds to its form."""
    return forms.CharField(
        label=_("Why?"),
        help_text=_("This is public: your reason is published beside the change."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
