"""A zip of XML parts (.docx, .odt, .xlsx), opened as if whoever made it wanted to bring the server down.

Nothing is unpacked to disk; each part that is asked for is read once, against a common budget, and parsed by a parser
that knows no entities, no network and no depth beyond reason. Macros and embedded objects are never opened.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from xml.parsers import expat

from lxml import etree
from lxml.etree import _Element as Element

MOST_BYTES = 20 * 1024 * 1024  # as uploaded
MOST_ENTRIES = 2_000
MOST_PART = 24 * 1024 * 1024  # one part, unpacked
MOST_UNPACKED = 48 * 1024 * 1024  # all the parts that one reading opens
MOST_RATIO = 200  # unpacked to packed, for parts above SMALL
SMALL = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, OverflowError)


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue; whoever shows it translates it (this room knows no Django)."""
    return text


REASONS: Mapping[str, str] = MappingProxyType(
    {
        "broken": gettext_noop("The file is damaged and cannot be opened. Save it again and upload the new copy."),
        "encrypted": gettext_noop(
            "The file has a password, or is of an old kind. Save it as .docx or .xlsx without one."
        ),
        "hostile": gettext_noop("The file holds definitions that no word processor writes, so it was not read."),
        "too-big": gettext_noop("The file unpacks to more than any document needs. Divide it in parts."),
        "too-deep": gettext_noop("Something in the file is nested deeper than can be read. Simplify its tables."),
        "too-many": gettext_noop("The file has more rows or cells than can be read at once. Divide it in parts."),
        "unknown": gettext_noop(
            "This kind of file cannot be read. Save it as .docx, .odt, .xlsx or plain text (.txt)."
        ),
    }
)


class Unreadable(Exception):
    """A file that cannot be read. `code` is one of REASONS; `reason` says in English what to do, to be translated."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code
        self.reason = REASONS[code]


class Package:
    """The parts of one file. Raises Unreadable, and nothing else."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise Unreadable("too-big")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise Unreadable("broken") from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Unreadable("too-many")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable("encrypted")
        self._parts = {entry.filename: entry for entry in entries}
        self._spent = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the parts, in the file's order."""
        return tuple(self._parts)

    def has(self, name: str) -> bool:
        """Say whether there is such a part."""
        return name in self._parts

    def read(self, name: str) -> bytes:
        """Unpack one part, within the budget of the whole file; what the entry says of its own size is not believed."""
        entry = self._parts.get(name)
        if entry is None:
            raise Unreadable("broken")
        most = min(MOST_PART, MOST_UNPACKED - self._spent)
        if entry.compress_size * MOST_RATIO < entry.file_size and entry.file_size > SMALL:
            raise Unreadable("too-big")
        try:
            with self._zip.open(entry) as part:
                data = part.read(most + 1)
        except (*_BROKEN, EOFError) as error:
            raise Unreadable("broken") from error
        if len(data) > most:
            raise Unreadable("too-big")
        self._spent += len(data)
        return data

    def xml(self, name: str) -> Element:
        """Parse one part."""
        return parse(self.read(name))


def parse(data: bytes) -> Element:
    """Parse XML that has no document type: without one there is no entity to expand or to fetch."""
    _refuse_doctype(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("too-deep" if "depth" in str(error) else "broken") from error
    except ValueError as error:
        raise Unreadable("broken") from error
    if root is None:
        raise Unreadable("broken")
    return root


class _Seen(Exception):
    """The first element was reached: no document type can follow."""


def _refuse_doctype(data: bytes) -> None:
    """Read as far as the first element, whatever the encoding, and refuse a document type before any of it is kept."""
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise Unreadable("hostile")

    def element(*_: object) -> None:
        raise _Seen

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        parser.Parse(data, True)
    except _Seen:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable("broken") from error


def local(element: Element) -> str:
    """Return the name of an element without its namespace: the strict and the usual dialect differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def number(text: str | None, otherwise: int = 0) -> int:
    """Read a small whole number; whatever is not one is `otherwise`."""
    try:
        value = int(text or "")
    except ValueError:
        return otherwise
    return value if abs(value) < 2**31 else otherwise


def relations(package: Package, part: str) -> Mapping[str, tuple[str, str, bool]]:
    """Return the relations of an Office part: id → (kind, target inside the package or address, is outside)."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if not package.has(rels):
        return {}
    found = {}
    for each in package.xml(rels):
        target = attribute(each, "Target") or ""
        is_outside = attribute(each, "TargetMode") == "External"
        if not is_outside:
            target = _joined(folder, target)
        kind = (attribute(each, "Type") or "").rpartition("/")[2]
        found[attribute(each, "Id") or ""] = (kind, target, is_outside)
    return found


def main_part(package: Package, otherwise: str) -> str:
    """Return the part that an Office file begins with."""
    for kind, target, is_outside in relations(package, "").values():
        if kind == "officeDocument" and not is_outside and package.has(target):
            return target
    return otherwise


def _joined(folder: str, target: str) -> str:
    """Join paths inside the package."""
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
