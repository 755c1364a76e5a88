"""Plans, new commitments and uploads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit.when import when
from tequio.people.models import Institution, Jurisdiction
from tequio.plans.forms.fields import Plain, span
from tequio.plans.models import ActionPlan, Template
from tequio.plans.vocab import Movers, Version
from tequio.web.fields import WhenField
from tequio.web.forms import reason_field


class PlanForm(Plain):
    """A plan."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    name = forms.CharField(label=_("Name of the plan"), max_length=200)
    ordinal = forms.IntegerField(
        label=_("Which plan of this place it is"), min_value=1, max_value=99, required=False, help_text=_("1, 2, 3…")
    )
    start = WhenField(label=_("Start"), help_text=_("As 2022, as 01/2022 or as 10/12/2019."))
    end = WhenField(label=_("End"), is_end=True, help_text=_("With the same exactness as the start."))
    forum = forms.CharField(
        label=_("Forum or coalition"),
        max_length=200,
        required=False,
        help_text=_("Where government and society agreed on it."),
    )
    version = forms.ChoiceField(label=_("Version"), choices=Version.choices, initial=Version.DRAFT)
    predecessor = forms.ModelChoiceField(
        label=_("The plan before it"), queryset=ActionPlan.objects.none(), required=False, empty_label=_("None")
    )
    description = forms.CharField(label=_("In a few words"), widget=forms.Textarea(attrs={"rows": 4}), required=False)

    movers = forms.ChoiceField(
        label=_("Who may move the dates of its milestones"),
        choices=Movers.choices,
        initial=Movers.COORDINATION,
        required=False,
        help_text=_("Each move is public, with its reason; the original date stays."),
    )

    def clean_movers(self) -> str:
        """Leave the usual one where nothing was chosen."""
        return self.cleaned_data["movers"] or Movers.COORDINATION

    def __init__(self, data: Any = None, *, jurisdiction: Jurisdiction, plan: ActionPlan | None = None) -> None:
        super().__init__(data, initial=_initial(plan) if plan else {})
        others = ActionPlan.objects.filter(jurisdiction=jurisdiction)
        if plan:
            others = others.exclude(pk=plan.pk)
        self.fields["predecessor"].queryset = others  # type: ignore[attr-defined]
        if not others.exists():
            del self.fields["predecessor"]
        if plan and plan.is_published:
            self.fields["reason"] = reason_field()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        return values | span(values)

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {key: value for key, value in self.cleaned_data.items() if key not in ("revision", "reason")}


class DraftForm(Plain):
    """A new commitment: its form and its title; everything else comes section by section."""

    template = forms.ModelChoiceField(
        label=_("Which form"), queryset=Template.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("A few words that say what is promised. You can change it later."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    author = forms.ModelChoiceField(
        label=_("Which institution writes it"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("Only the coordination"),
        help_text=_("Its liaisons can fill the draft. Those that it names can too."),
    )

    def __init__(self, data: Any = None, *, templates: Any, authors: Any) -> None:
        super().__init__(data)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["template"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        if authors is None:
            del self.fields["author"]
        else:
            self.fields["author"].queryset = authors  # type: ignore[attr-defined]


class SeveralFiles(forms.ClearableFileInput):
    """Choose or drop more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, each of them whole."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files]


class UploadForm(Plain):
    """Documents to import."""

    documents = FilesField(
        label=_("Documents"),
        help_text=_(
            "Word (.docx), OpenDocument (.odt), Excel (.xlsx) or plain text (.txt), up to 5 MB each; or a folder as "
            "one .zip. You can choose or drop several. Nothing is written yet."
        ),
        widget=SeveralFiles(attrs={"accept": ".docx,.odt,.xlsx,.txt,.zip,text/plain"}),
    )


class ConfirmForm(Plain):
    """Into which plan an imported document goes."""

    plan = forms.ModelChoiceField(
        label=_("Plan"),
        queryset=ActionPlan.objects.none(),
        required=False,
        empty_label=_("Choose a plan"),
    )

    def __init__(self, data: Any = None, *, plans: Any, may_open: bool) -> None:
        super().__init__(data)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        if not may_open:
            self.fields["plan"].required = True
            return
        self.fields["name"] = forms.CharField(label=_("Or the name of a new plan"), max_length=200, required=False)
        self.fields["start"] = WhenField(label=_("Start of the new plan"), required=False, help_text=_("As 2022."))
        self.fields["end"] = WhenField(label=_("End of the new plan"), required=False, is_end=True)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("plan") is None:
            if not values.get("name"):
                raise forms.ValidationError({"plan": _("Choose a plan, or name a new one.")})
            for name in ("start", "end"):
                if not values.get(name):
                    self.add_error(name, _("A plan needs its start and its end."))
            values |= span(values)
        return values

    @property
    def wanted(self) -> ActionPlan | dict[str, Any]:
        """The chosen plan, or what the action takes for a new one."""
        chosen: ActionPlan | None = self.cleaned_data["plan"]
        return chosen or {name: self.cleaned_data[name] for name in ("name", "start", "end", "precision")}


def _initial(plan: ActionPlan) -> dict[str, Any]:
    values = {name: getattr(plan, name) for name in ("revision", "name", "ordinal", "forum", "version", "description")}
    values["predecessor"] = plan.predecessor_id
    return values | {name: when(getattr(plan, name), plan.precision) for name in ("start", "end")}
