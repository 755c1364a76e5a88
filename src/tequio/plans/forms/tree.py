"""Objectives, headings, key actions and milestones, one at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from tequio.kit.event import plain
from tequio.kit.policy import Refused
from tequio.kit.when import when
from tequio.people.models import Institution
from tequio.plans.forms.fields import Plain, span
from tequio.plans.forms.rows import IndicatorRow, LeafPartyRow, MeansRow, posts_said, rows_of
from tequio.plans.models import Commitment, KeyAction, Milestone, MilestoneGroup, Objective, Party
from tequio.plans.queries.tables import number
from tequio.plans.vocab import FROZEN, Horizon, State
from tequio.web.fields import WhenField
from tequio.web.forms import reason_field

_FROZEN_HELP = _("It froze when the commitment was published.")
_DATES_HELP = _("It moves from the milestone’s own page, where the original date stays.")


def _words(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class NodeForm(Plain):
    """What every node shares: the revision that its author saw, and the reason of a correction."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    # The columns of the node, in order; dates come as one field each and go as date and precision.
    columns: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, commitment: Commitment, node: Any = None, place: Any = None) -> None:
        initial = {"revision": commitment.revision, "seen": fingerprint(node), **(place or {})}
        super().__init__(data, initial=initial | (self._initial(node) if node else {}))
        self.commitment, self.node = commitment, node
        self.is_conflict = False
        self.choose()
        if node and commitment.state != State.DRAFT:
            self._close(("start", "end"), _DATES_HELP)
        if commitment.is_published:
            self.freeze()
            self.fields["reason"] = reason_field()

    def choose(self) -> None:
        """Fill the choices with what the commitment has."""

    def freeze(self) -> None:
        """Close what no correction may touch."""
        self._close(FROZEN, _FROZEN_HELP)

    def _close(self, names: Iterable[str], why: Any) -> None:
        for name in names:
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = why

    def settle_conflict(self, no: Refused) -> None:
        """After somebody else saved first: show what is there now, and let a second save replace it knowingly."""
        if no.field != "revision":
            return
        self.is_conflict = True
        self.commitment.refresh_from_db()
        if self.node:
            self.node.refresh_from_db()
        self.ask_again(revision=str(self.commitment.revision), seen=fingerprint(self.node))

    @property
    def saved(self) -> list[tuple[Any, str]]:
        """What the node holds now, in words."""
        if self.node is None:
            return []
        values = self._initial(self.node)
        shown = [(name, values[name]) for name in self.columns if name in self.fields and values[name] is not None]
        return [(self.fields[name].label, str(value)) for name, value in shown if str(value)]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "start" in self.fields:
            values |= span(values)
        if "due" in self.fields and values.get("due"):
            values["precision"] = values["due"].precision
            values["due"] = values["due"].last
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The columns, as the action takes them."""
        return {name: self.cleaned_data[name] for name in (*self.columns, "precision") if name in self.cleaned_data}

    def _initial(self, node: Any) -> dict[str, Any]:
        values = {name: getattr(node, name) for name in self.columns}
        for name in ("start", "end", "due"):
            if name in values:
                values[name] = when(values[name], node.precision)
        for name in ("weight", "target"):
            if values.get(name) is not None:
                values[name] = number(values[name])
        return values


class ObjectiveForm(NodeForm):
    """What should be true by a horizon."""

    columns = ("horizon", "text", "due", "due_text")

    horizon = forms.ChoiceField(label=_("Horizon"), choices=Horizon.choices)
    text = _words(_("Objective"))
    due = WhenField(label=_("Due"), required=False, is_end=True, help_text=_("As 07/2023, or as 31/08/2021."))
    due_text = forms.CharField(
        label=_("Due, in words"), max_length=160, required=False, help_text=_("Only if it is not a date.")
    )


class GroupForm(NodeForm):
    """A heading above milestones."""

    columns = ("title", "objective")

    title = _words(_("Heading"), 2)
    objective = forms.ModelChoiceField(
        label=_("Objective"), queryset=Objective.objects.none(), required=False, empty_label=_("None")
    )

    def choose(self) -> None:
        """Offer the objectives."""
        _offer(self.fields["objective"], self.commitment.objectives.all())


class KeyActionForm(NodeForm):
    """A weighted part of a commitment."""

    columns = ("label", "title", "objective", "weight", "start", "end")

    label = forms.CharField(label=_("Number"), max_length=12, required=False)
    title = _words(_("Title"), 2)
    objective = _words(_("Objective"), required=False)
    weight = forms.DecimalField(
        label=_("Weight (%)"),
        max_digits=6,
        decimal_places=3,
        required=False,
        help_text=_("Part of the commitment. All the weights must add up to 100; leave all empty to count them alike."),
    )
    start = WhenField(label=_("Start"), required=False, help_text=_("As 10/12/2019, or as 12/2019."))
    end = WhenField(label=_("End"), required=False, is_end=True, help_text=_("As 31/08/2021, or as 08/2021."))


class MilestoneForm(NodeForm):
    """A milestone or activity."""

    columns = (
        *("label", "title", "purpose", "key_action", "objective", "group", "start", "end"),
        *("weight", "target", "unit", "overlaps"),
    )

    label = forms.CharField(label=_("Number"), max_length=12, required=False)
    title = _words(_("What will be done"))
    purpose = _words(_("What for"), 2, required=False)
    key_action = forms.ModelChoiceField(
        label=_("Key action"), queryset=KeyAction.objects.none(), required=False, empty_label=_("None")
    )
    objective = forms.ModelChoiceField(
        label=_("Objective"), queryset=Objective.objects.none(), required=False, empty_label=_("None")
    )
    group = forms.ModelChoiceField(
        label=_("Under which heading"),
        queryset=MilestoneGroup.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("A heading takes its milestones to its own objective."),
    )
    start = WhenField(label=_("Start"), required=False, help_text=_("As 01/2023, or as 10/12/2019."))
    end = WhenField(
        label=_("End"), required=False, is_end=True, help_text=_("A month runs to its last day. As 06/2023.")
    )
    weight = forms.DecimalField(
        label=_("Weight (%)"),
        max_digits=6,
        decimal_places=3,
        required=False,
        help_text=_("Leave it empty in all of them to count them alike."),
    )
    target = forms.DecimalField(
        label=_("Target, as a number"),
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text=_("With a target, it advances little by little; without one, it is done or it is not."),
    )
    unit = forms.CharField(label=_("Unit of the target"), max_length=80, required=False)
    overlaps = forms.ModelChoiceField(
        label=_("Says nearly the same as"), queryset=Milestone.objects.none(), required=False, empty_label=_("None")
    )

    def choose(self) -> None:
        """Offer what the commitment has, and drop what it has none of."""
        own = self.commitment
        others = own.milestones.exclude(pk=self.node.pk) if self.node else own.milestones.all()
        offers = {"key_action": own.key_actions.all(), "objective": own.objectives.all(), "group": own.groups.all()}
        for name, rows in (offers | {"overlaps": others}).items():
            _offer(self.fields[name], rows)
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]


FORMS: Mapping[str, type[NodeForm]] = {
    "objetivo": ObjectiveForm,
    "grupo": GroupForm,
    "accion": KeyActionForm,
    "hito": MilestoneForm,
}


def lists_for(
    kind: str, node: Any, data: Any = None, *, more: str = "", directory: Mapping[str, Institution]
) -> dict[str, Any]:
    """Build the lists that hang on a key action or milestone; `more` names the one to which rows are added."""
    rows: dict[str, type[Plain]] = {}
    if kind in ("accion", "hito"):
        rows = {"means": MeansRow, "parties": LeafPartyRow}
    if kind == "accion":
        rows["indicators"] = IndicatorRow
    made = {}
    for name, form in rows.items():
        held = list(getattr(node, name).all()) if node else []
        if name == "parties":
            prefetch_related_objects(held, "posts")
        initial = [_row(one, form) for one in held]
        formset = rows_of(form, data, prefix=name, initial=initial, more=more == name, directory=directory)
        if more and more != name:
            formset.unjudged()
        made[name] = formset
    return made


def fingerprint(node: Any) -> str:
    """Tell one content of a node from another; a new node has none."""
    if node is None:
        return "new"
    columns = FORMS[KINDS[type(node)]].columns
    held = {name: str(plain(value) if not hasattr(value, "pk") else value.pk) for name, value in _held(node, columns)}
    for related in ("means", "parties", "indicators"):
        if hasattr(node, related):
            held[related] = " ".join(str(row.pk) for row in getattr(node, related).all())
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


KINDS: Mapping[type[Any], str] = {
    Objective: "objetivo",
    MilestoneGroup: "grupo",
    KeyAction: "accion",
    Milestone: "hito",
}


def _held(node: Any, columns: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(name, getattr(node, name)) for name in columns]


def _offer(field: Any, rows: Any) -> None:
    field.queryset = rows
    field.label_from_instance = lambda row: " ".join(
        part for part in (getattr(row, "label", ""), getattr(row, "short", "") or f"{row}") if part
    )


def _row(row: Any, form: type[Plain]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
    return values | {"post_names": posts_said(row)} if isinstance(row, Party) else values
