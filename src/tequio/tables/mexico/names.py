"""Names of people: how likely a text, or a column by its name, holds one.

There is no register to ask, so this is a judgement: the shape (two to five capitalised words, with their particles),
common given names and surnames, and the words that show an office, a place, a street or a school instead.

María Guadalupe Ñáñez López · PÉREZ LÓPEZ JUAN · Pérez, Juan
"""

from __future__ import annotations

import re
import unicodedata

from tequio.tables.mexico.inegi import STATES
from tequio.tables.mexico.name_words import GIVEN, HONOURED, NOT_PEOPLE, PARTICLES, SURNAMES

HEADER = (
    r"^nombres?( completo| y apellidos?| \(?s\)?)?$|\bapellidos?\b|\b(primer|segundo) apellido\b|\b(paterno|materno)\b"
    r"|\b(solicitante|beneficiari[oa]|ciudadan[oa]|representante|denunciante|quejos[oa]|recurrente|propietari[oa]"
    r"|contribuyente|alumn[oa]|paciente|emplead[oa]|trabajador|trabajadora|tutor|tutora|victima|candidat[oa]"
    r"|derechohabiente|titular|servidor(a|es)? public[oa]s?|funcionari[oa]|responsable|firmante|persona|participante"
    r"|asistente|contacto|becari[oa]|afiliad[oa]|deudor|acreedor|heredero)s?\b"
)
# The name of something else, or something else about a person.
NOT_HEADER = (
    r"\b(municipio|localidad|entidad|estado|colonia|dependencia|institucion|sujeto obligado|programa|obra|escuela"
    r"|plantel|calle|vialidad|empresa|razon social|proyecto|producto|archivo|documento|puesto|cargo|area|unidad"
    r"|departamento|comercial|establecimiento|hospital|clinica|tramite|servicio|tipo|numero|num|id|clave|cve|total|edad"
    r"|sexo|fecha|correo|mail|telefono|domicilio|direccion|curp|rfc|moral(es)?)\b"
)

_CAPITAL = "A-ZÁÉÍÓÚÜÑ"
_LETTER = "A-Za-zÁÉÍÓÚÜÑáéíóúüñ'’."
_WORD = "[" + _CAPITAL + "][" + _LETTER + "-]*"
_PARTICLE = "(?:(?:de|del|la|las|los|y|e|DE|DEL|LA|LAS|LOS|Y|E) ){0,3}"
NAME = _WORD + "(?:,? " + _PARTICLE + _WORD + "){1,5}"
SHAPE = "^ *" + NAME + " *$"
# Where the column's name says that people stand in it: also a single word, and in small letters.
NAMED = "^ *[" + _LETTER + "-]+(?:,? [" + _LETTER + "-]+){0,7} *$"
# Within a text a name is only believed after a word that announces one.
_BEFORE = (
    r"\b(?:C\.|Sra?\.|Srta\.|Lic\.|Ing\.|Dra?\.|Arq\.|Mtr[oa]\.|Profra?\.|[Cc]iudadan[oa]|[Ss]eñor(?:a|ita)?"
    r"|[Ss]olicitante|[Nn]ombre(?: completo)?(?: es| de)?|[Ll]lam(?:o|a|ad[oa])|[Ss]uscrit[oa]|[Aa]tentamente"
    r"|[Bb]eneficiari[oa]|[Pp]aciente|[Qq]uejos[oa])[:, ]{1,3}(?:(?:el|la|C\.|Lic\.|Ing\.|Dra?\.) ?){0,3}"
)
TOLD = _BEFORE + NAME

_ANNOUNCED = re.compile(_BEFORE)
_NOT_LETTERS = re.compile(r"[^a-z]+")
_HAS_DIGIT = re.compile(r"[0-9]")
ENOUGH = 0.9  # a given name and a surname: believed wherever it stands
SOME = 0.3  # believed in a column that says to hold names


def likelihood(text: str) -> float:
    """Return how likely a text is a person's name: 0 if something speaks against it, ENOUGH with name and surname.

    An order cannot be relied on: half of the registers write the surnames first.
    """
    parts = [word for word in _plain(_ANNOUNCED.sub("", text, count=1)).split() if word not in PARTICLES]
    if not 1 <= len(parts) <= 7 or _HAS_DIGIT.search(text) or not NOT_PEOPLE.isdisjoint(parts):
        return 0.0
    if _is_honoured(text):
        return 0.0
    given = sum(word in GIVEN for word in parts)
    family = sum(word in SURNAMES for word in parts)
    both = sum(word in GIVEN and word in SURNAMES for word in parts)
    if len(parts) > 1 and given and family and given + family > both:
        return 0.95 if len(parts) > 2 else ENOUGH
    if given > 1 or family > 1:
        return 0.6
    if given or family:
        return 0.4
    return 0.1


def is_name(text: str) -> bool:
    """Tell whether a text is a person's name even where nothing announces one."""
    return likelihood(text) >= ENOUGH


def _is_honoured(text: str) -> bool:
    return _plain(_ANNOUNCED.sub("", text, count=1)) in _PLACES


def _plain(text: str) -> str:
    """Return a text in small letters without accents and signs; Ñ becomes n."""
    bare = unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()
    return _NOT_LETTERS.sub(" ", bare).strip()


_PLACES = HONOURED | {_plain(name) for state in STATES for name in (state.name, *state.also)}
