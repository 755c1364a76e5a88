"""Commitments as the Open Government Partnership's own table has them (FIELD §3.2), with their SDG codes."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import Truncator

from tequio.plans.models import Commitment, Party
from tequio.plans.vocab import Scheme, Section
from tequio.tracking.exports.writing import Field, Record
from tequio.tracking.queries.tracks import Side, Tracks
from tequio.tracking.vocab import Track

# Column of the table → code of the value in our vocabulary.
VALUES = {
    "OGP Value Access To Information": "transparency",
    "OGP Value Civic Participation": "participation",
    "OGP Value Public Accountability": "accountability",
    "OGP Value Technology": "innovation",
}
_UNASSESSED = "Pending IRM Review"

OGP_FIELDS = (
    Field("Commitment Unique Identifier", "id", "Nombre permanente del compromiso (urn)", "Commitment's name (urn)"),
    Field("Country/Locality", "text", "Lugar", "Place"),
    Field("Region", "text", "Región; vacío: la asigna OGP", "Region; empty: OGP assigns it"),
    Field("Theme", "text", "Áreas de política, separadas por ;", "Policy areas, split by ;"),
    Field("Year Of Submission", "integer", "Año en que se publicó el plan", "Year in which the plan was published"),
    Field("Action Plan Number", "integer", "Número del plan", "Number of the plan"),
    Field("Commitment Number", "text", "Número del compromiso", "Number of the commitment"),
    Field("Commitment Title", "text", "Título", "Title"),
    Field("Short Title", "text", "El título en una línea corta", "The title in one short line"),
    Field("Full Text", "text", "Texto del compromiso", "Text of the commitment"),
    Field("Lead Institution", "text", "Institución que dirige", "Institution that leads"),
    Field("Supporting Institution(s)", "text", "Las demás, separadas por ;", "The others, split by ;"),
    Field("URL", "text", "Dirección de su página", "Address of its page"),
    *(
        Field(name, "integer", "1 si el compromiso dice servir a este valor", "1 if it says that it serves this value")
        for name in VALUES
    ),
    Field(
        "Specificity", "text", "Del IRM hasta 2020; vacío: no se registra aquí", "IRM until 2020; empty: not kept here"
    ),
    Field(
        "Potential Impact", "text", "Del IRM hasta 2020; vacío: no se registra", "IRM until 2020; empty: not kept here"
    ),
    Field(
        "Completion (Progress Report)",
        "text",
        f"Cumplimiento según el IRM; «{_UNASSESSED}» si aún no lo dice",
        f"Completion as the IRM says it; “{_UNASSESSED}” until it does",
    ),
    Field(
        "Did It Open Government (Overall)",
        "text",
        f"¿Abrió el gobierno?, según el IRM; «{_UNASSESSED}» si aún no lo dice",
        f"Did it open government, as the IRM says; “{_UNASSESSED}” until it does",
    ),
    Field("SDG", "text", "Objetivos y metas de desarrollo sostenible, separados por ;", "SDG goals and targets, by ;"),
)
# OGP's words, in its own table's language.
_COMPLETION = {
    "no-evidence": "No Evidence Available",
    "not-started": "Not Started",
    "limited": "Limited",
    "substantial": "Substantial",
    "complete": "Complete",
}
_OPENED = {
    "worsened": "Worsened",
    "unchanged": "Did Not Change",
    "marginal": "Marginal",
    "major": "Major",
    "outstanding": "Outstanding",
}


def ogp(found: Iterable[Tracks], years: dict[int, int], base: str) -> list[Record]:
    """Return commitments as records of OGP_FIELDS. `years` gives the year of each plan, `base` the site's address."""
    return [_row(one.commitment, one.of(Track.IRM), years, base) for one in found]


def _row(one: Commitment, irm: Side, years: dict[int, int], base: str) -> Record:
    terms = [link.term for link in one.classifications.all()]
    values = {link.term.code for link in one.values.all()}
    own = [party for party in one.parties.all() if party.milestone_id is None and party.key_action_id is None]
    lead, others = _leading(own)
    said = irm.assessment
    return {
        "Commitment Unique Identifier": one.urn,
        "Country/Locality": one.plan.jurisdiction.name,
        "Region": "",
        "Theme": "; ".join(term.name_en for term in terms if term.scheme == Scheme.POLICY_AREA),
        "Year Of Submission": years.get(one.plan_id),
        "Action Plan Number": one.plan.ordinal,
        "Commitment Number": one.number,
        "Commitment Title": one.title,
        "Short Title": Truncator(" ".join(one.title.split())).chars(80),
        "Full Text": one.text or one.action or one.goal,
        "Lead Institution": lead,
        "Supporting Institution(s)": "; ".join(others),
        "URL": base + one.get_absolute_url(),
        **{name: int(code in values) for name, code in VALUES.items()},
        "Specificity": "",
        "Potential Impact": "",
        "Completion (Progress Report)": _COMPLETION[said.completion] if said else _UNASSESSED,
        "Did It Open Government (Overall)": _OPENED.get(said.opened, _UNASSESSED) if said else _UNASSESSED,
        "SDG": "; ".join(str(link) for link in one.sdgs.all()),
    }


def _leading(parties: list[Party]) -> tuple[str, list[str]]:
    """Tell the institution that leads from those that support it: the first of the government's list leads."""
    listed = [party for party in parties if party.section == Section.GOVERNMENT] or parties
    if not listed:
        return "", []
    lead = next((party for party in listed if party.role == "lead"), listed[0])
    return lead.name, list(dict.fromkeys(party.name for party in parties if party.name != lead.name))
