"""The command `tequio`."""

from tequio.config.cli import custody, data, erasing, record, site, watching
from tequio.config.cli.frame import app
from tequio.tlog import witness_cli

app.add_typer(witness_cli.app)

__all__ = ["custody", "data", "erasing", "main", "record", "site", "watching"]


def main() -> None:
    """Run the command line."""
    app(prog_name="tequio")
