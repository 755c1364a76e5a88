"""What breaks a rule, in a sentence for whoever must mend it."""

from __future__ import annotations

from tequio.kit.tongue import Says, Value, ngettext
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import Finding
from tequio.tables.rules.checking import Result
from tequio.tables.rules.rule import (
    Compared,
    Drift,
    Implies,
    Length,
    Listed,
    Matches,
    OneOf,
    Range,
    Readable,
    Required,
    Sums,
    Test,
    Unique,
)

_MOST_VALUES = 10


def said(result: Result) -> Finding | None:
    """Return the finding of a rule that is broken, None of one that is not."""
    if not result.count:
        return None
    code, says = _SAYS[type(result.rule.test)]
    columns = ", ".join(result.rule.columns)
    values = {**_values(result.rule.test), "rule": result.rule.name}
    return Finding(code, result.rule.severity, says, values, result.count, columns, result.examples)


def _values(test: Test) -> dict[str, Value]:
    match test:
        case Range(least=least, most=most):
            return {"range": f"≥ {least}" if most is None else f"≤ {most}" if least is None else f"{least} – {most}"}
        case OneOf(values=values):
            return {"values": ", ".join(values[:_MOST_VALUES])}
        case Matches(pattern=pattern):
            return {"pattern": pattern}
        case Length(least=least, most=most):
            return {"least": least or 0, "most": most if most is not None else "∞"}
        case Compared(column=column, sign=sign, other=other):
            return {"first": column, "sign": str(sign), "second": other}
        case Sums(column=column, parts=parts):
            return {"total": column, "parts": " + ".join(parts)}
        case Implies(column=column, other=other):
            return {"given": column, "due": other}
        case Listed(catalogue=catalogue):
            return {"catalogue": catalogue}
        case Drift(rows=rows):
            return {"before": rows}
        case _:
            return {}


_SAYS: dict[type, tuple[str, Says]] = {
    Required: (
        "required",
        ngettext(
            "Column “%(column)s”: 1 cell has no value, and must have one.",
            "Column “%(column)s”: %(n)s cells have no value, and must have one.",
        ),
    ),
    Readable: (
        "not-a-value",
        ngettext(
            "Column “%(column)s”: 1 cell is not what the column holds. It is listed and stays without a value.",
            "Column “%(column)s”: %(n)s cells are not what the column holds. They are listed and stay without a value.",
        ),
    ),
    Matches: (
        "not-of-pattern",
        ngettext(
            "Column “%(column)s”: 1 cell does not have the form %(pattern)s",
            "Column “%(column)s”: %(n)s cells do not have the form %(pattern)s",
        ),
    ),
    Length: (
        "wrong-length",
        ngettext(
            "Column “%(column)s”: 1 cell is too short or too long (from %(least)s to %(most)s letters).",
            "Column “%(column)s”: %(n)s cells are too short or too long (from %(least)s to %(most)s letters).",
        ),
    ),
    Range: (
        "out-of-range",
        ngettext(
            "Column “%(column)s”: 1 value is out of range (%(range)s).",
            "Column “%(column)s”: %(n)s values are out of range (%(range)s).",
        ),
    ),
    OneOf: (
        "not-in-list",
        ngettext(
            "Column “%(column)s”: 1 cell is none of those that may stand there: %(values)s",
            "Column “%(column)s”: %(n)s cells are none of those that may stand there: %(values)s",
        ),
    ),
    Compared: (
        "wrong-order",
        ngettext(
            "1 row does not keep to “%(first)s” %(sign)s “%(second)s”.",
            "%(n)s rows do not keep to “%(first)s” %(sign)s “%(second)s”.",
        ),
    ),
    Sums: (
        "wrong-sum",
        ngettext(
            "1 row: “%(total)s” is not the sum of %(parts)s.",
            "%(n)s rows: “%(total)s” is not the sum of %(parts)s.",
        ),
    ),
    Implies: (
        "missing-where-due",
        ngettext(
            "1 row has “%(given)s” and lacks “%(due)s”.",
            "%(n)s rows have “%(given)s” and lack “%(due)s”.",
        ),
    ),
    Unique: (
        "repeated",
        ngettext(
            "%(column)s: 1 row repeats the key of an earlier one.",
            "%(column)s: %(n)s rows repeat the key of an earlier one.",
        ),
    ),
    Listed: (
        "not-in-catalogue",
        ngettext(
            "%(column)s: 1 row has a value that is not in the list %(catalogue)s.",
            "%(column)s: %(n)s rows have a value that is not in the list %(catalogue)s.",
        ),
    ),
    Drift: ("row-count-drift", _("The number of rows is far from the %(before)s that there were before.")),
}
