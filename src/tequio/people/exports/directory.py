"""Tables of the directories. What is private stands only in those called internal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tequio.kit import table
from tequio.people.models import Ally, Approach, Institution, Leader, Organisation, Post
from tequio.people.queries import may_be_named


@dataclass(frozen=True)
class Table:
    """A file's name, its columns with their meaning, and how a row becomes cells."""

    name: str
    fields: Mapping[str, str]
    row: Callable[[Any], Mapping[str, Any]]

    def as_csv(self, rows: Iterable[Any]) -> str:
        """Write the rows as CSV."""
        return table.as_csv(list(self.fields), map(self.row, rows))

    def as_json(self, rows: Iterable[Any]) -> dict[str, Any]:
        """Return the rows with their field dictionary."""
        return {"fields": dict(self.fields), "rows": [dict(self.row(one)) for one in rows]}


_POST = {
    "institution": "Institution",
    "sector": "Sector, one of the codes of the directory",
    "unit": "Unit",
    "post": "Post",
    "level": "Level of the post",
    "since": "First day of the post, if known",
    "until": "Last day of the post, if it ended",
    "emails": "E-mail addresses",
    "phones": "Telephones",
}


def _post(post: Post) -> dict[str, Any]:
    said: dict[str, list[str]] = {"name": [], "email": [], "phone": []}
    for one in post.shown_contacts:  # type: ignore[attr-defined]
        said[one.kind].append(one.value)
    return {
        "institution": post.institution.name,
        "sector": post.institution.sector,
        "unit": post.unit,
        "post": post.title,
        "level": post.level,
        "since": post.starts_on.isoformat() if post.starts_on else None,
        "until": post.ends_on.isoformat() if post.ends_on else None,
        "emails": said["email"],
        "phones": said["phone"],
        "names": said["name"],
    }


def _public_post(post: Post) -> dict[str, Any]:
    return {name: value for name, value in _post(post).items() if name != "names"}


DIRECTORY = Table("directorio", _POST, _public_post)
DIRECTORY_INTERNAL = Table("directorio-interno", _POST | {"names": "Whoever holds it (private)"}, _post)


def _obliged(one: Institution) -> dict[str, Any]:
    post = one.transparency_post
    return {
        "id": one.urn,
        "name": one.name,
        "short_name": one.short_name,
        "branch": one.branch,
        "jurisdiction": one.jurisdiction.urn,
        "liaison": post.current.label if post else "",
    }


OBLIGED = Table(
    "sujetos-obligados",
    {
        "id": "Permanent identifier (urn)",
        "name": "Official name",
        "short_name": "Short name or acronym",
        "branch": "Branch of government, one of the codes of the directory",
        "jurisdiction": "Permanent identifier of the country, state or municipality (urn)",
        "liaison": "Post that answers requests for information",
    },
    _obliged,
)

_ALLY = {
    "id": "Permanent identifier (urn)",
    "institution": "Institution",
    "unit": "Unit",
    "data": "Data that it could share",
}


def _ally(one: Ally) -> dict[str, Any]:
    return {"id": one.urn, "institution": one.institution.name, "unit": one.unit, "data": one.shares}


def _internal_ally(one: Ally) -> dict[str, Any]:
    post = one.post.current.label if one.post else ""
    return _ally(one) | {"interest": one.interest, "post": post, "note": one.note, "is_public": one.is_public}


ALLIES = Table("aliados", _ALLY, _ally)
ALLIES_INTERNAL = Table(
    "aliados-interno",
    _ALLY
    | {
        "interest": "Interest: high, medium, low or unknown (internal)",
        "post": "Post to speak with (internal)",
        "note": "Notes (internal)",
        "is_public": "Whether everybody sees it",
    },
    _internal_ally,
)


def _organisation(one: Organisation) -> dict[str, Any]:
    return {
        "id": one.urn,
        "name": one.name,
        "scope": one.scope,
        "about": one.about,
        "topics": list(one.topics),
        "groups": list(one.groups),
        "has_gender_focus": one.has_gender_focus,
        "is_interested": one.is_interested,
        "framework": one.framework,
        "website": one.website,
        "contact": one.contact_label,
        "contact_email": one.contact_email if one.shows_contact else "",
    }


ORGANISATIONS = Table(
    "organizaciones",
    {
        "id": "Permanent identifier (urn)",
        "name": "Name",
        "scope": "How far it works: national, state or local",
        "about": "What it does",
        "topics": "Topics",
        "groups": "Priority groups: a code, or the organisation's own words",
        "has_gender_focus": "Whether it works with a gender perspective",
        "is_interested": "Whether it is interested in open government",
        "framework": "How it would like to collaborate",
        "website": "Web page",
        "contact": "Its contact point, as a role",
        "contact_email": "E-mail, only if the organisation agreed to publish it",
    },
    _organisation,
)


def _approach(one: Approach) -> dict[str, Any]:
    return {
        "id": one.urn,
        "network": one.network.name,
        "role": one.role,
        "state": one.state,
        "organisation": one.name if may_be_named(one) else "",
        "on": one.happened_on.isoformat() if one.happened_on else None,
        "result": one.result,
    }


APPROACHES = Table(
    "acercamientos",
    {
        "id": "Permanent identifier (urn)",
        "network": "Network of agents of change",
        "role": "Role of whoever approached it",
        "state": "State of the country",
        "organisation": "Organisation, only if it joined",
        "on": "Day of the approach, if known",
        "result": "planned, approached, interested, joined or declined",
    },
    _approach,
)


def _leader(one: Leader) -> dict[str, Any]:
    return {
        "municipality": one.municipality,
        "neighbourhood": one.neighbourhood,
        "organisation": one.organisation,
        "name": one.name,
        "channel": one.channel,
        "contact": one.value,
        "purpose": one.purpose,
        "consent_on": one.consent_on.isoformat(),
        "expires_on": one.expires_on.isoformat(),
    }


LEADERS = Table(
    "lideres-vecinales",
    {
        "municipality": "Municipality",
        "neighbourhood": "Neighbourhood",
        "organisation": "Organisation",
        "name": "Name (private)",
        "channel": "How they agreed to be reached",
        "contact": "Contact (private)",
        "purpose": "What they agreed to be reached for",
        "consent_on": "Day of the consent",
        "expires_on": "Last day of the consent",
    },
    _leader,
)
