"""Facts of a small place, and the site that shows them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tequio.kit.canonical import canonical
from tequio.kit.shown import SUBJECT, UNSAID, Part, Plus, Shown, Text, at, if_so, just

TOWER = "urn:tequio:nl:tower:0000000001"
BELL, OTHER_BELL = "urn:tequio:nl:bell:0000000001", "urn:tequio:nl:bell:0000000002"

_BELLS = Part(
    "bells",
    "bells",
    says={"name": "name", "tower": lambda _bell, text: text["id"]},
    starts={"state": "silent", "rung": 0},
    has_page=True,
)
_OF_BELL = {"urn": "bell"}
BOOK = {
    "towers.tower-built": [
        Shown("towers", is_listed=True, under="", text=Text(says={"name": "name"}, parts=(_BELLS,)), has_page=True)
    ],
    "towers.tower-closed": [Shown("towers", is_listed=False, under="")],
    "towers.bell-rung": [
        Shown("bells", key=_OF_BELL, says={"state": "state", "rung": Plus(1)}, cites={"note": "note"}),
        Shown(
            "tolls", key={"bell": "bell", "at": at}, is_each=True, is_listed=True, says={"state": "state"}, when="loud"
        ),
    ],
    "towers.bell-muted": [
        Shown("bells", key=_OF_BELL, says={"state": just("muted"), "note": if_so("forgets", just(UNSAID))})
    ],
    "towers.song-sung": [
        Shown(
            "songs",
            key={"urn": "song"},
            is_listed=True,
            says={"tower": SUBJECT, "state": just("shown"), "lines.number={line}.by": "by"},
            erased={"text": {"state": just("withdrawn")}},
        )
    ],
}


def text(*bells: str, name: str = "Torre") -> bytes:
    """Return the published text of the tower with some bells."""
    return canonical({"id": TOWER, "name": name, "bells": [{"id": one, "name": one[-1]} for one in bells]})


class Told:
    """Entries, as a log would hold them."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []

    def tell(self, type: str, *, subject: str = TOWER, at: str = "2023-06-12T15:00:00.000Z", **data: Any) -> str:
        """Add a fact; return the name of its entry."""
        name = f"00000000-0000-7000-8000-{len(self.entries):012d}"
        body = {"id": name, "type": type, "at": at, "subject": subject, "actor": "urn:tequio:nl:office:1", "data": data}
        self.entries.append(canonical(body | {"evidence": []}))
        return name

    def build(self, *bells: str, **more: Any) -> str:
        """Publish the tower's text."""
        return self.tell("towers.tower-built", text=sha256(text(*bells, **more)).hexdigest())

    def ring(self, bell: str = BELL, state: str = "rung", note: str = "", loud: bool = True, **more: Any) -> str:
        """Ring a bell."""
        cited = sha256(note.encode()).hexdigest() if note else None
        return self.tell("towers.bell-rung", bell=bell, state=state, note=cited, loud=loud, **more)


Answers = Mapping[str, Any]


@contextmanager
def serving(answer: Callable[[str], tuple[int, Mapping[str, str], bytes]]) -> Iterator[str]:
    """Serve a site that answers each path as it is told."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def said(body: Any) -> tuple[int, Mapping[str, str], bytes]:
    """Answer with JSON, or with the words of a page."""
    return 200, {}, body.encode() if isinstance(body, str) else json.dumps(body).encode()


def only(items: list[Any]) -> dict[str, Any]:
    """Return the one page of a list."""
    return {"items": items, "next": None}


MISSING: tuple[int, Mapping[str, str], bytes] = (404, {}, b"")
