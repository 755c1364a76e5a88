"""The official form, read back from Word: section by section, table by table, to the values that it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tequio.kit.text import fold, tidy
from tequio.paper.text import Document
from tequio.plans import sections
from tequio.plans.models import Template
from tequio.plans.papers import comments, fields
from tequio.plans.papers.cells import Field, Unreadable, Words, both, matching
from tequio.plans.papers.contents import Contents, Leaf, Node, Row, name_of
from tequio.plans.papers.editable import UNANSWERED, UNASKED, label_of, labels_beyond
from tequio.plans.vocab import TEXTS

# A document is ours when it has this part of its template's headings, word for word.
ENOUGH = 0.6
_QUESTION, _ANSWER = gettext_lazy("Question"), gettext_lazy("Answer")
_OBJECTIVE_NO = gettext_lazy("Objective no.")
_SHARES = gettext_lazy("Who joins in, and with how much")


@dataclass(frozen=True)
class Fault:
    """A cell that does not say what its column asks, and where it stands."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass
class Read:
    """What an official form says, and what could not be read in it."""

    contents: Contents
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Grid:
    header: list[str]
    rows: list[list[str]]


_Piece = str | _Grid


def template_of(document: Document) -> Template | None:
    """Return the template whose headings a document has word for word; None where it is another kind of paper."""
    lines = [line.text for line in document.lines if not line.text.startswith("\t")]
    best, most = None, ENOUGH
    for template in Template.objects.order_by("version"):
        found = {one["key"] for text in lines if (one := label_of(text, template.sections))}
        share = len(found) / max(1, len(template.sections))
        if share >= most:
            best, most = template, share
    return best


def read(document: Document, template: Template) -> Read:
    """Read a form that was written on a template."""
    reader = _Reader(template)
    for key, number, pieces in _parted(document, template):
        reader.section(key, number, pieces)
    return Read(reader.said, reader.faults)


def _parted(document: Document, template: Template) -> Iterator[tuple[str, str, list[_Piece]]]:
    """Yield each section with what stands below its heading; what stands above the first is the paper's own title."""
    beyond = {
        fold(label): key for key, label in labels_beyond([one["key"] for one in template.sections]).items()
    } | dict.fromkeys(both(_SHARES), "shares")
    for own, label in UNASKED.items():
        beyond |= dict.fromkeys(both(label), own)
    current: tuple[str, str, list[_Piece]] | None = None
    for piece in _pieces(document):
        if isinstance(piece, str):
            if fold(piece) in both(comments.HEADING):
                if current:
                    yield current
                current = ("comments", piece, [])
                continue
            one = label_of(piece, template.sections)
            key = one["key"] if one else beyond.get(fold(piece))
            if key:
                if current:
                    yield current
                current = (key, str(one["number"]) if one else piece, [])
                continue
        if current:
            current[2].append(piece)
    if current:
        yield current


def _pieces(document: Document) -> Iterator[_Piece]:
    """Yield the lines and tables of a document in order."""
    tables = {}
    inside = set()
    for table in document.tables:
        numbers = [line.number for row in table.rows for cell in row for line in cell.lines]
        if numbers:
            tables[min(numbers)] = table
            inside |= set(range(min(numbers), max(numbers) + 1))
    for line in document.lines:
        if line.number in tables:
            rows = [[tidy(cell.text) for cell in row] for row in tables[line.number].rows]
            yield _Grid(rows[0], rows[1:])
        elif line.number not in inside and line.number not in document.aside:
            yield line.text


class _Reader:
    def __init__(self, template: Template) -> None:
        self.words = Words()
        self.said = Contents(template=template.code)
        self.faults: list[Fault] = []
        self.number = ""
        # Where the next table of milestones belongs.
        self.objective: int | None = None
        self.group: int | None = None
        self.action: int | None = None

    def section(self, key: str, number: str, pieces: Sequence[_Piece]) -> None:
        """Read all that stands below one heading."""
        self.number = number
        if key == "shares":
            self.said.shares += [row for grid in _grids(pieces) for row in self._rows(grid, fields.share())]
            return
        if key == "comments":
            for grid in _grids(pieces):
                self.said.comments += [row[0] for row in grid.rows if row and row[0]]
            return
        asked = fields.of_section(key)
        if key in ("milestones", "objectives", "key_actions"):
            self._tree(pieces)
            return
        text = tidy("\n".join(piece for piece in pieces if isinstance(piece, str)))
        column = next((one for one in asked if one.key in TEXTS), None)
        if text and text != UNANSWERED:
            if column is None:
                self._fault(_("There is text where this section has a table: “%(words)s”.") % {"words": text[:80]})
            else:
                self.said.answers[column.key] = text
        lists = list(sections.SECTIONS[key].lists)
        for grid in _grids(pieces):
            if _is_pairs(grid):
                self.said.answers |= self._pairs(grid, asked)
            elif not lists:
                self._fault(_("This section has no table like this one."))
            else:
                listed = next((one for one in lists if _fits(grid, one)), lists[0])
                lists.remove(listed)
                rows = self._rows(grid, fields.of_list(listed))
                self.said.lists.setdefault(name_of(listed), []).extend(rows)

    def _tree(self, pieces: Sequence[_Piece]) -> None:
        self.objective = self.group = self.action = None
        heading: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                heading += [piece] if piece.strip() and piece.strip() != UNANSWERED else []
            elif _is_pairs(piece):
                self._place(piece)
                heading = []
            else:
                self._milestones(piece, tidy("\n".join(heading)))
                heading = []

    def _place(self, grid: _Grid) -> None:
        """Open the objective or key action that a table of questions describes, or go to the one that it names."""
        labels = {fold(row[0]) for row in grid.rows if row}
        self.group = None
        if labels & both(_OBJECTIVE_NO) and len(labels) == 1:
            words = grid.rows[0][1] if len(grid.rows[0]) > 1 else ""
            self.objective = int(words) if words.isdecimal() else None
            self.action = None
        elif labels & both(fields.objective()[0].label):
            values = self._pairs(grid, fields.objective())
            self.said.objectives.append(Node(values, len(self.said.objectives) + 1))
            self.objective, self.action = len(self.said.objectives), None
        else:
            values = self._pairs(grid, fields.key_action())
            self.said.key_actions.append(Node(values, len(self.said.key_actions) + 1))
            self.objective, self.action = None, len(self.said.key_actions)

    def _milestones(self, grid: _Grid, heading: str) -> None:
        if heading:
            node = Node({"title": heading}, len(self.said.groups) + 1, self.objective)
            self.said.groups.append(node)
            self.group = node.order
        for row in self._rows(grid, fields.milestone()):
            named = row.pop("objective", None), row.pop("group", None)
            objective, group = (self.objective, self.group) if self.action is None else named
            self.said.leaves.append(Leaf(row, len(self.said.leaves) + 1, objective, group, self.action))

    def _pairs(self, grid: _Grid, asked: Sequence[Field]) -> Row:
        """Read a table of questions and answers."""
        values: Row = {}
        for line, row in enumerate(grid.rows, start=2):
            question, answer = (*row, "", "")[:2]
            column = matching(asked, question)
            if column is None:
                self._fault(_("“%(words)s” is not a question of this section.") % {"words": question}, line)
                continue
            self._read(values, column, answer, line)
        return values

    def _rows(self, grid: _Grid, columns: Sequence[Field]) -> list[Row]:
        found = [matching(columns, name) for name in grid.header]
        for name, column in zip(grid.header, found, strict=True):
            if column is None and name.strip():
                self._fault(_("“%(words)s” is not a column of this table.") % {"words": name}, 1)
        rows = []
        for line, cells in enumerate(grid.rows, start=2):
            if not any(cells):
                continue
            row: Row = {}
            for column, words in zip(found, cells, strict=False):
                if column:
                    self._read(row, column, words, line)
            rows.append(row)
        return rows

    def _read(self, row: Row, column: Field, words: Any, line: int) -> None:
        try:
            row[column.key] = self.words.read(column, words)
        except Unreadable as error:
            self._fault(str(error), line, str(column.label))

    def _fault(self, message: str, line: int | None = None, column: str = "") -> None:
        where = _("Section %(number)s") % {"number": self.number}
        if line is not None:
            where += ", " + _("row %(line)s") % {"line": line}
        if column:
            where += ", " + column
        self.faults.append(Fault(where, message))


def _grids(pieces: Sequence[_Piece]) -> Iterator[_Grid]:
    return (piece for piece in pieces if isinstance(piece, _Grid))


def _fits(grid: _Grid, listed: sections.Listed) -> bool:
    columns = fields.of_list(listed)
    return all(matching(columns, name) for name in grid.header)


def _is_pairs(grid: _Grid) -> bool:
    """Tell whether a table asks in one column and answers in the other."""
    return len(grid.header) == 2 and fold(grid.header[0]) in both(_QUESTION) and fold(grid.header[1]) in both(_ANSWER)
