"""The command with which a stranger watches a site's public record. It needs no installation and no database."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from tequio.config.cli.frame import INTERRUPTED, Json, _, command, complain, tongue
from tequio.config.cli.record import PolicyFile, group

_HOME = Path("~/.local/share/tequio-monitor")


@command(
    _("Watch a site's record, and name whatever the site says otherwise. Exits with 0, 1, 2 or 3."),
    group=group,
)
def monitor(
    url: Annotated[str, typer.Argument(help=_("The site, such as https://example.mx"))],
    state: Annotated[
        Path | None, typer.Option(help=_("Where what was seen is remembered; by itself, a folder of the site's name."))
    ] = None,
    policy: PolicyFile = None,
    key: Annotated[str, typer.Option(help=_("The log's key, as you know it from elsewhere."))] = "",
    stale: Annotated[int, typer.Option(help=_("After how many hours without a witness it is stale."), min=1)] = 26,
    compare: Annotated[
        list[str] | None, typer.Option(help=_("A mirror or a witness whose checkpoint is compared; may be repeated."))
    ] = None,
    pages: Annotated[int, typer.Option(help=_("How many pages are read at most; others at each look."), min=0)] = 500,
    as_json: Json = False,
    every: Annotated[int, typer.Option(help=_("Look again after so many seconds, until it is stopped."), min=0)] = 0,
) -> int:
    from tequio.replay.monitor import Asked
    from tequio.tlog.note import Malformed, VerifierKey
    from tequio.tlog.policy import Policy
    from tequio.tlog.remote import is_address

    try:
        asked = Asked(
            trusted=Policy.parse(policy.read_text()) if policy else None,
            key=VerifierKey.parse(key) if key else None,
            stale_after=timedelta(hours=stale),
            compare=tuple(compare or ()),
            pages=pages,
        )
    except (Malformed, OSError) as error:
        complain(str(error))
        return 2
    if not is_address(url):
        complain(_("Write the whole address, beginning with https://"))
        return 2
    folder = (state or _HOME / urlsplit(url).netloc.replace(":", "_")).expanduser()
    while True:
        code = _look(url, folder, asked, as_json=as_json)
        if not every:
            return code
        try:
            time.sleep(every)
        except KeyboardInterrupt:
            return code or INTERRUPTED


def _look(url: str, folder: Path, asked: Any, *, as_json: bool) -> int:
    """Look once, say what was found, and return the exit code."""
    from tequio import __version__
    from tequio.kit.clock import now
    from tequio.replay.monitor import watch
    from tequio.tlog.memory import Busy
    from tequio.tlog.remote import Unreachable

    _learn_facts()
    try:
        found = watch(url, folder, asked, edition=__version__, now=now)
    except (Unreachable, Busy) as error:
        complain(str(error))
        return 2
    words = tongue()
    if as_json:
        typer.echo(json.dumps(found.as_json(words), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(found.lines(words)))
        for path in found.evidence:
            typer.echo(_("Publish this file, it proves it by itself: %(path)s") % {"path": path})
    return found.exit_code


def _learn_facts() -> None:
    """Import the facts of every room: each enters kit.event.BY_NAME, and says where it is shown."""
    import tequio

    for room in iter_modules(tequio.__path__, "tequio."):
        if find_spec(f"{room.name}.events"):
            import_module(f"{room.name}.events")
