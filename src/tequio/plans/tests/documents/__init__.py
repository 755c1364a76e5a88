"""Documents to read in tests: our own, with every irregularity, and the reference ones where there are any."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from tequio.plans.imports.recognise import Reading, read

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.name for path in HERE.glob("*.txt")))


@cache
def own(name: str) -> Reading:
    """Read one of our own documents."""
    return read((HERE / name).read_bytes(), name)


def reference(start: str) -> Reading:
    """Read a reference document; skip the test, and say so, where TEQUIO_REFERENCE does not name their folder."""
    folder = os.environ.get("TEQUIO_REFERENCE")
    if not folder:
        pytest.skip("TEQUIO_REFERENCE is not set: the reference documents are NOT tested here")
    (path,) = Path(folder).glob(f"spec/sources/{start}*.txt")
    return read(path.read_bytes(), path.name)
