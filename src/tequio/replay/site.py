"""A site as any stranger sees it: asked politely, read with bounds, and trusted in nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from tequio.tlog import remote
from tequio.tlog.remote import Answer, Unreachable

API = "/api/v1"
PER_PAGE = 100
PER_MINUTE = 480  # the interface allows 600 to each address
_TIMEOUT, _MOST = 30.0, 20_000_000
_TRIES, _LONGEST_WAIT = 5, 120
_MOST_PAGES = 100_000
_GONE = frozenset({404, 410})


class Site:
    """A site below an address. `rest` waits for so many seconds."""

    def __init__(self, url: str, *, per_minute: int = PER_MINUTE, rest: Callable[[float], None] = time.sleep) -> None:
        self.url = url.rstrip("/")
        self._pause, self._rest, self._next = 60 / per_minute, rest, 0.0

    def get(self, url: str) -> bytes:
        """Return what stands at an address of the site; raise FileNotFoundError if nothing does, else Unreachable."""
        if not self._is_own(url):
            raise Unreachable(f"{url} is not an address of {self.url}")
        for turn in range(_TRIES):
            answer = self._asked(url)
            if answer.status == 429 and turn < _TRIES - 1:
                self._rest(_wait(answer))
                continue
            if answer.status in _GONE:
                raise FileNotFoundError(url)
            if answer.status != 200:
                break
            return answer.body
        raise Unreachable(f"{url} answered {answer.status}")

    def thing(self, url: str) -> Mapping[str, Any]:
        """Return the JSON object at an address; raise FileNotFoundError or Unreachable."""
        try:
            found = json.loads(self.get(url))
        except (ValueError, RecursionError) as error:
            raise Unreachable(f"{url} is not JSON") from error
        if not isinstance(found, dict):
            raise Unreachable(f"{url} is not an object")
        return found

    def address(self, place: str, *, after: str = "") -> str:
        """Return the address of a list of the interface, after the thing of an id."""
        return f"{self.url}{API}/{place}?limit={PER_PAGE}{f'&after={after}' if after else ''}"

    def listed(self, place: str, *, after: str = "", pages: int = _MOST_PAGES) -> Iterator[Mapping[str, Any]]:
        """Yield what a list of the interface shows, page after page."""
        url, seen = self.address(place, after=after), set()
        for _page in range(pages):
            found = self.thing(url)
            items, following = found.get("items"), found.get("next")
            if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
                raise Unreachable(f"{url} is not a list")
            yield from items
            if following is None:
                return
            if not isinstance(following, str) or following in seen:
                raise Unreachable(f"{url} leads nowhere")
            seen.add(following)
            url = following

    def _is_own(self, url: str) -> bool:
        """Tell whether an address is of this site, or of its encrypted door: it may lead nobody elsewhere."""
        here = urlsplit(self.url)
        doors = {(here.scheme, here.netloc), ("https", here.hostname or "")}
        try:
            there = urlsplit(url)
            return (there.scheme, there.netloc) in doors
        except ValueError:
            return False

    def _asked(self, url: str) -> Answer:
        now = time.monotonic()
        if now < self._next:
            self._rest(self._next - now)
        self._next = max(now, self._next) + self._pause
        return remote.fetch(url, timeout=_TIMEOUT, most_bytes=_MOST)


def _wait(answer: Answer) -> float:
    """Return how long a site asks to wait, within reason."""
    said = answer.headers.get("Retry-After", "")
    return min(int(said), _LONGEST_WAIT) if said.isdecimal() else _LONGEST_WAIT / 2
