"""Open data of this room: each table with the meaning of its columns."""

from tequio.tracking.exports.calendar import milestones_ics
from tequio.tracking.exports.crossings import CROSSING_FIELDS
from tequio.tracking.exports.evaluations import SCORE_FIELDS, scores
from tequio.tracking.exports.formats import FORMAT_FIELDS, OBSERVATION_FIELDS, formats, observations
from tequio.tracking.exports.queue import QUEUE_FIELDS, queue
from tequio.tracking.exports.sides import (
    ALERT_FIELDS,
    ASSESSMENT_FIELDS,
    MOVE_FIELDS,
    SNAPSHOT_FIELDS,
    WORKLOAD_FIELDS,
    alerts,
    assessments,
    moves,
    snapshot,
    workloads,
)
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
    "SCORE_FIELDS",
    "scores",
    "CROSSING_FIELDS",
    "FORMAT_FIELDS",
    "OBSERVATION_FIELDS",
    "formats",
    "observations",
    "workloads",
    "snapshot",
    "moves",
    "assessments",
    "alerts",
    "WORKLOAD_FIELDS",
    "SNAPSHOT_FIELDS",
    "MOVE_FIELDS",
    "ASSESSMENT_FIELDS",
    "ALERT_FIELDS",
    "CHANGE_FIELDS",
    "FORMULA",
    "MILESTONE_FIELDS",
    "PROGRESS_FIELDS",
    "QUEUE_FIELDS",
    "Field",
    "Record",
    "as_csv",
    "as_json",
    "changes",
    "dictionary_csv",
    "milestones",
    "milestones_ics",
    "progress",
    "queue",
]
