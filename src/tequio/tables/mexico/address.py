"""Exact addresses: a street and a number in it. A street, a neighbourhood or a postal code alone is no home.

Source of the parts: INEGI, Norma Técnica sobre Domicilios Geográficos (DOF, 12 November 2010): kind and name of the
street, exterior number, interior number, kind and name of the settlement, postal code.

Calle 5 de Mayo núm. 123 int. 4, Col. Centro, C.P. 64000
"""

from __future__ import annotations

import re

HEADER = (
    r"\b(domicilios?|direccion(es)? (particular|fiscal|postal|completa|del?)|calle( y numero)?|ubicacion|vialidad"
    r"|residencia|address)\b|^direccion(es)?$"
)
# In these the word "dirección" or "calle" is the name of something else.
NOT_HEADER = (
    r"\b(direccion (general|de (obras|area|administracion)|responsable|ip|url|web|electronica)|id|tipo|clave|cve)\b"
)
STREET_HEADER = r"^(nombre )?(de )?(la )?(calle|vialidad)$"
HOUSE_HEADER = r"\b(num(ero)?|no) ?ext(erior)?\b|\bnumero de (casa|la casa)\b"

_STREET = (
    r"\b(?:[Cc]alle|CALLE|[Aa]venida|AVENIDA|[Aa]v\.?|AV\.?|[Bb]oulevard|BOULEVARD|[Bb]lvd\.?|BLVD\.?|[Cc]alzada|CALZADA"
    r"|[Cc]alz\.|[Pp]rivada|PRIVADA|[Pp]riv\.|[Aa]ndador|ANDADOR|[Cc]errada|CERRADA|[Pp]rolongaci[óo]n|[Cc]allej[óo]n"
    r"|[Cc]ircuito|[Rr]etorno|[Pp]aseo|C\.)"
)
_LETTERS = "A-Za-zÁÉÍÓÚÜÑáéíóúüñ.'’-"
# "5 de Mayo" and "16 de Septiembre" are names: their number is not the house's.
_NAME = r" +(?:[0-9]{1,2} de )?[" + _LETTERS + r"]*[A-Za-zñÑ]{2}[" + _LETTERS + r"]*(?: [" + _LETTERS + r"]+){0,5}"
_MARK = r"(?:#|[Nn][úu]m(?:ero)?\.?|N[ÚU]M(?:ERO)?\.?|[Nn]o\.|NO\.|[Nn]°|[Nn]º|[Ee]xt\.?)"
_NUMBER = r"[0-9]{1,5}(?:[ -]?[A-Za-z]\b)?\b"
_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
# What follows is taken too, so that "calle Hidalgo, 3 de mayo" can be told from a house.
_DATE = r"(?: de (?:" + _MONTHS + r"))?"
_NUMBERED_STREET = r" +[0-9]{1,3}[A-Za-z]?,? *" + _MARK + " *" + _NUMBER  # Calle 10 #125
SHAPE = _STREET + r"(?:" + _NAME + r",? *" + _MARK + r"? *" + _NUMBER + "|" + _NUMBERED_STREET + r")" + _DATE
# Where the column's name says that addresses stand in it, the street needs no word of its own.
NAMED = (
    r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]{3}[" + _LETTERS + r"]*(?: [" + _LETTERS + r"]+){0,5},? +" + _MARK + r"? *" + _NUMBER
    + r"(?: de [A-Z])?"
)  # fmt: skip

_ENDS_IN_DATE = re.compile(r" de (?:" + _MONTHS + r")$")
_MARKED = re.compile(_MARK + r" *[0-9]")
_YEAR = re.compile(r"(?<![#0-9])(?<![.°º] )\b(?:19|20)[0-9]{2}$")
_ROAD = re.compile(r"\b(?:[Kk]m|KM|[Kk]il[óo]metro|[Tt]ramo|[Cc]arretera)\b")
_UNIT = re.compile(r"^(?:Direcci[óo]n|Secretar[íi]a|Subdirecci[óo]n|Coordinaci[óo]n|Unidad|[ÁA]rea)\b", re.IGNORECASE)
_NOT_A_HOUSE = re.compile(
    r"\b(?:calle|avenida|av\.?|andador|privada|cerrada|circuito|camino|lote|manzana|mz|piso|planta|local|secci[óo]n"
    r"|distrito|zona|etapa|sector|c\.?p\.?|postal|km|a[ñn]o|de|del|tel\.?),? +[0-9]+[A-Za-z]?$| de [A-Z]$",
    re.IGNORECASE,
)


def is_valid(text: str) -> bool:
    """Tell whether a text names a house: a street and a number that is neither a date, a year nor a kilometre.

    "C." is a street only with a mark before the number: without one it is a citizen.
    """
    if text.startswith("C.") and not _MARKED.search(text):
        return False
    return not (_ENDS_IN_DATE.search(text) or _YEAR.search(text) or _ROAD.search(text))


def is_house(text: str) -> bool:
    """Tell whether a text is a house where the column's name says so: any name and a number behind it."""
    return not (_ENDS_IN_DATE.search(text) or _UNIT.search(text) or _NOT_A_HOUSE.search(text))
