"""INEGI's keys of places: state (2 digits), municipality (5), locality (9), AGEB (13 or 9), and the table of states.

Source: INEGI, Marco Geoestadístico and Catálogo Único de Claves de Áreas Geoestadísticas. A key within its parent
(municipality 001, locality 0001, AGEB 001A) is part of these. Municipalities are judged by shape: their catalogue is
a version of a dataset, and changes.

19 · 19039 · 190390001 · 1903900010123
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEADER = (
    r"\bcve ?(geo|ent|mun|loc|ageb|agee|agem)s?\b|\b(clave|codigo|cod|id) (inegi|geoestadistic[ao])\b|\binegi\b"
    r"|\b(clave|cve|codigo|cod|id) (de(l)? )?(la )?(entidad|estado|municipio|localidad)\b|\bagebs?\b"
)
STATE = r"(?:0[1-9]|[12][0-9]|3[0-2])"
# No state has more than 570 municipalities (Oaxaca); 999 stands for "not specified".
MUNICIPALITY = STATE + r"(?:00[1-9]|0[1-9][0-9]|[1-4][0-9][0-9]|5[0-6][0-9]|570|99[0-9])"
LOCALITY = MUNICIPALITY + r"[0-9]{4}"
AGEB = MUNICIPALITY + r"(?:[0-9]{4})?[0-9]{3}[0-9A]"
SHAPE = r"\b(?:" + AGEB + "|" + LOCALITY + "|" + MUNICIPALITY + "|" + STATE + r")\b"

_SHAPES = {name: re.compile(shape) for name, shape in (("state", STATE), ("municipality", MUNICIPALITY),
                                                       ("locality", LOCALITY), ("ageb", AGEB))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """One of the 32: INEGI's key, name and abbreviation, ISO 3166-2 code, CURP's letters, first two postal digits."""

    key: str
    name: str
    short: str
    iso: str
    curp: str
    postal: tuple[int, int]
    also: tuple[str, ...] = ()


STATES = (
    State("01", "Aguascalientes", "Ags.", "MX-AGU", "AS", (20, 20)),
    State("02", "Baja California", "BC", "MX-BCN", "BC", (21, 22), ("Baja California Norte", "B.C.")),
    State("03", "Baja California Sur", "BCS", "MX-BCS", "BS", (23, 23), ("B.C.S.",)),
    State("04", "Campeche", "Camp.", "MX-CAM", "CC", (24, 24)),
    State("05", "Coahuila de Zaragoza", "Coah.", "MX-COA", "CL", (25, 27), ("Coahuila",)),
    State("06", "Colima", "Col.", "MX-COL", "CM", (28, 28)),
    State("07", "Chiapas", "Chis.", "MX-CHP", "CS", (29, 30)),
    State("08", "Chihuahua", "Chih.", "MX-CHH", "CH", (31, 33)),
    State("09", "Ciudad de México", "CDMX", "MX-CMX", "DF", (1, 16), ("Distrito Federal", "D.F.", "México D.F.")),
    State("10", "Durango", "Dgo.", "MX-DUR", "DG", (34, 35)),
    State("11", "Guanajuato", "Gto.", "MX-GUA", "GT", (36, 38)),
    State("12", "Guerrero", "Gro.", "MX-GRO", "GR", (39, 41)),
    State("13", "Hidalgo", "Hgo.", "MX-HID", "HG", (42, 43)),
    State("14", "Jalisco", "Jal.", "MX-JAL", "JC", (44, 49)),
    State("15", "México", "Mex.", "MX-MEX", "MC", (50, 57), ("Estado de México", "Edo. de México", "Edomex", "EdoMéx")),
    State("16", "Michoacán de Ocampo", "Mich.", "MX-MIC", "MN", (58, 61), ("Michoacán",)),
    State("17", "Morelos", "Mor.", "MX-MOR", "MS", (62, 62)),
    State("18", "Nayarit", "Nay.", "MX-NAY", "NT", (63, 63)),
    State("19", "Nuevo León", "NL", "MX-NLE", "NL", (64, 67), ("N.L.",)),
    State("20", "Oaxaca", "Oax.", "MX-OAX", "OC", (68, 71)),
    State("21", "Puebla", "Pue.", "MX-PUE", "PL", (72, 75)),
    State("22", "Querétaro", "Qro.", "MX-QUE", "QT", (76, 76), ("Querétaro de Arteaga",)),
    State("23", "Quintana Roo", "Q. Roo", "MX-ROO", "QR", (77, 77), ("Q.R.",)),
    State("24", "San Luis Potosí", "SLP", "MX-SLP", "SP", (78, 79), ("S.L.P.",)),
    State("25", "Sinaloa", "Sin.", "MX-SIN", "SL", (80, 82)),
    State("26", "Sonora", "Son.", "MX-SON", "SR", (83, 85)),
    State("27", "Tabasco", "Tab.", "MX-TAB", "TC", (86, 86)),
    State("28", "Tamaulipas", "Tamps.", "MX-TAM", "TS", (87, 89)),
    State("29", "Tlaxcala", "Tlax.", "MX-TLA", "TL", (90, 90)),
    State("30", "Veracruz de Ignacio de la Llave", "Ver.", "MX-VER", "VZ", (91, 96), ("Veracruz", "Veracruz-Llave")),
    State("31", "Yucatán", "Yuc.", "MX-YUC", "YN", (97, 97)),
    State("32", "Zacatecas", "Zac.", "MX-ZAC", "ZS", (98, 99)),
)
BY_KEY = {state.key: state for state in STATES}


def level(text: str) -> str:
    """Return what a key names: state, municipality, locality or ageb; "" if it is none. Zeros in front are part of it.

    Nine digits are a locality; nine characters that end in A are an AGEB without its locality.
    """
    for name, shape in _SHAPES.items():
        if shape.fullmatch(text.strip()):
            return name
    return ""


def is_valid(text: str) -> bool:
    """Tell whether a text has the shape of a key of INEGI's, whole, with a state that exists."""
    return level(text) != ""


def state_of(text: str) -> State | None:
    """Return the state of a key of any level."""
    return BY_KEY[text.strip()[:2]] if is_valid(text) else None
