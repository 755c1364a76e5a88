"""What people ask of the front pages."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit.text import fold
from tequio.portal import queries


class DutySearch(forms.Form):
    """A search among what an office owes."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("What it is"), required=False)
    about = forms.ChoiceField(label=_("Commitment"), required=False)

    def __init__(self, data: Any, *, desk: queries.Desk) -> None:
        super().__init__(data)
        kinds = [(kind, queries.kind_word(kind)) for kind in desk.kinds]
        self.fields["kind"].choices = [("", _("Everything")), *kinds]  # type: ignore[attr-defined]
        abouts = [(about, about) for about in desk.abouts]
        self.fields["about"].choices = [("", _("Every commitment")), *abouts]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything was asked."""
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, lines: Sequence[queries.Line]) -> list[queries.Line]:
        """Keep the lines asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        words = fold(asked.get("q", "")).split()
        return [
            line
            for line in lines
            if asked.get("kind", "") in ("", line.duty.kind)
            and asked.get("about", "") in ("", str(line.duty.about))
            and all(word in fold(f"{line.duty.what} {line.duty.about}") for word in words)
        ]


class SiteSearch(forms.Form):
    """What somebody looks for in the whole site, or in a place."""

    q = forms.CharField(label=_("Look for"), required=False, max_length=200)
    tipo = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, kinds: Container[str]) -> None:
        super().__init__(data)
        self.is_valid()
        tipo = self.cleaned_data.get("tipo", "")
        self.text: str = self.cleaned_data.get("q", "").replace("\0", "")
        self.kind: str = tipo if tipo in kinds else ""
