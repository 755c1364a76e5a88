"""One section of a commitment's form: its columns, and what is chosen in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tequio.kit.when import when
from tequio.people.models import Institution
from tequio.plans import queries, sections
from tequio.plans.forms.axis import ChannelRow, GoalRow, MechanismRow, ProposalRow, ResultRow
from tequio.plans.forms.fields import Plain, span
from tequio.plans.forms.rows import (
    BaselineRow,
    CitationRow,
    PartyRow,
    ResourceRow,
    RiskRow,
    SdgRow,
    posts_said,
    rows_of,
)
from tequio.plans.models import Commitment
from tequio.plans.queries.tables import number
from tequio.plans.vocab import TEXTS, Assured, Schedule
from tequio.web.fields import WhenField
from tequio.web.forms import reason_field

ROWS: Mapping[str, type[Plain]] = {
    "parties": PartyRow,
    "baselines": BaselineRow,
    "citations": CitationRow,
    "resources": ResourceRow,
    "risks": RiskRow,
    "sdgs": SdgRow,
    "goals": GoalRow,
    "proposals": ProposalRow,
    "mechanisms": MechanismRow,
    "channels": ChannelRow,
    "results": ResultRow,
}
LABELS = {
    "title": _("Title"),
    "lede": _("In one sentence, for anybody"),
    "number": _("Number"),
    "no_nongovernment": _("It does not apply: there is no non-government lead"),
    "aliases": _("Other titles by which documents call it"),
    "goal": _("The goal in one sentence"),
    "relevance": _("Why it matters for open government"),
}


class SectionForm(Plain):
    """The columns of a section, its choices, and what tells whether somebody else saved it meanwhile."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, commitment: Commitment, asked: Mapping[str, Any], on: date) -> None:
        super().__init__(data, initial={"revision": commitment.revision, "seen": fingerprint(commitment, asked["key"])})
        self.commitment, self.asked, self.key = commitment, asked, asked["key"]
        self.section = sections.SECTIONS[self.key]
        self.terms: list[Any] = []
        self.is_conflict = False
        if self.key == "period":
            self._period()
        else:
            for column in self.section.columns:
                self.fields[column] = self._column(column)
                self.initial[column] = getattr(commitment, column)
        for listed in self.section.lists:
            if listed.scheme:
                self._choices(listed, on)
        if commitment.is_published:
            self.fields["reason"] = reason_field()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.key == "period":
            values |= span(values)
        chosen, most = values.get("terms"), self.asked.get("choose")
        if chosen is not None and most and len(chosen) != most and chosen:
            text = ngettext("Choose exactly %(n)s.", "Choose exactly %(n)s.", most)
            self.add_error("terms", text % {"n": most})
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The columns, as the action takes them."""
        return {column: self.cleaned_data[column] for column in self.section.columns if column in self.cleaned_data}

    @property
    def chosen(self) -> list[dict[str, Any]] | None:
        """The rows that were chosen here instead of typed; None where this section has none of those."""
        if "terms" in self.fields:
            return [{"term": term} for term in self.terms if str(term.pk) in self.cleaned_data["terms"]]
        if self.key != "values":
            return None
        answers = [
            (term, self.cleaned_data[f"is_{term.code}"], self.cleaned_data[f"why_{term.code}"]) for term in self.terms
        ]
        return [{"term": term, "why": why} for term, is_served, why in answers if is_served or why]

    def _period(self) -> None:
        help_text = _("As 01/2023, or as 10/12/2019.")
        self.fields["start"] = WhenField(label=_("Start"), help_text=help_text, required=False)
        self.fields["end"] = WhenField(label=_("End"), help_text=help_text, required=False, is_end=True)
        for name in ("start", "end"):
            self.initial[name] = when(getattr(self.commitment, name), self.commitment.precision)

    def _column(self, column: str) -> forms.Field:
        if column == "no_nongovernment":
            return forms.BooleanField(label=LABELS[column], required=False)
        if column == "resources_assured":
            options = [("", _("Not stated")), *Assured.choices]
            return forms.ChoiceField(
                label=sections.said(self.asked["label"]), choices=options, widget=forms.RadioSelect, required=False
            )
        if column == "schedule":
            periods = [("", _("Not stated")), *Schedule.choices]
            return forms.ChoiceField(label=sections.said(self.asked["label"]), choices=periods, required=False)
        if column == "number":
            return forms.CharField(label=LABELS[column], max_length=12, required=False)
        is_main = column in (self.key, "title")
        rows = 2 if column in ("title", "lede", "aliases") else 10
        field = forms.CharField(
            label=LABELS.get(column) or sections.said(self.asked["label"]),
            widget=forms.Textarea(attrs={"rows": rows}),
            required=column == "title",
        )
        if is_main and column in (*TEXTS, "title") and self.asked.get("limit"):
            field.soft_limit = self.asked["limit"]  # type: ignore[attr-defined]
        return field

    def _choices(self, listed: sections.Listed, on: date) -> None:
        rows = sections.rows_of(self.commitment, listed)
        self.terms = queries.terms_of(listed.scheme, on=on, chosen=tuple(row.term_id for row in rows))
        if self.key == "values":
            whys = {row.term_id: row.why for row in rows}
            for term in self.terms:
                self._value(term.name, term.code, term.pk in whys, whys.get(term.pk, ""))
            return
        self.fields["terms"] = forms.MultipleChoiceField(
            label=sections.said(self.asked["label"]) if not self.section.columns else _("Groups"),
            choices=[(str(term.pk), term.name) for term in self.terms],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.initial["terms"] = [str(row.term_id) for row in rows]

    def _value(self, name: str, code: str, is_served: bool, why: str) -> None:
        self.fields[f"is_{code}"] = forms.BooleanField(label=name, required=False)
        self.fields[f"why_{code}"] = forms.CharField(
            label=_("Why it serves “%(value)s”") % {"value": name},
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
        )
        self.initial.update({f"is_{code}": is_served, f"why_{code}": why})


def list_of(commitment: Commitment, key: str) -> sections.Listed | None:
    """Return the list that people type rows into in a section, if it has one."""
    return next((listed for listed in sections.SECTIONS[key].lists if listed.related in ROWS), None)


def rows_for(
    commitment: Commitment,
    key: str,
    data: Any = None,
    *,
    more: bool = False,
    directory: Mapping[str, Institution] | None = None,
) -> Any:
    """Build the rows of a section's list; None if it has no list."""
    listed = list_of(commitment, key)
    if listed is None:
        return None
    held = sections.rows_of(commitment, listed)
    if listed.related == "parties":
        prefetch_related_objects(held, "posts")
    initial = [_initial(listed, row) for row in held]
    return rows_of(ROWS[listed.related], data, initial=initial, more=more, directory=directory)


def fingerprint(commitment: Commitment, key: str) -> str:
    """Tell one content of a section from another."""
    held = json.dumps(sections.shown(commitment, key), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(held.encode()).hexdigest()


def _initial(listed: sections.Listed, row: Any) -> dict[str, Any]:
    values = {column: getattr(row, column) for column in listed.columns}
    if listed.related == "sdgs":
        return {"code": row.target or str(row.goal), "text": row.text}
    if listed.related == "parties":
        values["pk"] = row.pk
        values["post_names"] = posts_said(row)
    if listed.related == "citations":
        values["published_on"] = when(row.published_on, "day")
    for name in ("value", "out_of", "comparison", "count"):
        if values.get(name) is not None:
            values[name] = number(values[name])
    return values
