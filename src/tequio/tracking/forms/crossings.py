"""What people ask of a table that crosses a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit.text import fold
from tequio.tracking.forms.searches import TextSearch
from tequio.tracking.queries.crossing import Crossing, Row


class CrossingSearch(TextSearch):
    """A search by words, and one choice."""

    only = forms.ChoiceField(required=False)
    commitment = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, crossing: Crossing, label: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["only"]
        field.label = label
        field.choices = [("", _("All")), *crossing.choices]
        if len(crossing.choices) < 2:
            del self.fields["only"]
        if not data.get("commitment"):
            del self.fields["commitment"]

    def narrow_rows(self, rows: Sequence[Row]) -> list[Row]:
        """Keep the rows with every word and the choice asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        wanted = {asked.get("only", ""), asked.get("commitment", "")} - {""}
        said = fold(asked.get("q", "")).split()
        return [row for row in rows if wanted <= row.choices and all(word in row.said for word in said)]
