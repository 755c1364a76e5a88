"""The commands for whoever looks after a site's log: its witnesses, its keys, its rules."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tequio.config.cli.frame import Json, _, command, require_ready
from tequio.config.cli.record import group

Key = Annotated[str, typer.Argument(help=_("The line that the witness gave: name+number+key."))]


@command(_("Say how the log stands: its size, its keys, its witnesses, what waits."), group=group)
def state(as_json: Json = False) -> None:
    require_ready()
    from tequio.record import cli

    told = vars(cli.state())
    lines = [f"{name}: {value}" for name, value in told.items()]
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines))


@command(_("Name an organisation as a witness of the log."), group=group)
def name_witness(
    key: Key,
    name: Annotated[str, typer.Option(help=_("What the organisation is called."))] = "",
    url: Annotated[str, typer.Option(help=_("Where it is asked. Without one, it comes by itself."))] = "",
) -> None:
    require_ready()
    from tequio.record import cli

    typer.echo(_("%(name)s is a witness of the log.") % {"name": cli.name_witness(key=key, name=name, url=url)})


@command(_("Stop counting on a witness. What it signed stays."), group=group)
def drop_witness(key: Key) -> None:
    require_ready()
    from tequio.record import cli

    cli.drop_witness(key=key)
    typer.echo(_("It is a witness no longer."))


@command(_("Say how many witnesses are enough, and what happens without them."), group=group)
def rules(
    quorum: Annotated[int | None, typer.Option(help=_("How many witnesses are enough. At first: 0."))] = None,
    strict: Annotated[
        bool | None, typer.Option("--strict/--no-strict", help=_("Publish nothing without them. At first: no."))
    ] = None,
    every: Annotated[int | None, typer.Option(help=_("Seconds between two checkpoints. At first: 10."))] = None,
) -> None:
    require_ready()
    from tequio.record import cli

    log = cli.set_rules(quorum=quorum, is_strict=strict, publish_every=every)
    says = _("Enough: %(quorum)s. Without them: %(what)s. A checkpoint each %(every)s seconds at most.")
    what = _("nothing is published") if log.is_strict else _("published, and said so")
    typer.echo(says % {"quorum": log.quorum, "what": what, "every": log.publish_every})


@command(_("Make a new key, which signs beside the old one from now on."), group=group)
def new_key() -> None:
    require_ready()
    from tequio.record import cli

    typer.echo(cli.new_key())
    typer.echo(_("Give it to every witness. After 90 days, retire the old one."))


@command(_("Stop signing with an old key."), group=group)
def retire_key(
    key: Annotated[str, typer.Argument(help=_("Its number: eight letters and digits, after the first +."))],
    stolen: Annotated[bool, typer.Option("--stolen", help=_("Do it at once, before the 90 days."))] = False,
) -> None:
    require_ready()
    from tequio.record import cli

    cli.retire_key(key_id=key, is_urgent=stolen)
    typer.echo(_("It signs no longer."))


@command(_("The key of the log is lost for ever: freeze the log, and open the next."), group=group)
def reopen(yes: Annotated[bool, typer.Option("--yes", help=_("Do it. It cannot be undone."))] = False) -> None:
    require_ready()
    from tequio.record import cli

    if not yes:
        raise typer.BadParameter(_("It cannot be undone. Say --yes if no copy of the key exists."))
    typer.echo(_("The log %(origin)s is open. Run `tequio record sequence --once`.") % {"origin": cli.reopen()})
