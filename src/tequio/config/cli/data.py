"""The commands of the data engine: no database, no server. They work on files, and leave files behind."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tequio.config.cli.frame import REFUSED, Json, _, app, command, complain, tongue

if TYPE_CHECKING:
    from tequio.tables.rules.engine import Catalogue
    from tequio.tables.rules.schema import Schema

WARNED = 4

group = typer.Typer(
    name="data",
    help=_("Read, check, convert, query and compare tables: CSV, XLSX, ODS, JSON, GeoJSON, zip and more."),
    epilog=_("Exit codes: 0 fine, 1 errors were found or a file is refused, 2 wrong usage, 4 only warnings."),
    no_args_is_help=True,
)
app.add_typer(group)

File = Annotated[Path, typer.Argument(metavar="FILE", help=_("The file."), exists=True, dir_okay=False)]
Part = Annotated[str, typer.Option(help=_("Its sheet, layer or file, where it holds several."))]
Rules = Annotated[Path | None, typer.Option(help=_("Rules, as a Table Schema in JSON."), exists=True, dir_okay=False)]
Lists = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="NAME=FILE", help=_("A list that the rules name; may be repeated.")),
]


@command(_("Say what is wrong in a table: rows, cells, rules, personal data."), group=group)
def check(
    file: File,
    rules: Rules = None,
    part: Part = "",
    lists: Lists = None,
    as_json: Json = False,
    html: Annotated[Path | None, typer.Option(help=_("Write the report as a web page."))] = None,
    xlsx: Annotated[Path | None, typer.Option(help=_("Write a workbook with the faulty cells marked."))] = None,
) -> int:
    from tequio.tables.limits import Unreadable

    try:
        return _check(file, rules, part, lists or [], as_json=as_json, html=html, xlsx=xlsx)
    except Unreadable as no:
        complain(no.say(tongue()))
        return REFUSED


def _check(
    file: Path, rules: Path | None, part: str, lists: list[str], *, as_json: bool, html: Path | None, xlsx: Path | None
) -> int:
    from tequio.config.ops import progress
    from tequio.tables import loading
    from tequio.tables.assessment import assess
    from tequio.tables.finding import Severity
    from tequio.tables.reading.opening import open_table
    from tequio.tables.reports import marked, page, plain

    schema = _schema(rules)
    with tempfile.TemporaryDirectory(prefix="tequio-data-") as folder, progress.shown(quiet=as_json) as at:
        scratch = Path(folder)
        catalogues = {name: rows for one in lists for name, rows in [_catalogue(one, scratch)]}
        at(_("Reading the file"), 0, 3)
        with loading.loaded(open_table(file, scratch=scratch, part=part), scratch=scratch) as table:
            at(_("Checking it"), 1, 3)
            found = assess(table, schema=schema, catalogues=catalogues)
            at(_("Writing the report"), 2, 3)
            if xlsx:
                marked.write(xlsx, table, found, tongue=tongue())
            at(_("Writing the report"), 3, 3)
    if html:
        html.write_text(page.written(found, title=file.name, tongue=tongue()), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(plain.as_json(found, tongue()), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(plain.lines(found, tongue())))
    return {Severity.ERROR: REFUSED, Severity.WARNING: WARNED}.get(found.worst or Severity.NOTE, 0)


def _schema(rules: Path | None) -> Schema | None:
    from tequio.tables.rules import schema

    if rules is None:
        return None
    try:
        document = json.loads(rules.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise typer.BadParameter(_("It is not JSON: %(why)s") % {"why": error}, param_hint="--rules") from error
    return schema.parsed(document)


def _catalogue(said: str, scratch: Path) -> tuple[str, Catalogue]:
    """Read a list that the rules name: all columns of its file, in their order."""
    from tequio.tables import loading
    from tequio.tables.reading.opening import open_table

    name, _equals, path = said.partition("=")
    if not path or not Path(path).is_file():
        raise typer.BadParameter(_("Write it as NAME=FILE: %(said)s") % {"said": said}, param_hint="--with")
    place = scratch / f"list-{name.replace('/', '-')}"
    place.mkdir()
    with loading.loaded(open_table(Path(path), scratch=place), scratch=place) as table:
        return name, [tuple(row) for row in table.connection.execute("SELECT * FROM data").fetchall()]


@command(_("Say where personal data stands in a table: by column, never showing it."), group=group)
def personal(file: File, part: Part = "", as_json: Json = False) -> int:
    from tequio.tables import loading
    from tequio.tables.limits import Unreadable
    from tequio.tables.personal.findings import findings
    from tequio.tables.personal.scan import scan
    from tequio.tables.reading.opening import open_table

    try:
        with tempfile.TemporaryDirectory(prefix="tequio-data-") as folder:
            scratch = Path(folder)
            with loading.loaded(open_table(file, scratch=scratch, part=part), scratch=scratch) as table:
                found = scan(table.connection, number=table.number)
    except Unreadable as no:
        complain(no.say(tongue()))
        return REFUSED
    told = findings(found)
    if as_json:
        typer.echo(json.dumps([one.as_json(tongue()) for one in told], ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(one.say(tongue()) for one in told) or _("No personal data was found."))
    return REFUSED if any(one.needs_decision for one in found) else 0
