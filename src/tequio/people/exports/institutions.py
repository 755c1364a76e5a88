"""The directory of institutions as open data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tequio.kit import table
from tequio.people.models import Institution

# Each column and what it means; the JSON carries it, so that the file explains itself.
FIELDS = {
    "id": "Permanent identifier (urn)",
    "name": "Official name",
    "short_name": "Short name or acronym",
    "sector": "Sector, one of the codes of the directory",
    "branch": "Branch of government, empty if it is not a public body",
    "is_obliged": "Whether the transparency law obliges it to answer requests for information",
    "aliases": "Other names in documents (in the CSV separated by a vertical bar)",
    "jurisdiction": "Permanent identifier of the country, state or municipality (urn)",
}


def as_csv(institutions: Iterable[Institution]) -> str:
    """Write the directory as CSV."""
    return table.as_csv(list(FIELDS), map(_row, institutions))


def as_json(institutions: Iterable[Institution]) -> dict[str, Any]:
    """Return the directory with its field dictionary."""
    return {"fields": FIELDS, "institutions": [_row(one) for one in institutions]}


def _row(one: Institution) -> dict[str, Any]:
    return {
        "id": one.urn,
        "name": one.name,
        "short_name": one.short_name,
        "sector": one.sector,
        "branch": one.branch,
        "is_obliged": one.is_obliged,
        "aliases": list(one.aliases),
        "jurisdiction": one.jurisdiction.urn,
    }
