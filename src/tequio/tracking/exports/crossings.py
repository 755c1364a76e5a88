"""The columns of the tables that cross a plan."""

from __future__ import annotations

from collections.abc import Mapping

from tequio.tracking.exports.writing import Field

_ABOUT = (
    Field("commitment", "text", "Identificador del compromiso", "Id of the commitment"),
    Field("commitment_title", "text", "Título del compromiso", "Title of the commitment"),
)
CROSSING_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "sdgs": (
        *_ABOUT,
        Field("goal", "integer", "Número del objetivo", "Number of the goal"),
        Field("target", "text", "Meta; vacío: todo el objetivo", "Target; empty: the whole goal"),
        Field("text", "text", "Texto de la meta", "Text of the target"),
    ),
    "alignment": (
        *_ABOUT,
        Field("kind", "code", "plan o law", "plan or law"),
        Field("instrument", "text", "Plan o ley", "Plan or law"),
        Field("period", "text", "Periodo", "Period"),
        Field("axis", "text", "Eje", "Axis"),
        Field("code", "text", "Código de la línea", "Code of the line"),
        Field("article", "text", "Artículo", "Article"),
        Field("fraction", "text", "Fracción", "Fraction"),
        Field("text", "text", "Texto", "Text"),
        Field("published_on", "date", "Publicación", "Published on"),
    ),
    "risks": (
        *_ABOUT,
        Field("label", "text", "Letra o número", "Letter or number"),
        Field("text", "text", "Supuesto", "Assumption"),
        Field("level", "code", "goal, purpose, both o vacío", "goal, purpose, both or empty"),
        Field("probability", "text", "Probabilidad", "Probability"),
        Field("mitigation", "text", "Qué se hace al respecto", "What is done about it"),
        Field("status", "text", "Estado", "State"),
    ),
    "inclusion": (
        *_ABOUT,
        Field("gender", "text", "Cómo afecta a mujeres y a hombres", "How it affects women and men"),
        Field("vulnerability", "text", "Población en vulnerabilidad", "Population in vulnerability"),
        Field("groups", "codes", "Grupos elegidos, separados por ;", "Chosen groups, separated by ;"),
    ),
    "stakeholders": (
        Field("institution", "text", "Identificador, si está en el directorio", "Id, if the directory has it"),
        Field("name", "text", "Institución u organización", "Institution or organisation"),
        Field("sector", "text", "Sector", "Sector"),
        Field("roles", "text", "Qué parte tiene", "Part it plays"),
        Field("commitments", "integer", "En cuántos compromisos", "In how many commitments"),
        Field("milestones", "integer", "En cuántos hitos", "In how many milestones"),
    ),
    "baselines": (
        *_ABOUT,
        Field("name", "text", "Indicador", "Indicator"),
        Field("value_text", "text", "Valor como está escrito", "Value as written"),
        Field("value", "decimal", "Valor", "Value"),
        Field("unit", "text", "Unidad", "Unit"),
        Field("out_of", "decimal", "De cuántos", "Out of"),
        Field("population", "text", "Población", "Population"),
        Field("year", "text", "Fecha", "Date"),
        Field("source", "text", "Fuente", "Source"),
        Field("comparison", "decimal", "Valor de comparación", "Value to compare with"),
        Field("comparison_text", "text", "Qué es ese valor", "What that value is"),
        Field("direction", "code", "up: más es mejor; down: menos es mejor", "up: higher is better; down: lower is"),
    ),
    "resources": (
        *_ABOUT,
        Field("assured", "code", "yes, no, partly o vacío", "yes, no, partly or empty"),
        Field("budget_text", "text", "Presupuesto como está escrito", "Budget as written"),
        Field("staff", "decimal", "Personas", "People"),
        Field("staff_text", "text", "Personal como está escrito", "Staff as written"),
        Field("months", "integer", "Meses del compromiso", "Months of the commitment"),
        Field("time_text", "text", "Tiempo como está escrito", "Time as written"),
        Field("other_text", "text", "Otros recursos", "Other resources"),
    ),
    "deliverables": (
        *_ABOUT,
        Field("step", "text", "Hito como lo dice el anexo", "Milestone as the annex says it"),
        Field("milestone", "text", "Identificador del hito, si lo hay", "Id of the milestone, if any"),
        Field("title", "text", "Entregable", "Deliverable"),
        Field("url", "url", "Dirección como está escrita", "Address as written"),
        Field("state", "code", "Cómo está el enlace; ver enlaces.csv", "How its link stands; see enlaces.csv"),
    ),
    "links": (
        *_ABOUT,
        Field("kind", "code", "Dónde se publicó", "Where it was published"),
        Field("about", "text", "De qué es", "What it is about"),
        Field("url", "url", "Dirección como está escrita", "Address as written"),
        Field(
            "state",
            "code",
            "broken, malformed, empty, failing, closed, redirected, unchecked, ok",
            "broken, malformed, empty, failing, closed, redirected, unchecked, ok",
        ),
        Field("status", "integer", "Última respuesta HTTP", "Last HTTP status"),
        Field("final", "url", "A dónde llevó", "Where it led"),
        Field("checked_at", "instant", "Última revisión", "Last checked"),
    ),
}
# What each file is called in the dictionary of columns.
FILES: Mapping[str, str] = {
    "sdgs": "ods.csv",
    "alignment": "planes-y-leyes.csv",
    "risks": "riesgos.csv",
    "inclusion": "genero-e-inclusion.csv",
    "stakeholders": "quien-participa.csv",
    "baselines": "linea-base.csv",
    "resources": "recursos.csv",
    "deliverables": "entregables.csv",
    "links": "enlaces.csv",
}
