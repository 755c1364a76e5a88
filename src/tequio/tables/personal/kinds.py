"""The kinds of personal data that are looked for: how each is found, and what speaks for and against it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tequio.tables.mexico import address, clabe, curp, ine, names, rfc, telephone
from tequio.tables.mexico.shape import whole
from tequio.tables.personal import email
from tequio.tables.personal.suspicion import Verdict

# A column of an institution's own contact data: "correo institucional", "teléfono de la dependencia".
OFFICIAL_HEADER = re.compile(
    r"\b(institucional(es)?|oficial(es)?|dependencias?|sujetos? obligados?|unidad(es)?|oficinas?|institucion(es)?"
    r"|organismos?|ayuntamientos?|modulos?|area|planteles?|plantel|escuelas?|hospital(es)?|clinicas?|conmutador"
    r"|establecimientos?|sucursal(es)?|servidor(a|es)? public[oa]s?|funcionari[oa]s?|titular (de la|del))\b"
)
# Numbers that are given one after another, or measured: in them a right check digit or ten digits mean nothing.
COUNTING_HEADER = re.compile(
    r"\b(folios?|expedientes?|oficios?|contratos?|facturas?|montos?|importes?|costos?|precios?|total(es)?|fechas?|id"
    r"|claves?|cves?|codigos?|solicitud(es)?|registros?|consecutivos?|hora|horario|periodo|presupuesto|saldo|poliza)\b"
)


@dataclass(frozen=True)
class Place:
    """What a column's name says about it: it announces the kind, it is an institution's, it only counts."""

    named: bool
    official: bool
    counting: bool


@dataclass(frozen=True)
class Kind:
    """One kind. `named` is its shape in a column whose name announces it, `unnamed` elsewhere, "" where none is sought.

    What only its check digit or a common word speaks for is believed where at least `steady` of all that has the shape
    passes. `announces` says whether a column of its name without a cell of its shape is worth a note.
    """

    code: str
    header: re.Pattern[str]
    named: str
    unnamed: str
    judge: Callable[[str, Place], Verdict]
    not_header: re.Pattern[str] | None = None
    steady: float = 0.0
    announces: bool = False

    def place(self, words: str) -> Place:
        """Read a column's name, given as plain words."""
        named = bool(self.header.search(words)) and not (self.not_header and self.not_header.search(words))
        return Place(named, bool(OFFICIAL_HEADER.search(words)), not named and bool(COUNTING_HEADER.search(words)))


def _curp(text: str, place: Place) -> Verdict:
    if curp.is_valid(text):
        return Verdict.CERTAIN
    return Verdict.LIKELY if curp.has_shape(text) else Verdict.NO


def _rfc(text: str, place: Place) -> Verdict:
    if not rfc.is_person(text):
        return Verdict.NO
    if rfc.is_valid(text):
        return Verdict.CERTAIN if place.named else Verdict.CHECKED
    return Verdict.LIKELY if place.named else Verdict.UNKNOWN


def _rfc_company(text: str, place: Place) -> Verdict:
    return Verdict.OFFICIAL if rfc.is_company(text) and (place.named or rfc.is_valid(text)) else Verdict.NO


_BEFORE_ACCOUNT = re.compile(r"^[^0-9]+")


def _clabe(text: str, place: Place) -> Verdict:
    """A check digit that one number of ten has proves an account only where something calls it one."""
    bare = _BEFORE_ACCOUNT.sub("", text)
    if not clabe.is_valid(bare):
        return Verdict.LIKELY if place.named and clabe.has_bank(bare) else Verdict.NO
    if place.named or bare != text:
        return Verdict.OFFICIAL if place.official else Verdict.CERTAIN
    return Verdict.CHECKED if clabe.has_bank(bare) else Verdict.UNKNOWN


def _ine(text: str, place: Place) -> Verdict:
    return Verdict.LIKELY if ine.is_valid(text) else Verdict.NO


def _email(text: str, place: Place) -> Verdict:
    if not email.is_valid(text):
        return Verdict.NO
    if email.is_official(text):
        return Verdict.OFFICIAL
    if place.official:
        return Verdict.POSSIBLE if email.is_free(text) else Verdict.OFFICIAL
    return Verdict.LIKELY


def _telephone(text: str, place: Place) -> Verdict:
    if not telephone.is_valid(text):
        return Verdict.NO
    if place.official:
        return Verdict.OFFICIAL
    if place.named or telephone.is_told(text):
        return Verdict.LIKELY
    return Verdict.NO if place.counting else Verdict.POSSIBLE


def _name(text: str, place: Place) -> Verdict:
    likely = names.likelihood(text)
    if likely == 0 or (likely < names.ENOUGH and not place.named):
        return Verdict.NO
    if likely < names.SOME:
        return Verdict.UNKNOWN
    if place.official:
        return Verdict.OFFICIAL
    return Verdict.LIKELY if place.named else Verdict.POSSIBLE


def _address(text: str, place: Place) -> Verdict:
    holds = address.is_house(text) if place.named else address.is_valid(text)
    if not holds:
        return Verdict.NO
    if place.official:
        return Verdict.OFFICIAL
    return Verdict.LIKELY if place.named else Verdict.POSSIBLE


_ACCOUNT = (
    r"(?:\b(?:[Cc][Ll][Aa][Bb][Ee]|[Cc]uenta|CUENTA|[Tt]ransfer(?:ir|encia)|[Dd]ep[óo]sit(?:o|ar))\b[^0-9]{0,40})?"
    + clabe.SHAPE
)

CURP = Kind("curp", re.compile(curp.HEADER), curp.SHAPE, curp.SHAPE, _curp, announces=True)
RFC = Kind(
    "rfc",
    re.compile(rfc.HEADER),
    f"(?:{rfc.PERSON}|{rfc.WITHOUT_SERIAL})",
    rfc.PERSON,
    _rfc,
    steady=0.5,
    announces=True,
)
RFC_COMPANY = Kind("rfc-company", re.compile(rfc.HEADER), rfc.COMPANY, "", _rfc_company)
CLABE = Kind("clabe", re.compile(clabe.HEADER), _ACCOUNT, _ACCOUNT, _clabe, steady=0.5, announces=True)
INE = Kind("ine", re.compile(ine.HEADER), ine.SHAPE, ine.SHAPE, _ine, announces=True)
EMAIL = Kind("email", re.compile(email.HEADER), email.SHAPE, email.SHAPE, _email, announces=True)
TELEPHONE = Kind(
    "telephone",
    re.compile(telephone.HEADER),
    telephone.SHAPE,
    f"(?:{telephone.TOLD}|{telephone.WRITTEN})",
    _telephone,
    announces=True,
)
NAME = Kind(
    "name",
    re.compile(names.HEADER),
    names.NAMED,
    f"(?:{names.SHAPE}|{names.TOLD})",
    _name,
    not_header=re.compile(names.NOT_HEADER),
    steady=0.3,
)
ADDRESS = Kind(
    "address",
    re.compile(address.HEADER),
    f"(?:{address.SHAPE}|{address.NAMED})",
    address.SHAPE,
    _address,
    not_header=re.compile(address.NOT_HEADER),
)
KINDS = (CURP, RFC, RFC_COMPANY, CLABE, INE, EMAIL, TELEPHONE, NAME, ADDRESS)

# Personal only beside somebody: they say where a person of the same row lives.
LATITUDE = re.compile(r"^(lat|latitud|latitude|coord(enada)? ?y|y)\b")
LONGITUDE = re.compile(r"^(lon|lng|long|longitud|longitude|coord(enada)? ?x|x)\b")
HOUSEHOLD = whole(r" *-?[0-9]{1,3}[.,][0-9]{4,} *")  # four decimals of a degree are eleven metres
STREET = re.compile(address.STREET_HEADER)
HOUSE = re.compile(address.HOUSE_HEADER)
HOUSE_NUMBER = whole(r" *#?[0-9]{1,5}[ -]?[A-Za-z]? *")
