"""The command that erases, by law, what an entry of the record keeps apart about a person."""

from __future__ import annotations

import json
from typing import Annotated
from uuid import UUID

import typer

from tequio.config.cli.frame import REFUSED, Json, _, command, complain, require_ready
from tequio.config.cli.record import group
from tequio.kit.policy import Refused


@command(_("Erase the personal values of an entry and their copies. Its bytes and its proofs stay."), group=group)
def erase(
    entry: Annotated[UUID, typer.Argument(help=_("The entry's number, as it stands in the address of its page."))],
    basis: Annotated[str, typer.Option(help=_("Why: asked, ended, ordered or mistake. Everybody reads it."))],
    name: Annotated[
        list[str] | None, typer.Option(help=_("Only this value; say it again for more. At first: all."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do it. It cannot be undone."))] = False,
    as_json: Json = False,
) -> int:
    require_ready()
    from tequio.kit.actor import SYSTEM
    from tequio.kit.clock import now
    from tequio.people import actions
    from tequio.record import queries
    from tequio.record.queries import beside

    row = queries.entry(str(entry))
    if row is None:
        raise Refused(None, _("There is no entry of this number."))
    erased: tuple[str, ...] = ()
    if yes:
        erased = actions.erase_entry(event_id=entry, names=name or (), basis=basis, actor=SYSTEM, at=now())
    left = [one.name for one in beside.kept_of(row) if one.erased_at is None]
    if as_json:
        typer.echo(json.dumps({"entry": str(entry), "erased": erased, "left": left}))
    else:
        said = _("Erased: %(erased)s. Left: %(left)s.")
        typer.echo(said % {"erased": ", ".join(erased) or "0", "left": ", ".join(left) or "0"})
    if not yes:
        complain(_("Nothing was erased. It cannot be undone: say --yes to do it."))
    return 0 if yes else REFUSED
