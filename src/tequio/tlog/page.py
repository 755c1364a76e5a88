"""From a page of a site to the bundle that proves it: <link type="application/zip" href="…">, or such an <a>."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

from tequio.tlog import remote
from tequio.tlog.note import Malformed
from tequio.tlog.remote import Unreachable

TYPE = "application/zip"
_MOST_PAGE, _MOST_BUNDLE = 4_000_000, 200_000_000


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("link", "a") and said.get("type") == TYPE and not self.found:
            self.found = said.get("href") or ""


def bundle_of(url: str) -> bytes:
    """Return the bundle at an address, or that of the page there. Raises Unreachable; Malformed if there is none."""
    answer = _got(url, _MOST_BUNDLE)
    if answer.startswith(b"PK"):
        return answer
    links = _Links()
    links.feed(answer[:_MOST_PAGE].decode("utf-8", "replace"))
    if not links.found:
        raise Malformed("this page offers no bundle")
    return _got(urljoin(url, links.found), _MOST_BUNDLE)


def _got(url: str, most: int) -> bytes:
    answer = remote.fetch(url, timeout=30, most_bytes=most)
    if answer.status != 200:
        raise Unreachable(f"{url} answered {answer.status}")
    return answer.body
