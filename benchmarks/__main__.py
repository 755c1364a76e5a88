"""`make bench`: every figure is a ratio against a named peer, or a limit, in the same run."""

from __future__ import annotations

import sys

from benchmarks import pages, server


def main() -> int:
    """Run what was asked for (all by default) and say what holds."""
    wanted = sys.argv[1:] or ["pages", "server"]
    results = [row for name in wanted for row in {"pages": pages, "server": server}[name].run()]
    for what, measured, limit, holds in results:
        print(f"{'ok ' if holds else 'NO '} {what}: {measured:.3f} (limit {limit})")
    return 0 if all(row[3] for row in results) else 1


sys.exit(main())
