"""What every command of `tequio` stands in: its words, its exit codes, its refusals.

Commands import what they need when they run, so that `tequio --help` is quick. Exit codes: 0 done · 1 refused, and
nothing changed (doctor: warnings) · 2 wrong usage (doctor: faults) · 3 the installation is not ready: `tequio migrate`
or `tequio init` first · 130 interrupted. It speaks Spanish where the shell does (LC_ALL, LC_MESSAGES, LANG), else
English.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec

import typer

from tequio.kit.policy import Denied, Refused
from tequio.kit.tongue import spoken
from tequio.tables.limits import Unreadable

P = ParamSpec("P")
REFUSED, NOT_READY, INTERRUPTED = 1, 3, 130


def _language() -> str:
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "es" if said.startswith("es") else "en"


_TONGUE = spoken(_language())
_ = _TONGUE.gettext

app = typer.Typer(
    name="tequio",
    help=_("Tequio: an open-government action plan, run in the open."),
    epilog=_("Exit codes: 0 done, 1 refused, 2 wrong usage, 3 not ready (migrate or init first), 130 interrupted."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help=_("Answer in JSON, for scripts."))]
Host = Annotated[str, typer.Option(help=_("Address to listen on."))]
Port = Annotated[int, typer.Option(help=_("Port to listen on."), min=1, max=65535)]


def command(
    help: str, *, group: typer.Typer = app, **settings: Any
) -> Callable[[Callable[P, int | None]], Callable[P, None]]:
    """Add a function as a command that says why it refuses; its number is the exit code."""

    def add(function: Callable[P, int | None]) -> Callable[P, None]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            raise typer.Exit(_answer(lambda: function(*args, **kwargs)))

        run.__annotations__["return"] = None
        group.command(help=help, **settings)(run)
        return run

    return add


def _answer(work: Callable[[], int | None]) -> int:
    try:
        return work() or 0
    except Refused as no:
        complain(f"{f'--{no.field}: ' if no.field else ''}{no.reason}")
        return REFUSED
    except Denied as no:
        complain(str(no.reason))
        return REFUSED
    except Unreadable as no:
        complain(no.say(_TONGUE))
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if type(error).__name__ == "NotInstalled":
            complain(_("This installation has no name yet. Run `tequio init`."))
            return NOT_READY
        raise


def tongue() -> gettext.NullTranslations:
    """Return what translates the sentences of the pure parts."""
    return _TONGUE


def complain(text: str) -> None:
    """Say why something was refused."""
    typer.echo(f"tequio: {text}", err=True)


def set_up() -> None:
    """Set Django up, in the shell's language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tequio.config.settings")
    os.umask(0o027)  # what an installation keeps is nobody else's on this machine
    import django
    from django.utils import translation

    django.setup()
    translation.activate("es-mx" if _language() == "es" else "en")


def require_ready() -> None:
    """End here, saying what to do, unless the tables are of this version."""
    set_up()
    from tequio.config.ops import migrating

    if migrating.pending() or not migrating.is_static_collected():
        complain(_("The installation is not of this version. Run `tequio migrate`."))
        raise typer.Exit(NOT_READY)
