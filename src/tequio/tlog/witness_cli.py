"""The command `tequio witness`, for an organisation that looks after a log. It needs no installation of the platform.

Exit codes: 0 fine · 1 a log misbehaved · 2 wrong usage, or a folder that is no witness · 3 a log could not be reached ·
130 interrupted.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from tequio.kit.tongue import spoken
from tequio.tlog import witness_pull, witness_server
from tequio.tlog.note import Malformed, VerifierKey, encoded
from tequio.tlog.remote import Unreachable, is_address
from tequio.tlog.witness import Damaged, NoWitness, Refused, Taken, Watched, Witness
from tequio.tlog.witness_pull import Lagging, Misbehaved, Wrong

_ = spoken().gettext
P = ParamSpec("P")
FINE, MISBEHAVED, USAGE, UNREACHED, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="witness",
    help=_("Look after a public log, and sign each state that continues the ones before."),
    epilog=_("Exit codes: 0 fine, 1 a log misbehaved, 2 wrong usage, 3 a log could not be reached, 130 interrupted."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)

Place = Annotated[Path, typer.Argument(metavar="FOLDER", help=_("The folder of the witness: its key and its memory."))]


def command(help: str, **settings: Any) -> Callable[[Callable[P, int | None]], Callable[P, None]]:
    """Add a function as a command that says why it refuses; its number is the exit code."""

    def add(function: Callable[P, int | None]) -> Callable[P, None]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            raise typer.Exit(_answer(lambda: function(*args, **kwargs)))

        run.__annotations__["return"] = None
        app.command(help=help, **settings)(run)
        return run

    return add


def _answer(work: Callable[[], int | None]) -> int:
    try:
        return work() or FINE
    except NoWitness as error:
        _complain(_("There is no witness in this folder: %(why)s") % {"why": error})
    except Taken as error:
        _complain(_("There is a witness already, or what is left of one, in %(folder)s") % {"folder": error})
    except Damaged as error:
        _complain(_("The memory of this witness is damaged, so it signs nothing: %(why)s") % {"why": error})
    except (Malformed, OSError) as error:
        _complain(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    return USAGE


def _complain(text: str) -> None:
    typer.echo(f"tequio witness: {text}", err=True)


@command(_("Make a witness with a key of its own, in a new folder. Prints its public key."))
def new(
    folder: Place,
    name: Annotated[str, typer.Option(help=_("Its name for ever, such as witness.example.org."))],
) -> None:
    try:
        made = Witness.make(folder, name)
    except Malformed as error:
        raise typer.BadParameter(_("A name has no spaces and no plus sign."), param_hint="--name") from error
    typer.echo(made.vkey)
    typer.echo(_("This line is its public key: give it to the log. Keep the folder to yourself."), err=True)


@command(_("Watch a log from now on, or one more key of it."))
def watch(
    folder: Place,
    vkey: Annotated[str, typer.Argument(metavar="VKEY", help=_("The public key of the log, as the log publishes it."))],
    url: Annotated[str, typer.Argument(metavar="URL", help=_("Where it is read; only `pull` needs it."))] = "",
) -> None:
    witness = Witness(folder)
    if url and not is_address(url):
        raise typer.BadParameter(_("An address begins with https:// or http://"), param_hint="URL")
    try:
        log = witness.watch(VerifierKey.parse(vkey), url)
    except Malformed as error:
        said = _("This is not the public key of a log: %(why)s") % {"why": error}
        raise typer.BadParameter(said, param_hint="VKEY") from error
    typer.echo(
        _("Watching %(origin)s. Keys of it that are known: %(keys)d.") % {"origin": log.origin, "keys": len(log.keys)}
    )


@command(_("Answer logs that ask for a signature. Ctrl-C or SIGTERM stops it."))
def serve(
    folder: Place,
    host: Annotated[str, typer.Option(help=_("Address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_("Port to listen on."), min=0, max=65535)] = 8808,
) -> None:
    witness = Witness(folder)

    def ready(server: witness_server.Server) -> None:
        typer.echo(_("Serving at %(url)s (Ctrl-C stops).") % {"url": server.url})

    witness_server.serve(witness, host, port, ready=ready, say=lambda line: typer.echo(line, err=True))


@command(_("Read the logs that are watched, verify that they only grew, and sign them. For cron, or --every."))
def pull(
    folder: Place,
    publish: Annotated[
        Path | None, typer.Option(help=_("Folder that you publish: the signed states go there."))
    ] = None,
    send: Annotated[bool, typer.Option(help=_("Also send the signature to the log."))] = True,
    every: Annotated[int, typer.Option(help=_("Again after so many seconds, until stopped. 0: once."), min=0)] = 0,
    once: Annotated[bool, typer.Option("--once", help=_("Once, as without --every."))] = False,
) -> int:
    if once and every:
        raise typer.BadParameter(_("Either once, or every so many seconds."), param_hint="--once")
    witness = Witness(folder)
    stop = threading.Event()
    if every:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: stop.set())
    while True:
        code = _pull_all(witness, publish, send=send)
        if not every or stop.wait(every):
            return code


def _pull_all(witness: Witness, publish: Path | None, *, send: bool) -> int:
    """Pull every log that has an address; return the gravest code: a log that misbehaves before one that is away."""
    logs = [one for one in witness.logs().values() if one.url]
    if not logs:
        _complain(_("No log with an address is watched. Add one: tequio witness watch FOLDER VKEY URL"))
        return USAGE
    return _gravest(_pull(witness, one, publish, send=send) for one in logs)


def _gravest(codes: Iterable[int]) -> int:
    found = set(codes)
    return next((code for code in (MISBEHAVED, USAGE, UNREACHED) if code in found), FINE)


def _pull(witness: Witness, log: Watched, publish: Path | None, *, send: bool) -> int:
    try:
        done = witness_pull.pull(witness, log, publish=publish, send=send)
    except Misbehaved as wrong:
        _complain(f"{log.origin}: {_wrong(wrong)}")
        for path in wrong.kept:
            _complain(_("kept as evidence: %(path)s") % {"path": path})
        return MISBEHAVED
    except Lagging as late:
        said = {"origin": log.origin, "size": late.size, "before": late.before}
        _complain(_("%(origin)s does not show yet the %(before)d entries that it submitted, only %(size)d.") % said)
        return UNREACHED
    except Unreachable as error:
        _complain(_("%(origin)s could not be read: %(why)s") % {"origin": log.origin, "why": error})
        return UNREACHED
    except (Refused, Damaged) as error:
        _complain(f"{log.origin}: {error}")
        return USAGE
    said = {"origin": log.origin, "size": done.size, "more": done.size - done.before}
    typer.echo(_("%(origin)s: signed. Entries: %(size)d, new: %(more)d.") % said)
    if done.sent is not None and not 200 <= done.sent < 300:
        answer = done.sent or _("nothing")
        _complain(_("%(origin)s did not take the signature: it answered %(answer)s") % {**said, "answer": answer})
    return FINE


def _wrong(wrong: Misbehaved) -> str:
    said = {
        Wrong.UNSIGNED: _("what it shows is not signed with a key that you watch (%(why)s). Nothing was signed."),
        Wrong.SHRANK: _("this witness saw %(before)d entries, and it shows only %(size)d. Nothing was signed."),
        Wrong.REWROTE: _(
            "it changed its history: what it shows with %(size)d entries does not continue the %(before)d that this "
            "witness saw. Nothing was signed."
        ),
        Wrong.BROKEN: _("its files do not add up to what it signed (%(why)s). Nothing was signed."),
    }
    return said[wrong.wrong] % {"why": wrong, "before": wrong.before, "size": wrong.size}


@command(_("Show the public key, the logs that are watched and how large they are."))
def show(
    folder: Place,
    as_json: Annotated[bool, typer.Option("--json", help=_("Answer in JSON, for scripts."))] = False,
) -> None:
    witness = Witness(folder)
    rows = [_told(witness, one) for one in witness.logs().values()]
    if as_json:
        typer.echo(json.dumps({"name": witness.key.name, "vkey": witness.vkey, "logs": rows}, ensure_ascii=False))
        return
    typer.echo(witness.vkey)
    for row in rows:
        seen = row["seen_at"] or _("not yet")
        typer.echo(_("%(origin)s: entries: %(size)d, seen last: %(seen)s") % {**row, "seen": seen})


def _told(witness: Witness, log: Watched) -> dict[str, Any]:
    known = witness.remembered(log)
    return {
        "origin": log.origin,
        "keys": [str(key) for key in log.keys],
        "url": log.url,
        "id": log.id,
        "size": known.size,
        "root": encoded(known.root),
        "seen_at": datetime.fromtimestamp(known.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if known.note else None,
    }
