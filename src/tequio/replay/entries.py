"""The entries that the interface lists beside those of the log, from where the last look ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tequio.kit.canonical import canonical
from tequio.replay.compare import Difference
from tequio.replay.fold import Fold
from tequio.replay.site import PER_PAGE, Site
from tequio.tlog.merkle import leaf_hash

LIST = "entries"
_MOST = 50  # so many that are not shown are enough to name


def differences(site: Site, fold: Fold, *, pages: int, count: Counter[str]) -> Iterator[Difference]:
    """Yield where the site shows other entries than the log, and count those that are alike.

    So many pages of them are read; the next look goes on. Raises Unreachable.
    """
    start = fold.kept("cursor")
    rows = list(_rows(site, start, pages))
    if start and not rows:
        start, rows = "", list(_rows(site, "", pages))
    is_all, last = len(rows) < pages * PER_PAGE, rows[-1][1] if rows else ""
    if fold.is_sequel:  # what earlier logs held has numbers of its own
        rows = [row for row in rows if fold.number(row[1]) >= 0]
    for index, name, hash, url in rows:
        known = fold.entry(index) if index is not None and index < fold.size else None
        count[LIST] += known == (name, bytes.fromhex(hash))
        if known and known != (name, bytes.fromhex(hash)):
            said: dict[str, Any] = {"recorded": known[1].hex(), "shown": hash, "index": index or 0, "url": url}
            yield Difference("entry-otherwise", LIST, name, **said)
    first = fold.number(start) + 1 if start else 0
    numbers = {index for index, *_row in rows if index is not None}
    end = fold.size if is_all else min(fold.size, max(numbers, default=-1) + 1)
    yield from _unshown(site, fold, (index for index in range(first, end) if index not in numbers))
    fold.keep("cursor", "" if is_all else last)


def _unshown(site: Site, fold: Fold, numbers: Iterable[int]) -> Iterator[Difference]:
    """Ask for entries one by one that a list did not hold: it need not run as the log does."""
    named = 0
    for index in numbers:
        name, hash = fold.entry(index) or ("", b"")
        url = f"{site.address(LIST).partition('?')[0]}/{name}"
        try:
            site.thing(url)
        except FileNotFoundError:
            yield Difference("entry-unshown", LIST, name, recorded=hash.hex(), index=index, url=url)
            named += 1
        if named == _MOST:
            return


def _rows(site: Site, start: str, pages: int) -> Iterator[tuple[int | None, str, str, str]]:
    """Yield the number, the name, the leaf hash and the page of each entry that the site lists."""
    for item in site.listed(LIST, after=start, pages=pages):
        index = item.get("index")
        yield index if isinstance(index, int) else None, str(item.get("id")), _hash(item), str(item.get("url") or "")


def _hash(item: Mapping[str, Any]) -> str:
    """Return the leaf hash of what the site shows of an entry: of its words, if they are what it says they are."""
    try:
        return leaf_hash(canonical(item.get("body"))).hex()
    except (ValueError, TypeError, RecursionError):
        return ""
