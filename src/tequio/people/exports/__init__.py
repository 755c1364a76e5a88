"""The directories as open data, each column with its meaning."""

from tequio.people.exports.directory import (
    ALLIES,
    ALLIES_INTERNAL,
    APPROACHES,
    DIRECTORY,
    DIRECTORY_INTERNAL,
    LEADERS,
    OBLIGED,
    ORGANISATIONS,
    Table,
)
from tequio.people.exports.institutions import FIELDS, as_csv, as_json

__all__ = [
    "ALLIES",
    "ALLIES_INTERNAL",
    "APPROACHES",
    "DIRECTORY",
    "DIRECTORY_INTERNAL",
    "FIELDS",
    "LEADERS",
    "OBLIGED",
    "ORGANISATIONS",
    "Table",
    "as_csv",
    "as_json",
]
