"""Starting figures told in prose: percentages, ranks and scores, with their year and their source.

Prose can only be guessed at, so every figure found here is a doubt that somebody confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from tequio.paper.text import Passage
from tequio.plans.imports.dates import dates_in
from tequio.plans.imports.draft import DraftBaseline, Number, Said
from tequio.plans.imports.lexicon import NUMBERS, number_of
from tequio.plans.imports.notes import Notes

_NUMERAL = r"\d{1,3}(?:[.,]\d{1,4})?"
_PLACES = "|".join(NUMBERS)
_FIGURE = re.compile(
    rf"(?<![\d.,])(?P<percent>{_NUMERAL})\s?(?:%|por\sciento)"
    rf"|\b(?:lugar|posicion|puesto)\s(?:numero\s)?(?P<rank>\d{{1,4}}|{_PLACES})\b(?:\sde\s(?:un\stotal\sde\s)?(?P<of>\d{{1,4}})\b)?"
    rf"|\b(?:calificacion|puntaje|puntuacion|valor\spromedio)\b[^.;\n]{{0,80}}?\bde\s(?P<score>[01][.,]\d{{1,4}})\b"
)
_SENTENCE = re.compile(r"\.\s+(?=[A-ZÁÉÍÓÚÑ¿])|\n|;\s")
_SOURCE = re.compile(
    r"\b(?:Encuesta|Métrica|Índice|Indice|Censo|Plan|Informe|Diagnóstico|Estudio|Barómetro|Reporte|Registro|Padrón)"
    r"(?:\s(?:(?:sobre|de|del|la|las|el|los|y|e|en|para)\s){0,3}(?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ]*|\([A-Z]{2,10}\)|\d{4}))*"
    r"(?:\s[-–]\s\d{4})?"
)
_YEARS = re.compile(r"(?<!desde )\b(?:19|20)\d{2}(?:\s?[-–]\s?(?:19|20)?\d{2})?\b")
_POPULATION = re.compile(
    r"\s*de\s((?:la|las|los|el)\s[^,.;\n]{3,120}?)(?=\s(?:no|que|usan?|cuentan?|carecen?|conocen?|"
    r"\w+(?:ó|aba|aban|ía|ían|aron|ieron|uvo|uvieron))\b|[,.;\n]|$)"
)
_LESS = re.compile(
    r"\bno\s(?:contaban?|cuentan?|tienen?|tuvo|tuvieron|conocen?)\b|\bcarecen?\b|(?<!al )\bmenos\b|\bpeor\b|\bsin\b"
)
_COMPARED = re.compile(r"\bcompar|\bnacional|\bpromedio\b|\ben\scontraste\scon\b|\bfrente\sa\b")


def baselines(passage: Passage, notes: Notes) -> Iterator[DraftBaseline]:
    """Yield the figures of a text, a comparison joined to the figure that it follows."""
    for sentence in _sentences(passage):
        figures = list(_FIGURE.finditer(sentence.flat))
        index = 0
        while index < len(figures):
            figure = figures[index]
            following = figures[index + 1] if index + 1 < len(figures) else None
            compared = _is_comparison(sentence, figure, following)
            found = _baseline(sentence, figure, following if compared else None, notes)
            if found:
                notes.doubt("baseline-guessed", found.value.place, said=found.value.text)
                yield found
            index += 2 if compared else 1


def _sentences(passage: Passage) -> Iterator[Passage]:
    start = 0
    for stop in [*_SENTENCE.finditer(passage.text), None]:
        yield passage.cut(start, stop.start() if stop else None)
        start = stop.end() if stop else 0


def _is_comparison(sentence: Passage, figure: re.Match[str], following: re.Match[str] | None) -> bool:
    if following is None or not figure["percent"] or not following["percent"]:
        return False
    return _COMPARED.search(sentence.flat, figure.end(), following.start()) is not None


def _baseline(
    sentence: Passage, figure: re.Match[str], comparison: re.Match[str] | None, notes: Notes
) -> DraftBaseline | None:
    group = figure.lastgroup if figure["of"] is None else "rank"
    kind = group or ""
    value = _number(sentence, figure, kind, notes)
    clause = _clause(sentence, figure)
    name = notes.words(clause)
    if value is None or name is None:
        return None
    window = _window(sentence, figure)
    source = _source(window, notes)
    return DraftBaseline(
        name=name,
        value=value,
        unit=kind,
        out_of=_number(sentence, figure, "of", notes) if figure["of"] else None,
        population=_population(sentence, figure, notes) if kind == "percent" else None,
        year=_year(window, source, notes),
        source=source,
        comparison=_number(sentence, comparison, "percent", notes) if comparison else None,
        direction=_direction(sentence, figure, comparison, kind),
    )


def _number(sentence: Passage, figure: re.Match[str], kind: str, notes: Notes) -> Number | None:
    start, end = figure.span(kind)
    said = notes.words(sentence.cut(start, figure.end() if kind == "percent" else end))
    if said is None:
        return None
    try:
        number = Decimal(figure[kind].replace(",", "."))
    except InvalidOperation:
        number = Decimal(number_of(figure[kind]) or 0)
    return Number(said.text, said.place, said.raw, number=number)


def _clause(sentence: Passage, figure: re.Match[str]) -> Passage:
    """Return the words from the last comma before the figure to the next one after it."""
    start = max(sentence.text.rfind(", ", 0, figure.start()), figure.start() - 150)
    end = sentence.text.find(", ", figure.end())
    start = start + 2 if sentence.text[max(start, 0) : max(start, 0) + 2] == ", " else max(start, 0)
    return sentence.cut(start, min(end if end >= 0 else len(sentence.text), figure.end() + 150))


def _window(sentence: Passage, figure: re.Match[str]) -> Passage:
    """Return the stretch of a sentence that speaks of this figure alone: all its sources stand before, or all after."""
    figures = [each for each in _FIGURE.finditer(sentence.flat) if not each["percent"]]
    if figure["percent"] or len(figures) < 2:
        return sentence
    if _SOURCE.search(sentence.text, 0, figures[0].start()):
        return sentence.cut(
            max((each.end() for each in figures if each.end() <= figure.start()), default=0), figure.end()
        )
    return sentence.cut(
        figure.start(), min((each.start() for each in figures if each.start() > figure.start()), default=None)
    )


def _source(sentence: Passage, notes: Notes) -> Said | None:
    match = _SOURCE.search(sentence.text)
    return notes.words(sentence.cut(match.start(), match.end())) if match and " " in match[0] else None


def _year(sentence: Passage, source: Said | None, notes: Notes) -> Said | None:
    """Prefer a month with its year, then the years that the source itself carries, then any."""
    for found in dates_in(sentence, notes):
        return Said(found.text, found.place)
    years = list(_YEARS.finditer(sentence.flat))
    if source:
        at = sentence.text.find(source.text.split()[0])
        years.sort(key=lambda match: match.start() < at)
    return notes.words(sentence.cut(years[0].start(), years[0].end())) if years else None


def _population(sentence: Passage, figure: re.Match[str], notes: Notes) -> Said | None:
    match = _POPULATION.match(sentence.text, figure.end())
    return notes.words(sentence.cut(match.start(1), match.end(1))) if match else None


def _direction(sentence: Passage, figure: re.Match[str], comparison: re.Match[str] | None, kind: str) -> str:
    """Guess whether more is better: a first place is, unless it is the first of the worst."""
    end = comparison.start() if comparison else min(len(sentence.text), figure.end() + 90)
    is_reversed = _LESS.search(sentence.flat, figure.end(), end) is not None
    if kind == "rank":
        is_reversed = not is_reversed
    return "lower-is-better" if is_reversed else "higher-is-better"
