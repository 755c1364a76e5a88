"""Read a document of others: choose its template, read it, and give account of every line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tequio.paper import reading, text
from tequio.paper.package import Unreadable
from tequio.paper.text import Document, Line, Passage
from tequio.plans.imports import axis, checks, form21, national, roadmap
from tequio.plans.imports.account import Leftover, leftovers, lost
from tequio.plans.imports.citations import broken, doubtful_hosts, links
from tequio.plans.imports.contacts import everybody, withhold
from tequio.plans.imports.draft import DraftCommitment, DraftPerson, DraftRoadmap, Place, Said
from tequio.plans.imports.findings import Finding
from tequio.plans.imports.notes import Notes
from tequio.plans.imports.tree import leaves

# Below this part of its headings a document is something else that happens to share some words.
ENOUGH = 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one file, what was doubted, and what was left over. Headings and leftovers are private."""

    name: str
    document: Document
    template: str | None
    score: float
    drafts: tuple[DraftCommitment, ...]
    findings: tuple[Finding, ...]
    headings: tuple[Said, ...]
    leftovers: tuple[Leftover, ...]
    roadmap: DraftRoadmap | None = None

    @property
    def is_read(self) -> bool:
        """Say whether the file could be opened at all."""
        return not any(finding.code == "file-unreadable" for finding in self.findings)


def read(data: bytes, name: str) -> Reading:
    """Read a file; whatever it holds, nothing is raised and nothing is lost."""
    try:
        whole = reading.read(data)
    except Unreadable as no:
        nothing = Finding("file-unreadable", Place(1, 1), {"reason": no.reason})
        return Reading(name, text.read(b""), None, 0.0, (), (nothing,), (), ())
    document = whole.body
    template, score = _recognise(document)
    drafts: list[DraftCommitment] = []
    findings = list(_about_file(whole, template))
    headings: list[Said] = []
    readers = {form21.TEMPLATE: form21.read, national.TEMPLATE: national.read, axis.TEMPLATE: axis.read}
    route: DraftRoadmap | None = None
    if template == roadmap.TEMPLATE:
        found, notes = roadmap.read(document)
        route, doubts = withhold(found, notes.findings)
        findings += doubts
        headings += notes.headings
    for draft, notes in readers[template](document) if template in readers else ():
        finished, doubts = _finish(draft, document, notes)
        drafts.append(finished)
        findings += doubts
        headings += notes.headings
    headings += [Said(line.text, Place(line.number, line.number)) for line in _repeated(whole)]
    findings += [*_about_links(whole), *_about_hosts(drafts)]
    rest = tuple(leftovers(whole, [*leaves(drafts), *leaves(route), *headings]))
    findings += _about_rest(whole, rest) if template else []
    ordered = tuple(sorted(_distinct(findings), key=lambda finding: (finding.place, finding.code)))
    return Reading(name, whole, template, score, tuple(drafts), ordered, tuple(headings), rest, route)


def unaccounted(reading: Reading) -> tuple[Line, ...]:
    """Return the lines that are neither in a draft nor in a heading nor left over: there must be none."""
    return tuple(
        lost(
            reading.document, [*leaves(reading.drafts), *leaves(reading.roadmap), *reading.headings, *reading.leftovers]
        )
    )


def _recognise(document: Document) -> tuple[str | None, float]:
    scores = {each.TEMPLATE: each.score(document) for each in (form21, national, axis, roadmap)}
    template = max(scores, key=lambda name: scores[name])
    return (template if scores[template] >= ENOUGH else None), scores[template]


def _finish(draft: DraftCommitment, document: Document, notes: Notes) -> tuple[DraftCommitment, list[Finding]]:
    lines = Passage(document.lines[draft.place.first - 1 : draft.place.last])
    draft = replace(
        draft,
        links=tuple(links(lines, notes)),
        people=everybody(_mentions(draft), notes),
        not_applicable=tuple(notes.not_applicable),
        blank=tuple(notes.blank),
    )
    checks.check(draft, lines, notes)
    return withhold(draft, notes.findings)


def _mentions(draft: DraftCommitment) -> Iterator[DraftPerson]:
    yield from (party.person for party in draft.parties if party.person)
    responsible = [party for milestone in draft.milestones for party in milestone.responsible]
    responsible += [party for action in draft.key_actions for party in action.responsible]
    for party in responsible:
        yield from party.people


def _about_file(document: Document, template: str | None) -> Iterator[Finding]:
    whole = Place(1, len(document.lines))
    if all(line.is_blank for line in document.lines):
        yield Finding("file-empty", whole)
    elif template is None:
        yield Finding("template-unknown", whole)
    for remark in document.remarks:
        yield Finding(remark.code, Place(remark.line, remark.line), dict(remark.params))
    if document.is_guessed:
        yield Finding("encoding-guessed", whole, {"encoding": document.encoding})


def _repeated(document: Document) -> Iterator[Line]:
    """Yield what every page repeats: it belongs to the paper, not to what it says."""
    return (line for line in document.lines if document.aside.get(line.number) in ("header", "footer"))


def _about_links(document: Document) -> Iterator[Finding]:
    """Doubt the addresses behind words that lead nowhere."""
    for link in document.links:
        code, params = broken(link.address)
        if code:
            yield Finding(code, Place(link.line, link.line), {"said": link.text} | params)


def _about_hosts(drafts: Sequence[DraftCommitment]) -> Iterator[Finding]:
    for said, suggestion in doubtful_hosts([link.url for draft in drafts for link in draft.links]):
        yield Finding("url-doubtful", said.place, {"url": said.text, "suggestion": suggestion})


def _about_rest(document: Document, rest: tuple[Leftover, ...]) -> list[Finding]:
    if not rest:
        return []
    first, *others = [piece.place for piece in rest]
    count = sum(not line.is_blank for piece in rest for line in _lines_of(document, piece.place))
    return [Finding("text-left-over", first, {"lines": count}, tuple(others))]


def _lines_of(document: Document, place: Place) -> tuple[Line, ...]:
    return document.lines[place.first - 1 : place.last]


def _distinct(findings: list[Finding]) -> Iterator[Finding]:
    seen = set()
    for finding in findings:
        key = (finding.code, finding.place, tuple(finding.params.items()), finding.also)
        if key not in seen:
            seen.add(key)
            yield finding
