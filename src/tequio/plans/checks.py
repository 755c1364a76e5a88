"""What stands in the way of publishing a commitment, and what is only worth a second look (R026, R183, C13)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from tequio.kit.event import plain
from tequio.plans import doubts, sections
from tequio.plans.models import Commitment, KeyAction, Milestone, Party
from tequio.plans.vocab import TEXTS, Section, State

FULL = Decimal(100)
# The sections of an axis that speak only of its own institution.
_OWN_WORDS = frozenset({"goals", "citizen_proposals", "monitoring", "dissemination"})


@dataclass(frozen=True)
class Check:
    """One finding: `is_blocking` refuses publication; `key` is the section where it is mended."""

    is_blocking: bool
    key: str
    sentence: str
    milestone: Milestone | None = None


def of(commitment: Commitment) -> list[Check]:
    """Return every finding about a commitment, blocking ones first. Prefetch with queries.with_tree for speed."""
    found = [*_form(commitment), *_limits(commitment), *_weights(commitment), *_tree(commitment)]
    found += [*_titles(commitment), *_counts(commitment), *_strangers(commitment)]
    return sorted(found, key=lambda check: not check.is_blocking)


def sibling_sets(commitment: Commitment) -> list[tuple[str, Sequence[Any]]]:
    """Return the sets of parts whose weights must add up to 100, each with its name."""
    actions = list(commitment.key_actions.all())
    leaves = list(commitment.milestones.all())
    if not actions:
        return [(_("the milestones"), leaves)] if leaves else []
    below: dict[int, list[Milestone]] = defaultdict(list)
    for leaf in leaves:
        if leaf.key_action_id:
            below[leaf.key_action_id].append(leaf)
    named = [
        (_("the activities of key action %(label)s") % {"label": a.label or a.order}, below[a.pk]) for a in actions
    ]
    return [(_("the key actions"), actions), *[(name, rows) for name, rows in named if rows]]


def sum_of(parts: Iterable[Any]) -> Decimal:
    """Add the weights of some parts."""
    return sum((part.weight for part in parts if part.weight is not None), Decimal(0))


def _form(commitment: Commitment) -> list[Check]:
    found = []
    if commitment.start and commitment.end and commitment.end < commitment.start:
        # An imported document may say so; it is kept as it was written until somebody mends it.
        found.append(Check(True, "period", _("It ends before it starts.")))
    for section in commitment.template.sections:
        key = section["key"]
        name = {"number": section["number"], "label": sections.said(section["label"])}
        is_filled = sections.is_filled(commitment, key)
        if section.get("required") and not is_filled and key != "milestones":
            found.append(Check(True, key, _("%(number)s. %(label)s: it is empty.") % name))
        wanted = section.get("choose")
        if wanted and is_filled:
            chosen = len(sections.rows_of(commitment, sections.SECTIONS[key].lists[0]))
            if chosen != wanted:
                text = _("%(number)s. %(label)s: the form asks for exactly %(wanted)s; there are %(chosen)s.")
                found.append(Check(True, key, text % {**name, "wanted": wanted, "chosen": chosen}))
        if section.get("justified") and is_filled and not any(value.why.strip() for value in commitment.values.all()):
            text = _("%(number)s. %(label)s: say why for at least one value.")
            found.append(Check(True, key, text % name))
    return found


def _limits(commitment: Commitment) -> list[Check]:
    accepted = {one.section: one.length for one in commitment.acceptances.all()}
    over = sections.over_limit(commitment)
    text = _(
        "%(number)s. %(label)s: it has %(length)s characters and the form asks for %(limit)s. "
        "The coordination may accept it, with a reason."
    )
    found = []
    for section in commitment.template.sections:
        length, limit = over.get(section["key"], (0, 0))
        if length > accepted.get(section["key"], 0):
            name = {"number": section["number"], "label": sections.said(section["label"])}
            found.append(Check(True, section["key"], text % {**name, "length": length, "limit": limit}))
    return found


def _weights(commitment: Commitment) -> list[Check]:
    found = []
    for name, parts in sibling_sets(commitment):
        weighted = [part for part in parts if part.weight is not None]
        key = "key_actions" if commitment.key_actions.all() else "milestones"
        if weighted and len(weighted) != len(parts):
            text = _("Weights: give one to each of %(name)s, or to none.")
            found.append(Check(True, key, text % {"name": name}))
        elif weighted and sum_of(parts) != FULL:
            text = _("The weights of %(name)s add up to %(sum)s; they must add up to 100.")
            found.append(Check(True, key, text % {"name": name, "sum": plain(sum_of(parts))}))
    return found


def _tree(commitment: Commitment) -> list[Check]:
    leaves = list(commitment.milestones.all())
    actions = list(commitment.key_actions.all())
    found = []
    if not leaves:
        found.append(
            Check(True, "milestones", _("There is no milestone or activity: nobody could follow this commitment."))
        )
    for action in actions:
        if not any(leaf.key_action_id == action.pk for leaf in leaves):
            text = _("Key action %(label)s has no activity.") % {"label": action.label or action.order}
            found.append(Check(True, "key_actions", text))
    found += [Check(False, "key_actions", sentence) for sentence in _overlaps(actions)]
    for leaf in leaves:
        found += [Check(False, "milestones", sentence, leaf) for sentence in _doubts(leaf, bool(actions))]
    return found


def _titles(commitment: Commitment) -> list[Check]:
    """Doubt titles that seem cut by a page (X11)."""
    text = _("The title seems cut: “%(title)s”.")
    found = []
    if doubts.is_cut(commitment.title):
        found.append(Check(False, "title", text % {"title": commitment.title[-60:]}))
    found += [
        Check(False, "key_actions", text % {"title": action.title[-60:]})
        for action in commitment.key_actions.all()
        if doubts.is_cut(action.title)
    ]
    return found


def _counts(commitment: Commitment) -> list[Check]:
    """Doubt texts that say one number and list another (X11)."""
    text = _("It says “%(words)s” and lists %(listed)s.")
    found = []
    for section in commitment.template.sections:
        column = next((name for name in sections.SECTIONS[section["key"]].columns if name in TEXTS), "")
        rows = len(commitment.goals.all()) if column == "goal" and commitment.goal else None
        wrong = doubts.miscounted(getattr(commitment, column), rows) if column else None
        if wrong:
            found.append(Check(False, section["key"], text % {"words": wrong[0], "listed": wrong[2]}))
    for leaf in commitment.milestones.all():
        wrong = doubts.miscounted(f"{leaf.title}\n{leaf.purpose}")
        if wrong:
            found.append(Check(False, "milestones", text % {"words": wrong[0], "listed": wrong[2]}, leaf))
    return found


def _strangers(commitment: Commitment) -> list[Check]:
    """Doubt an axis whose sheet names the institution of another (X07), or whose institution has two (R032)."""
    if commitment.template.section("goals") is None:
        return []
    beside = _leading(commitment)
    own = " · ".join(one.name for one in beside if one.commitment_id == commitment.pk)
    others = (one.name for one in beside if one.commitment_id != commitment.pk)
    asked = [section["key"] for section in commitment.template.sections]
    texts = {key: json.dumps(sections.shown(commitment, key), ensure_ascii=False) for key in asked if key in _OWN_WORDS}
    text = _("It names %(name)s, the institution of another axis: was it copied from there?")
    found = [Check(False, key, text % {"name": name}) for key, name in doubts.strangers(texts, own, others)]
    return found + _twice(commitment, beside)


def _leading(commitment: Commitment) -> list[Party]:
    """Return who answers for each axis of its plan that was not withdrawn; one query."""
    named = Party.objects.filter(section=Section.GOVERNMENT, milestone=None, key_action=None)
    beside = named.filter(commitment__plan=commitment.plan_id, commitment__template=commitment.template_id)
    return list(beside.exclude(commitment__state=State.WITHDRAWN).select_related("commitment", "institution"))


def _twice(commitment: Commitment, beside: Sequence[Party]) -> list[Check]:
    """Doubt an institution with two axes: each member has one (R032); shown, never refused."""
    known = [(one, one.institution.current_id) for one in beside if one.institution]
    own = {key for one, key in known if one.commitment_id == commitment.pk}
    text = _("%(name)s has another axis in this plan, “%(title)s”: each institution usually has one.")
    others = [one for one, key in known if one.commitment_id != commitment.pk and key in own]
    return [Check(False, "government", text % {"name": one.name, "title": one.commitment.title}) for one in others]


def _overlaps(actions: Sequence[KeyAction]) -> list[str]:
    """Say which neighbouring key actions run at the same time: shown, never refused (R026)."""
    text = _("Key actions %(one)s and %(other)s overlap in time.")
    return [
        text % {"one": one.label or one.order, "other": other.label or other.order}
        for one, other in pairwise(actions)
        if one.start and one.end and other.start and other.end and one.start <= other.end and other.start <= one.end
    ]


def _doubts(leaf: Milestone, has_actions: bool) -> list[str]:
    said = []
    if not leaf.parties.all() and not (leaf.key_action and leaf.key_action.parties.all()):
        said.append(_("nobody answers for it"))
    if not leaf.means.all():
        said.append(_("no means of verification says how it is proven"))
    if leaf.ends_on is None:
        said.append(_("it has no end date, so it can never be late"))
    if has_actions and leaf.key_action is None:
        said.append(_("it stands outside the key actions, so it does not count for the progress"))
    due = leaf.objective.due if leaf.objective else None
    if due and leaf.end and (leaf.end.year, leaf.end.month) > (due.year, due.month):
        said.append(_("it ends after the horizon of its objective"))
    return said
