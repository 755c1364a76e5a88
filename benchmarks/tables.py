"""The data engine: a file read, checked, profiled and published, beside DuckDB and frictionless.

    python -m benchmarks.tables             everything; ends with 1 if a bound breaks
    python -m benchmarks.tables ours FILE   one part, in a process of its own, as the first form starts it

1. Reading 100 MB of CSV with an independent count of its rows, all rules, the profile of every column and the duplicate
   keys: at most 2.2 times DuckDB's bare CSV to Parquet. With both published files: at most 4 times.
2. The same check of 20 MB: at least 8 times faster than `frictionless validate` with the same schema, which the
   benchmark installs for itself.
3. With --large, 1 GB: within 512 MB of memory.

Both sides run in processes of their own and take turns; the best of each counts.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tequio.tables.tests import planted

CHECKED, PUBLISHED, PEER, MEGABYTES = 2.2, 4.0, 8.0, 512
ROUNDS = 5
FRICTIONLESS = "frictionless==5.21.0"


def main() -> int:
    """Measure and judge."""
    broken = []
    with tempfile.TemporaryDirectory(prefix="tequio-bench-") as place:
        folder = Path(place)
        broken += _beside_duckdb(folder) + _beside_frictionless(folder)
        if "--large" in sys.argv:
            broken += _large(folder)
    print("\n".join(f"BROKEN: {one}" for one in broken))
    return int(bool(broken))


def _beside_duckdb(folder: Path) -> list[str]:
    file = folder / "100.csv"
    rows = planted.write(file, most_bytes=100_000_000).rows
    told: dict[str, list[float]] = {"bare": [], "ours": [], "published": []}
    for _round in range(ROUNDS):
        for part, seconds in told.items():
            seconds.append(_part(part, file)["seconds"])
    bare, ours, published = (min(told[part]) for part in ("bare", "ours", "published"))
    print(f"data engine, 100 MB, {rows:,} rows, 16 columns, {ROUNDS} rounds:")
    print(f"  DuckDB, CSV to Parquet, nothing else           {bare:6.2f} s")
    print(f"  read, counted, rules, profile, keys            {ours:6.2f} s  {ours / bare:.2f} × (at most {CHECKED})")
    print(
        f"  the same, and both published files             {published:6.2f} s  "
        f"{published / bare:.2f} × (at most {PUBLISHED})"
    )
    broken = [f"checking takes {ours / bare:.2f} × DuckDB's bare conversion"] if ours > CHECKED * bare else []
    broken += [f"publishing takes {published / bare:.2f} × it"] if published > PUBLISHED * bare else []
    return broken


def _beside_frictionless(folder: Path) -> list[str]:
    file = folder / "20.csv"
    planted.write(file, most_bytes=20_000_000)
    python = _installed(folder / "peer", FRICTIONLESS)
    if python is None:
        print(f"  {FRICTIONLESS} could not be installed: NOT MEASURED")
        return ["frictionless was not measured"]
    schema = folder / "schema.json"
    schema.write_text(json.dumps({name: value for name, value in planted.SCHEMA.items() if name != "tequio"}))
    began = time.perf_counter()
    done = subprocess.run([python, "-c", _PEER, str(file), str(schema)], capture_output=True, text=True, check=True)
    theirs = json.loads(done.stdout.splitlines()[-1])
    ours = min(_part("ours", file)["seconds"] for _round in range(3))
    times = theirs["seconds"] / ours
    print(f"20 MB, the same schema ({time.perf_counter() - began:.0f} s in all):")
    print(f"  {FRICTIONLESS:<46} {theirs['seconds']:6.2f} s, {theirs['errors']:,} errors")
    print(f"  tequio data check                              {ours:6.2f} s  {times:.1f} × faster (at least {PEER:.0f})")
    return [f"checking is only {times:.1f} × faster than frictionless"] if times < PEER else []


def _large(folder: Path) -> list[str]:
    file = folder / "1000.csv"
    rows = planted.write(file, most_bytes=1_000_000_000).rows
    told = _part("ours", file)
    print(f"1 GB, {rows:,} rows: {told['seconds']:.1f} s, {told['megabytes']:.0f} MB (at most {MEGABYTES})")
    return [f"1 GB takes {told['megabytes']:.0f} MB"] if told["megabytes"] > MEGABYTES else []


_PEER = """
import json, sys, time
from frictionless import Resource, Schema, system
began = time.perf_counter()
with system.use_context(trusted=True):
    report = Resource(path=sys.argv[1], schema=Schema.from_descriptor(sys.argv[2])).validate(limit_errors=100_000)
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "errors": report.stats["errors"]}))
"""


def _installed(place: Path, what: str) -> str | None:
    python = place / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(place)],
        [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python), what],
    ):
        if subprocess.run(command, capture_output=True).returncode:
            return None
    return str(python)


def _part(name: str, file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.tables", name, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def bare(file: Path, folder: Path) -> None:
    """Do what DuckDB does by itself: find out the dialect and the types, and write Parquet."""
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        source, target = str(file).replace("'", "''"), str(folder / "bare.parquet").replace("'", "''")
        connection.execute(f"COPY (FROM read_csv('{source}')) TO '{target}'")


def ours(file: Path, folder: Path, *, publishes: bool = False) -> None:
    """Read, count, check, profile; and publish."""
    from tequio.tables import loading
    from tequio.tables.assessment import assess
    from tequio.tables.reading.opening import open_table
    from tequio.tables.rules import schema
    from tequio.tables.store.publishing import publish

    rules = schema.parsed(planted.SCHEMA)
    with loading.loaded(open_table(file, scratch=folder), scratch=folder) as table:
        found = assess(table, schema=rules, is_personal=False)
        if publishes:
            publish(table, found, folder / "published", source="0" * 64)
    assert sum(one.count for one in found.results) > 100


def published(file: Path, folder: Path) -> None:
    """Do the same, and write both files of a version."""
    ours(file, folder, publishes=True)


PARTS: dict[str, Callable[[Path, Path], None]] = {"bare": bare, "ours": ours, "published": published}


def measure(name: str, file: Path) -> None:
    """Print the seconds that a part takes in this process, without its start, and the most memory that it held."""
    import duckdb  # neither its start nor ours is a part of the work

    from tequio.tables.reading import opening
    from tequio.tables.store import publishing

    with tempfile.TemporaryDirectory(prefix="tequio-bench-") as folder, nullcontext((duckdb, opening, publishing)):
        began = time.perf_counter()
        PARTS[name](file, Path(folder))
        seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in PARTS:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.exit(main())
