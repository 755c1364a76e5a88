"""What people write when they follow a commitment: reports, evidence, reviews."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.tracking.vocab import ReviewDecision, Status
from tequio.web.forms import RefusableForm

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReportForm(RefusableForm):
    """How a milestone stands, as its office tells it."""

    status = forms.ChoiceField(label=_("How it stands"), choices=Status.choices, widget=forms.RadioSelect)
    value = forms.DecimalField(label=_("Value reached"), required=False, min_value=0, decimal_places=2, max_digits=14)
    note = forms.CharField(
        label=_("Note or reason"),
        help_text=_("It is public. If it is stuck, say what stops it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if milestone.target:
            unit = {"target": milestone.target.normalize(), "unit": milestone.unit}
            self.fields["value"].help_text = _("The target is %(target)s %(unit)s.") % unit
        else:
            del self.fields["value"]


class QuickReportForm(ReportForm):
    """The same in the row of a list."""

    status = forms.ChoiceField(label=_("How it stands"), choices=Status.choices)


class EvidenceForm(RefusableForm):
    """A file or an address that proves something."""

    kind = forms.ChoiceField(label=_("What it is"), choices=EvidenceKind.choices)
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, image, text, spreadsheet or word-processor file.")
    )
    url = forms.URLField(label=_("Or its address on the web"), required=False, assume_scheme="https", max_length=500)
    title = forms.CharField(
        label=_("What it shows"),
        help_text=_("For somebody who cannot see it: this is also the text that a screen reader says."),
        max_length=TITLE_LENGTH,
    )
    credit = forms.CharField(label=_("Whose work it is"), max_length=CREDIT_LENGTH)
    licence = forms.ChoiceField(label=_("What others may do with it"), choices=Licence.choices)
    dated_on = forms.DateField(label=_("Date of the document"), required=False, widget=_DAY)
    value = forms.DecimalField(
        label=_("Value that it proves"), required=False, min_value=0, decimal_places=2, max_digits=14
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not milestone.target:
            del self.fields["value"]


class ReviewForm(RefusableForm):
    """What a second person says of a piece."""

    decision = forms.ChoiceField(label=_("Decision"), choices=ReviewDecision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to return it: say what is missing and how to mend it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
