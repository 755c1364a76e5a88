"""The official form as a Word file that people edit and bring back: every value is in it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tequio.paper.writing import Block, Heading, Paper, Paragraph, Table, table
from tequio.plans import sections
from tequio.plans.models import Commitment, Template
from tequio.plans.papers import fields
from tequio.plans.papers.cells import Field, Words
from tequio.plans.papers.contents import Contents, Leaf, Node, Row, gather, name_of
from tequio.plans.vocab import TEXTS, Horizon

# What a section without answer says; the reader of this paper knows it in every language of the site.
UNANSWERED = "—"
KEYWORDS = ("tequio", "ficha")
# The headings of what no template asks.
UNASKED = {"roadmap": gettext_lazy("Roadmap"), "deliverables": gettext_lazy("Milestones and what they deliver")}


def paper(commitment: Commitment, *, dated: str, comments: Sequence[Block] = ()) -> Paper:
    """Return the official form. `comments`: what was said in the public review, already as blocks."""
    plan = commitment.plan
    said = gather(commitment)
    blocks = [*_sections(commitment, said), *comments]
    return Paper(
        title=commitment.title,
        language=get_language() or "es-mx",
        dated=dated,
        header=" · ".join(part for part in (plan.jurisdiction.name, plan.name, commitment.number) if part),
        footer=commitment.urn,
        subject=_("Official form of the commitment"),
        keywords=(*KEYWORDS, said.template),
        is_landscape=True,
        blocks=tuple(blocks),
    )


def _sections(commitment: Commitment, said: Contents) -> Iterator[Block]:
    words = Words()
    asked = commitment.template.sections
    keys = [one["key"] for one in asked]
    for one in asked:
        yield Heading(f"{one['number']}. {sections.said(one['label'])}")
        yield from _section(one["key"], said, words, keys) or [Paragraph(UNANSWERED)]
    for key, label in labels_beyond(keys).items():
        more = _beyond(key, said, words, keys)
        if more:
            yield Heading(label)
            yield from more
    if said.shares:
        yield Heading(_("Who joins in, and with how much"))
        yield grid(fields.share(), said.shares, words)


def labels_beyond(keys: Sequence[str]) -> dict[str, str]:
    """Return the headings of the sections that a template does not ask: what another template calls them."""
    named: dict[str, str] = {}
    for template in Template.objects.order_by("pk"):
        for one in template.sections:
            named.setdefault(one["key"], sections.said(one["label"]))
    named |= {key: str(label) for key, label in UNASKED.items()}
    return {key: named.get(key, key) for key in fields.keys_beyond(keys)}


def _beyond(key: str, said: Contents, words: Words, keys: Sequence[str]) -> list[Block]:
    """Return a section that nobody was asked; of the tree, only what stands nowhere else."""
    if key == "objectives" and "milestones" in keys:
        return []
    if key == "milestones" and ("key_actions" in keys or said.key_actions):
        return []
    return _section(key, said, words, [*keys, key])


def _section(key: str, said: Contents, words: Words, keys: Sequence[str]) -> list[Block]:
    held = sections.SECTIONS[key]
    asked = fields.of_section(key)
    blocks: list[Block] = [
        Paragraph(said.answers[one.key]) for one in asked if one.key in TEXTS and said.answers[one.key]
    ]
    blocks += pairs([one for one in asked if one.key not in TEXTS], said.answers, words)
    for listed in held.lists:
        rows = said.lists[name_of(listed)]
        if rows:
            blocks.append(grid(fields.of_list(listed), rows, words))
    if key == "milestones":
        blocks += _milestones(said, words)
    elif key == "objectives":
        blocks += [block for node in said.objectives for block in _objective(node, words)]
    elif key == "key_actions":
        blocks += _actions(said, words, has_others="milestones" not in keys)
    return blocks


def pairs(asked: Iterable[Field], values: Row, words: Words) -> list[Block]:
    """Return questions with their answers as a table of two columns; nothing where nothing was answered."""
    rows = [(str(one.label), written) for one in asked if (written := words.written(one, values.get(one.key)))]
    return [Table((_("Question"), _("Answer")), tuple(rows), (1.0, 4.0))] if rows else []


def grid(columns: Sequence[Field], rows: Iterable[Row], words: Words) -> Table:
    """Return a list as a table, without the columns that nobody filled."""
    cells = [[words.written(one, row.get(one.key)) for one in columns] for row in rows]
    return table([str(one.label) for one in columns], cells, [one.width for one in columns])


def _milestones(said: Contents, words: Words) -> Iterator[Block]:
    for node in said.objectives:
        yield from _objective(node, words)
        yield from _below(said, node.order, words)
    rest = list(_below(said, None, words))
    if rest and said.objectives:
        yield Heading(_("Without an objective"), 2)
        yield _place(_("Objective no."), UNANSWERED)
    yield from rest


def _place(label: str, value: str) -> Table:
    """Say under what the tables that follow stand."""
    return Table((_("Question"), _("Answer")), ((label, value),), (1.0, 4.0))


def _objective(node: Node, words: Words) -> Iterator[Block]:
    yield Heading(str(Horizon(node.values["horizon"]).label), 2)
    yield from pairs(fields.objective(), node.values, words)


def _below(said: Contents, objective: int | None, words: Words) -> Iterator[Block]:
    """Set the milestones of an objective below the headings of their groups, in the order of the tree."""
    leaves = [leaf for leaf in said.leaves if leaf.objective == objective and leaf.key_action is None]
    loose = [leaf for leaf in leaves if leaf.group is None]
    if loose:
        yield _table(loose, words)
    for group in (one for one in said.groups if one.above == objective):
        yield Heading(group.values["title"], 3)
        yield _table([leaf for leaf in leaves if leaf.group == group.order], words)


def _actions(said: Contents, words: Words, *, has_others: bool) -> Iterator[Block]:
    """Show the key actions with their activities and, where no other section does, the milestones beside them."""
    for node in said.key_actions:
        yield Heading(f"{node.values['label'] or node.order}. {node.values['title']}", 2)
        yield from pairs(fields.key_action(), node.values, words)
        below = [leaf for leaf in said.leaves if leaf.key_action == node.order]
        if below:
            yield _table(below, words)
    places = [(order, list(_below(said, order, words))) for order in (*(n.order for n in said.objectives), None)]
    if has_others and any(blocks for _order, blocks in places):
        yield Heading(_("Outside the key actions"), 2)
        for order, blocks in places:
            if blocks:
                yield _place(_("Objective no."), str(order or UNANSWERED))
                yield from blocks


def _table(leaves: Sequence[Leaf], words: Words) -> Table:
    """Return milestones as a table; without any, a table that still says what it is."""
    columns = fields.milestone()
    rows = [
        leaf.values | ({"objective": leaf.objective, "group": leaf.group} if leaf.key_action is not None else {})
        for leaf in leaves
    ]
    made = grid(columns, rows, words)
    return made if made.columns else Table((str(columns[1].label),), ())


def label_of(text: str, asked: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the section of a template that a heading names, in any language of the site."""
    folded = " ".join(text.casefold().split())
    for one in asked:
        names = {f"{one['number']}. {words}" for words in one["label"].values()}
        if folded in {" ".join(name.casefold().split()) for name in names}:
            return one
    return None
