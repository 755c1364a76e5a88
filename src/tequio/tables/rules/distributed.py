"""The rules on a cluster: Spark Connect, be it Spark itself or Sail."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.kinds.reading import Reading
from tequio.tables.limits import Unreadable
from tequio.tables.rules.engine import Catalogue
from tequio.tables.rules.language import Language, Odd
from tequio.tables.rules.scan import Scan
from tequio.tables.rules.spark import Spark


class Cluster:
    """A table of a session of Spark Connect. Its rows have no numbers, so it gives counts and no examples."""

    row = ""

    def __init__(self, session: Any, table: str = "data") -> None:
        self.session, self.table = session, table

    def load(self, path: Path | str) -> None:
        """Take a CSV file that the cluster can see as the table, all text; without a value where a cell is empty."""
        # Without multiLine a line break in a cell would silently begin a row.
        read = self.session.read.options(header=True, quote='"', escape='"', multiLine=True, inferSchema=False)
        read.csv(str(path)).createOrReplaceTempView(self.table)

    def language(self, readings: Mapping[str, Reading], odd: Odd | None = None) -> Language:
        """Return how it says the rules."""
        return Spark(readings, odd)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a question gives."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def few(self, columns: Sequence[str]) -> Mapping[str, Scan]:
        """Return nothing: a cluster has its own ways of reading the same cell once."""
        return {}

    def beside(self, language: Language, few: Mapping[str, Scan], columns: Sequence[str]) -> tuple[Scan, Language]:
        """Return the table as it is."""
        return Scan(self.table), language

    def register(self, name: str, catalogue: Catalogue, width: int) -> None:
        """Make a list of texts a table of this session."""
        columns = ", ".join(f"c{place} STRING" for place in range(width))
        self.session.createDataFrame(list(catalogue), columns).createOrReplaceTempView(name)


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Open a session of a cluster, as in sc://127.0.0.1:15002, for as long as the block lasts."""
    with _named_main():
        _module("pyspark.sql.connect.session")
    session = _module("pyspark.sql").SparkSession.builder.remote(address).create()
    try:
        yield session
    finally:
        session.stop()


@contextmanager
def sail() -> Iterator[str]:
    """Run a Sail server inside this process for as long as the block lasts, and give its address.

    Close the sessions first: without their server they try to say goodbye for ten minutes.
    """
    server = _module("pysail.spark").SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    try:
        host, port = server.listening_address
        yield f"sc://{host}:{port}"
    finally:
        server.stop()


@contextmanager
def _named_main() -> Iterator[None]:
    """Give the process a main file meanwhile: pyspark takes one without (python -c, a worker) for its own doctests."""
    main = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = __file__
    try:
        yield
    finally:
        del main.__file__


def _module(name: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas, which nothing here uses
            return importlib.import_module(name)
    except ImportError as error:
        says = _("Spark is not installed here. Install it with: pip install 'tequio[distribuido]'")
        raise Unreadable("spark-missing", says) from error
