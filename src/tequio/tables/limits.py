"""How much of a stranger's file is read: beyond it, a clear error instead of a machine on its knees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tequio.kit.tongue import ENGLISH, Says, Tongue, Value, sentence


class Unreadable(Exception):
    """A file that is not read, with the sentence that says why and what to do. `code` never changes once published."""

    def __init__(self, code: str, says: Says, **values: Value) -> None:
        super().__init__(sentence(says, values))
        self.code = code
        self.says = says
        self.values: Mapping[str, Value] = values

    def say(self, tongue: Tongue = ENGLISH) -> str:
        """Return the sentence in a tongue."""
        return sentence(self.says, self.values, tongue)


@dataclass(frozen=True)
class Limits:
    """The bounds of one reading. Bytes are of the file once unpacked."""

    most_bytes: int = 4_000_000_000
    most_columns: int = 2_000
    most_cell: int = 1_000_000  # characters
    most_line: int = 8_000_000  # bytes of one record
    most_cells: int = 20_000_000  # of a workbook
    most_unpacked: int = 1_000_000_000  # bytes of a workbook's parts together
    most_ratio: int = 200  # unpacked to packed bytes, above a first 10 MB
    most_depth: int = 100  # of nested JSON
    memory: int = 350_000_000  # bytes that DuckDB may hold; the process, with all else, some 130 MB more
    threads: int = 2


DEFAULT = Limits()
