"""What people write when they propose, observe, ask and prove indicator formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.people.models import Institution
from tequio.plans.models import ActionPlan, Commitment
from tequio.plans.vocab import EvidenceKind, State
from tequio.questionnaires.models import Question
from tequio.tracking.models import Period
from tequio.tracking.queries import Brought
from tequio.tracking.vocab import LengthUnit
from tequio.web.forms import RefusableForm

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WordingForm(RefusableForm):
    """The questions in the words of one axis; what is left empty is asked in the common words."""

    def __init__(self, data: Any = None, *, questions: Iterable[Question], wording: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(wording))
        for one in questions:
            self.fields[one.code] = forms.CharField(
                label=one.text, required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
            )


class AdoptForm(RefusableForm):
    """The questions of imported documents that name another institution, each with what to write instead."""

    def __init__(self, data: Any = None, *, flagged: Iterable[Brought]) -> None:
        super().__init__(data)
        for one in flagged:
            said = _("It names %(name)s, which is not the institution of this axis. The document says: “%(text)s”")
            self.fields[one.key] = forms.CharField(
                label=f"{one.axis} · {one.indicator}",
                help_text=conditional_escape(said % {"name": one.foreign, "text": one.said}),
                initial=one.suggestion,
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
            )


class ProposalForm(RefusableForm):
    """The window in which members observe a format."""

    opens_on = forms.DateField(label=_("Opens on"), widget=_DAY)
    closes_on = forms.DateField(
        label=_("Last day to observe"), widget=_DAY, help_text=_("This day is the one that counts, as you write it.")
    )
    stated = forms.CharField(
        label=_("Length, as it was said"),
        help_text=_("Such as “two weeks”. It stays beside the date, even where they disagree."),
        max_length=80,
        required=False,
    )
    length = forms.IntegerField(label=_("The same in numbers"), min_value=1, max_value=365, required=False)
    unit = forms.ChoiceField(label=_("Counted in"), choices=[("", "–"), *LengthUnit.choices], required=False)
    target_session = forms.CharField(
        label=_("Session that will decide"),
        help_text=_("It waits in the list for that session."),
        max_length=200,
        required=False,
    )
    invited = forms.ModelMultipleChoiceField(
        label=_("Members who receive it"),
        queryset=Institution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None, *, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        bodies = Institution.objects.filter(jurisdiction=plan.jurisdiction, merged_into=None)
        self.fields["invited"].queryset = bodies  # type: ignore[attr-defined]


class ObservationForm(RefusableForm):
    """What a member observes."""

    text = forms.CharField(label=_("Your observation"), widget=forms.Textarea(attrs={"rows": 4}), max_length=3000)


class ApprovalForm(RefusableForm):
    """Which session approved a format."""

    session = forms.CharField(label=_("Session that approved it"), help_text=_("As its act calls it."), max_length=200)


class AskForm(RefusableForm):
    """For which period, and by when, the axes fill the format."""

    period = forms.ModelChoiceField(
        label=_("Period of the plan"), queryset=Period.objects.none(), required=False, empty_label=_("None of them")
    )
    label = forms.CharField(
        label=_("Or a name for the period"), help_text=_("Such as “First half of 2020”."), max_length=80, required=False
    )
    due_on = forms.DateField(label=_("Due on"), widget=_DAY)
    axes = forms.ModelMultipleChoiceField(
        label=_("Axes that fill it"), queryset=Commitment.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, plan: ActionPlan) -> None:
        listed = Commitment.objects.filter(plan=plan, state=State.PUBLISHED)
        super().__init__(data, initial={"axes": listed})
        self.fields["period"].queryset = Period.objects.filter(plan=plan)  # type: ignore[attr-defined]
        self.fields["axes"].queryset = listed  # type: ignore[attr-defined]


class IndicatorEvidenceForm(RefusableForm):
    """Evidence of one indicator."""

    indicator = forms.ChoiceField(label=_("Which indicator it proves"))
    kind = forms.ChoiceField(label=_("What it is"), choices=EvidenceKind.choices)
    upload = forms.FileField(label=_("File"), required=False)
    url = forms.URLField(label=_("Or its address on the web"), required=False, assume_scheme="https", max_length=500)
    title = forms.CharField(label=_("What it shows"), max_length=TITLE_LENGTH)
    credit = forms.CharField(label=_("Whose work it is"), max_length=CREDIT_LENGTH)
    licence = forms.ChoiceField(label=_("What others may do with it"), choices=Licence.choices)

    def __init__(self, *args: Any, indicators: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = list(indicators)  # type: ignore[attr-defined]
