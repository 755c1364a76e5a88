"""Words that stand for something else in cells written in Mexico. All are compared in lower case, without accents."""

from __future__ import annotations

import unicodedata

# "S/D" is "sin dato", "N/D" "no disponible": how offices write that they do not know.
MISSING = frozenset(
    {
        *(
            "-",
            "--",
            "---",
            "–",
            "—",
            ".",
            "..",
            "...",
            "*",
            "?",
            "s/d",
            "s.d.",
            "s. d.",
            "sd",
            "sin dato",
            "sin datos",
        ),
        *("n/d", "n.d.", "nd", "no disponible", "n/a", "n.a.", "na", "no aplica", "s/i", "sin informacion"),
        *(
            "null",
            "none",
            "nan",
            "(null)",
            "nulo",
            "vacio",
            "#n/a",
            "#n/d",
            "#na",
            "no especificado",
            "no especificada",
        ),
        *("no identificado", "no identificada", "se desconoce", "desconocido", "sin especificar"),
    }
)
YES = frozenset({"si", "s", "verdadero", "true", "yes", "y", "x"})
NO = frozenset({"no", "n", "falso", "false"})
# Pairs that are yes and no only together: a column of S and M is no column of yes and no.
YES_NO = (("si", "no"), ("s", "n"), ("verdadero", "falso"), ("true", "false"), ("yes", "no"), ("y", "n"), ("v", "f"))

_MONTHS = (
    ("enero", "ene", "january", "jan"),
    ("febrero", "feb", "february"),
    ("marzo", "mar", "march"),
    ("abril", "abr", "april", "apr"),
    ("mayo", "may"),
    ("junio", "jun", "june"),
    ("julio", "jul", "july"),
    ("agosto", "ago", "august", "aug"),
    ("septiembre", "sep", "sept", "setiembre", "set", "september"),
    ("octubre", "oct", "october"),
    ("noviembre", "nov", "november"),
    ("diciembre", "dic", "december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_WEEKDAYS = (
    ("lunes", "lun", "monday", "mon"),
    ("martes", "mar", "tuesday", "tue"),
    ("miercoles", "mie", "wednesday", "wed"),
    ("jueves", "jue", "thursday", "thu"),
    ("viernes", "vie", "friday", "fri"),
    ("sabado", "sab", "saturday", "sat"),
    ("domingo", "dom", "sunday", "sun"),
)
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}  # Monday is 0, as in datetime


def plain(text: str) -> str:
    """Return a text in lower case, without accents and without spaces at its ends."""
    if text.isascii():
        return text.strip().lower()
    parts = unicodedata.normalize("NFD", text.strip().lower())
    return "".join(one for one in parts if not unicodedata.combining(one))


def is_missing(text: str) -> bool:
    """Tell whether a cell says that there is no value."""
    return plain(text) in MISSING or not text.strip()
