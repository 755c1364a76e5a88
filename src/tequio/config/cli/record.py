"""The commands for the public record: keeping it, verifying it, watching it.

`verify`, `monitor`, `mirror` and `tequio witness` are for strangers too: they need no installation and no database.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tequio.config.cli.frame import REFUSED, Json, _, app, command, complain, require_ready, tongue

group = typer.Typer(help=_("Keep, verify and watch the public record."), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(group, name="record")

PolicyFile = Annotated[Path | None, typer.Option(help=_("Whose word you take: a tlog-policy file of your own."))]


@command(_("Number and publish what waits, until it is stopped. `tequio serve` runs this too."), group=group)
def sequence(
    once: Annotated[bool, typer.Option("--once", help=_("Do it once and end."))] = False,
    with_parent: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    require_ready()
    from tequio.record import cli

    if not once:
        cli.keep(with_parent=with_parent)
        return
    size = cli.settle()
    typer.echo(_("Published: %(n)s entries.") % {"n": f"{size:,}"} if size else _("There was nothing new."))


@command(_("Verify a bundle, a page of a site, or a file of contradictions. Exits with 0, 1, 2 or 3."), group=group)
def verify(
    what: Annotated[str, typer.Argument(help=_("A bundle (zip or folder), or the address of a page or of one."))],
    policy: PolicyFile = None,
    since: Annotated[Path | None, typer.Option(help=_("A checkpoint that you kept from an earlier visit."))] = None,
    log: Annotated[str, typer.Option(help=_("Where the log is served, to prove that it continues that one."))] = "",
    as_json: Json = False,
) -> int:
    from tequio.tlog import page, verify
    from tequio.tlog.note import Malformed
    from tequio.tlog.remote import Remote, Unreachable

    try:
        given: dict[str, Any] = {"trusted": _policy(policy), "since": since.read_bytes() if since else None}
        if log:
            given["consistency"] = verify.consistency_from(Remote(log))
        if what.startswith(("http://", "https://")):
            judged = verify.verify_bytes(page.bundle_of(what), **given)
        else:
            judged = verify.verify_path(Path(what), **given)
    except (Malformed, Unreachable, FileNotFoundError) as error:
        complain(str(error))
        return 2
    words = tongue()
    said = judged.as_json(words) if as_json else judged.lines(words)
    typer.echo(json.dumps(said, ensure_ascii=False, indent=1) if as_json else "\n".join(said))
    return judged.exit_code


@command(_("Copy a whole public log, and verify every file of the copy."), group=group)
def mirror(
    url: Annotated[str, typer.Argument(help=_("Where the log is served, such as https://example.mx/bitacora."))],
    folder: Annotated[Path, typer.Argument(help=_("Where the copy goes. Run it again to bring it up to date."))],
    key: Annotated[str, typer.Option(help=_("The log's key, as you know it from elsewhere."))] = "",
) -> int:
    from tequio.tlog import mirror
    from tequio.tlog.folder import Folder
    from tequio.tlog.note import Malformed, Unverified, VerifierKey
    from tequio.tlog.policy import Policy
    from tequio.tlog.remote import Remote, Unreachable
    from tequio.tlog.tiles import Broken

    with Remote(url) as source:
        try:
            keys = [VerifierKey.parse(key)] if key else Policy.parse(source.read("policy.txt").decode()).keys
            stated = mirror.mirror(source, Folder(folder), keys)
        except (Broken, Malformed, Unverified) as error:
            complain(str(error))
            return 1
        except (Unreachable, FileNotFoundError) as error:
            complain(str(error))
            return 3
    typer.echo(_("%(n)s entries, every one verified.") % {"n": f"{stated.size:,}"})
    return 0


@command(_("Compare the database with what was published. Exits with 1 and says where they differ."), group=group)
def check(as_json: Json = False) -> int:
    require_ready()
    from tequio.record import cli

    findings = cli.differences()
    if as_json:
        typer.echo(json.dumps(findings, ensure_ascii=False))
    else:
        typer.echo("\n".join(findings) if findings else _("The database and the published log are the same."))
    return REFUSED if findings else 0


@command(_("After a restore: take what the database lacks from the published log."), group=group)
def rebuild(
    source: Annotated[
        str, typer.Option("--from", help=_("A mirror to bring the published files back from first."))
    ] = "",
) -> int:
    require_ready()
    from tequio.record import cli

    typer.echo(_("%(n)s entries came back.") % {"n": cli.rebuild(source)})
    return 0


def _policy(file: Path | None) -> Any:
    from tequio.tlog.policy import Policy

    return Policy.parse(file.read_text()) if file else None
