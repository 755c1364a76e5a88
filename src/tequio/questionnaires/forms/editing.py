"""What coordination writes: the questionnaire, its sections, its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tequio.questionnaires.models import Question, Section
from tequio.questionnaires.vocab import Audience, Kind
from tequio.web.forms import RefusableForm

_FEW = forms.Textarea(attrs={"rows": 3})
# What the questionnaires of other rooms use: not to be chosen by hand.
_AUDIENCES = [(one.value, one.label) for one in Audience if one != Audience.ASKED]


class QuestionnaireForm(RefusableForm):
    """A questionnaire."""

    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.CharField(
        label=_("What it is for"), help_text=_("Whoever answers reads this first."), widget=_FEW, required=False
    )
    audience = forms.ChoiceField(label=_("Who answers"), choices=_AUDIENCES, widget=forms.RadioSelect)
    is_public = forms.BooleanField(
        label=_("What institutions answer is public"),
        help_text=_("What visitors write is only read by the coordination."),
        required=False,
    )


class SectionForm(RefusableForm):
    """A section."""

    title = forms.CharField(label=_("Title"), max_length=200)
    heading = forms.CharField(
        label=_("Heading above it"),
        help_text=_("Sections that follow each other with the same heading stand under it together."),
        max_length=160,
        required=False,
    )
    help = forms.CharField(label=_("Explanation"), widget=_FEW, required=False)

    def __init__(self, data: Any = None, *, section: Section | None = None) -> None:
        names = ("title", "heading", "help")
        super().__init__(data, initial={name: getattr(section, name) for name in names} if section else {})


class QuestionForm(RefusableForm):
    """A question with the limits of its kind; limits of other kinds say nothing."""

    text = forms.CharField(
        label=_("Question"),
        help_text=_("A word in braces, such as {institution}, is filled with the name of whoever answers."),
        widget=_FEW,
        max_length=2000,
    )
    kind = forms.ChoiceField(label=_("What it takes as an answer"), choices=Kind.choices)
    help = forms.CharField(label=_("Help"), widget=_FEW, required=False, max_length=2000)
    is_required = forms.BooleanField(label=_("An answer is needed"), required=False)
    max_length = forms.IntegerField(
        label=_("Of a text: most characters"), required=False, min_value=1, max_value=100_000
    )
    unit = forms.CharField(
        label=_("Of a number: its unit"), help_text=_("Such as people, requests, MXN."), max_length=60, required=False
    )
    minimum = forms.DecimalField(label=_("Of a number: the least"), required=False, max_digits=18, decimal_places=4)
    maximum = forms.DecimalField(label=_("Of a number: the most"), required=False, max_digits=18, decimal_places=4)
    decimals = forms.IntegerField(label=_("Of a number: decimals"), required=False, min_value=0, max_value=4)
    options = forms.CharField(
        label=_("Of options: one on each line"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    has_other = forms.BooleanField(label=_("Of options: another answer can be written"), required=False)

    def __init__(self, data: Any = None, *, question: Question | None = None) -> None:
        self.question = question
        super().__init__(data, initial=_initial(question) if question else {})

    def clean_decimals(self) -> int:
        """Nothing means none."""
        return self.cleaned_data["decimals"] or 0

    def clean_options(self) -> list[dict[str, str]]:
        """Give each line a code; an option that was there keeps its own, so that answers compare."""
        known = {label: code for code, label in self.question.labels.items()} if self.question else {}
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        return [{"code": known.get(one) or slugify(one)[:40] or "o", "label": one} for one in lines]


class PlaceForm(RefusableForm):
    """Where something goes in its list."""

    place = forms.IntegerField(label=_("Place in the list"), min_value=1)


def _initial(question: Question) -> dict[str, Any]:
    same = ("text", "kind", "help", "is_required", "max_length", "unit", "decimals", "has_other")
    values = {name: getattr(question, name) for name in same}
    for name in ("minimum", "maximum"):
        value = getattr(question, name)
        values[name] = None if value is None else format(value.normalize(), "f")
    return values | {"options": "\n".join(question.labels.values())}
