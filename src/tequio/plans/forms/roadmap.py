"""The phases of a commitment, and what its milestones deliver."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit.when import when
from tequio.plans.forms.fields import Plain, span
from tequio.plans.forms.rows import rows_of
from tequio.plans.models import Commitment, Milestone
from tequio.web.fields import WhenField

DEPTHS = ((0, _("It is a phase")), (1, _("It is inside the phase above")), (2, _("It is two levels inside")))
_FEW = {"rows": 2}


class PhaseRow(Plain):
    """A phase; a document may describe one inside another."""

    title = forms.CharField(label=_("Phase"), max_length=300)
    depth = forms.TypedChoiceField(label=_("Where it stands"), choices=DEPTHS, coerce=int, initial=0)
    objective = forms.CharField(label=_("Objective"), widget=forms.Textarea(attrs=_FEW), required=False)
    start = WhenField(label=_("It starts"), required=False, help_text=_("mm/yyyy or dd/mm/yyyy"))
    end = WhenField(label=_("It ends"), required=False, is_end=True, help_text=_("mm/yyyy or dd/mm/yyyy"))
    roles = forms.CharField(label=_("Who does what"), widget=forms.Textarea(attrs=_FEW), required=False)
    agenda = forms.CharField(label=_("Agenda"), widget=forms.Textarea(attrs=_FEW), required=False)
    contact = forms.CharField(
        label=_("Post to ask"),
        max_length=240,
        required=False,
        help_text=_("A post of an institution, never the name of a person."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        return values | span(values)


class DeliverableRow(Plain):
    """A milestone and what it delivered."""

    milestone = forms.ModelChoiceField(
        label=_("Milestone"), queryset=Milestone.objects.none(), required=False, empty_label=_("None of these")
    )
    step = forms.CharField(
        label=_("Milestone, as the annex says it"), widget=forms.Textarea(attrs=_FEW), required=False
    )
    title = forms.CharField(label=_("What it delivered"), widget=forms.Textarea(attrs=_FEW), required=False)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        help_text=_("Where anybody can read it. Left empty, the page says that it has none."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, *args: Any, leaves: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["milestone"]
        field.queryset = Milestone.objects.filter(pk__in=[leaf.pk for leaf in leaves])
        # Read once for all rows: the widget asks nothing of the database.
        field.choices = [("", field.empty_label), *((leaf.pk, f"{leaf.label} {leaf.short}".strip()) for leaf in leaves)]


def phase_rows(commitment: Commitment, data: Any = None, *, more: bool = False) -> Any:
    """Build the rows of a commitment's roadmap."""
    initial = [
        {name: getattr(one, name) for name in ("title", "depth", "objective", "roles", "agenda", "contact")}
        | {"start": when(one.start, one.precision), "end": when(one.end, one.precision)}
        for one in commitment.phases.all()
    ]
    return rows_of(PhaseRow, data, initial=initial, more=more)


def deliverable_rows(commitment: Commitment, data: Any = None, *, more: bool = False) -> Any:
    """Build the rows of what a commitment's milestones deliver."""
    leaves = list(commitment.milestones.all())
    initial = [
        {"milestone": one.milestone_id, "step": one.step, "title": one.title, "url": one.url}
        for one in commitment.deliverables.all()
    ]
    return rows_of(DeliverableRow, data, initial=initial, more=more, keywords={"leaves": leaves})
