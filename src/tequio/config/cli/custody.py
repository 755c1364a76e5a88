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
    from tequio.record import queries as record

    head = record.head()
    if head is None:
        typer.echo(json.dumps(None) if as_json else _("The log is not open yet: run `tequio record sequence --once`."))
        return
    newest = head.checkpoint
    told = {
        "origin": head.log.origin,
        "size": newest.size if newest else 0,
        "root": bytes(newest.root).hex() if newest else "",
        "waiting": head.waiting,
        "keys": [str(key) for key in record.keys_of(head.log)],
        "quorum": head.log.quorum,
        "is_strict": head.log.is_strict,
        "publish_every": head.log.publish_every,
        "witnesses": [
            {"name": one.name, "key": one.key, "size": one.size, "error": one.error} for one in head.witnesses
        ],
        "trouble": head.log.trouble,
    }
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(f"{k}: {v}" for k, v in told.items()))


@command(_("Name an organisation as a witness of the log."), group=group)
def name_witness(
    key: Key,
    name: Annotated[str, typer.Option(help=_("What the organisation is called."))] = "",
    url: Annotated[str, typer.Option(help=_("Where it is asked. Without one, it comes by itself."))] = "",
) -> None:
    require_ready()
    from tequio.kit.clock import now
    from tequio.record import custody

    witness = custody.add_witness(key=key, name=name, url=url, at=now())
    typer.echo(_("%(name)s is a witness of the log.") % {"name": witness.name})


@command(_("Stop counting on a witness. What it signed stays."), group=group)
def drop_witness(key: Key) -> None:
    require_ready()
    from tequio.kit.clock import now
    from tequio.record import custody

    custody.retire_witness(key=key, at=now())
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
    from tequio.kit.clock import now
    from tequio.record import custody

    log = custody.set_rules(quorum=quorum, is_strict=strict, publish_every=every, at=now())
    says = _("Enough: %(quorum)s. Without them: %(what)s. A checkpoint each %(every)s seconds at most.")
    what = _("nothing is published") if log.is_strict else _("published, and said so")
    typer.echo(says % {"quorum": log.quorum, "what": what, "every": log.publish_every})


@command(_("Make a new key, which signs beside the old one from now on."), group=group)
def new_key() -> None:
    require_ready()
    from tequio.kit.clock import now
    from tequio.record import custody

    typer.echo(str(custody.add_key(at=now())))
    typer.echo(_("Give it to every witness. After 90 days, retire the old one."))


@command(_("Stop signing with an old key."), group=group)
def retire_key(
    key: Annotated[str, typer.Argument(help=_("Its number: eight letters and digits, after the first +."))],
    stolen: Annotated[bool, typer.Option("--stolen", help=_("Do it at once, before the 90 days."))] = False,
) -> None:
    require_ready()
    from tequio.kit.clock import now
    from tequio.record import custody

    custody.retire_key(key_id=key, is_urgent=stolen, at=now())
    typer.echo(_("It signs no longer."))


@command(_("The key of the log is lost for ever: freeze the log, and open the next."), group=group)
def reopen(yes: Annotated[bool, typer.Option("--yes", help=_("Do it. It cannot be undone."))] = False) -> None:
    require_ready()
    from tequio.kit.clock import now
    from tequio.record import custody

    if not yes:
        raise typer.BadParameter(_("It cannot be undone. Say --yes if no copy of the key exists."))
    log = custody.reopen(at=now())
    typer.echo(_("The log %(origin)s is open. Run `tequio record sequence --once`.") % {"origin": log.origin})
