"""The words between the server and a child process: a length, then JSON; nothing that could run on arrival.

A value that JSON lacks is an object of one key: {"decimal": "1.20"}, {"date": "2026-01-31"}, {"blob": "base64"}.
"""

from __future__ import annotations

import base64
import json
import math
import socket
import struct
import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock_time
from decimal import Decimal
from typing import Any

LENGTH = struct.Struct(">I")
_DEEPEST = 100


class Broken(Exception):
    """The other side closed, sent too much, or sent what is not understood."""


class Late(Exception):
    """The other side did not answer in time."""


def send(line: socket.socket, body: bytes) -> None:
    """Send one frame."""
    try:
        line.sendall(LENGTH.pack(len(body)) + body)
    except TimeoutError:
        raise Late from None
    except OSError as error:
        raise Broken from error


def receive(line: socket.socket, *, most: int, until: float | None = None) -> bytes:
    """Return the next frame. `until` is of time.monotonic(). Raises Broken or Late."""
    (size,) = LENGTH.unpack(_exactly(line, LENGTH.size, until))
    if size > most:
        raise Broken
    return _exactly(line, size, until)


def _exactly(line: socket.socket, size: int, until: float | None) -> bytes:
    got = bytearray()
    while len(got) < size:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise Late
            line.settimeout(left)
        try:
            piece = line.recv(min(size - len(got), 1 << 20))
        except TimeoutError:
            raise Late from None
        except OSError as error:
            raise Broken from error
        if not piece:
            raise Broken
        got += piece
    return bytes(got)


def written(document: Any) -> bytes:
    """Return a document of plain JSON as the bytes of a frame."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def read(body: bytes) -> Any:
    """Return the plain JSON of a frame. Raises Broken."""
    try:
        return json.loads(body, parse_constant=_constant)
    except (ValueError, RecursionError):
        raise Broken from None


def _constant(name: str) -> Any:
    raise ValueError(name)


def plain(value: Any) -> Any:
    """Return a value of the database as plain JSON."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    for kind, (name, write) in _WRITE.items():
        if isinstance(value, kind):
            return {name: write(value)}
    return str(value)


_WRITE: dict[type, tuple[str, Callable[[Any], Any]]] = {
    Decimal: ("decimal", str),
    datetime: ("datetime", datetime.isoformat),  # before date: every datetime is a date
    date: ("date", date.isoformat),
    clock_time: ("time", clock_time.isoformat),
    bytes: ("blob", lambda value: base64.b64encode(value).decode("ascii")),
    list: ("list", lambda values: [plain(value) for value in values]),
    tuple: ("tuple", lambda values: [plain(value) for value in values]),
    dict: ("dict", lambda values: [[plain(name), plain(value)] for name, value in values.items()]),
}


def value(document: Any, depth: int = 0) -> Any:
    """Return the value that `plain` wrote. Raises Broken."""
    if document is None or isinstance(document, (str, bool, int, float)):
        return document
    if depth > _DEEPEST or not isinstance(document, dict) or len(document) != 1:
        raise Broken
    ((name, written_as),) = document.items()
    try:
        return _READ[name](written_as, depth + 1)
    except (KeyError, ValueError, TypeError, ArithmeticError, AttributeError):
        raise Broken from None


_READ: dict[str, Callable[[Any, int], Any]] = {
    "decimal": lambda text, _depth: Decimal(text),
    "float": lambda text, _depth: float(text),
    "datetime": lambda text, _depth: datetime.fromisoformat(text),
    "date": lambda text, _depth: date.fromisoformat(text),
    "time": lambda text, _depth: clock_time.fromisoformat(text),
    "blob": lambda text, _depth: base64.b64decode(text, validate=True),
    "list": lambda values, depth: [value(one, depth) for one in values],
    "tuple": lambda values, depth: tuple(value(one, depth) for one in values),
    "dict": lambda pairs, depth: {value(name, depth): value(one, depth) for name, one in pairs},
}
