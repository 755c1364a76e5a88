"""How far a commitment got, as one side says; and the reply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.tracking.forms.searches import TextSearch
from tequio.tracking.models import Period
from tequio.tracking.queries import Tracks
from tequio.tracking.vocab import Completion, EarlyResults, Opening, Track
from tequio.web.forms import RefusableForm

DIFFERENT, ALONE = "different", "alone"


class AssessmentForm(RefusableForm):
    """A step of the Partnership's scale, with its reasons."""

    completion = forms.ChoiceField(label=_("How far it got"), choices=Completion.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Why"), help_text=_("What was done and what is missing. It is public."), max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    references = forms.CharField(
        label=_("What it rests on"), help_text=_("Documents, addresses, interviews: one on each line."),
        required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    source_url = forms.URLField(label=_("Address of the IRM’s report"), assume_scheme="https", max_length=500)
    source_on = forms.DateField(
        label=_("Date of the IRM’s report"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    early_results = forms.ChoiceField(
        label=_("Early results"), required=False, choices=[("", _("It does not say")), *EarlyResults.choices]
    )
    opened = forms.ChoiceField(
        label=_("Did it open government?"), required=False, choices=[("", _("It does not say")), *Opening.choices]
    )
    period = forms.ModelChoiceField(
        label=_("Period that it is about"), queryset=Period.objects.none(), required=False, to_field_name="public_id",
        empty_label=_("None in particular"),
    )  # fmt: skip

    def __init__(self, *args: Any, track: str, periods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = periods  # type: ignore[attr-defined]
        if track != Track.IRM:
            del self.fields["source_url"], self.fields["source_on"]
        if track == Track.GOVERNMENT:
            self.fields["explanation"].help_text = _("It replaces what the rule computes: say why. It is public.")


class AnswerForm(RefusableForm):
    """The reply of the assessed side."""

    words = forms.CharField(
        label=_("Reply"), help_text=_("One for each assessment. It is public and stays beside it."), max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class TracksSearch(TextSearch):
    """A search among the commitments of a plan by what their sides say."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), (DIFFERENT, _("Where they differ")), (ALONE, _("Where only one side speaks"))],
    )

    def narrow_tracks(self, found: list[Tracks]) -> list[Tracks]:
        """Keep what was asked for."""
        asked = self.cleaned_data if self.is_valid() else {"q": "", "show": ""}
        words = asked["q"].casefold().split()
        kept = [one for one in found if all(word in one.commitment.title.casefold() for word in words)]
        if asked["show"] == DIFFERENT:
            return sorted((one for one in kept if one.is_different), key=lambda one: -one.steps)
        return [one for one in kept if one.is_alone] if asked["show"] == ALONE else kept
