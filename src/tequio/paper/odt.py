"""OpenDocument texts (.odt), read into blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from tequio.paper.blocks import Block, Content, Grid, Words
from tequio.paper.numbering import Counters, Level
from tequio.paper.package import Package, Unreadable, attribute, local, number

MOST_REPEATED = 1_000  # blank cells and rows that one attribute asks for
_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_HEADERS = {"header": "header", "header-left": "header", "header-first": "header"} | {
    "footer": "footer",
    "footer-left": "footer",
    "footer-first": "footer",
}
_IGNORED = frozenset(
    {
        *("sequence-decls", "variable-decls", "user-field-decls", "forms", "note-citation", "tracked-changes"),
        *("title", "desc"),
    }
)
_SIGNS = {"s": " ", "tab": " ", "line-break": "\n"}
_NOT_READ = {"image": "picture-not-read", "object": "embedded-not-read", "object-ole": "embedded-not-read"}
_OUTLINE = "\0outline"


def read(package: Package) -> Content:
    """Read the text with its notes and comments, and the headers and footers of its pages."""
    root = package.xml("content.xml")
    styles = package.xml("styles.xml") if package.has("styles.xml") else None
    body = next((text for each in root if local(each) == "body" for text in each if local(text) == "text"), None)
    if body is None:
        raise Unreadable("unknown")
    levels: dict[str, Mapping[int, Level]] = {}
    for part in (styles, root):
        for each in part.iter() if part is not None else ():
            if local(each) == "list-style":
                levels[attribute(each, "name") or ""] = _levels(each)
            elif local(each) == "outline-style":
                levels[_OUTLINE] = _levels(each)
    content = Content()
    reader = _Reader(content, Counters(levels), _listed_styles(styles, root))
    content.flow = list(reader.blocks(body))
    for each in styles.iter() if styles is not None else ():
        if local(each) in _HEADERS and local(each.getparent()) == "master-page":
            content.aside.append((_HEADERS[local(each)], list(reader.blocks(each))))
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
        content.remark("macros-ignored")
    return content


def _listed_styles(*parts: Element | None) -> dict[str, str]:
    """Return which list each paragraph style belongs to."""
    found = {}
    for part in parts:
        for each in part.iter() if part is not None else ():
            if local(each) == "style" and (name := attribute(each, "list-style-name")):
                found[attribute(each, "name") or ""] = name
    return found


@dataclass
class _Run:
    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)


@dataclass
class _Reader:
    content: Content
    counters: Counters
    list_of: Mapping[str, str]

    def blocks(self, parent: Element, listed: str = "", depth: int = -1) -> Iterator[Block]:
        """Yield the paragraphs and tables of a text, a cell, a list or a box, whatever wraps them."""
        for each in parent:
            name = local(each)
            if name in ("p", "h"):
                yield from self._paragraph(each)
            elif name == "table":
                yield self._table(each)
            elif name == "list":
                yield from self._list(each, listed, depth + 1)
            elif name == "tracked-changes":
                self._deleted(each)
            elif name not in _IGNORED:
                yield from self._other(each, listed, depth)

    def _other(self, element: Element, listed: str, depth: int) -> Iterator[Block]:
        """Read what stands between paragraphs: sections, indexes, frames, shapes."""
        if local(element) in ("frame", "custom-shape"):
            run = _Run()
            self._runs([element], run)
            yield from run.boxes
        else:
            yield from self.blocks(element, listed, depth)

    def _list(self, element: Element, listed: str, depth: int) -> Iterator[Block]:
        name = attribute(element, "style-name") or listed
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            restart = attribute(item, "start-value")
            is_first = local(item) == "list-item"
            for block in self.blocks(item, name, depth):
                if is_first and isinstance(block, Words) and block.text.strip():
                    own = name or self.list_of.get("", "")
                    label = self.counters.label(own, depth, restart=number(restart, 1) if restart else None)
                    block = Words(label + block.text, block.links)
                    is_first = False
                yield block

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        run = _Run()
        if paragraph.text:
            run.pieces.append(_spaced(paragraph.text))
        self._runs(paragraph, run)
        text = "".join(run.pieces)
        label = ""
        if local(paragraph) == "h" and text.strip():
            label = self.counters.label(_OUTLINE, number(attribute(paragraph, "outline-level"), 1) - 1)
        yield Words(label + text, run.links)
        yield from run.boxes

    def _runs(self, parent: Element | list[Element], run: _Run) -> None:
        for each in parent:
            name = local(each)
            if name in _SIGNS:
                times = min(max(number(attribute(each, "c"), 1), 1), MOST_REPEATED)
                run.pieces.append(_SIGNS[name] * times)
            elif name in _NOT_READ:
                self.content.remark(_NOT_READ[name])
            elif name in _INSIDE:
                _INSIDE[name](self, each, run)
            elif name not in _IGNORED:
                run.pieces.append(_spaced(each.text or ""))
                self._runs(each, run)
            run.pieces.append(_spaced(each.tail or ""))

    def _box(self, box: Element, run: _Run) -> None:
        run.boxes += self.blocks(box)

    def _link(self, link: Element, run: _Run) -> None:
        before = len(run.pieces)
        run.pieces.append(_spaced(link.text or ""))
        self._runs(link, run)
        words, address = "".join(run.pieces[before:]), attribute(link, "href") or ""
        if words.strip() and address.strip() != words.strip():
            run.links.append((words, address))

    def _note(self, note: Element, run: _Run) -> None:
        kind = "endnote" if attribute(note, "note-class") == "endnote" else "footnote"
        for body in note:
            if local(body) == "note-body":
                self.content.remark(f"{kind}-aside")
                self.content.aside.append((kind, list(self.blocks(body))))

    def _comment(self, comment: Element, run: _Run) -> None:
        parts = [each for each in comment if local(each) in ("p", "list")]
        holder = [block for part in parts for block in self._commented(part)]
        self.content.remark("comment-aside")
        self.content.aside.append(("comment", holder))

    def _commented(self, part: Element) -> Iterator[Block]:
        if local(part) == "p":
            yield from self._paragraph(part)
        else:
            yield from self._list(part, "", 0)

    def _deleted(self, changes: Element) -> None:
        for each in changes.iter():
            if local(each) == "deletion":
                blocks = list(self.blocks(each))
                self.content.remark("tracked-deletion")
                self.content.aside.append(("deleted", blocks))

    def _table(self, table: Element) -> Grid:
        grid = Grid()
        for row in _inside(table, "table-row"):
            cells = list(self._cells(row))
            times = number(attribute(row, "number-rows-repeated"), 1)
            is_blank = not any(cells)
            grid.rows += [list(cells) for _ in range(min(times, 1 if is_blank else MOST_REPEATED))]
        return grid

    def _cells(self, row: Element) -> Iterator[list[Block]]:
        covered = 0
        for cell in row:
            times = min(max(number(attribute(cell, "number-columns-repeated"), 1), 1), MOST_REPEATED)
            if local(cell) == "covered-table-cell":
                beside = min(covered, times)
                covered -= beside
                yield from ([] for _ in range(times - beside))
            elif local(cell) == "table-cell":
                covered = max(number(attribute(cell, "number-columns-spanned"), 1) - 1, 0)
                blocks = list(self.blocks(cell))
                yield from (blocks for _ in range(times))


_INSIDE: Mapping[str, Callable[[_Reader, Element, _Run], None]] = {
    "a": _Reader._link,
    "annotation": _Reader._comment,
    "custom-shape": _Reader._box,
    "note": _Reader._note,
    "text-box": _Reader._box,
}


def _inside(parent: Element, name: str) -> Iterator[Element]:
    for each in parent:
        if local(each) == name:
            yield each
        elif local(each) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _inside(each, name)


def _levels(style: Element) -> dict[int, Level]:
    found = {}
    for each in style:
        depth = number(attribute(each, "level"), 1) - 1
        if local(each) == "list-level-style-bullet":
            found[depth] = Level("bullet", "")
        elif local(each) in ("list-level-style-number", "outline-level-style"):
            found[depth] = _level(each, depth)
    return found


def _level(each: Element, depth: int) -> Level:
    style = _STYLES.get(attribute(each, "num-format") or "", "decimal")
    shown = min(max(number(attribute(each, "display-levels"), 1), 1), depth + 1)
    numbers = ".".join(f"%{level + 1}" for level in range(depth + 1 - shown, depth + 1))
    pattern = (attribute(each, "num-prefix") or "") + numbers + (attribute(each, "num-suffix") or "")
    return Level(style, pattern, number(attribute(each, "start-value"), 1))


def _spaced(text: str) -> str:
    """Return text as OpenDocument means it: any run of blanks is one space, and more are written as elements."""
    return " ".join(piece for piece in text.replace("\n", " ").replace("\r", " ").split(" ")) if text else ""
