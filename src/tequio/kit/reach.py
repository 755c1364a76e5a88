"""Follow a public web address, politely and never into a private network; say what was found.

Each host's addresses are resolved once and the connection is made to the one that was judged, so that a name cannot
mean one machine when it is asked about and another when it is opened. Every redirect is judged again.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from tequio.kit import link

TIMEOUT, LONGEST, MOST_HOPS, MOST_BYTES = 8.0, 25.0, 5, 64 * 1024
AGENT = "TequioLinkCheck/1 (it asks now and then whether a public link still works)"
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::/96")))
# What a server answers that does not want robots, or is busy: a person may well get in.
_CLOSED = {401, 403, 405, 406, 407, 429, 451, 503}

Judge = Callable[[str], bool]


class Outcome(StrEnum):
    """What came of following an address."""

    OK = "ok"
    REDIRECTED = "redirected"
    FAILED = "failed"
    CLOSED = "closed"
    MALFORMED = link.MALFORMED


@dataclass(frozen=True)
class Visit:
    """What came of following an address: the last status, and where it led."""

    outcome: Outcome
    status: int | None = None
    final: str = ""
    why: str = ""


class _Forbidden(Exception):
    """The address leads into a private network, or to something that is no web page."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet: not private, loopback, link-local or reserved."""
    found = ipaddress.ip_address(address.split("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    # An IPv6 address that carries an IPv4 one, by 6to4, Teredo, NAT64 or as once written, may carry a private one.
    carried = [inner] if inner else []
    if isinstance(found, ipaddress.IPv6Address):
        carried += list(found.teredo or ())
        if any(found in network for network in _CARRIERS):
            carried.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    return all(one.is_global and not one.is_multicast for one in (found, *carried))


def visit(url: str, *, allowed: Judge = is_public) -> Visit:
    """Follow an address and its redirects; `allowed` judges the IP address of every machine before it is asked."""
    deadline = time.monotonic() + LONGEST
    here = url.strip()
    has_moved = False
    for _hop in range(MOST_HOPS + 1):
        try:
            status, to = _asked(here, allowed, deadline)
        except _Forbidden as no:
            return Visit(Outcome.MALFORMED, None, here, str(no))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Visit(Outcome.FAILED, None, here, type(error).__name__)
        if to and 300 <= status < 400:
            here, has_moved = urljoin(here, to), True
            continue
        if status in _CLOSED:
            return Visit(Outcome.CLOSED, status, here)
        if status >= 300:
            return Visit(Outcome.FAILED, status, here)
        return Visit(Outcome.REDIRECTED if has_moved else Outcome.OK, status, here)
    return Visit(Outcome.FAILED, None, here, "TooManyRedirects")


def _asked(url: str, allowed: Judge, deadline: float) -> tuple[int, str]:
    """Ask with HEAD and, where that is not answered well, once more with GET; return the status and where to go."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise _Forbidden("scheme")
    status, to = _request("HEAD", parts, allowed, deadline)
    if status >= 400:
        status, to = _request("GET", parts, allowed, deadline)
    return status, to


def _request(method: str, parts: SplitResult, allowed: Judge, deadline: float) -> tuple[int, str]:
    left = min(TIMEOUT, deadline - time.monotonic())
    if left <= 0:
        raise TimeoutError
    host = (parts.hostname or "").encode("idna").decode()
    port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
    connection = http.client.HTTPConnection(host, port, timeout=left)
    try:
        connection.sock = _opened(host, port, parts.scheme.lower(), allowed, left)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        )
        connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
        answer = connection.getresponse()
        if method == "GET":
            answer.read(MOST_BYTES)
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


def _opened(host: str, port: int, scheme: str, allowed: Judge, left: float) -> socket.socket:
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(allowed(address) for address in found):
        raise _Forbidden("private")
    made = socket.create_connection((found[0], port), timeout=left)
    if scheme != "https":
        return made
    try:
        return ssl.create_default_context().wrap_socket(made, server_hostname=host)
    except BaseException:
        made.close()
        raise
