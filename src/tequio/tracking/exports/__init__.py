"""Open data of this room: each table with the meaning of its columns."""

from tequio.tracking.exports.tables import (
    CHANGE_FIELDS,
    FORMULA,
    MILESTONE_FIELDS,
    PROGRESS_FIELDS,
    changes,
    milestones,
    progress,
)
from tequio.tracking.exports.writing import Field, Record, as_csv, as_json, dictionary_csv

__all__ = [
    "CHANGE_FIELDS",
    "FORMULA",
    "MILESTONE_FIELDS",
    "PROGRESS_FIELDS",
    "Field",
    "Record",
    "as_csv",
    "as_json",
    "changes",
    "dictionary_csv",
    "milestones",
    "progress",
]
