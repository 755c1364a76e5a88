"""Plans, programmes, laws and links that a text cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tequio.paper.text import Passage
from tequio.plans.imports.dates import dates_in
from tequio.plans.imports.draft import Day, DraftLawCitation, DraftLink, DraftPlanCitation, Said
from tequio.plans.imports.notes import Notes, bullets

_INSTRUMENT = re.compile(r"(?:plan|programa|estrategia|agenda)\s(?!de accion\b)[^.;:\n]{3,150}")
_YEARS = re.compile(r"\b((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})\b")
_CODE = re.compile(r"(\d{1,2}(?:\.\d{1,3}){0,4})(?:\.\s|\s)\s*(?=\S)")
_LAW = r"((?:ley|codigo|constitucion|reglamento)\s[^.,;:\"\n]{3,150})"
_ARTICLE = re.compile(
    r"fraccion(?:es)?\s(?P<f1>[ivxlc]+)\s(?:del|de los)\sarticulos?\s(?P<a1>\d+)\sde\s(?:la|el|su)?\s?" + _LAW + r"|"
    r"articulos?\s(?P<a2>\d+),?\s(?:fraccion\s(?P<f2>[ivxlc]+),?\s)?(?:de\sla\s|del\s)" + _LAW
)
_CHAPTER = re.compile(
    r"((?:disposiciones|lineamientos|ley|reglamento|codigo)\s[^.,;:\n]{3,150}?)\s(?:contienen?|preven?|establecen?)\s"
    r"(?:un\s|el\s|en\ssu\s)?capitulo\s([ivxlc]+)\b"
)
_PROGRAMME = re.compile(
    r"(?:plan|programa)\s(?:nacional|estatal|sectorial|especial|institucional|municipal)\s[^.;:\"\n]{3,200}?"
    r"\b((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})\b"
)
_LINE = re.compile(r"(?:estrategia|linea|objetivo|accion)(?:\s(?:prioritari[ao]|de\saccion|puntual))?\s(\d+(?:\.\d+)+)")
_PUBLISHED = re.compile(r"publicad[oa]\s")
_AXIS = re.compile(r"eje\s(?:[ivxlc]+|\d+)\b")
_URL = re.compile(r"\b[a-z]{2,6}\s?[:;]?/{1,3}[^\s<>\"]{3,500}", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:www\.)?(?P<host>[^/\s?#]+)", re.IGNORECASE)
_NOWHERE = re.compile(r"\[[^\]\n]{0,100}\]\(\s*#?\s*\)")


def plan_lines(passage: Passage, notes: Notes) -> Iterator[DraftPlanCitation]:
    """Yield the lines of a list "instrument / axis / code and text", its usual shape in the form."""
    instrument: Said | None = None
    axis: Said | None = None
    for piece in bullets(passage):
        code = _CODE.match(piece.flat)
        said = notes.words(piece.cut(code.end()) if code else piece, piece)
        if said is None:
            continue
        if code is None and len(piece.lines) == 1 and _INSTRUMENT.fullmatch(piece.flat):
            instrument, axis = said, None
        elif instrument and code:
            yield DraftPlanCitation(instrument, said, _years(instrument.text), axis, code[1])
        elif instrument and len(said.text) <= 150:
            axis = said
        else:
            instrument = axis = None


def programmes(passage: Passage, notes: Notes) -> Iterator[DraftPlanCitation]:
    """Yield the plans and programmes that prose cites with their years and the number of a line."""
    found = list(_PROGRAMME.finditer(passage.flat))
    for match, after in zip_longest(found, found[1:]):
        rest = passage.cut(match.end(), min(match.end() + 500, after.start() if after else len(passage.text)))
        line = _LINE.search(rest.flat)
        if line is None:
            continue
        instrument = notes.words(passage.cut(match.start(), match.start(1)))
        text = notes.words(passage.cut(match.start(), match.end() + line.end()))
        if instrument and text:
            period = f"{match[1]}-{match[2]}"
            yield DraftPlanCitation(instrument, text, period, code=line[1], published=_published(rest, notes))


def axes(instrument: Passage, passage: Passage, notes: Notes) -> Iterator[DraftPlanCitation]:
    """Yield the axes of a development plan that stand below its heading."""
    plan = notes.words(instrument)
    for piece in bullets(passage):
        match = _AXIS.match(piece.flat)
        text = notes.words(piece)
        if plan and text:
            axis = notes.words(piece.cut(0, match.end())) if match else None
            yield DraftPlanCitation(plan, text, _years(plan.text), axis)


def laws(passage: Passage, notes: Notes) -> Iterator[DraftLawCitation]:
    """Yield the articles and chapters of laws that prose cites."""
    for match in _ARTICLE.finditer(passage.flat):
        group = 3 if match[3] else 6
        law = notes.words(passage.cut(match.start(group), match.end(group)))
        text = notes.words(passage.cut(match.start(), match.end()))
        if law and text:
            fraction = (match["f1"] or match["f2"] or "").upper()
            yield DraftLawCitation(law, text, article=match["a1"] or match["a2"], fraction=fraction)
    for match in _CHAPTER.finditer(passage.flat):
        law = notes.words(passage.cut(match.start(1), match.end(1)))
        text = notes.words(passage.cut(match.start(), match.end()))
        if law and text:
            yield DraftLawCitation(law, text, chapter=match[2].upper())


def links(passage: Passage, notes: Notes) -> Iterator[DraftLink]:
    """Yield the web addresses of a text; what cannot work is doubted."""
    for match in _URL.finditer(passage.text):
        said = notes.words(passage.cut(match.start(), match.start() + len(match[0].rstrip(".,;:)»”"))))
        if said is None or not _looks_like_web(said.text):
            continue
        suggestion = "" if re.match(r"https?://[^/\s]+\.", said.text) else _mended(said.text)
        if suggestion:
            notes.doubt("url-malformed", said.place, url=said.text, suggestion=suggestion)
        yield DraftLink(said, suggestion)
    for match in _NOWHERE.finditer(passage.text):
        said = notes.words(passage.cut(match.start(), match.end()))
        if said:
            notes.doubt("url-empty", said.place, said=said.text)


def broken(address: str) -> tuple[str, dict[str, str | int]]:
    """Return the doubt about an address, with what its sentence needs; nothing if it may work."""
    if not address.strip().strip("#"):
        return "url-empty", {}
    if re.match(r"https?://[^/\s.]+\.[^\s]+", address.strip()) or re.match(r"mailto:|tel:|#", address.strip()):
        return "", {}
    return "url-malformed", {"url": address.strip(), "suggestion": _mended(address.strip())}


def doubtful_hosts(urls: Sequence[Said]) -> Iterator[tuple[Said, str]]:
    """Yield the addresses whose host is another one of the document with one letter too many, too few or wrong."""
    hosts = [(said, match["host"].lower()) for said in urls if (match := _HOST.match(said.text))]
    counts = Counter(host for _, host in hosts)
    for said, host in hosts:
        for other, count in counts.most_common(100):
            if count > counts[host] and abs(len(host) - len(other)) < 2 and _is_one_letter_apart(host, other):
                yield said, said.text.replace(host, other, 1)
                break


def _is_one_letter_apart(one: str, other: str) -> bool:
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one != other and (
        one[start + 1 :] == other[start:] or one[start:] == other[start + 1 :] or one[start + 1 :] == other[start + 1 :]
    )


def _looks_like_web(url: str) -> bool:
    """Tell http, ttps, htps and their like from other words with a slash."""
    scheme = re.match(r"[a-z]+", url.lower())
    return scheme is not None and set(scheme[0]) <= set("htps") and ("tp" in scheme[0] or "ht" in scheme[0])


def _mended(url: str) -> str:
    rest = re.sub(r"^[a-zA-Z]+\s?[:;]?/+", "", url)
    return f"https://{rest}"


def _published(passage: Passage, notes: Notes) -> Day | None:
    for match in _PUBLISHED.finditer(passage.flat):
        for found in dates_in(passage.cut(match.end(), match.end() + 60), notes):
            return found
    return None


def _years(text: str) -> str:
    match = _YEARS.search(text)
    return f"{match[1]}-{match[2]}" if match else ""
