"""The words of the two templates, as codes. Left: flat words (no accents, no capitals); right: our code.

The codes are those of `plans.vocab` and of the vocabularies that come with the templates; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ROLES = {
    "lider": "lead",
    "apoyo": "support",
    "supervision": "supervision",
    "coordinacion": "coordination",
}

LEVELS = {
    "federal": "country",
    "nacional": "country",
    "estatal": "state",
    "municipal": "municipality",
}

STATUSES = {
    "no iniciado": "not-started",
    "en progreso": "in-progress",
    "en proceso": "in-progress",
    "atorado": "stuck",
    "finalizado": "completed",
    "incompleto": "incomplete",
}

ASSURED = {"si": "yes", "no": "no", "parcialmente": "partly"}

VALUES = {
    "transparencia y acceso a la informacion": "transparency",
    "transparencia": "transparency",
    "acceso a la informacion": "transparency",
    "rendicion de cuentas": "accountability",
    "rendicion de cuentas publica": "accountability",
    "participacion": "participation",
    "participacion ciudadana": "participation",
    "participacion (ciudadana y civica)": "participation",
    "participacion ciudadana y civica": "participation",
    "innovacion": "innovation",
    "innovacion y tecnologia": "innovation",
    "tecnologia e innovacion": "innovation",
    "innovacion y tecnologia para la transparencia y rendicion de cuentas": "innovation",
    "tecnologia e innovacion para la transparencia y la rendicion de cuentas": "innovation",
}

POLICY_AREAS = {
    "divulgacion de fondos": "asset-disclosure",
    "auditoria y control": "audits-and-controls",
    "beneficiarios reales": "beneficial-ownership",
    "espacio civico": "civic-space",
    "conflicto de interes": "conflicts-of-interest",
    "respuesta a crisis": "crisis-response",
    "gobernanza digital": "digital-governance",
    "peticiones electronicas": "e-petitions",
    "elecciones y finanzas politicas": "elections-and-political-finance",
    "apertura fiscal": "fiscal-openness",
    "inclusion": "inclusion",
    "apertura legislativa": "legislative-openness",
    "cabildeo": "lobbying",
    "contrataciones abiertas": "open-contracting",
    "datos abiertos": "open-data",
    "contrataciones publicas": "public-procurement",
    "gobernanza regulatoria": "regulatory-governance",
    "derecho a la informacion": "right-to-information",
    "red de seguridad e inclusion economica": "safety-nets-and-economic-inclusion",
    "rendicion de cuentas sociales": "social-accountability",
    "rendicion de cuentas social": "social-accountability",
    "recuperacion economica y estimulos": "stimulus-and-economic-recovery",
    "impuestos": "tax",
    "proteccion a testigos": "whistleblower-protection",
    "otro": "other",
    "n/a": "n-a",
}

THEMATIC_AREAS = {
    "apoyo": "aid",
    "administracion de datos y privacidad": "data-stewardship-and-privacy",
    "ciudadania e inmigracion": "citizenship-and-immigration",
    "intersectorial": "cross-sector",
    "inclusion digital": "digital-inclusion",
    "gobierno electronico": "e-government",
    "educacion": "education",
    "espacio civico digital": "online-civic-space",
    "datos abiertos": "open-data",
    "participacion publica": "public-participation",
    "juventud": "youth",
    "derecho a la informacion": "right-to-information",
    "rendicion de cuentas social": "social-accountability",
    "rendicion de cuentas sociales": "social-accountability",
    "subnacional": "subnational",
    "medio ambiente y clima": "environment-and-climate",
    "industrias extractivas": "extractive-industries",
    "salud y nutricion": "health-and-nutrition",
    "infraestructura y transporte": "infrastructure-and-transport",
    "justicia": "justice",
    "derechos territoriales y ordenacion del territorio": "land-rights-and-spatial-planning",
    "legislacion": "legislation",
    "medios y telecomunicaciones": "media-and-telecommunications",
    "policia y correccionales": "policing-and-corrections",
    "sector privado": "private-sector",
    "servicios publicos": "public-services",
    "ciencia y tecnologia": "science-and-technology",
    "seguridad publica": "public-safety",
    "agua, saneamiento e higiene": "water-sanitation-and-hygiene",
    "otro": "other",
    "n/a": "n-a",
}

SECTORS = {
    "sociedad civil": "civil-society",
    "organizaciones de la sociedad civil": "civil-society",
    "academia": "academia",
    "sector privado": "private",
    "internacional": "international",
    "agencias multilaterales": "international",
    "gobierno": "government",
    "organos autonomos": "autonomous",
    "organismos garantes": "oversight",
    "ciudadania": "citizens",
    "estudiantes": "students",
    "medios": "media",
}

# Word beginnings that announce a kind of evidence (R038); the first one said in a text decides.
EVIDENCE = {
    r"reportes? de actividades": "activity-report",
    r"informe": "results-report",
    r"reporte": "report",
    r"directorio": "directory",
    r"formato": "form",
    r"convenio|acuerdo de colaboracion": "agreement",
    r"borrador": "draft",
    r"estrategia": "strategy",
    r"materiale?s?(?: y espacios)? de difusion|material y espacios|difusion": "outreach-material",
    r"convocatoria|consulta publica": "call",
    r"sistematizacion": "systematization",
    r"prototipo": "prototype",
    r"documento final|version final": "final-document",
    r"minuta": "minutes",
    r"relatoria": "proceedings",
    r"micrositio|sitio web|pagina web": "microsite",
    r"comunicado": "press-release",
    r"fotografia": "photograph",
    r"enlace|hipervinculo|liga electronica": "link",
}
_EVIDENCE = [(re.compile(rf"\b(?:{words})"), code) for words, code in EVIDENCE.items()]

VULNERABLE = {
    r"adult[oa]s? mayor|personas mayores": "older-persons",
    r"comunidades indigenas|pueblos indigenas|pueblos originarios": "indigenous-peoples-and-communities",
    r"personas indigenas|poblacion indigena|mujeres indigenas": "indigenous-persons",
    r"trabajador[ae]?s?(?:/trabajador[ae]s)? del hogar": "domestic-workers",
    r"\bvih\b": "people-living-with-hiv",
    r"afrodescendiente|afromexican": "afro-descendant-people",
    r"discapacidad": "people-with-disabilities",
    r"\bninas?\b|\bninos?\b|adolescente": "children-and-adolescents",
}

NUMBERS = {
    **{"una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8},
    **{"nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "veinte": 20},
}

_UNITS = r"direccion|subsecretaria|coordinacion|unidad|departamento|jefatura|area\b|subdireccion|gerencia|oficina"
_AGENCIES = (
    r"secretaria|instituto|ayuntamiento|municipio|universidad|organismo|comision|consejo|ministerio|gobierno|congreso|"
    r"tribunal|fiscalia|asociacion|fundacion|colegio|centro|red\b|agencia|alcaldia|contraloria|sociedad|academia|"
    r"representacion|colectivo|camara|sistema\b|biblioteca|archivo"
)
_POSTS = (
    r"director|coordinador|subsecretari[oa]\b|secretari[oa] (?!de [a-z]+\b.*,)|titular|jef[ea]\b|enlace|encargad|"
    r"representante|integrante|responsable|comisionad|president|analista|asesor|especialista|gerente|tecnic[oa]|"
    r"ingenier|subdirector|persona\b|lider|vocal\b|facilitador|delegad|regidor|auxiliar|administrador"
)
UNIT = re.compile(_UNITS)
ORGANISATION = re.compile(f"{_UNITS}|{_AGENCIES}")
POST = re.compile(_POSTS)


def code_of(words: Mapping[str, str], flat_text: str) -> str | None:
    """Return the code of a whole cell, however it is spaced or closed."""
    return words.get(" ".join(flat_text.split()).strip(" .;:·•-*"))


def code_within(words: Mapping[str, str], flat_text: str) -> str | None:
    """Return the code of the words that a cell starts with: cells carry stray signs at their end."""
    plain = " ".join(flat_text.split()).strip(" .;:·•-*")
    for known, code in words.items():
        if re.match(rf"{re.escape(known)}(?![a-z])|{re.escape(known)}$", plain):
            return code
    return None


def evidence_kind(flat_text: str) -> str | None:
    """Guess which kind of evidence a means of verification announces."""
    found = [(match.start(), index) for index, (word, _) in enumerate(_EVIDENCE) if (match := word.search(flat_text))]
    return _EVIDENCE[min(found)[1]][1] if found else None


def number_of(flat_word: str) -> int | None:
    """Return the number that a numeral or a Spanish number word says."""
    return int(flat_word) if flat_word.isdecimal() and len(flat_word) < 10 else NUMBERS.get(flat_word)
