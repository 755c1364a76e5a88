"""Files of others over HTTP: what is read, and what nobody can make us bear."""

from __future__ import annotations

import gzip
import io
import socket
import time

import pytest

from tequio.tlog import remote
from tequio.tlog.remote import Remote, Unreachable
from tequio.tlog.tests.loopback import Script, answering, saying


def test_a_file_is_read_below_the_base() -> None:
    with answering(saying("200 OK", b"a tile")) as site, Remote(site.url + "/bitacora/") as log:
        assert log.read("tile/0/x001/234.p/5") == b"a tile"

    assert site.lines == ["GET /bitacora/tile/0/x001/234.p/5 HTTP/1.1"]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_file_that_is_not_there_is_told_from_a_site_that_is_not(status: str) -> None:
    with answering(saying(status)) as site, Remote(site.url) as log, pytest.raises(FileNotFoundError):
        log.read("checkpoint")


@pytest.mark.parametrize("status", ["500 Oh", "403 Forbidden", "204 No Content", "206 Partial Content", "304 Same"])
def test_any_other_status_is_no_answer(status: str) -> None:
    with answering(saying(status)) as site, Remote(site.url) as log, pytest.raises(Unreachable, match=status[:3]):
        log.read("checkpoint")


def test_nobody_listening_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(Unreachable, match=f"127.0.0.1:{port}/checkpoint"):
        Remote(f"http://127.0.0.1:{port}").read("checkpoint")


def test_a_log_elsewhere_is_only_read() -> None:
    log = Remote("http://127.0.0.1")

    with pytest.raises(io.UnsupportedOperation):
        log.write("checkpoint", b"")
    with pytest.raises(io.UnsupportedOperation):
        log.remove("tile/0/000.p")


def test_one_connection_serves_tile_after_tile() -> None:
    with answering(saying("200 OK", b"tile")) as site, Remote(site.url) as log:
        for number in range(5):
            log.read(f"tile/0/{number:03}")

    assert (site.connections, len(site.asked)) == (1, 5)


def test_a_connection_that_the_site_closed_meanwhile_is_made_again() -> None:
    def once(line: socket.socket, _request: bytes) -> bool:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        return False

    with answering(once) as site, Remote(site.url) as log:
        assert [log.read("a"), log.read("b")] == [b"ok", b"ok"]

    assert site.connections == 2


def test_a_site_that_hangs_up_without_a_word_is_asked_once_more_at_most() -> None:
    with answering(lambda _line, _request: False) as site, Remote(site.url) as log, pytest.raises(Unreachable):
        log.read("a")

    assert site.connections == 1


def test_a_packed_answer_is_unpacked() -> None:
    packed = gzip.compress(b"entries " * 1000, mtime=0)

    with answering(saying("200 OK", packed, Content_Encoding="gzip")) as site, Remote(site.url) as log:
        assert log.read("tile/entries/000") == b"entries " * 1000

    assert b"Accept-Encoding: gzip" in site.asked[0]


def test_an_answer_in_chunks_is_read_whole() -> None:
    body = b"3\r\nent\r\n4\r\nries\r\n0\r\n\r\n"

    with answering(saying("200 OK", body, Transfer_Encoding="chunked")) as site, Remote(site.url) as log:
        assert log.read("x") == b"entries"


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (b"x" * 1001, {}, "more than 1000"),
        (b"x" * 10, {"Content_Length": "999999999999"}, "middle"),
        (gzip.compress(b"0" * 1_000_000, mtime=0)[:-9], {"Content_Encoding": "gzip"}, "more than 1000|broken"),
        (gzip.compress(b"0" * 100_000, mtime=0), {"Content_Encoding": "gzip"}, "unpacks to more than 1000"),
        (gzip.compress(b"0" * 100, mtime=0)[:-9], {"Content_Encoding": "gzip"}, "broken gzip"),
        (gzip.compress(b"0" * 100, mtime=0) + b"more", {"Content_Encoding": "gzip"}, "broken gzip"),
        (b"not gzip at all", {"Content_Encoding": "gzip"}, "broken gzip"),
        (b"br", {"Content_Encoding": "br"}, "in br"),
        (b"zz\r\nnot a length", {"Transfer_Encoding": "chunked"}, "does not answer"),
    ],
)
def test_an_answer_too_long_or_broken_is_refused(body: bytes, headers: dict[str, str], why: str) -> None:
    with (
        answering(saying("200 OK", body, **headers)) as site,
        Remote(site.url, most_bytes=1000) as log,
        pytest.raises(Unreachable, match=why),
    ):
        log.read("x")


def test_an_answer_that_ends_before_its_length_is_refused() -> None:
    with (
        answering(saying("200 OK", b"half", Content_Length="8")) as site,
        Remote(site.url) as log,
        pytest.raises(Unreachable, match="middle"),
    ):
        log.read("x")


def test_a_site_that_says_nothing_is_not_waited_for() -> None:
    def silent(line: socket.socket, _request: bytes) -> bool:
        time.sleep(1)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        return False

    with answering(silent) as site, pytest.raises(Unreachable, match="does not answer"):
        remote.fetch(site.url, timeout=0.1)


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_site_that_drips_does_not_keep_us(part: str) -> None:
    def dripping(line: socket.socket, _request: bytes) -> bool:
        whole = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 20 + b"\r\nContent-Length: 20\r\n\r\n" + b"z" * 20
        quick = 0 if part == "headers" else whole.index(b"z")
        line.sendall(whole[:quick])
        for letter in whole[quick:]:
            line.sendall(bytes([letter]))
            time.sleep(0.05)
        return False

    with answering(dripping) as site, pytest.raises(Unreachable, match="too long|timed out"):
        remote.fetch(site.url, timeout=0.5, whole=0.3)


def moving(status: str, to: str) -> Script:
    """Send on from /old, and answer everywhere else."""

    def script(line: socket.socket, request: bytes) -> bool:
        is_old = b" /old" in request.split(b"\r\n", 1)[0]
        return (saying(status, Location=to) if is_old else saying("200 OK", b"new"))(line, request)

    return script


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again", "308 Forever"])
@pytest.mark.parametrize("to", ["/new", "new?x=1", "/new#part"])
def test_a_redirect_within_the_host_is_followed(status: str, to: str) -> None:
    with answering(moving(status, to)) as site:
        assert remote.fetch(site.url + "/old").body == b"new"


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2/new", "//localhost/new", "http://127.0.0.1:1/new", "ftp://127.0.0.1/"]
)
def test_a_redirect_to_somebody_else_is_not(to: str) -> None:
    with answering(moving("302 Found", to)) as site, pytest.raises(Unreachable, match="another host|not an address"):
        remote.fetch(site.url + "/old")


def test_a_redirect_in_a_circle_ends() -> None:
    with answering(moving("302 Found", "/old")) as site, pytest.raises(Unreachable, match="on and on"):
        remote.fetch(site.url + "/old")

    assert len(site.asked) == 1 + remote.MOST_REDIRECTS


def test_a_post_carries_its_body_and_brings_back_status_headers_and_body() -> None:
    with answering(saying("409 Conflict", b"7\n", Content_Type="text/x.tlog.size")) as site:
        status, headers, body = remote.post(site.url + "/add-checkpoint", b"old 5\n")

    assert (status, headers.get("content-type"), body) == (409, "text/x.tlog.size", b"7\n")
    assert site.asked[0].endswith(b"\r\n\r\nold 5\n")


def test_a_post_is_never_turned_into_a_get() -> None:
    with answering(moving("302 Found", "/new")) as site:
        assert remote.post(site.url + "/old", b"x").status == 302

    with answering(moving("308 Forever", "/new")) as site:
        assert remote.post(site.url + "/old", b"x").status == 200
    assert site.lines == ["POST /old HTTP/1.1", "POST /new HTTP/1.1"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "http://ana:secret@example.org/",
        "http://example.org:99999/",
        "http://[::1",
        "http://example.org/a b",
        "http://example.org/\r\nHost: x",
        "http://example.org/ñ",
        "http://example.org/#part",
    ],
)
def test_only_web_addresses_are_asked(url: str) -> None:
    assert not remote.is_address(url)
    with pytest.raises(Unreachable):
        remote.fetch(url)


def test_an_answer_without_a_valid_head_is_no_answer() -> None:
    def rubbish(line: socket.socket, _request: bytes) -> bool:
        line.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")
        return False

    with answering(rubbish) as site, pytest.raises(Unreachable):
        remote.fetch(site.url)


def test_https_does_not_take_just_any_certificate() -> None:
    with answering(lambda _line, _request: False) as site, pytest.raises(Unreachable):
        remote.fetch(site.url.replace("http:", "https:"), timeout=2)
