"""Accountability sessions and evaluations by several sectors: what people write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tequio.gatherings.models import Gathering
from tequio.kit.when import when
from tequio.people.vocab import Sector
from tequio.plans.models import Milestone
from tequio.tracking.models import Criterion, Evaluation, EvaluationRules, Evaluator
from tequio.tracking.models.evaluations import LONGEST_TITLE
from tequio.web.fields import WhenField
from tequio.web.forms import RefusableForm

_DAY = {"type": "date"}
_OTHERS = [one for one in Sector.choices if one[0] not in (Sector.GOVERNMENT, Sector.AUTONOMOUS, Sector.OVERSIGHT)]


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


class LinkForm(RefusableForm):
    """Which gathering was about a commitment."""

    gathering = forms.ModelChoiceField(
        label=_("Gathering"), queryset=Gathering.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args: Any, gatherings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]


class SessionForm(RefusableForm):
    """When, where and what for: an accountability session."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    on = WhenField(label=_("Day"), help_text=_("As 14/12/2023; or as 12/2023 where only the month is known."))
    venue = forms.CharField(label=_("Place"), max_length=500, required=False)
    url = forms.URLField(
        label=_("Address to take part from afar"), assume_scheme="https", max_length=500, required=False
    )
    purpose = forms.CharField(label=_("What for"), required=False, widget=_words(3))

    @property
    def values(self) -> dict[str, Any]:
        """What was written, with how exact the day is."""
        said = self.cleaned_data["on"]
        return self.cleaned_data | {"on": said.on, "precision": said.precision}


def session_form(data: Any, commitment: Any, at: Any) -> SessionForm:
    """Return the form of a session, filled with what a commitment already says of it."""
    today = commitment.plan.jurisdiction.day_of(at)
    named = _now("Accountability session: %(title)s") % {"title": commitment.title}
    purpose = _now("To look at what was done, what is missing and what to do better, with whoever it concerns.")
    initial = {"title": named[:LONGEST_TITLE], "on": when(today, "day"), "purpose": purpose}
    return SessionForm(data, initial=initial)


class EvaluationForm(RefusableForm):
    """What is evaluated, and when."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    thing = forms.CharField(
        label=_("What is evaluated"), max_length=LONGEST_TITLE, help_text=_("For example: the pilot of the laboratory.")
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))

    def __init__(self, *args: Any, evaluation: Evaluation | None = None, **kwargs: Any) -> None:
        if evaluation is not None:
            kwargs["initial"] = {name: getattr(evaluation, name) for name in ("title", "thing", "starts_on", "ends_on")}
        super().__init__(*args, **kwargs)
        if evaluation is not None:
            self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=evaluation.revision)


class CriterionForm(forms.Form):
    """One criterion with its scale."""

    name = forms.CharField(label=_("Criterion"), max_length=LONGEST_TITLE, required=False)
    explanation = forms.CharField(label=_("What it means"), required=False, widget=_words(2))
    least = forms.IntegerField(label=_("Lowest score"), min_value=0, max_value=99)
    most = forms.IntegerField(label=_("Highest score"), min_value=1, max_value=100)


Criteria = formset_factory(CriterionForm, extra=0, max_num=40)


def criteria_form(data: Any, evaluation: Evaluation | None, rules: EvaluationRules) -> BaseFormSet[Any]:
    """Return the rows of criteria: those there are, and some more with the usual scale."""
    usual = {"least": rules.scale_from, "most": rules.scale_to}
    rows = list(evaluation.criteria.all()) if evaluation else []
    kept = [{n: getattr(one, n) for n in ("name", "explanation", "least", "most")} for one in rows]
    more = [usual] * (3 if kept else 5)
    return Criteria(data, initial=[*kept, *more], prefix="criterios")


class ScoresForm(RefusableForm):
    """A score for each criterion, with its reason."""

    def __init__(
        self, *args: Any, criteria: list[Criterion], evaluator: Evaluator | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        given = {one.criterion_id: one for one in evaluator.scores.all()} if evaluator else {}
        self._orders = [one.order for one in criteria]
        for one in criteria:
            before = given.get(one.pk)
            self.fields[f"score-{one.order}"] = forms.TypedChoiceField(
                label=one.name,
                help_text=one.explanation,
                coerce=int,
                choices=[(str(value), str(value)) for value in range(one.least, one.most + 1)],
                initial=str(before.value) if before else None,
                widget=forms.RadioSelect if one.most - one.least < 10 else forms.Select,
            )
            self.fields[f"reason-{one.order}"] = forms.CharField(
                label=_("Why: %(name)s") % {"name": one.name},
                required=False,
                max_length=2000,
                widget=_words(2),
                initial=before.reason if before else "",
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment"), required=False, max_length=8000, widget=_words(4), help_text=_("It is published."),
            initial=evaluator.comment if evaluator else "",
        )  # fmt: skip

    @property
    def scores(self) -> dict[int, tuple[int, str]]:
        """What was given, by the order of each criterion."""
        said = self.cleaned_data
        return {order: (said[f"score-{order}"], said[f"reason-{order}"]) for order in self._orders}


class CopyForm(ScoresForm):
    """The same from the paper of an organisation without an office."""

    name = forms.CharField(
        label=_("Organisation"), max_length=LONGEST_TITLE, help_text=_("The organisation, never a person’s name.")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=_OTHERS)


class FindingsForm(RefusableForm):
    """What an evaluation found."""

    findings = forms.CharField(
        label=_("Findings"),
        max_length=20000,
        widget=_words(8),
        help_text=_("What works, what does not, and what is recommended. It is public for ever."),
    )


class AttachForm(RefusableForm):
    """Of which milestone a report is evidence."""

    milestone = forms.ModelChoiceField(
        label=_("Milestone"), queryset=Milestone.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args: Any, milestones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = milestones  # type: ignore[attr-defined]


class EvaluationRulesForm(RefusableForm):
    """How many sectors, what scale, how often."""

    least_sectors = forms.IntegerField(label=_("Sectors that must have evaluated"), min_value=1, max_value=10)
    scale_from = forms.IntegerField(label=_("Lowest score"), min_value=0, max_value=99)
    scale_to = forms.IntegerField(label=_("Highest score"), min_value=1, max_value=100)
    session_months = forms.IntegerField(
        label=_("Months within which an accountability session is held"), min_value=1, max_value=60
    )
