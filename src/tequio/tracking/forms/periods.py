"""Reporting periods: fixing one, reporting in it, closing it; and the rules of a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.tracking.models import Rules
from tequio.tracking.queries import Owed, Span
from tequio.web.forms import RefusableForm

_DAY = {"type": "date"}


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), **more)


class SpanForm(RefusableForm):
    """One period more."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example: first half of 2024."))
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    opens_on = _day(_("Reports open on"))
    closes_on = _day(_("Reports are due by"))

    @property
    def span(self) -> Span:
        """What the action takes."""
        return Span(**self.cleaned_data)


class PeriodReportForm(RefusableForm):
    """What an institution tells of a period: a reason for each thing that needs one."""

    summary = forms.CharField(
        label=_("The period in a few words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, owed: Owed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].initial = owed.report.summary if owed.report else ""
        self._names = {}
        for row in owed.to_explain:
            name = f"r-{row.milestone.public_id}"
            self._names[name] = row.milestone.public_id
            self.fields[name] = forms.CharField(
                label=row.milestone.short,
                help_text=_("Why it has not started, or advances little."),
                initial=owed.reasons.get(row.milestone.pk) or row.note,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        reasons = {key: self.cleaned_data[name] for name, key in self._names.items()}
        return {"summary": self.cleaned_data["summary"], "reasons": reasons}


class CloseForm(RefusableForm):
    """Why a period closes though something is missing."""

    reason = forms.CharField(
        label=_("Why it closes with gaps"),
        help_text=_("Only if something is missing. The snapshot names the gaps and this reason."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RulesForm(RefusableForm):
    """The rules by which a place follows its plans."""

    substantial_from = forms.IntegerField(
        label=_("Substantial from (% reported)"), min_value=1, max_value=100,
        help_text=_("From this reported progress on, what the government says counts as substantial."),
    )  # fmt: skip
    complete_from = forms.IntegerField(label=_("Complete from (% reported)"), min_value=1, max_value=100)
    quiet_days = forms.IntegerField(label=_("Days without movement before an alert"), min_value=1, max_value=3650)
    period_months = forms.IntegerField(label=_("Months of a reporting period"), min_value=1, max_value=12)
    report_days = forms.IntegerField(label=_("Days to report once a period ends"), min_value=1, max_value=365)

    def __init__(self, data: Any = None, *, rules: Rules) -> None:
        first = {name: getattr(rules, name) for name in self.base_fields}
        super().__init__(data, initial=first)


class LinkRulesForm(RefusableForm):
    """How often published links are followed, and when one is called broken."""

    failing_days = forms.IntegerField(
        label=_("Days of failing before a link is called broken"), min_value=1, max_value=30,
        help_text=_("Different days. A site that is down for an afternoon should accuse nobody: 3 is usual."),
    )  # fmt: skip
    recheck_days = forms.IntegerField(
        label=_("Days until a link that works is followed again"), min_value=1, max_value=90,
        help_text=_("One that failed is always tried again the next day."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, rules: Rules) -> None:
        first = {name: getattr(rules, name) for name in self.base_fields}
        super().__init__(data, initial=first)
