"""Planned and actual months as bars, drawn on the server. Knows no Django and no styles: only classes.

Every row is two lines high, its label above its own bar, so that the picture reads while it scrolls on a narrow screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from tequio.kit import month

ROW, HEAD, EDGE = 48, 40, 8
# A month is as wide as lets the whole fit a desk's screen; where names do not fit, only January's and July's stand.
WIDE, NARROW, NAMED, SCREEN = 48, 18, 30, 1080
LETTER = 7  # pixels that a letter takes, more or less: where a label has to be cut
LONGEST = 64
MOST_LINES = 240  # of the axis: beyond twenty years of months, only some are drawn


@dataclass(frozen=True)
class Bar:
    """One milestone: first and last planned day, and when it really began and ended, as far as anybody reported.

    `code` is the status ("claim" for a claim), `word` says it; `label` is its number, which may repeat.
    """

    title: str
    start: date | None
    end: date | None
    code: str
    word: str
    label: str = ""
    url: str = ""
    is_late: bool = False
    began: date | None = None
    done: date | None = None
    heading: str = ""

    @property
    def name(self) -> str:
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True)
class _Scale:
    first: date
    months: int
    step: int

    @property
    def width(self) -> int:
        return self.months * self.step + 2 * EDGE

    def at(self, day: date, *, over: bool = False) -> int:
        """Return how far right a day begins; with `over`, where it ends."""
        whole = month.months_between(self.first, day) - 1
        part = (day.day - 1 + over) / month.last_day(day.year, day.month).day
        return EDGE + round((whole + part) * self.step)


def draw(bars: Sequence[Bar], *, on: date, words: Mapping[str, Any]) -> str:
    """Draw the bars as an SVG with a name for each row, in a box of its own that scrolls.

    `words`: "summary" (%(count)s, %(start)s, %(end)s), "empty", "undated", "late", "planned" and "actual" (%(start)s,
    %(end)s), "today", "scroll" (the name of the scrolling box), and "months", twelve short names.
    """
    days = [day for bar in bars for day in (bar.start, bar.end, bar.began, bar.done) if day]
    if not days:
        return f'<p class="gantt-empty">{escape(str(words["empty"]))}</p>'
    scale = _scale(min(days), max(days))
    said = str(words["summary"]) % {
        "count": len(bars),
        "start": _month(min(days), words),
        "end": _month(max(days), words),
    }
    drawn, height = _rows(bars, scale, on, words)
    height += EDGE
    return (
        f'<figure class="gantt"><figcaption class="gantt-summary">{escape(said)}</figcaption>'
        f'<div class="gantt-scroll" role="region" tabindex="0" aria-label="{escape(str(words["scroll"]))}">'
        f'<svg class="gantt-svg" role="group" aria-label="{escape(said)}" width="{scale.width}" height="{height}" '
        f'viewBox="0 0 {scale.width} {height}" xmlns="http://www.w3.org/2000/svg">'
        f"{_axis(scale, height, words)}{_today(scale, height, on, words)}{drawn}</svg></div></figure>"
    )


def says(bar: Bar, words: Mapping[str, Any]) -> str:
    """Say a row in words: its name, its status, and its planned and actual months."""
    parts = [f"{bar.name}: {bar.word}" + (f", {str(words['late']).lower()}" if bar.is_late else "")]
    if bar.start or bar.end:
        parts.append(_span(words["planned"], bar.start or bar.end, bar.end or bar.start, words))
    else:
        parts.append(str(words["undated"]))
    if bar.began:
        parts.append(_span(words["actual"], bar.began, bar.done, words))
    return "; ".join(parts)


def _scale(first: date, last: date) -> _Scale:
    start = first.replace(day=1)
    months = month.months_between(start, last)
    return _Scale(start, months, max(NARROW, min(WIDE, SCREEN // months)))


def _month(day: date, words: Mapping[str, Any]) -> str:
    return f"{words['months'][day.month - 1]} {day.year}"


def _span(template: Any, start: date | None, end: date | None, words: Mapping[str, Any]) -> str:
    return str(template) % {
        "start": _month(start, words) if start else "…",
        "end": _month(end, words) if end else "…",
    }


def _axis(scale: _Scale, height: int, words: Mapping[str, Any]) -> str:
    found = []
    year, number = scale.first.year, scale.first.month
    every = 1 + scale.months // MOST_LINES
    for place in range(0, scale.months, every):
        x = EDGE + place * scale.step
        if place == 0 or number == 1 or every > 1:
            found.append(f'<text class="gantt-year" x="{x}" y="14" font-size="12">{year}</text>')
        if scale.step >= NAMED or number in (1, 7):
            name = escape(str(words["months"][number - 1]))
            found.append(f'<text class="gantt-month" x="{x}" y="30" font-size="12">{name}</text>')
        found.append(f'<path class="gantt-grid" d="M{x} {HEAD - 6}V{height}"/>')
        year, number = year + (number - 1 + every) // 12, (number - 1 + every) % 12 + 1
    return f'<g aria-hidden="true">{"".join(found)}</g>'


def _today(scale: _Scale, height: int, on: date, words: Mapping[str, Any]) -> str:
    last = scale.first.year * 12 + scale.first.month - 1 + scale.months
    if on < scale.first or on.year * 12 + on.month - 1 >= last:
        return ""
    x = scale.at(on)
    word = escape(str(words["today"]))
    anchor = "end" if x > scale.width / 2 else "start"
    return (
        f'<g class="gantt-today"><path d="M{x} 16V{height}"/>'
        f'<text x="{x}" y="14" font-size="12" text-anchor="{anchor}">{word}</text></g>'
    )


def _rows(bars: Sequence[Bar], scale: _Scale, on: date, words: Mapping[str, Any]) -> tuple[str, int]:
    found, y, heading = [], HEAD, ""
    for bar in bars:
        if bar.heading and bar.heading != heading:
            heading = bar.heading
            found.append(f'<text class="gantt-heading" x="{EDGE}" y="{y + 18}" font-size="14">{escape(heading)}</text>')
            y += 28
        found.append(_row(bar, y, scale, on, words))
        y += ROW
    return "".join(found), y


def _row(bar: Bar, y: int, scale: _Scale, on: date, words: Mapping[str, Any]) -> str:
    look = f"gantt-row {escape(bar.code)}" + (" late" if bar.is_late else "")
    inside = (
        f'<rect class="gantt-hit" x="0" y="{y}" width="{scale.width}" height="{ROW}" fill="transparent"/>'
        f"{_label(bar, y, scale, words)}{_planned(bar, y, scale)}{_actual(bar, y, scale, on)}"
    )
    name = escape(says(bar, words))
    if bar.url:
        return f'<a class="{look}" href="{escape(bar.url)}" aria-label="{name}"><title>{name}</title>{inside}</a>'
    return f'<g class="{look}" role="img" aria-label="{name}"><title>{name}</title>{inside}</g>'


def _label(bar: Bar, y: int, scale: _Scale, words: Mapping[str, Any]) -> str:
    """Write the name above the bar, cut where it would not fit, and the status in words: colour alone says nothing."""
    said = f"{bar.word}, {str(words['late']).lower()}" if bar.is_late else bar.word
    day = bar.start or bar.end
    x = scale.at(day) if day else EDGE
    on_right = x > scale.width / 2
    if on_right:
        x = scale.at(bar.end or day, over=True) if day else x
    room = min((x if on_right else scale.width - x) // LETTER - len(said) - 3, LONGEST)
    text = bar.name if len(bar.name) <= room else bar.name[: max(1, room - 1)].rstrip() + "…"
    anchor = "end" if on_right else "start"
    return (
        f'<text class="gantt-label" x="{x}" y="{y + 17}" font-size="13" text-anchor="{anchor}">{escape(text)}'
        f'<tspan class="gantt-word"> · {escape(said)}</tspan></text>'
    )


def _planned(bar: Bar, y: int, scale: _Scale) -> str:
    start, end = bar.start or bar.end, bar.end or bar.start
    if start is None or end is None:
        return ""
    x, width = scale.at(start), max(4, scale.at(max(start, end), over=True) - scale.at(start))
    mark = f'<path class="gantt-late" d="M{x + width + 2} {y + 21}v18"/>' if bar.is_late else ""
    return f'<rect class="gantt-bar" x="{x}" y="{y + 23}" width="{width}" height="14" rx="2"/>{mark}'


def _actual(bar: Bar, y: int, scale: _Scale, on: date) -> str:
    """Draw when it really went on: until it was done, else until today."""
    if bar.began is None:
        return ""
    x = scale.at(bar.began)
    until = min(scale.at(bar.done or max(on, bar.began), over=True), scale.width - EDGE)
    return f'<rect class="gantt-actual" x="{x}" y="{y + 39}" width="{max(4, until - x)}" height="4"/>'
