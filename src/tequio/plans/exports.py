"""What machines take away: the fields of the published documents, explained."""

from __future__ import annotations

from collections.abc import Iterable

from tequio.kit import table
from tequio.plans.queries import Field, dictionaries

_PLAN = "plan.json"
_COMMITMENT = "commitment.json"
_PARTY = "commitment.json → parties, milestones[].parties, key_actions[].parties"
_MILESTONE = "commitment.json → milestones"
_ACTION = "commitment.json → key_actions"

FIELDS: tuple[Field, ...] = (
    Field(_PLAN, "type", "text", "Siempre «action-plan»", "Always “action-plan”"),
    Field(_PLAN, "id", "urn", "Nombre permanente del plan", "Permanent name of the plan"),
    Field(_PLAN, "jurisdiction", "urn", "Lugar al que pertenece", "The place it belongs to"),
    Field(_PLAN, "name", "text", "Nombre", "Name"),
    Field(_PLAN, "ordinal", "integer", "Qué número de plan es en su lugar", "Which plan of its place it is"),
    Field(_PLAN, "level", "code", "country, state o municipality", "country, state or municipality"),
    Field(_PLAN, "start", "date", "Inicio", "Start"),
    Field(_PLAN, "end", "date", "Término", "End"),
    Field(_PLAN, "precision", "code", "Qué tan exactas son sus fechas: day, month, year", "How exact its dates are"),
    Field(_PLAN, "forum", "text", "Foro multiactor que lo acompaña", "Multi-stakeholder forum behind it"),
    Field(_PLAN, "version", "code", "draft (para revisión) o final", "draft (for review) or final"),
    Field(_PLAN, "description", "text", "El plan en pocas palabras", "The plan in a few words"),
    Field(_PLAN, "predecessor", "urn", "Plan anterior", "The plan before it"),
    Field(_COMMITMENT, "type", "text", "Siempre «commitment»", "Always “commitment”"),
    Field(_COMMITMENT, "id", "urn", "Nombre permanente del compromiso", "Permanent name of the commitment"),
    Field(_COMMITMENT, "plan", "urn", "Plan al que pertenece", "The plan it belongs to"),
    Field(_COMMITMENT, "template", "object", "Formulario: código y versión", "Form: code and version"),
    Field(_COMMITMENT, "number", "text", "Número en el plan", "Number in the plan"),
    Field(_COMMITMENT, "title", "text", "Título", "Title"),
    Field(_COMMITMENT, "lede", "text", "El compromiso en una oración", "The commitment in one sentence"),
    Field(
        _COMMITMENT, "start", "date", "Inicio; con precisión month, el primer día", "Start; the first day of a month"
    ),
    Field(
        _COMMITMENT, "end", "date", "Término; con precisión month vale todo el mes", "End; a month runs to its last day"
    ),
    Field(_COMMITMENT, "precision", "code", "day, month o year", "day, month or year"),
    Field(_COMMITMENT, "text", "text", "El compromiso como se acordó", "The commitment as agreed"),
    Field(_COMMITMENT, "problem", "text", "Problema público", "Public problem"),
    Field(_COMMITMENT, "situation", "text", "Situación actual", "Current situation"),
    Field(_COMMITMENT, "gender", "text", "Cómo afecta a mujeres y a hombres", "How it affects women and men"),
    Field(_COMMITMENT, "vulnerability", "text", "Población en vulnerabilidad", "Population in vulnerability"),
    Field(_COMMITMENT, "action", "text", "Acción", "Action"),
    Field(_COMMITMENT, "contribution", "text", "Cómo contribuye a resolverlo", "How it helps to solve it"),
    Field(_COMMITMENT, "vision", "text", "Objetivo de largo plazo", "Long-term objective"),
    Field(_COMMITMENT, "relevance", "text", "Relevancia para los valores", "Relevance to the values"),
    Field(_COMMITMENT, "verification", "text", "Cómo se verifica", "How it is verified"),
    Field(_COMMITMENT, "summary", "text", "Resumen ejecutivo", "Executive summary"),
    Field(_COMMITMENT, "additional", "text", "Información adicional", "Additional information"),
    Field(_COMMITMENT, "resources_assured", "code", "yes, no, partly o vacío", "yes, no, partly or empty"),
    Field(_COMMITMENT, "no_nongovernment", "boolean", "Se dijo que no aplica", "Stated that it does not apply"),
    Field(_COMMITMENT, "baselines", "list", "Datos de partida con su fuente", "Starting figures with their source"),
    Field(_COMMITMENT, "citations", "list", "Planes y leyes que cita", "Plans and laws it cites"),
    Field(_COMMITMENT, "resources", "list", "Recursos", "Resources"),
    Field(_COMMITMENT, "risks", "list", "Supuestos que pueden fallar", "Assumptions that may fail"),
    Field(_COMMITMENT, "sdgs", "list", "Objetivos y metas de la Agenda 2030", "Goals and targets of the 2030 Agenda"),
    Field(_COMMITMENT, "values", "list", "Valores y por qué los sirve", "Values and why it serves them"),
    Field(_COMMITMENT, "classifications", "list", "Áreas y grupos elegidos", "Chosen areas and groups"),
    Field(_COMMITMENT, "accepted_limits", "list", "Textos más largos, con su razón", "Longer texts, with the reason"),
    Field(_COMMITMENT, "aliases", "list", "Otros títulos, si los tiene", "Other titles, if any"),
    Field(_COMMITMENT, "goal", "text", "Meta verificable de un eje", "Verifiable goal of an axis"),
    Field(_COMMITMENT, "goals", "list", "Aspectos de la meta: label, text", "Aspects of the goal: label, text"),
    Field(
        _COMMITMENT,
        "proposals",
        "list",
        "Propuestas ciudadanas: label, text, answer, state (received, accepted, partly, rejected, done)",
        "Citizen proposals: label, text, answer, state (received, accepted, partly, rejected, done)",
    ),
    Field(
        _COMMITMENT,
        "mechanisms",
        "list",
        "Mecanismos de monitoreo: concern, proposal, undertaking, link",
        "Monitoring mechanisms: concern, proposal, undertaking, link",
    ),
    Field(_COMMITMENT, "channels", "list", "Difusión: kind, name, handle, link", "Channels: kind, name, handle, link"),
    Field(_COMMITMENT, "origin", "text", "Foro del que deriva un eje", "Forum that an axis comes from"),
    Field(_COMMITMENT, "approval", "text", "Sesión que aprobó un eje", "Session that approved an axis"),
    Field(
        _COMMITMENT,
        "schedule",
        "code",
        "monthly, bimonthly, quarterly, four-monthly, semiannual, annual",
        "monthly, bimonthly, quarterly, four-monthly, semiannual, annual",
    ),
    Field(
        _COMMITMENT,
        "phases",
        "list",
        "Hoja de ruta en orden; depth 1: dentro de la fase de arriba",
        "Roadmap in order; depth 1: inside the phase above",
    ),
    Field(
        _COMMITMENT,
        "deliverables",
        "list",
        "Entregables: step, title, url, milestone (urn o vacío)",
        "Deliverables: step, title, url, milestone (urn or empty)",
    ),
    Field(_COMMITMENT, "results", "list", "Productos y resultados: kind, text", "Outputs and outcomes: kind, text"),
    Field(
        _COMMITMENT,
        "shares",
        "list",
        "Partes y aliadas: role, name, jurisdiction, institution, minimum, milestones, note",
        "Parties and allies: role, name, jurisdiction, institution, minimum, milestones, note",
    ),
    Field(_COMMITMENT, "objectives", "list", "Objetivos por horizonte", "Objectives by horizon"),
    Field(_COMMITMENT, "parties", "list", "Quién responde y quién participa", "Who answers and who takes part"),
    Field(_COMMITMENT, "key_actions", "list", "Acciones clave con su peso", "Key actions with their weight"),
    Field(_COMMITMENT, "milestones", "list", "Hitos y actividades", "Milestones and activities"),
    Field(_COMMITMENT, "groups", "list", "Encabezados de los hitos", "Headings of the milestones"),
    Field(_PARTY, "section", "code", "Parte del formulario", "Part of the form"),
    Field(_PARTY, "label", "text", "Número que muestra el documento", "Number that the document shows"),
    Field(_PARTY, "name", "text", "Institución como se escribió", "Institution as written"),
    Field(_PARTY, "institution", "urn", "Institución del directorio", "Institution of the directory"),
    Field(_PARTY, "unit", "text", "Unidad", "Unit"),
    Field(_PARTY, "level", "text", "Orden de gobierno", "Level of government"),
    Field(
        _PARTY, "role", "code", "lead, support, supervision, coordination", "lead, support, supervision, coordination"
    ),
    Field(_PARTY, "posts", "list", "Puestos; nunca personas", "Posts; never persons"),
    Field(_ACTION, "id", "urn", "Nombre permanente", "Permanent name"),
    Field(_ACTION, "order", "integer", "Lugar en la lista, desde 1", "Place in the list, from 1"),
    Field(_ACTION, "label", "text", "Número que muestra el documento", "Number that the document shows"),
    Field(_ACTION, "title", "text", "Nombre", "Name"),
    Field(_ACTION, "objective", "text", "Objetivo", "Objective"),
    Field(
        _ACTION, "weight", "decimal", "Peso en por ciento; vacío: todas igual", "Weight in per cent; empty: all alike"
    ),
    Field(_ACTION, "start", "date", "Inicio", "Start"),
    Field(_ACTION, "end", "date", "Término", "End"),
    Field(_ACTION, "precision", "code", "day, month o year", "day, month or year"),
    Field(_ACTION, "indicators", "list", "Cómo se mide", "How it is measured"),
    Field(_ACTION, "parties", "list", "Quién responde, en orden", "Who answers, in order"),
    Field(_ACTION, "means", "list", "Medios de verificación", "Means of verification"),
    Field(_MILESTONE, "id", "urn", "Nombre permanente", "Permanent name"),
    Field(_MILESTONE, "order", "integer", "Lugar en la lista, desde 1", "Place in the list, from 1"),
    Field(_MILESTONE, "label", "text", "Número que muestra el documento; puede repetirse", "Number shown; may repeat"),
    Field(_MILESTONE, "title", "text", "Hito o actividad", "Milestone or activity"),
    Field(_MILESTONE, "purpose", "text", "Objetivo de la actividad", "Objective of the activity"),
    Field(_MILESTONE, "objective", "integer", "`order` de su objetivo", "`order` of its objective"),
    Field(_MILESTONE, "group", "integer", "`order` de su encabezado", "`order` of its heading"),
    Field(_MILESTONE, "key_action", "urn", "Acción clave a la que pertenece", "Key action it belongs to"),
    Field(_MILESTONE, "start", "date", "Inicio; vacío: el de su acción clave", "Start; empty: its key action's"),
    Field(_MILESTONE, "end", "date", "Término; vacío: el de su acción clave", "End; empty: its key action's"),
    Field(_MILESTONE, "precision", "code", "day, month o year", "day, month or year"),
    Field(
        _MILESTONE,
        "weight",
        "decimal",
        "Peso en por ciento; vacío: todos igual",
        "Weight in per cent; empty: all alike",
    ),
    Field(_MILESTONE, "target", "decimal", "Meta en número", "Numeric target"),
    Field(_MILESTONE, "unit", "text", "Unidad de la meta", "Unit of the target"),
    Field(_MILESTONE, "overlaps", "urn", "Otro hito que dice casi lo mismo", "Another one that says nearly the same"),
    Field(_MILESTONE, "parties", "list", "Quién responde, en orden", "Who answers, in order"),
    Field(_MILESTONE, "means", "list", "Medios de verificación y su tipo", "Means of verification and their kind"),
)


def fields() -> list[Field]:
    """Return the fields of every export, those of the rooms above at the end."""
    return [*FIELDS, *(field for answer in dictionaries.ask() for field in answer)]


def as_csv(rows: Iterable[Field]) -> str:
    """Write the dictionary as a table."""
    header = ["file", "field", "type", "description_es", "description_en"]
    return table.rows_as_csv(header, ([row.where, row.name, row.type, row.es, row.en] for row in rows))
