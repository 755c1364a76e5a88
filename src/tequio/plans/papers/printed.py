"""A commitment to print and to keep: the official form in the order of its template, and the executive summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tequio.paper.writing import Block, Heading, Items, Paper, Paragraph, table
from tequio.plans import queries
from tequio.plans.models import ActionPlan, Commitment
from tequio.plans.queries.sheet import Heading as TreeHeading
from tequio.plans.queries.sheet import LeafLine, Part
from tequio.plans.queries.tables import said_date
from tequio.record import queries as record

# The sections of a commitment that its summary tells, in this order, each where it was answered (004, R031).
SUMMARY = (
    *("text", "problem", "contribution", "objectives", "values", "sdgs", "gender", "vulnerability", "additional"),
    *("government", "nongovernment", "coresponsible", "other_actors", "risks", "verification", "key_actions"),
)


def form(commitment: Commitment, *, dated: str, comments: Sequence[Block] = ()) -> Paper:
    """Return the official form. Fetch the commitment with queries.with_sheet."""
    blocks = [block for part in queries.parts_of(commitment) for block in _part(part)]
    shares = queries.shares_of(commitment)
    if shares:
        blocks += [Heading(_("Parties and allies")), table(shares.columns, shares.rows)]
    return _paper(commitment, dated, _("Official form"), [*blocks, *comments], is_landscape=True)


def summary(commitment: Commitment, *, dated: str, told: Sequence[Block] = ()) -> Paper:
    """Return the executive summary: two to four pages for whoever decides. `told`: how it is going, as blocks."""
    asked = {one["key"] for one in commitment.template.sections}
    parts = {part.key: part for part in queries.parts_of(commitment)}
    blocks: list[Block] = [Paragraph(commitment.lede, "lede")] if commitment.lede else []
    if commitment.summary:
        blocks += [Paragraph(text) for text in commitment.summary.split("\n\n")]
    blocks += told
    for key in SUMMARY:
        if key in asked and not parts[key].is_empty:
            blocks += [Heading(parts[key].label), *_content(parts[key])]
    if "milestones" in asked:
        blocks += _steps(parts["milestones"])
    return _paper(commitment, dated, _("Executive summary"), blocks, is_landscape=False)


def plan(found: ActionPlan, commitments: Iterable[Commitment], *, dated: str) -> Paper:
    """Return a whole plan: what it is, its commitments at a glance, and the text and milestones of each."""
    listed = list(commitments)
    about = [
        *([found.description] if found.description else []),
        " – ".join(said_date(day, found.precision) for day in (found.start, found.end)),
        *([found.forum] if found.forum else []),
    ]
    columns = (_("Number"), _("Commitment"), _("Start"), _("End"))
    rows = [
        (one.number, one.title, said_date(one.start, one.precision), said_date(one.end, one.precision))
        for one in listed
    ]
    blocks: list[Block] = [Paragraph(text) for text in about]
    blocks += [Heading(_("The commitments")), table(columns, rows, (0.8, 5.0, 1.0, 1.0))]
    for one in listed:
        blocks += [Heading(" ".join(part for part in (f"{one.number}." if one.number else "", one.title) if part))]
        blocks += [Paragraph(text) for text in (one.lede, one.text) if text]
        parts = {part.key: part for part in queries.parts_of(one)}
        for key in ("milestones", "key_actions"):
            if key in parts:
                blocks += [block for heading in parts[key].headings for block in _heading(heading, 2)]
    return Paper(
        title=found.name,
        language=get_language() or "es-mx",
        dated=dated,
        header=" · ".join((found.jurisdiction.name, found.name)),
        footer=" · ".join((found.urn, *_logged(found.urn, *(one.urn for one in listed)))),
        subject=_("Action plan"),
        keywords=(found.jurisdiction.name,),
        is_landscape=True,
        blocks=tuple(blocks),
    )


def _paper(commitment: Commitment, dated: str, kind: str, blocks: Sequence[Block], *, is_landscape: bool) -> Paper:
    plan = commitment.plan
    number = _("Commitment %(number)s") % {"number": commitment.number} if commitment.number else ""
    days = [day for day in (commitment.start, commitment.end) if day]
    period = " – ".join(said_date(day, commitment.precision) for day in days)
    return Paper(
        title=commitment.title,
        language=get_language() or "es-mx",
        dated=dated,
        header=" · ".join(part for part in (number, _short(commitment.title), period, plan.name) if part),
        footer=" · ".join((kind, plan.jurisdiction.name, commitment.urn, *_logged(commitment.urn))),
        subject=kind,
        keywords=(plan.name, plan.jurisdiction.name),
        is_landscape=is_landscape,
        blocks=tuple(blocks),
    )


def _short(title: str) -> str:
    """Return a title that fits one line of a header."""
    longest = 70
    return title if len(title) <= longest else title[: longest - 1].rsplit(" ", 1)[0] + "…"


def _part(part: Part) -> Iterator[Block]:
    yield Heading(f"{part.number}. {part.label}")
    if part.is_empty:
        yield Paragraph(_("Left empty."), "note")
    yield from _content(part)
    if part.is_over and part.acceptance:
        told = _("%(n)s characters; the form asks for %(most)s. Accepted as it stands: %(reason)s")
        yield Paragraph(told % {"n": part.length, "most": part.limit, "reason": part.acceptance.reason}, "note")


def _content(part: Part) -> Iterator[Block]:
    yield from (Paragraph(text) for text in part.text.split("\n\n") if text.strip())
    if len(part.answers) == 1:
        yield Paragraph(part.answers[0])
    elif part.answers:
        yield Items(tuple(part.answers))
    yield from (table(one.columns, one.rows) for one in part.tables)
    yield from (block for heading in part.headings for block in _heading(heading))


def _heading(heading: TreeHeading, level: int = 2) -> Iterator[Block]:
    if heading.title:
        yield Heading(heading.title, level)
    about = [f"{label}: {value}" for label, value in heading.about if value]
    if about:
        yield Items(tuple(about))
    for title, lines in heading.groups:
        if title:
            yield Heading(title, level + 1)
        yield _table(lines)


def _table(lines: Sequence[LeafLine]) -> Block:
    columns = (
        *(_("Number"), _("Milestone"), _("Start"), _("End")),
        *(_("Means of verification"), _("Responsible"), _("Status")),
    )
    rows = [
        (
            line.milestone.label,
            "\n".join(words for words in (line.milestone.title, line.milestone.purpose) if words),
            line.start,
            line.end,
            "\n".join(line.means),
            "\n".join(line.parties),
            line.status,
        )
        for line in lines
    ]
    return table(columns, rows, (0.9, 3.2, 0.9, 0.9, 2.0, 3.0, 1.1))


def _steps(part: Part) -> Iterator[Block]:
    """Tell the milestones of each horizon in a line: a summary has no room for the whole table."""
    for heading in part.headings:
        count = sum(len(lines) for _title, lines in heading.groups)
        yield Heading(heading.title or _("Milestones"), 2)
        yield Paragraph(ngettext("%(n)s milestone", "%(n)s milestones", count) % {"n": count}, "note")
        yield Items(tuple(f"{line.milestone.short} ({line.end})" for _title, lines in heading.groups for line in lines))


def _logged(*subjects: str) -> Iterator[str]:
    """Say which signed log first held the newest fact of this paper, so that whoever keeps it can compare."""
    mark = record.about(*subjects)
    if mark and mark.standing.size is not None:
        said = {"size": f"{mark.standing.size:,}", "root": mark.standing.short_root}
        yield _("log of %(size)s entries, root %(root)s") % said
