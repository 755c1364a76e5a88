"""Following a public address: what is found, and where it never goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tequio.kit import reach
from tequio.kit.reach import Outcome

ASKED: list[tuple[str, str]] = []


class Site(BaseHTTPRequestHandler):
    """A site with a page, one that moved, one that is gone, and one that hates HEAD."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        ASKED.append((self.command, self.path))
        status, to = {
            "/": (200, ""),
            "/guía%20uno": (200, ""),
            "/movida": (301, "/"),
            "/vueltas": (302, "/vueltas"),
            "/adentro": (302, "http://169.254.169.254/latest"),
            "/archivo": (302, "file:///etc/passwd"),
            "/robots": (403, ""),
            "/sin-head": (200 if self.command == "GET" else 500, ""),
        }.get(self.path, (404, ""))
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def here_only(address: str) -> bool:
    """What only these tests allow."""
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/", Outcome.OK, 200),
        ("", Outcome.OK, 200),
        ("/movida", Outcome.REDIRECTED, 200),
        ("/no-existe", Outcome.FAILED, 404),
        ("/vueltas", Outcome.FAILED, None),
        ("/robots", Outcome.CLOSED, 403),
        ("/sin-head", Outcome.OK, 200),
        ("/adentro", Outcome.MALFORMED, None),
        ("/archivo", Outcome.MALFORMED, None),
    ],
)
def test_an_address_is_followed_to_what_it_is(site: str, path: str, outcome: Outcome, status: int | None) -> None:
    found = reach.visit(site + path, allowed=here_only)

    assert (found.outcome, found.status) == (outcome, status)


def test_nothing_private_is_ever_asked(site: str) -> None:
    before = len(ASKED)

    assert reach.visit(site).outcome == Outcome.MALFORMED
    assert len(ASKED) == before


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1"),
        *("::10.0.0.1", "224.0.0.1"),
    ],
)
def test_private_addresses_are_known_in_every_dress(address: str) -> None:
    assert not reach.is_public(address)


def test_an_address_of_the_open_internet_is_public() -> None:
    assert reach.is_public("93.184.216.34")
    assert reach.is_public("2606:2800:220:1::1")


def test_a_machine_that_does_not_answer_has_failed() -> None:
    assert reach.visit("http://127.0.0.1:9/", allowed=here_only).outcome == Outcome.FAILED
