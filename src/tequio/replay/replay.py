"""Replaying a record: the lists, the texts, the entries and the pages of a site, beside what was heard of its log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tequio.replay import entries, pages
from tequio.replay.compare import Compared, Comparison, places_in
from tequio.replay.findings import findings
from tequio.replay.fold import Fold
from tequio.replay.site import Site
from tequio.tlog.finding import Finding
from tequio.tlog.remote import Unreachable

PAGES = 500
_ENTRY_PAGES = 200  # of a hundred each


def replay(site: Site, fold: Fold, *, most: int = PAGES, listen: Callable[[], None]) -> list[Finding]:
    """Compare a site with what its log says. At most so many pages for people are read, and published texts again.

    Whoever differs is looked at a second time before it is said, after `listen` heard what the log holds by then: the
    site may have gone on while it was read.
    """
    places = {place.name: place for place in places_in(fold.book)}
    told = Comparison(site, fold, texts=most).run(places.values())
    read = pages.compare(site, fold, pages.chosen(told.pages, most), told)
    shown = _entries(site, fold, told)
    if told.differences:
        listen()
        concerned = {one.place for one in told.differences}
        again = Comparison(site, fold, texts=most).run(one for one in places.values() if one.name in concerned)
        doubtful = {one.url for one in told.differences if one.code.startswith("page-")}
        pages.compare(site, fold, [one for one in again.pages if one[2] in doubtful], again)
        if entries.LIST in concerned:
            _entries(site, fold, again)
        told = _settled(told, again)
    return list(findings(told, fold, pages=read, entries=shown))


def _entries(site: Site, fold: Fold, told: Compared) -> int:
    """Compare the entries, adding to what was told; return how many were read."""
    count = Counter[str]()
    try:
        told.differences += entries.differences(site, fold, pages=_ENTRY_PAGES, count=count)
    except (Unreachable, FileNotFoundError) as error:
        told.silent[entries.LIST] = str(error)
    return count.total()


def _settled(first: Compared, second: Compared) -> Compared:
    """Keep of two looks what the second one says of whatever it looked at."""
    return Compared(
        differences=second.differences,
        counts=first.counts | second.counts,
        pages=first.pages,
        silent=first.silent | second.silent,
        texts=max(first.texts, second.texts),
    )
