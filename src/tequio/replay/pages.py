"""What pages for people say to programs: <span data-urn="urn:…" data-says="status" data-value="claim">…</span>.

Without `data-value`, the words within are what it says. A page must say of its own thing what the record says, and of
whatever else it names.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from tequio.replay.compare import Compared, Difference, holds, recorded
from tequio.replay.fold import Fold
from tequio.replay.site import Site
from tequio.replay.values import shown
from tequio.tlog.remote import Unreachable

_CHANCE = random.SystemRandom()
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


class _Says(HTMLParser):
    """Collects (urn, field, value) from a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._open: list[tuple[str, str, list[str]]] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        said = {name: value or "" for name, value in attrs}
        if self._open:
            self._depth += 1
        if "data-urn" not in said or "data-says" not in said:
            return
        urn, field = said["data-urn"], said["data-says"]
        if "data-value" in said:
            self.found.append((urn, field, said["data-value"]))
        elif not self._open:
            self._open, self._depth = [(urn, field, [])], 0

    def handle_data(self, data: str) -> None:
        for _urn, _field, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self._open:
            return
        if self._depth:
            self._depth -= 1
            return
        urn, field, words = self._open.pop()
        self.found.append((urn, field, " ".join("".join(words).split())))


def read(page: str) -> list[tuple[str, str, str]]:
    """Return what a page says: of which urn, which field, what."""
    says = _Says()
    says.feed(page)
    return says.found


def chosen(pages: Sequence[tuple[str, str, str]], most: int) -> list[tuple[str, str, str]]:
    """Choose which pages to read: all of them, or others at each look."""
    return list(pages) if len(pages) <= most else _CHANCE.sample(pages, most)


def compare(site: Site, fold: Fold, pages: Sequence[tuple[str, str, str]], told: Compared) -> int:
    """Hold pages (list, urn, address) against the record, adding to what was told; return how many were read."""
    count = 0
    for place, urn, url in pages:
        try:
            said = dict.fromkeys(read(site.get(url).decode("utf-8", "replace")))
        except FileNotFoundError:
            told.differences.append(Difference("page-missing", place, urn, url=url))
            continue
        except Unreachable as error:
            told.silent[url] = str(error)
            continue
        count += 1
        page: dict[str, Any] = {"place": place, "url": url, "is_ahead": urn in told.ahead}
        if all(named != urn for named, _field, _value in said):
            told.differences.append(Difference("page-silent", thing=urn, **page))
        for named, field, value in said:
            if found := _held(fold, named, field, value, page):
                told.differences.append(found)
    return count


def _held(fold: Fold, urn: str, field: str, value: str, page: dict[str, Any]) -> Difference | None:
    """Hold one thing that a page says against the record."""
    if not fold.knows(urn):
        return Difference("page-unsaid", thing=urn, **page)
    word = fold.plain(urn, field)
    if word is None or holds(word, value) or " ".join(str(word.value).split()) == value:
        return None
    said: dict[str, Any] = {"field": field, "recorded": recorded(word), "shown": shown(value), "index": word.index}
    return Difference("page-says", thing=urn, **said, **page)
