"""What whoever erases personal data chooses, checked for its shape; the action judges the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tequio.record.queries.beside import Kept
from tequio.record.vocab import Basis
from tequio.web.forms import RefusableForm


class EraseEntryForm(RefusableForm):
    """Which values of an entry are erased, and why. `sure` comes with the second page, which asks again."""

    name = forms.MultipleChoiceField(label=_("What is erased"), widget=forms.CheckboxSelectMultiple)
    basis = forms.ChoiceField(
        label=_("Why it is erased"),
        help_text=_("This is public: it stands in the record beside your office and the day."),
        choices=[("", _("Choose one…")), *Basis.choices],
    )

    def __init__(self, *args: Any, kept: Sequence[Kept], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {one.name: one for one in kept}
        self.fields["name"].choices = [(one.name, capfirst(one.said)) for one in kept]  # type: ignore[attr-defined]

    @property
    def is_sure(self) -> bool:
        """Whether the person read what goes and what stays, and said yes."""
        return "sure" in self.data

    @property
    def chosen(self) -> list[Kept]:
        """The values that were chosen, once the form is valid."""
        return [self.kept[name] for name in self.cleaned_data["name"]]

    @property
    def reason(self) -> str:
        """The reason that was chosen, in words."""
        return str(Basis(self.cleaned_data["basis"]).label)
