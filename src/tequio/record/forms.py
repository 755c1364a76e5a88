"""What narrows the feed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    """The place and the kind of fact; both may be left open."""

    lugar = forms.ChoiceField(label=_("Place"), required=False)
    tipo = forms.ChoiceField(label=_("Kind of fact"), required=False)

    def __init__(
        self, data: Mapping[str, object], *, places: Iterable[tuple[str, str]], kinds: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["lugar"].choices = [("", _("All")), *places]  # type: ignore[attr-defined]
        self.fields["tipo"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]
