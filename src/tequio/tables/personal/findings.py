"""What a scan suspects, said in words: personal-<kind>, with the column, how many cells, and rows. Never a value."""

from __future__ import annotations

from collections.abc import Iterable

from tequio.kit.tongue import Says, ngettext
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import Example, Finding, error, note, warning
from tequio.tables.personal.suspicion import Confidence, Suspicion

SAYS: dict[str, Says] = {
    "curp": ngettext("Column “%(column)s”: 1 cell holds a CURP.", "Column “%(column)s”: %(n)s cells hold a CURP."),
    "rfc": ngettext(
        "Column “%(column)s”: 1 cell holds the RFC of a person.",
        "Column “%(column)s”: %(n)s cells hold the RFC of a person.",
    ),
    "clabe": ngettext(
        "Column “%(column)s”: 1 cell holds a bank account (CLABE).",
        "Column “%(column)s”: %(n)s cells hold a bank account (CLABE).",
    ),
    "ine": ngettext(
        "Column “%(column)s”: 1 cell holds a voter's key (clave de elector).",
        "Column “%(column)s”: %(n)s cells hold a voter's key (clave de elector).",
    ),
    "email": ngettext(
        "Column “%(column)s”: 1 cell holds an e-mail address.",
        "Column “%(column)s”: %(n)s cells hold an e-mail address.",
    ),
    "telephone": ngettext(
        "Column “%(column)s”: 1 cell holds a telephone number.",
        "Column “%(column)s”: %(n)s cells hold a telephone number.",
    ),
    "name": ngettext(
        "Column “%(column)s”: 1 cell looks like the name of a person.",
        "Column “%(column)s”: %(n)s cells look like the name of a person.",
    ),
    "address": ngettext(
        "Column “%(column)s”: 1 cell looks like an exact address.",
        "Column “%(column)s”: %(n)s cells look like an exact address.",
    ),
    "coordinates": ngettext(
        "Column “%(column)s”: 1 cell is a coordinate as exact as a house, in a table about people.",
        "Column “%(column)s”: %(n)s cells are coordinates as exact as a house, in a table about people.",
    ),
}
OFFICIAL: dict[str, Says] = {
    "rfc-company": ngettext(
        "Column “%(column)s”: 1 cell holds the RFC of a company. It is not personal data.",
        "Column “%(column)s”: %(n)s cells hold the RFC of a company. They are not personal data.",
    ),
}
_OFFICIAL_CONTACT = ngettext(
    "Column “%(column)s”: 1 cell looks like contact data of an institution. See that it is nobody's own.",
    "Column “%(column)s”: %(n)s cells look like contact data of an institution. See that they are nobody's own.",
)
_UNCHECKED = ngettext(
    "Column “%(column)s”: 1 more cell has the same shape and was not checked: too many are different.",
    "Column “%(column)s”: %(n)s more cells have the same shape and were not checked: too many are different.",
)
_EMPTY = _("The name of column “%(column)s” announces personal data, and it is empty. Leave it out.")
_OTHER_SHAPE = _(
    "The name of column “%(column)s” announces personal data, and its cells have another shape. "
    "See that they are not coded: a code or a hash of personal data still points to the person."
)


def findings(suspicions: Iterable[Suspicion]) -> list[Finding]:
    """Return a finding for each suspicion: an error where it is certain, a warning where not, a note where official."""
    return [finding for one in suspicions for finding in _of(one)]


def _of(one: Suspicion) -> list[Finding]:
    code, at = f"personal-{one.kind}", [Example(row) for row in one.rows]
    if not one.cells and not one.unchecked:
        says = _OTHER_SHAPE if one.filled else _EMPTY
        return [note("personal-header", says, column=one.column, count=one.filled, kind=one.kind)]
    if one.official:
        contact = OFFICIAL.get(one.kind, _OFFICIAL_CONTACT)
        return [note(f"{code}-official", contact, count=one.cells, column=one.column, at=at)]
    found = []
    if one.cells:
        say = error if one.confidence is Confidence.CERTAIN else warning
        found.append(
            say(
                code,
                SAYS[one.kind],
                count=one.cells,
                column=one.column,
                at=at,
                confidence=str(one.confidence),
                proven=one.proven,
                percent=round(100 * one.share),
            )
        )
    if one.unchecked:
        found.append(warning(f"{code}-unchecked", _UNCHECKED, count=one.unchecked, column=one.column))
    return found
