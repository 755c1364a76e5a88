"""Word documents (.docx, and .docm without running its macros), read into blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from tequio.paper.blocks import Block, Content, Grid, Words
from tequio.paper.numbering import Counters, Level
from tequio.paper.package import Package, Unreadable, attribute, local, main_part, number, relations

_IGNORED = frozenset({"instrText", "delInstrText", "rPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"})
_NOT_READ = {
    "altChunk": "embedded-not-read",
    "object": "embedded-not-read",
    "control": "embedded-not-read",
    "oMath": "formula-as-text",
}
_ASIDE = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
}
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-", "sym": "?"}
_DELETED = ("del", "moveFrom")


def read(package: Package) -> Content:
    """Read the main part with its notes, comments, headers and footers."""
    part = main_part(package, "word/document.xml")
    if not package.has(part):
        raise Unreadable("unknown")
    content = Content()
    known = relations(package, part)
    targets = {kind: target for kind, target, is_outside in known.values() if not is_outside}
    styles = package.xml(targets["styles"]) if package.has(targets.get("styles", "")) else None
    lists = package.xml(targets["numbering"]) if package.has(targets.get("numbering", "")) else None
    counters, list_of = _numbering(lists)
    reader = _Reader(content, _addresses(known), counters, _styles(styles), list_of)
    root = package.xml(part)
    if local(root) != "document":
        raise Unreadable("unknown")
    content.flow = [block for body in root if local(body) == "body" for block in reader.blocks(body)]
    for kind, target, is_outside in known.values():
        if kind in _ASIDE and not is_outside and package.has(target):
            reader.links = _addresses(relations(package, target))
            content.aside += _aside(package.xml(target), _ASIDE[kind], reader)
    for deleted in reader.deleted:
        content.aside.append(("deleted", [Words(deleted)]))
        content.remark("tracked-deletion")
    if any(name.endswith("vbaProject.bin") for name in package.names):
        content.remark("macros-ignored")
    return content


def _aside(root: Element, kind: str, reader: _Reader) -> Iterator[tuple[str, list[Block]]]:
    if kind in ("header", "footer"):
        yield kind, list(reader.blocks(root))
        return
    for each in root:
        if attribute(each, "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        blocks = list(reader.blocks(each))
        if any(isinstance(block, Grid) or block.text.strip() for block in blocks):
            reader.content.remark(f"{kind}-aside")
            yield kind, blocks


def _addresses(known: Mapping[str, tuple[str, str, bool]]) -> dict[str, str]:
    return {name: target for name, (kind, target, is_outside) in known.items() if kind == "hyperlink" and is_outside}


@dataclass(frozen=True)
class _Style:
    """A style's list, and the style that it is based on."""

    based: str = ""
    listed: tuple[str, int] | None = None


@dataclass
class _Run:
    """The words of a paragraph while they are read."""

    pieces: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


@dataclass
class _Reader:
    content: Content
    links: Mapping[str, str]
    counters: Counters
    styles: Mapping[str, _Style]
    list_of: Mapping[str, str]
    deleted: list[str] = field(default_factory=list)

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yield the paragraphs and tables of a part, a cell or a box, whatever wraps them."""
        for each in parent:
            name = local(each)
            if name == "p":
                yield from self._paragraph(each)
            elif name == "tbl":
                yield self._table(each)
            elif name in _DELETED:
                self._drop(each)
            elif name in _NOT_READ:
                self.content.remark(_NOT_READ[name])
            elif name == "AlternateContent":
                yield from self.blocks(_chosen(each))
            elif name not in _IGNORED:
                yield from self.blocks(each)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        run = _Run()
        self._runs(paragraph, run, is_deleted=False)
        text = "".join(run.pieces)
        label = self._label(paragraph) if text.strip() else ""
        if run.deleted:
            self.deleted.append("".join(run.deleted))
        yield Words(label + text, run.links)
        yield from run.boxes

    def _runs(self, parent: Element, run: _Run, *, is_deleted: bool) -> None:
        for each in parent:
            name = local(each)
            if name in ("t", "delText"):
                (run.deleted if is_deleted or name == "delText" else run.pieces).append(each.text or "")
            elif name in _SIGNS:
                run.pieces.append(_sign(each, run))
            elif name in _INSIDE:
                _INSIDE[name](self, each, run, is_deleted)
            elif name not in _IGNORED:
                if name in _NOT_READ:
                    self.content.remark(_NOT_READ[name])
                self._runs(each, run, is_deleted=is_deleted or name in _DELETED)

    def _box(self, box: Element, run: _Run, is_deleted: bool) -> None:
        run.boxes += self.blocks(box)

    def _alternatives(self, alternatives: Element, run: _Run, is_deleted: bool) -> None:
        self._runs(_chosen(alternatives), run, is_deleted=is_deleted)

    def _link(self, link: Element, run: _Run, is_deleted: bool) -> None:
        before = len(run.pieces)
        self._runs(link, run, is_deleted=is_deleted)
        words = "".join(run.pieces[before:])
        address = self.links.get(attribute(link, "id") or "")
        if words.strip() and address is not None and address.strip() != words.strip():
            run.links.append((words, address))

    def _drawing(self, drawing: Element, run: _Run, is_deleted: bool) -> None:
        """Read the words of a box; a picture has none, and is said so."""
        boxes = list(_outermost(drawing, "txbxContent"))
        for box in boxes:
            run.boxes += self.blocks(box)
        if not boxes and not is_deleted:
            self.content.remark("picture-not-read")

    def _drop(self, parent: Element) -> None:
        words = "".join(each.text or "" for each in parent.iter() if local(each) in ("t", "delText"))
        if words.strip():
            self.deleted.append(words)

    def _table(self, table: Element) -> Grid:
        grid = Grid()
        for row in _inside(table, "tr"):
            if any(local(each) == "del" for each in _properties(row, "trPr")):
                self._drop(row)
                continue
            grid.rows.append([self._cell(cell) for cell in _inside(row, "tc")])
        return grid

    def _cell(self, cell: Element) -> list[Block]:
        merged = next((each for each in _properties(cell, "tcPr") if local(each) == "vMerge"), None)
        blocks = list(self.blocks(cell))
        is_covered = merged is not None and attribute(merged, "val") in (None, "continue")
        if is_covered and not any(isinstance(each, Grid) or each.text.strip() for each in blocks):
            return []
        while len(blocks) > 1 and isinstance(blocks[-1], Words) and not blocks[-1].text.strip():
            blocks.pop()  # Word ends every cell that ends with a table with an empty paragraph
        return blocks

    def _label(self, paragraph: Element) -> str:
        listed, style = None, ""
        for each in _properties(paragraph, "pPr"):
            if local(each) == "numPr":
                listed = _listed(each)
            elif local(each) == "pStyle":
                style = attribute(each, "val") or ""
        for _ in range(20):
            found = self.styles.get(style)
            if listed is not None or found is None:
                break
            listed, style = found.listed, found.based
        if listed is None or listed[0] == "0":
            return ""
        return self.counters.label(self.list_of.get(listed[0], ""), listed[1])


_INSIDE: Mapping[str, Callable[[_Reader, Element, _Run, bool], None]] = {
    "txbxContent": _Reader._box,
    "AlternateContent": _Reader._alternatives,
    "hyperlink": _Reader._link,
    "pict": _Reader._drawing,
    "drawing": _Reader._drawing,
}


def _sign(element: Element, run: _Run) -> str:
    """Return the letter that an element stands for: a break of a page is a space, not a line."""
    name = local(element)
    if name in ("br", "cr"):
        return "\n" if attribute(element, "type") in (None, "textWrapping") else " "
    if name == "sym":
        return "?" if run.pieces else "• "
    return _SIGNS[name]


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, through whatever wraps them."""
    for each in parent:
        if local(each) == name:
            yield each
        elif local(each) not in ("tbl", "tr", "tc", *_IGNORED):
            yield from _inside(each, name)


def _outermost(parent: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name that stand in no other of that name."""
    for each in parent:
        if local(each) == name:
            yield each
        else:
            yield from _outermost(each, name)


def _properties(element: Element, name: str) -> Iterator[Element]:
    for each in element:
        if local(each) == name:
            yield from each


def _chosen(alternatives: Element) -> Element:
    """Return the first alternative with words, else the last: the same content stands in each of them."""
    found = list(alternatives)
    with_words = (each for each in found if any(local(part) == "t" and part.text for part in each.iter()))
    return next(with_words, found[-1] if found else alternatives)


def _listed(properties: Element) -> tuple[str, int]:
    values = {local(each): attribute(each, "val") for each in properties}
    return values.get("numId") or "", number(values.get("ilvl"))


def _styles(root: Element | None) -> dict[str, _Style]:
    found = {}
    for style in root if root is not None else ():
        based = next((attribute(each, "val") or "" for each in style if local(each) == "basedOn"), "")
        lists = [_listed(each) for each in _properties(style, "pPr") if local(each) == "numPr"]
        found[attribute(style, "styleId") or ""] = _Style(based, lists[0] if lists and lists[0][0] else None)
    return found


def _numbering(root: Element | None) -> tuple[Counters, dict[str, str]]:
    """Return the levels of each abstract list, and which abstract list each list is."""
    levels: dict[str, dict[int, Level]] = {}
    list_of: dict[str, str] = {}
    for each in root if root is not None else ():
        if local(each) == "abstractNum":
            name = attribute(each, "abstractNumId") or ""
            levels[name] = {number(attribute(lvl, "ilvl")): _level(lvl) for lvl in each if local(lvl) == "lvl"}
        elif local(each) == "num":
            abstract = next((attribute(part, "val") for part in each if local(part) == "abstractNumId"), None)
            own = any(local(part) == "startOverride" for part in each.iter())
            identity = attribute(each, "numId") or ""
            list_of[identity] = f"{abstract}/{identity}" if own else abstract or ""
            if own and abstract in levels:
                levels[list_of[identity]] = levels[abstract]
    return Counters(levels), list_of


def _level(level: Element) -> Level:
    values = {local(each): attribute(each, "val") or "" for each in level}
    return Level(values.get("numFmt", "decimal"), values.get("lvlText", "%1."), number(values.get("start"), 1))
