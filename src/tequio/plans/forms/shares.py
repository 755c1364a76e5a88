"""Who joins in a transversal commitment, and how much each must comply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit.text import fold
from tequio.plans.forms.fields import Plain
from tequio.plans.forms.rows import rows_of
from tequio.plans.models import Commitment, Milestone
from tequio.plans.queries.shares import Joiner
from tequio.plans.vocab import ShareRole
from tequio.web.forms import reason_field


class SharesForm(Plain):
    """What tells whether somebody else saved meanwhile, and the reason of a correction."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, commitment: Commitment) -> None:
        super().__init__(data, initial={"revision": commitment.revision})
        if commitment.is_published:
            self.fields["reason"] = reason_field()


class ShareRow(Plain):
    """A party with its milestones and its minimum, or an ally."""

    name = forms.CharField(
        label=_("Place or institution"),
        max_length=240,
        help_text=_("Of this place or of another one of this site: choose it from the list, or write its name."),
        widget=forms.TextInput(attrs={"list": "directory", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("What it is"), choices=ShareRole.choices, initial=ShareRole.PARTY)
    milestones = forms.ModelMultipleChoiceField(
        label=_("Its milestones"),
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minimum = forms.IntegerField(
        label=_("How many of them it must complete"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Empty: all of them."),
    )
    note = forms.CharField(label=_("What it contributes"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(
        self,
        *args: Any,
        joiners: Mapping[str, Joiner] | None = None,
        leaves: Any = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.joiners = joiners or {}
        field: Any = self.fields["milestones"]
        field.queryset = Milestone.objects.filter(pk__in=[leaf.pk for leaf in leaves])
        # Read once for all rows: the widget asks nothing of the database.
        field.choices = [(leaf.pk, f"{leaf.label} {leaf.short}".strip()) for leaf in leaves]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        joiner = self.joiners.get(fold(values.get("name", "")))
        values["jurisdiction"] = joiner.jurisdiction if joiner else None
        values["institution"] = joiner.institution if joiner else None
        is_party = values.get("role") == ShareRole.PARTY
        if is_party and "milestones" in values and not values["milestones"]:
            self.add_error("milestones", _("Choose at least one milestone: a party complies with something."))
        if is_party and values.get("minimum") and values["minimum"] > len(values.get("milestones", ())):
            self.add_error("minimum", _("It has fewer milestones than that."))
        return values


def share_rows(commitment: Commitment, data: Any = None, *, more: bool = False, joiners: Mapping[str, Joiner]) -> Any:
    """Build the rows of a commitment's parties and allies."""
    leaves = list(commitment.milestones.all())
    initial = [
        {
            "name": _label(share),
            "role": share.role,
            "milestones": [leaf.pk for leaf in share.milestones.all()],
            "minimum": share.minimum,
            "note": share.note,
        }
        for share in commitment.shares.select_related("institution__jurisdiction").prefetch_related("milestones")
    ]
    return rows_of(ShareRow, data, initial=initial, more=more, keywords={"joiners": joiners, "leaves": leaves})


def _label(share: Any) -> str:
    body = share.institution
    return f"{body.name} · {body.jurisdiction.name}" if body else share.name
