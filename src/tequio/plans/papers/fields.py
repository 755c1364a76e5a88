"""Every field of a commitment by name: the questions of the form, its lists, and the tree below it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tequio.plans import sections
from tequio.plans.models import (
    Commitment,
    Deliverable,
    KeyAction,
    Milestone,
    MilestoneGroup,
    Objective,
    Party,
    Share,
    Term,
)
from tequio.plans.papers.cells import Field
from tequio.plans.vocab import EvidenceKind, PartyRole

# What a model calls a column is for its form; where the paper needs another word, or the model has none, it is here.
_LABELS: dict[str, Any] = {
    "lede": _("In one sentence"),
    "no_nongovernment": _("Does not apply"),
    "resources_assured": _("Are they assured?"),
    "direction": _("How to read it"),
    "kind": _("Kind"),
    "label": _("Number"),
    "level": _("Level"),
    "goal": _("Goal"),
    "target": _("Target"),
    "text": _("Text"),
    "term": _("Term"),
    "section": _("List"),
}
_WIDE = {"text": 3.0, "why": 4.0, "title": 3.0, "name": 2.0, "source": 2.0, "parties": 3.0, "means": 2.0}

_MEANS = Field(
    "means",
    _("Means of verification"),
    "lines",
    parts=(Field("text", _("text")), Field("kind", _("evidence"), "choice", choices=tuple(EvidenceKind.choices))),
    width=2.0,
)
PARTY = (
    Field("name", _("institution or organisation"), longest=240, is_needed=True, width=2.0),
    Field("label", _("no."), longest=12),
    Field("institution", _("in the directory"), "known", longest=240),
    Field("unit", _("unit"), longest=200),
    Field("posts", _("posts")),
    Field("level", _("level of government"), longest=60),
    Field("role", _("role"), "choice", choices=tuple(PartyRole.choices)),
)
_PARTIES = Field("parties", _("Who answers"), "lines", parts=PARTY, width=3.0)
_INDICATORS = Field(
    "indicators",
    _("Indicators"),
    "lines",
    parts=(
        Field("name", _("indicator")),
        Field("is_numeric", _("a number"), "flag"),
        Field("is_binary", _("yes or no"), "flag"),
        Field("unit", _("unit"), longest=80),
    ),
)
# What a deliverable holds of another row is said by its number.
ORDERED = {"milestone": Field("milestone", _("Milestone no."), "integer")}


@cache
def of_column(model: type[models.Model], column: str, scheme: str = "") -> Field:
    """Return the field of a model's column: its kind comes from the column's own type."""
    held: Any = model._meta.get_field(column)
    label = _LABELS.get(column) if held.verbose_name == column.replace("_", " ") else capfirst(held.verbose_name)
    if column in ("lede", "no_nongovernment", "resources_assured"):
        label = _LABELS[column]
    choices = tuple(getattr(held, "choices", None) or ())
    return Field(
        key=column,
        label=label or capfirst(held.verbose_name),
        kind="choice" if choices else _kind(held),
        choices=choices,
        scheme=scheme,
        longest=None if choices else getattr(held, "max_length", None),
        width=_WIDE.get(column, 1.0),
        is_end=column in ("end", "due"),
    )


def _kind(held: Any) -> str:
    kinds = (
        (models.BooleanField, "flag"),
        (models.DecimalField, "number"),
        (models.IntegerField, "integer"),
        (models.DateField, "date"),
    )
    if isinstance(held, models.ForeignKey) and held.related_model is Term:
        return "term"
    return next((kind for of, kind in kinds if isinstance(held, of)), "text")


def of_section(key: str) -> tuple[Field, ...]:
    """Return the questions of a section; how exact a date is goes with the date."""
    return tuple(of_column(Commitment, column) for column in sections.SECTIONS[key].columns if column != "precision")


def of_list(listed: sections.Listed) -> tuple[Field, ...]:
    """Return the columns of a list."""
    if listed.model is Party:
        known = {one.key: one for one in PARTY}
        rest = [one for one in listed.columns if one not in known]
        return (
            *known.values(),
            *(of_column(Party, column) for column in rest),
        )
    own = (of_column(listed.model, column, listed.scheme) for column in listed.columns if column != "precision")
    return tuple(ORDERED.get(one.key, one) if listed.model is Deliverable else one for one in own)


def objective() -> tuple[Field, ...]:
    """Return what is said of an objective."""
    return tuple(of_column(Objective, column) for column in ("horizon", "due", "due_text", "text"))


def group() -> tuple[Field, ...]:
    """Return what is said of a heading above milestones."""
    return (of_column(MilestoneGroup, "title"),)


def key_action() -> tuple[Field, ...]:
    """Return what is said of a key action."""
    own = (of_column(KeyAction, column) for column in ("label", "title", "weight", "start", "end", "objective"))
    return (*own, _INDICATORS, _MEANS, _PARTIES)


def milestone() -> tuple[Field, ...]:
    """Return what is said of a milestone or activity."""
    own = [
        of_column(Milestone, column)
        for column in ("label", "title", "purpose", "start", "end", "weight", "target", "unit", "stated")
    ]
    return (
        *own,
        _MEANS,
        _PARTIES,
        Field("overlaps", _("Repeats the milestone no."), "integer"),
        Field("objective", _("Objective no."), "integer"),
        Field("group", _("Heading no."), "integer"),
    )


def share() -> tuple[Field, ...]:
    """Return what is said of a party of a transversal commitment."""
    own = [of_column(Share, column) for column in ("role", "name", "minimum", "note")]
    return (
        *own,
        Field("jurisdiction", _("Place")),
        Field("institution", _("In the directory"), "known"),
        Field("milestones", _("Milestones no."), "orders"),
    )


def keys_beyond(asked: Iterable[str]) -> list[str]:
    """Return the sections that a template does not ask, but a commitment may hold all the same."""
    asked = set(asked)
    return [key for key in sections.SECTIONS if key not in asked]
