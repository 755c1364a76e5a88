"""The demo's witness: a real one, with its own key and memory, though it lives on the same machine and says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from tequio.kit.policy import Refused
from tequio.record import cli as record
from tequio.tlog.note import VerifierKey
from tequio.tlog.witness import Taken, Witness
from tequio.tlog.witness_server import Server

NAME = "testigo.demo.example"
_APART = 808


def port_beside(port: int) -> int:
    """Return the port at which the witness of a site answers: 8808 for 8000."""
    return port + _APART if port + _APART <= 65535 else port - _APART


def invite(folder: Path, *, host: str, port: int) -> None:
    """Publish the log, have the witness watch it, and let it sign. Doing it again changes nothing."""
    record.settle()
    witness = _found(folder)
    for key in record.state().keys:
        witness.watch(VerifierKey.parse(key))
    with suppress(Refused):  # it is a witness already
        record.name_witness(key=str(witness.vkey), name=_named(), url=f"http://{host}:{port}")
        record.set_rules(quorum=1, is_strict=None, publish_every=None)
    with _answering(witness, host, port):
        record.settle()


def _named() -> str:
    with translation.override("es-mx"):  # as the rest of what the demo tells
        return _("The demo's witness (on this same computer)")


def _found(folder: Path) -> Witness:
    try:
        return Witness.make(folder, NAME)
    except Taken:
        return Witness(folder)


@contextmanager
def _answering(witness: Witness, host: str, port: int) -> Iterator[None]:
    """Answer for as long as it takes; where the port is taken, the witness simply does not answer yet."""
    try:
        server = Server(witness, host, port)
    except OSError:
        yield
        return
    with server:
        listening = threading.Thread(target=server.serve_forever, daemon=True)
        listening.start()
        try:
            yield
        finally:
            server.end()
            listening.join()
