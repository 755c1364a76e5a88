"""The commands for whoever runs an installation."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tequio.config.cli.frame import REFUSED, Host, Json, Port, _, command, complain, require_ready, set_up


@command(_("Say which version this is."))
def version(as_json: Json = False) -> None:
    from tequio import __version__

    typer.echo(json.dumps({"tequio": __version__}) if as_json else f"tequio {__version__}")


@command(_("Bring this installation up to this version. Doing it again changes nothing."))
def migrate() -> None:
    set_up()
    from tequio.config.ops import migrating, progress

    with progress.shown() as shown:
        migrating.migrate(shown)


@command(_("Found the site and its coordination. Asks for whatever the options leave open."))
def init(
    site: Annotated[str, typer.Option(help=_("Name in every identifier, such as nuevo-leon. Never changes."))] = "",
    name: Annotated[str, typer.Option(help=_("Name of the jurisdiction, such as Nuevo León."))] = "",
    slug: Annotated[str, typer.Option(help=_("First part of its addresses, such as nl."))] = "",
    level: Annotated[str, typer.Option(help=_("country, state or municipality."))] = "",
    time_zone: Annotated[str, typer.Option(help=_("IANA time zone in which deadlines run."))] = "America/Mexico_City",
    institution: Annotated[str, typer.Option(help=_("Institution that coordinates."))] = "",
    email: Annotated[str, typer.Option(help=_("E-mail of whoever coordinates."))] = "",
    password_stdin: Annotated[bool, typer.Option(help=_("Read the password from standard input."))] = False,
    as_json: Json = False,
) -> None:
    given = {"site": site, "name": name, "slug": slug, "level": level, "institution": institution, "email": email}
    asked = {key: value or _ask(key) for key, value in given.items()}
    set_up()
    from tequio.config.ops import founding, migrating, progress

    with progress.shown(quiet=as_json) as shown:
        migrating.migrate(shown)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    founded = founding.found(**asked, time_zone=time_zone, password=password)
    if as_json:
        made = {} if password_stdin else {"password": founded.password}
        typer.echo(json.dumps({"site": founded.site, "jurisdiction": slug, "email": founded.email, **made}))
        return
    typer.echo(_("The site %(site)s exists. Enter as %(email)s") % {"site": founded.site, "email": founded.email})
    if not password_stdin:
        typer.echo(_("with this password, which is not shown again: %(password)s") % {"password": founded.password})
    typer.echo(_("Now run `tequio serve`."))


def _ask(option: str) -> str:
    if not sys.stdin.isatty():
        raise typer.BadParameter(_("missing, and there is nobody to ask"), param_hint=f"--{option}")
    return str(typer.prompt(option))


@command(_("Serve web and worker together. Ctrl-C or SIGTERM stops both."))
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(help=_("Web processes."), min=1)] = 1,
    threads: Annotated[int, typer.Option(help=_("Threads of each web process."), min=1)] = 4,
) -> int:
    require_ready()
    return _serve(host, port, workers, threads)


def _serve(
    host: str, port: int, workers: int, threads: int, beside: tuple[tuple[str, tuple[str, ...]], ...] = ()
) -> int:
    from tequio.config.ops import serving
    from tequio.people import queries as people
    from tequio.record import queries as record

    site = serving.Site(host, port, workers, threads)

    def ready() -> None:
        typer.echo(_("Serving at %(url)s (Ctrl-C stops).") % {"url": site.url})
        if not record.is_installed():
            typer.echo(_("Found the site there with this code: %(code)s") % {"code": people.setup_code()})

    code = serving.serve(site, ready=ready, beside=beside)
    if code:
        complain(_("The web process ended by itself; its reason is above."))
    return code


@command(_("Run only the worker: mails, reactions, due times."), hidden=True)
def work() -> None:
    set_up()
    from tequio.jobs import worker

    worker.run(with_parent=True)


@command(_("Set up the demo and serve it. Its plans are real ones."))
def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help=_("Stop before serving."))] = True,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    home: Annotated[Path, typer.Option(help=_("Where the demo lives."))] = Path("var/demo"),
) -> int | None:
    # A place and a database of its own, whatever the shell is set to: the demo must never meet a real installation.
    os.environ |= {"TEQUIO_DEMO": "1", "TEQUIO_HOME": str(home.resolve()), "TEQUIO_BASE_URL": f"http://{host}:{port}"}
    apart = ("TEQUIO_LOG_ROOT", "TEQUIO_KEYS", "TEQUIO_LOG_ORIGIN")
    for name in ("DATABASE_URL", "TEQUIO_FILES", "TEQUIO_SECRET_KEY", "TEQUIO_EMAIL_URL", *apart):
        os.environ.pop(name, None)
    set_up()
    from tequio.config import demo as told
    from tequio.config.ops import migrating, neighbour, progress

    folder, beside = home.resolve() / "testigo", neighbour.port_beside(port)
    with progress.shown() as shown:
        migrating.migrate(shown)
        logins = told.load(shown)
        neighbour.invite(folder, host=host, port=beside)
    for login in logins:
        typer.echo(f"{login.place:<4} {login.role:<34} {login.email:<28} {login.password}")
    witness = ("witness", "serve", str(folder), "--host", host, "--port", str(beside))
    return _serve(host, port, workers=1, threads=4, beside=(("testigo", witness),)) if serve else None


@command(_("Read documents in a template, and say every doubt. Writes nothing without --confirm."), name="import")
def import_documents(
    files: Annotated[list[Path], typer.Argument(help=_("Documents, or a folder or .zip of them."))],
    plan: Annotated[str, typer.Option(help=_("Id of the plan that the commitments belong to."))] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help=_("Write them as drafts of the plan."))] = False,
    as_json: Json = False,
) -> int:
    require_ready()
    from tequio.config.ops import documents, folder, progress

    if folder.is_folder(files):
        with progress.shown(quiet=as_json) as shown:
            outcomes = folder.work(files, plan=plan, confirm=confirm, progress=shown)
        said = json.dumps(folder.told(outcomes), ensure_ascii=False)
        typer.echo(said if as_json else "\n".join(folder.lines(outcomes)))
        return REFUSED if any(one.state == "refused" for one in outcomes) else 0
    with progress.shown(quiet=as_json) as shown:
        read = documents.preview(files, shown)
    made = documents.confirm(read, plan=plan) if confirm else []
    if as_json:
        typer.echo(json.dumps(documents.told(read, made), ensure_ascii=False))
    else:
        for line in documents.lines(read, made):
            typer.echo(line)
        if not confirm:
            typer.echo(_("Nothing was written. Add --plan and --confirm to write the drafts."))
    return 0 if all(reading.drafts for _path, _body, reading in read) else REFUSED


@command(_("Write the open data of the public plans. CSV and JSON, with the meaning of each field."))
def export(
    folder: Annotated[Path, typer.Argument(help=_("Where to write: one folder for each plan."))],
    plan: Annotated[str, typer.Option(help=_("Id of the only plan to write."))] = "",
    as_json: Json = False,
) -> None:
    require_ready()
    from tequio.config.ops import documents, progress

    with progress.shown(quiet=as_json) as shown:
        written = documents.export(folder, plan=plan, progress=shown)
    typer.echo(json.dumps([str(path) for path in written]) if as_json else "\n".join(map(str, written)))


@command(_("Make the index of the site search again, from what is public: tequio search rebuild."))
def search(what: Annotated[str, typer.Argument(help=_("What to do: rebuild."))], as_json: Json = False) -> int:
    if what != "rebuild":
        raise typer.BadParameter(_("Only “rebuild” is known."))
    require_ready()
    from tequio.portal import cli

    found = cli.rebuild_search()
    typer.echo(json.dumps({"found": found}) if as_json else _("%(n)s public things can be found.") % {"n": found})
    return 0


@command(_("Back up to one file. The site goes on working meanwhile."))
def backup(
    file: Annotated[Path, typer.Argument(help=_("A new file, such as 2027-01-31.tar."))],
    with_secret: Annotated[bool, typer.Option(help=_("Also the secret key: keep such a backup locked away."))] = False,
    as_json: Json = False,
) -> int:
    set_up()
    from tequio.config.ops import backup as backing
    from tequio.config.ops import progress

    with progress.shown(quiet=as_json) as shown:
        held = backing.backup(file, with_secret=with_secret, progress=shown)
    for sha256 in held.missing:
        complain(_("A file is not on disk, so it is not in the backup: %(sha256)s") % {"sha256": sha256})
    _say_held(_("Backed up to %(file)s: %(rows)d rows and %(files)d files."), file, held, as_json)
    return REFUSED if held.missing else 0


@command(_("Restore a backup. Every byte is verified before anything changes."))
def restore(
    file: Annotated[Path, typer.Argument(help=_("A file that `tequio backup` wrote."))],
    force: Annotated[bool, typer.Option(help=_("Replace the installation that is here."))] = False,
    as_json: Json = False,
) -> None:
    set_up()
    from tequio.config.ops import progress
    from tequio.config.ops import restore as restoring

    with progress.shown(quiet=as_json) as shown:
        held = restoring.restore(file, force=force, progress=shown)
    _say_held(_("Restored from %(file)s: %(rows)d rows and %(files)d files."), file, held, as_json)


def _say_held(sentence: str, file: Path, held: Any, as_json: bool) -> None:
    counts = {"file": str(file), "rows": sum(held.rows.values()), "files": len(held.files)}
    if as_json:
        typer.echo(json.dumps({**counts, "site": held.site, "made_at": held.made_at, "missing": held.missing}))
    else:
        typer.echo(sentence % counts)


@command(_("Look the installation over. Says what to do; exits with 0 fine, 1 warnings, 2 faults."))
def doctor(
    every_file: Annotated[bool, typer.Option(help=_("Hash every stored file, not a sample."))] = False,
    as_json: Json = False,
) -> int:
    set_up()
    from tequio.config.ops import doctor as examining

    findings = examining.examine(every_file=every_file)
    if as_json:
        typer.echo(json.dumps([vars(one) for one in findings], ensure_ascii=False))
    else:
        marks = {"fine": _("fine"), "warning": _("WARNING"), "fault": _("FAULT")}
        for one in findings:
            typer.echo(f"{marks[one.level]:<8} {one.check:<11} {one.says}")
            if one.do:
                typer.echo(f"{'':<20} → {one.do}")
    return examining.worst(findings)


@command(
    _("Run one of Django's own commands."),
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
def manage(context: typer.Context) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tequio.config.settings")
    from django.core.management import ManagementUtility

    utility = ManagementUtility(["tequio manage", *context.args])
    utility.prog_name = "tequio manage"
    utility.execute()
