"""The commands of the data engine: no database, no server. They work on files, and leave files behind."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tequio.config.cli.frame import REFUSED, Json, _, app, command, complain, tongue

if TYPE_CHECKING:
    from tequio.tables.rules.engine import Catalogue
    from tequio.tables.rules.schema import Schema
    from tequio.tables.store.publishing import Version

WARNED = 4
DRIFT = 0.2

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
    last: Annotated[
        Path | None,
        typer.Option(help=_("The version before: tell if the number of rows jumps."), exists=True, dir_okay=False),
    ] = None,
    drift: Annotated[float, typer.Option(help=_("How large a jump is told, as a share of it."), min=0)] = DRIFT,
) -> int:
    from tequio.config.ops import progress
    from tequio.tables import loading
    from tequio.tables.assessment import assess
    from tequio.tables.finding import Severity
    from tequio.tables.reading.opening import open_table
    from tequio.tables.reports import marked, page, plain
    from tequio.tables.rules.rule import Drift

    schema = _schema(rules)
    with tempfile.TemporaryDirectory(prefix="tequio-data-") as folder, progress.shown(quiet=as_json) as at:
        scratch = Path(folder)
        catalogues = {name: rows for one in lists or [] for name, rows in [_catalogue(one, scratch)]}
        before = Drift(_rows_of(last, scratch), drift) if last else None
        at(_("Reading the file"), 0, 3)
        with loading.loaded(open_table(file, scratch=scratch, part=part), scratch=scratch) as table:
            at(_("Checking it"), 1, 3)
            found = assess(table, schema=schema, catalogues=catalogues, before=before)
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
    name, _equals, path = said.partition("=")
    if not path or not Path(path).is_file():
        raise typer.BadParameter(_("Write it as NAME=FILE: %(said)s") % {"said": said}, param_hint="--with")
    with _rows(Path(path), scratch / f"list-{name.replace('/', '-')}") as connection:
        return name, [tuple(row) for row in connection.execute("SELECT COLUMNS(*)::VARCHAR FROM data").fetchall()]


def _rows_of(file: Path, scratch: Path) -> int:
    """Count the rows of a table."""
    with _rows(file, scratch / "last") as connection:
        (count,) = connection.execute("SELECT count(*) FROM data").fetchone() or (0,)
    return int(count)


@contextmanager
def _rows(file: Path, scratch: Path) -> Iterator[Any]:
    """Hold any table, be it a file or a version that was published, as the table `data`."""
    from tequio.tables import loading
    from tequio.tables.reading.opening import open_table
    from tequio.tables.store.reopening import ENDINGS, reopened

    scratch.mkdir()
    if file.suffix in ENDINGS:
        with reopened(file, scratch=scratch) as connection:
            yield connection
    else:
        with loading.loaded(open_table(file, scratch=scratch), scratch=scratch) as table:
            yield table.connection


@command(_("Say where personal data stands in a table: by column, never showing it."), group=group)
def personal(file: File, part: Part = "", as_json: Json = False) -> int:
    from tequio.tables import loading
    from tequio.tables.personal.findings import findings
    from tequio.tables.personal.scan import scan
    from tequio.tables.reading.opening import open_table

    with tempfile.TemporaryDirectory(prefix="tequio-data-") as folder:
        scratch = Path(folder)
        with loading.loaded(open_table(file, scratch=scratch, part=part), scratch=scratch) as table:
            found = scan(table.connection, number=table.number)
    told = findings(found)
    if as_json:
        typer.echo(json.dumps([one.as_json(tongue()) for one in told], ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(one.say(tongue()) for one in told) or _("No personal data was found."))
    return REFUSED if any(one.needs_decision for one in found) else 0


@command(_("Write a table in another form, each column typed: .csv, .parquet or .duckdb."), group=group)
def convert(
    file: File,
    to: Annotated[Path, typer.Argument(metavar="TO", help=_("The file to write; its ending says the form."))],
    rules: Rules = None,
    part: Part = "",
) -> int:
    if to.suffix not in (".csv", ".parquet", ".duckdb"):
        raise typer.BadParameter(_("Its name ends with .csv, .parquet or .duckdb"), param_hint="TO")
    if to.exists():
        raise typer.BadParameter(_("%(file)s is there already.") % {"file": to}, param_hint="TO")
    with tempfile.TemporaryDirectory(prefix="tequio-data-") as folder:
        version = _published(file, rules, part, Path(folder))
        _write_as(to, version)
    said = {"rows": f"{version.rows:,}", "file": to, "unread": f"{version.unread:,}"}
    typer.echo(_("%(rows)s rows were written to %(file)s.") % said)
    if version.unread:
        typer.echo(_("Cells that could not be read as their column says, and have no value there: %(unread)s.") % said)
        return WARNED
    return 0


@command(_("Answer a question in SQL about a table, which is called data."), group=group)
def query(
    file: File,
    sql: Annotated[str, typer.Argument(metavar="SQL", help=_("One SELECT, such as: SELECT count(*) FROM data"))],
    part: Part = "",
    as_json: Json = False,
) -> int:
    from tequio.tables.query.sandbox import Sandbox

    with tempfile.TemporaryDirectory(prefix="tequio-data-") as folder:
        version = _published(file, None, part, Path(folder))
        with Sandbox(workers=1) as sandbox:
            answer = sandbox.ask(version.database, sql)
    if as_json:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(answer.rows)
    if answer.is_cut:
        complain(_("Only the first rows are shown."))
    return 0


@command(_("Say what differs between two tables: rows by a key, and each cell that changed."), group=group)
def diff(
    before: File,
    after: File,
    key: Annotated[
        list[str] | None,
        typer.Option(help=_("A column that tells rows apart; may be repeated. Without one, whole rows.")),
    ] = None,
    csv_: Annotated[Path | None, typer.Option("--csv", help=_("Write every change to this file."))] = None,
    rules: Rules = None,
    as_json: Json = False,
) -> int:
    from tequio.tables.reports import differing
    from tequio.tables.store.diff import diff as compare

    if csv_ and csv_.exists():
        raise typer.BadParameter(_("%(file)s is there already.") % {"file": csv_}, param_hint="--csv")
    with tempfile.TemporaryDirectory(prefix="tequio-data-") as folder:
        places = [Path(folder) / side for side in ("before", "after")]
        for place in places:
            place.mkdir()
        versions = [_published(file, rules, "", at) for file, at in zip((before, after), places, strict=True)]
        found = compare(versions[0].database, versions[1].database, tuple(key or ()))
        if csv_:
            found.write_csv(csv_)
    if as_json:
        typer.echo(json.dumps(differing.as_json(found), ensure_ascii=False, indent=1, default=str))
    else:
        typer.echo("\n".join(differing.lines(found, tongue())))
    return 0


def _published(file: Path, rules: Path | None, part: str, scratch: Path) -> Version:
    """Read a file, and make it a version in a folder."""
    import hashlib

    from tequio.tables import loading
    from tequio.tables.assessment import assess
    from tequio.tables.reading.opening import open_table
    from tequio.tables.store.publishing import publish

    schema = _schema(rules)
    with file.open("rb") as opened:
        source = hashlib.file_digest(opened, "sha256").hexdigest()
    with loading.loaded(open_table(file, scratch=scratch, part=part), scratch=scratch) as table:
        found = assess(table, schema=schema, is_personal=False)
        return publish(table, found, scratch / "version", source=source, sort=())


def _write_as(to: Path, version: Version) -> None:
    import shutil

    from tequio.tables.store.exporting import as_csv

    if to.suffix == ".csv":
        as_csv(version.database, to)
    else:
        shutil.copyfile(version.parquet if to.suffix == ".parquet" else version.database, to)
