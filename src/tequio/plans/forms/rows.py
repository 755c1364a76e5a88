"""The rows of a section's lists, each a small form; several make a formset that works without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from tequio.kit.text import fold
from tequio.kit.when import When
from tequio.people.models import Institution, Post
from tequio.plans.forms.fields import Plain
from tequio.plans.models import Party
from tequio.plans.vocab import (
    SDG_TARGETS,
    CitationKind,
    Direction,
    EvidenceKind,
    PartyRole,
    ResourceKind,
    RiskLevel,
)
from tequio.web.fields import WhenField
from tequio.web.forms import grown

# More than any real form has: a page of this many rows is still a page.
MOST_ROWS = 200
MORE = 3


def _short(label: Any, length: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=more.pop("required", False), **more)


def _long(label: Any, rows: int = 2, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), required=more.pop("required", False), **more
    )


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    options = [("", _("Not stated")), *[(value, text) for value, text in choices if value]]
    return forms.ChoiceField(label=label, choices=options, required=more.pop("required", False), **more)


def _number(label: Any, digits: int = 14, places: int = 4, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=digits, decimal_places=places, required=False, **more)


class PartyRow(Plain):
    """Somebody who answers or takes part. The name finds its institution in the directory by any of its names."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = _short(
        _("Institution or organisation"),
        240,
        required=True,
        widget=forms.TextInput(attrs={"list": "directory", "autocomplete": "off"}),
    )
    unit = _short(_("Unit"), 200)
    level = _short(_("Level of government"), 60)
    role = _choice(_("Role"), PartyRole.choices)
    post_names = _short(
        _("Posts that answer"),
        400,
        help_text=_("As the directory writes them, separated by semicolons. Never the name of a person."),
    )

    def __init__(self, *args: Any, directory: Mapping[str, Institution] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directory = directory or {}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["institution"] = self.directory.get(fold(values.get("name", "")))
        said = values.pop("post_names", "")
        if "post_names" in self.changed_data:
            wanted = [one.strip() for one in said.split(";") if one.strip()]
            values["posts"] = self._posts(values["institution"], wanted)
        return values

    def _posts(self, institution: Institution | None, wanted: list[str]) -> list[Post]:
        """Find the posts by the names that the directory gives them; tell of those it has not."""
        rows = institution.posts.filter(merged_into__isnull=True) if institution and wanted else ()
        known = {fold(name): post for post in rows for name in (post.title, post.label) if name}
        missing = [name for name in wanted if fold(name) not in known]
        if missing:
            text = _("The directory has no post “%(name)s” in this institution: add it there first.")
            self.add_error("post_names", text % {"name": missing[0]})
        return [known[fold(name)] for name in wanted if fold(name) in known]


class LeafPartyRow(PartyRow):
    """Who answers for a milestone or key action, in order."""

    level = None  # type: ignore[assignment]
    role = None  # type: ignore[assignment]


class BaselineRow(Plain):
    """A starting figure with its source."""

    name = _long(_("What is measured"), required=True)
    value_text = _short(_("Value, as the source writes it"), 120, required=True, help_text=_("For example: 46.7 %"))
    value = _number(_("The same as a number"), help_text=_("Leave it empty if the value above begins with the number."))
    unit = _short(_("Unit"), 40)
    out_of = _number(_("Out of how many"), help_text=_("For a rank: 27 out of 32."))
    population = _short(_("Population"), 160)
    year = _short(_("Date"), 20)
    source = _long(_("Source"))
    comparison = _number(_("Value to compare with"))
    comparison_text = _short(_("What that is"), 160, help_text=_("For example: national average."))
    direction = _choice(_("How to read it"), Direction.choices)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("value") is None:
            values["value"] = _leading_number(values.get("value_text", ""))
        return values


class CitationRow(Plain):
    """A plan or law."""

    kind = forms.ChoiceField(label=_("Plan or law?"), choices=CitationKind.choices, initial=CitationKind.PLAN)
    instrument = _long(_("Name of the plan or law"), required=True)
    period = _short(_("Period"), 40)
    axis = _short(_("Axis"), 240)
    code = _short(_("Code"), 40, help_text=_("Of the objective, strategy or line: 3.1.5"))
    text = _long(_("Text"))
    article = _short(_("Article"), 80)
    fraction = _short(_("Fraction"), 80)
    published_on = WhenField(label=_("Published on"), required=False, help_text=_("dd/mm/yyyy"))

    def clean_published_on(self) -> Any:
        said: When | None = self.cleaned_data["published_on"]
        return said.on if said else None


class ResourceRow(Plain):
    """Something that is needed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices, initial=ResourceKind.STAFF)
    text = _long(_("Description"), required=True)
    count = _number(_("How many"), places=2)
    unit = _short(_("Unit"), 120)


class RiskRow(Plain):
    """An assumption that may fail."""

    label = _short(_("Letter or number"), 8)
    text = _long(_("Assumption"), required=True)
    level = _choice(_("Level"), RiskLevel.choices)
    probability = _short(_("Probability"), 40)
    mitigation = _long(_("What is done about it"))
    status = _short(_("State"), 80)


class SdgRow(Plain):
    """A goal (16) or a target of it (16.10)."""

    code = _short(_("Goal or target"), 6, required=True, help_text=_("For example: 16, 16.10, 5.b"))
    text = _long(_("Text"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        code = values.pop("code", "").strip().lower()
        if code in SDG_TARGETS:
            return {"goal": int(code.split(".")[0]), "target": code, **values}
        if code.isdecimal() and 1 <= int(code) <= 17:
            return {"goal": int(code), "target": "", **values}
        if code:
            self.add_error("code", _("The 2030 Agenda has no goal or target with this code."))
        return values


class MeansRow(Plain):
    """How it will be shown that something was done."""

    text = _long(_("Means of verification"), required=True)
    kind = forms.ChoiceField(
        label=_("Kind of evidence that it announces"),
        choices=[("", _("None in particular")), *EvidenceKind.choices],
        required=False,
    )


class IndicatorRow(Plain):
    """How compliance is measured; it may be a number and a yes-or-no at once."""

    name = _long(_("Indicator"), required=True)
    is_numeric = forms.BooleanField(label=_("It is a number"), required=False)
    is_binary = forms.BooleanField(label=_("It is a yes or no"), required=False)
    unit = _short(_("Unit"), 80)


class Rows(BaseFormSet[Any]):
    """Rows of a list: blank ones are left out, ticked ones are removed, and a number moves one to its place."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place in the list")
        form.fields["ORDER"].widget = forms.NumberInput(attrs={"min": 1, "class": "place"})
        form.fields["DELETE"].label = _("Remove this row")

    def unjudged(self) -> None:
        """Show what was typed in every row, with no errors."""
        for form in self.forms:
            form.unjudged()
        self._errors: list[Any] = [{} for _form in self.forms]
        self._non_form_errors = self.error_class()

    @property
    def values(self) -> list[dict[str, Any]]:
        """The rows to keep, in order, each as the action takes it."""
        kept = [form.cleaned_data for form in self.ordered_forms]
        return [{key: value for key, value in row.items() if key not in ("ORDER", "DELETE")} for row in kept]


def rows_of(
    form: type[Plain],
    data: Any = None,
    *,
    prefix: str = "rows",
    initial: Iterable[Mapping[str, Any]] = (),
    more: bool = False,
    directory: Mapping[str, Institution] | None = None,
    keywords: Mapping[str, Any] | None = None,
) -> Any:
    """Build the rows of a list: those there are and some blank ones; `more` adds blank ones to what was typed."""
    given = [dict(row) for row in initial]
    factory: Any = formset_factory(
        form,
        formset=Rows,
        extra=1 if given else MORE,
        can_delete=True,
        can_order=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,  # what a request claims to hold is built before it is judged
    )
    if data is not None and more:
        data = grown(data, prefix, more=MORE, most=MOST_ROWS)
    told = {"directory": directory} if issubclass(form, PartyRow) else dict(keywords or {})
    made = factory(data, prefix=prefix, initial=given, form_kwargs=told)
    if data is not None and more:
        made.unjudged()
    return made


def posts_said(party: Party) -> str:
    """Write the posts of a party as its row takes them back."""
    return "; ".join(post.title or post.label for post in party.posts.all())


def _leading_number(text: str) -> Decimal | None:
    first = text.strip().replace(",", "").split("%")[0].split(" ")[0]
    try:
        value = Decimal(first)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**10 else None
