"""A file that came back: our own Word form or our own workbook, known by what it holds and never by its name."""

from __future__ import annotations

from dataclasses import dataclass

from tequio.paper import reading as documents
from tequio.paper import workbook as office
from tequio.paper.package import Unreadable
from tequio.plans.papers import reading, workbook
from tequio.plans.papers.contents import Contents
from tequio.plans.papers.reading import Fault


@dataclass(frozen=True)
class Received:
    """What a file of ours says, and every cell of it that cannot be read: with one of those, nothing is imported."""

    kind: str
    contents: tuple[Contents, ...]
    faults: tuple[Fault, ...]


def received(data: bytes) -> Received | None:
    """Return what a file of ours says; None where it is somebody else's document."""
    try:
        document = documents.read(data)
        if document.kind == "xlsx":
            book = office.read(data)
            if not workbook.is_ours(book):
                return None
            read = workbook.read(book)
            return Received("workbook", tuple(read.contents), tuple(read.faults))
        template = reading.template_of(document) if document.kind in ("docx", "odt") else None
    except Unreadable:
        return None
    if template is None:
        return None
    form = reading.read(document, template)
    return Received("form", (form.contents,), tuple(form.faults))
