"""A whole plan as an Excel workbook, and back: one sheet for the commitments and one for each of their lists.

Rows say to which commitment they belong by its key (C1, C2…), and milestones under what they stand by its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tequio.kit.text import fold
from tequio.paper import spreadsheet
from tequio.paper import workbook as office
from tequio.plans import sections
from tequio.plans.models import Template
from tequio.plans.papers import fields
from tequio.plans.papers.cells import Field, Unreadable, Words, both, matching
from tequio.plans.papers.contents import Contents, Leaf, Node, Row, lists
from tequio.plans.papers.reading import Fault
from tequio.plans.vocab import Scheme
from tequio.plans.vocab import Section as PartySection

_KEY = Field("key", gettext_lazy("Commitment"), is_needed=True, longest=12)
_ORDER = Field("order", gettext_lazy("No."), "integer", is_needed=True)
_COMMITMENTS = gettext_lazy("Commitments")
_OBJECTIVES, _HEADINGS = gettext_lazy("Objectives"), gettext_lazy("Headings")
_ACTIONS, _MILESTONES = gettext_lazy("Key actions"), gettext_lazy("Milestones")
_SHARES = gettext_lazy("Who joins in")
# What the sheet of a list is called; a list that is not here is called as its rows are.
_NAMES: dict[str, Any] = {
    "parties": gettext_lazy("Who takes part"),
    "baselines": gettext_lazy("Baselines"),
    "citations": gettext_lazy("Plans and laws"),
    "resources": gettext_lazy("Resources"),
    "risks": gettext_lazy("Assumptions"),
    "sdgs": gettext_lazy("SDG"),
    "values": gettext_lazy("OGP values"),
    "classifications:vulnerable-group": gettext_lazy("Vulnerable groups"),
    "results": gettext_lazy("Results"),
    "goals": gettext_lazy("Goals"),
    "proposals": gettext_lazy("Citizen proposals"),
    "mechanisms": gettext_lazy("Monitoring"),
    "channels": gettext_lazy("Dissemination"),
    "phases": gettext_lazy("Roadmap"),
    "deliverables": gettext_lazy("Deliverables"),
}
_LISTS = dict(PartySection.choices) | dict(Scheme.choices)


@dataclass(frozen=True)
class _Grid:
    """A sheet that several lists of a form may share: `names` are those lists, told apart by the column "List"."""

    label: Any
    columns: tuple[Field, ...]
    names: tuple[str, ...] = ()


@dataclass
class Book:
    """What a workbook says, commitment by commitment, and what could not be read in it."""

    contents: list[Contents] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def written(plan: str, said: Sequence[Contents]) -> bytes:
    """Return the bytes of a plan's workbook. Raises ValueError for a text longer than a cell holds."""
    words = Words()
    keyed = [(f"C{n}", one) for n, one in enumerate(said, start=1)]
    pages = [_sheet(_grid_of_commitments(), [(key, _answers(one)) for key, one in keyed], words)]
    for grid in _list_grids():
        rows = [
            (key, row | {"list": name.partition(":")[2]})
            for key, one in keyed
            for name in grid.names
            for row in one.lists.get(name, ())
        ]
        pages.append(_sheet(grid, rows, words))
    pages += _tree_sheets(keyed, words)
    notes = [
        _("This workbook holds the whole plan: change it, add rows, and bring it back under “Import documents”."),
        _("Every row says in its first column to which commitment it belongs."),
        _("Dates: 30/06/2023, or 06/2023 where only the month is known. Numbers: 1234.5."),
        _("In a cell with several lines, each line is one thing; “ · ” separates its parts."),
        _("If one cell cannot be read, nothing is imported, and you are told which cell it is."),
    ]
    return spreadsheet.xlsx(pages, title=plan, notes=notes, notes_name=_("Help"))


def is_ours(book: office.Workbook) -> bool:
    """Tell whether a workbook is a plan of ours, by its first sheet."""
    sheet = next((one for one in book.sheets if fold(one.name) in both(_COMMITMENTS)), None)
    head = sheet.row(1) if sheet else None
    return head is not None and bool(head.cells) and fold(head.cells[0].text) in both(_KEY.label)


def read(book: office.Workbook) -> Book:
    """Read a plan's workbook. Every cell that cannot be read is a fault, with its place."""
    return _Reader(book).read()


def _grid_of_commitments() -> _Grid:
    templates = tuple((one.code, one.name) for one in Template.objects.order_by("code"))
    asked = {one.key: one for key in sections.SECTIONS for one in fields.of_section(key)}
    return _Grid(_COMMITMENTS, (Field("template", _("Template"), "choice", choices=templates), *asked.values()))


def _list_grids() -> list[_Grid]:
    grids: dict[str, _Grid] = {}
    for name, listed in lists().items():
        # Lists of one kind share a sheet, but those of terms offer each their own words.
        shared = name if listed.related == "classifications" else listed.related
        known = grids.get(shared)
        if known:
            grids[shared] = replace(known, names=(*known.names, name))
        else:
            label = _NAMES.get(shared) or _LISTS.get(name.partition(":")[2], shared)
            grids[shared] = _Grid(label, fields.of_list(listed), (name,))
    return [_shared(grid) for grid in grids.values()]


def _shared(grid: _Grid) -> _Grid:
    """Add the column that tells the lists of a sheet apart, where it holds more than one."""
    if len(grid.names) == 1:
        return grid
    choices = tuple((code, _LISTS.get(code, code)) for name in grid.names for code in [name.partition(":")[2]])
    column = Field("list", _("List"), "choice", choices=choices, is_needed=True)
    return replace(grid, columns=(column, *grid.columns))


def _tree_grids() -> dict[str, _Grid]:
    above = (Field("objective", _("Objective no."), "integer"),)
    under = (*above, Field("group", _("Heading no."), "integer"), Field("key_action", _("Key action no."), "integer"))
    own = tuple(one for one in fields.milestone() if one.key not in ("objective", "group"))
    return {
        "objectives": _Grid(_OBJECTIVES, (_ORDER, *fields.objective())),
        "groups": _Grid(_HEADINGS, (_ORDER, *above, *fields.group())),
        "key_actions": _Grid(_ACTIONS, (_ORDER, *fields.key_action())),
        "leaves": _Grid(_MILESTONES, (_ORDER, *under, *own)),
        "shares": _Grid(_SHARES, fields.share()),
    }


def _answers(said: Contents) -> Row:
    return {"template": said.template} | said.answers


def _tree_sheets(keyed: Sequence[tuple[str, Contents]], words: Words) -> list[spreadsheet.Sheet]:
    grids = _tree_grids()
    rows: dict[str, list[tuple[str, Row]]] = {name: [] for name in grids}
    for key, said in keyed:
        rows["objectives"] += [(key, one.values | {"order": one.order}) for one in said.objectives]
        rows["groups"] += [(key, one.values | {"order": one.order, "objective": one.above}) for one in said.groups]
        rows["key_actions"] += [(key, one.values | {"order": one.order}) for one in said.key_actions]
        rows["leaves"] += [
            (
                key,
                one.values
                | {"order": one.order, "objective": one.objective, "group": one.group, "key_action": one.key_action},
            )
            for one in said.leaves
        ]
        rows["shares"] += [(key, one) for one in said.shares]
    return [_sheet(grid, rows[name], words) for name, grid in grids.items()]


def _sheet(grid: _Grid, rows: Sequence[tuple[str, Row]], words: Words) -> spreadsheet.Sheet:
    columns = [spreadsheet.Column(str(_KEY.label), width=12), *(_column(one, words) for one in grid.columns)]
    cells = [[key, *(words.written(one, row.get(one.key)) for one in grid.columns)] for key, row in rows]
    return spreadsheet.Sheet(str(grid.label), columns, cells)


def _column(one: Field, words: Words) -> spreadsheet.Column:
    choices = tuple(str(label) for code, label in one.choices if code)
    if one.kind == "term":
        choices = tuple(words.vocabulary.names(one.scheme))
    width = 12 if one.kind in ("date", "number", "integer", "flag") else int(14 + 8 * one.width)
    return spreadsheet.Column(str(one.label), width=width, choices=choices)


class _Reader:
    def __init__(self, book: office.Workbook) -> None:
        self.book = book
        self.words = Words()
        self.faults: list[Fault] = []
        self.said: dict[str, Contents] = {}
        self.known: set[str] = set()

    def read(self) -> Book:
        for _place, key, row in self._rows(_grid_of_commitments(), opens=True):
            template = row.pop("template", "")
            self.said[key] = Contents(template=template, answers=row)
        for grid in _list_grids():
            apart = {name.partition(":")[2]: name for name in grid.names}
            for _place, key, row in self._rows(grid):
                name = apart.get(row.pop("list", ""), grid.names[0])
                self.said[key].lists.setdefault(name, []).append(row)
        self._tree()
        for sheet in self.book.sheets:
            if fold(sheet.name) not in self.known and not sheet.is_hidden and fold(sheet.name) not in both(_HELP):
                self._fault(sheet.name, _("This sheet is not one of the plan's, so nothing of it would be imported."))
        return Book(list(self.said.values()), self.faults)

    def _tree(self) -> None:
        grids = _tree_grids()
        for place, key, row in self._rows(grids["objectives"]):
            self._node(place, self.said[key].objectives, row, above=None)
        for place, key, row in self._rows(grids["groups"]):
            self._node(place, self.said[key].groups, row, above=row.pop("objective", None))
        for place, key, row in self._rows(grids["key_actions"]):
            self._node(place, self.said[key].key_actions, row, above=None)
        for place, key, row in self._rows(grids["leaves"]):
            said = self.said[key]
            order = row.pop("order", None)
            under = [row.pop(name, None) for name in ("objective", "group", "key_action")]
            nodes = (said.objectives, said.groups, said.key_actions)
            for number, known in zip(under, nodes, strict=True):
                if number is not None and number not in {one.order for one in known}:
                    self._fault(place, _("There is no number %(number)s to stand under.") % {"number": number})
            if order in {leaf.order for leaf in said.leaves}:
                self._fault(place, _("Two rows have the number %(number)s.") % {"number": order})
            said.leaves.append(Leaf(row, order or 0, *under))
        for _place, key, row in self._rows(grids["shares"]):
            self.said[key].shares.append(row)
        for said in self.said.values():
            said.leaves.sort(key=lambda leaf: leaf.order)

    def _node(self, place: str, nodes: list[Node], row: Row, *, above: int | None) -> None:
        order = row.pop("order", None) or 0
        if order in {one.order for one in nodes}:
            self._fault(place, _("Two rows have the number %(number)s.") % {"number": order})
        nodes.append(Node(row, order, above))

    def _rows(self, grid: _Grid, *, opens: bool = False) -> Iterator[tuple[str, str, Row]]:
        """Yield (place, key of the commitment, values) for each row of a sheet; `opens`: its rows are commitments."""
        names = both(grid.label)
        self.known |= names
        sheet = next((one for one in self.book.sheets if fold(one.name) in names), None)
        if sheet is None or not sheet.rows:
            return
        columns = self._columns(sheet, grid)
        for line in sheet.rows[1:] if sheet.rows[0].number == 1 else sheet.rows:
            place = f"{sheet.name}!A{line.number}"
            held = line.at(1)
            key = held.text.strip() if held else ""
            if not any(cell.text.strip() or cell.formula for cell in line.cells):
                continue
            if opens and (not key or key in self.said):
                self._fault(place, _("Give each commitment a key of its own, such as C1."))
                continue
            if not opens and key not in self.said:
                self._fault(place, _("“%(key)s” is not the key of a commitment of the first sheet.") % {"key": key})
                continue
            yield place, key, {one.key: self._value(sheet, line, at, one) for at, one in columns.items()}

    def _columns(self, sheet: office.Sheet, grid: _Grid) -> dict[int, Field]:
        found: dict[int, Field] = {}
        head = sheet.row(1)
        for cell in head.cells if head else ():
            one = matching(grid.columns, cell.text)
            if one:
                found[cell.column] = one
            elif fold(cell.text) not in both(_KEY.label):
                self._fault(
                    f"{sheet.name}!{cell.place}",
                    _("“%(words)s” is not a column of this sheet.") % {"words": cell.text},
                )
        missing = [one for one in grid.columns if one.is_needed and one not in found.values()]
        for one in missing:
            self._fault(f"{sheet.name}!A1", _("The column “%(name)s” is missing.") % {"name": one.label})
        return found

    def _value(self, sheet: office.Sheet, line: office.Row, at: int, one: Field) -> Any:
        cell = line.at(at)
        place = f"{sheet.name}!{cell.place if cell else ''}"
        if cell and cell.formula:
            self._fault(place, _("Write the value itself: formulas are not calculated here."))
            return None
        try:
            return self.words.read(one, cell.value if cell else None)
        except Unreadable as error:
            self._fault(place if cell else f"{sheet.name}!{line.number}", f"{one.label}: {error}")
            return None

    def _fault(self, where: str, message: str) -> None:
        self.faults.append(Fault(where, message))


_HELP = gettext_lazy("Help")


def told(faults: Sequence[Fault]) -> str:
    """Say the first fault, and how many more there are."""
    rest = len(faults) - 1
    more = ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest} if rest else ""
    return " ".join(part for part in (str(faults[0]), more) if part)
