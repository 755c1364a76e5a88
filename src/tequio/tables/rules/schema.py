"""Rules as they are written down: a Table Schema (Frictionless Data), with what that standard has no word for.

    {
      "fields": [
        {"name": "folio", "type": "string", "constraints": {"required": true, "pattern": "[0-9]{12}"}},
        {"name": "fecha", "type": "date", "format": "any", "constraints": {"minimum": "2019-01-01"}}
      ],
      "primaryKey": ["folio"],
      "foreignKeys": [{"fields": ["clave"], "reference": {"resource": "municipios", "fields": ["clave"]}}],
      "missingValues": ["", "S/D"],
      "tequio": {
        "order": [["fecha_solicitud", "fecha_respuesta"]],
        "compare": [["aprobado", ">=", "ejercido"]],
        "sums": [{"total": "total", "parts": ["mujeres", "hombres"], "tolerance": 0}],
        "implies": [{"if": "estatus", "values": ["Concluido"], "then": "fecha_fin"}],
        "drift": {"rows": 23808, "share": 0.2},
        "severity": {"fecha.minimum": "warning"}
      }
    }

Dates are read in any common way of writing; `format` only says whether day or month comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import Severity
from tequio.tables.kinds.reading import Kind, Order, Reading
from tequio.tables.limits import Unreadable
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
    Rule,
    Sign,
    Sums,
    Test,
    Unique,
)

_KINDS = {
    **{one.value: one for one in Kind},
    **{"year": Kind.INTEGER, "any": Kind.STRING, "time": Kind.STRING, "yearmonth": Kind.STRING},
    **{"geopoint": Kind.STRING, "geojson": Kind.STRING, "object": Kind.STRING, "array": Kind.STRING},
    **{"duration": Kind.STRING, "list": Kind.STRING},
}
_OURS = {"order", "compare", "sums", "implies", "drift", "severity"}
_YES, _NO = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")


class BadRules(Unreadable):
    """Rules that cannot be followed, with the place in them that is wrong."""


@dataclass(frozen=True)
class Schema:
    """The columns that a table must have, how each is read, and its rules."""

    readings: Mapping[str, Reading]
    rules: tuple[Rule, ...]

    def lacking(self, columns: Sequence[str]) -> list[str]:
        """Return the columns that it names and a table does not have."""
        return [name for name in self.readings if name not in columns]


def parsed(document: Any) -> Schema:
    """Read a Table Schema; raise BadRules."""
    if not isinstance(document, Mapping) or not isinstance(document.get("fields"), list):
        raise BadRules("rules-shape", _("Rules are a JSON object with a list called “fields”."))
    missing = tuple(_texts(document.get("missingValues", [""]), "missingValues"))
    readings: dict[str, Reading] = {}
    for field in document["fields"]:
        if not isinstance(field, Mapping) or not isinstance(field.get("name"), str):
            raise BadRules("rules-field", _("Each of “fields” is an object with a “name”."))
        readings[field["name"]] = _reading(field, missing)
    ours = document.get("tequio", {})
    _known(ours, _OURS, "tequio")
    tests = [*_of_fields(document["fields"]), *_of_keys(document), *_of_rows(ours)]
    graver = {name: _severity(said, name) for name, said in ours.get("severity", {}).items()}
    rules = [Rule(name, test, graver.get(name, Severity.ERROR)) for name, test in tests]
    for rule in rules:
        if unknown := [column for column in rule.columns if column not in readings]:
            says = _("The rule %(rule)s names a column that “fields” does not have: %(column)s")
            raise BadRules("rules-column", says, rule=rule.name, column=unknown[0])
    if stray := sorted(set(graver) - {rule.name for rule in rules}):
        raise BadRules("rules-severity", _("“severity” names a rule that there is not: %(name)s"), name=stray[0])
    return Schema(readings, tuple(rules))


def _reading(field: Mapping[str, Any], missing: tuple[str, ...]) -> Reading:
    name, type_ = field["name"], field.get("type", "string")
    if type_ not in _KINDS:
        raise BadRules("rules-type", _("%(name)s has a type that is not known: %(type)s"), name=name, type=str(type_))
    kind = _KINDS[type_]
    reading = Reading(kind, missing=tuple(word for word in missing if word))
    if kind in (Kind.INTEGER, Kind.NUMBER):
        signs = field.get("bareNumber") is False
        return replace(
            reading, decimal=field.get("decimalChar", "."), group=field.get("groupChar", ""), has_signs=signs
        )
    if kind in (Kind.DATE, Kind.DATETIME):
        way = str(field.get("format", "default"))
        is_month_first = -1 < way.find("%m") < way.find("%d") and not way.startswith("%Y")
        order = Order.MONTH_FIRST if is_month_first else Order.DAY_FIRST
        return replace(reading, order=order, has_months=way == "any" or "%B" in way or "%b" in way)
    if kind is Kind.BOOLEAN:
        yes = tuple(_texts(field.get("trueValues", list(_YES)), "trueValues"))
        no = tuple(_texts(field.get("falseValues", list(_NO)), "falseValues"))
        return replace(reading, yes=yes, no=no)
    return reading


_CONSTRAINTS: Mapping[str, Callable[[str, Any], Test]] = {
    "required": lambda column, _said: Required(column),
    "unique": lambda column, _said: Unique((column,)),
    "pattern": lambda column, said: Matches(column, _pattern(said, column)),
    "enum": lambda column, said: OneOf(column, tuple(_texts(said, column))),
    "minimum": lambda column, said: Range(column, least=said),
    "maximum": lambda column, said: Range(column, most=said),
    "minLength": lambda column, said: Length(column, least=int(said)),
    "maxLength": lambda column, said: Length(column, most=int(said)),
}


def _of_fields(fields: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Test]]:
    for field in fields:
        column, said = field["name"], field.get("constraints", {})
        _known(said, set(_CONSTRAINTS), column)
        if _KINDS[field.get("type", "string")] is not Kind.STRING:
            yield f"{column}.type", Readable(column)
        for name, test in _CONSTRAINTS.items():
            if name in said and said[name] is not False:
                yield f"{column}.{name}", test(column, said[name])


def _of_keys(document: Mapping[str, Any]) -> Iterator[tuple[str, Test]]:
    key = _columns(document.get("primaryKey", []), "primaryKey")
    constrained = {one["name"]: one.get("constraints", {}) for one in document["fields"]}
    for column in key:
        if not constrained.get(column, {}).get("required"):
            yield f"{column}.required", Required(column)
    if key and not (len(key) == 1 and constrained.get(key[0], {}).get("unique")):
        yield "primaryKey", Unique(tuple(key))
    for place, foreign in enumerate(document.get("foreignKeys", [])):
        try:
            columns = _columns(foreign["fields"], "foreignKeys")
            resource = foreign["reference"]["resource"]
        except (TypeError, KeyError) as error:
            says = _("Each of “foreignKeys” has “fields” and a “reference” with a “resource”.")
            raise BadRules("rules-foreign", says) from error
        yield f"foreignKeys.{place}", Listed(tuple(columns), str(resource))


def _of_rows(ours: Mapping[str, Any]) -> Iterator[tuple[str, Test]]:
    try:
        for first, second in ours.get("order", []):
            yield f"order.{first}.{second}", Compared(first, Sign.AT_MOST, second)
        for first, sign, second in ours.get("compare", []):
            yield f"compare.{first}.{second}", Compared(first, Sign(sign), second)
        for one in ours.get("sums", []):
            yield f"sums.{one['total']}", Sums(one["total"], tuple(one["parts"]), float(one.get("tolerance", 0.005)))
        for one in ours.get("implies", []):
            yield f"implies.{one['if']}.{one['then']}", Implies(one["if"], tuple(one.get("values", ())), one["then"])
        if drift := ours.get("drift"):
            yield "drift", Drift(int(drift["rows"]), float(drift.get("share", 0.2)))
    except (TypeError, KeyError, ValueError) as error:
        says = _("“tequio” holds a rule that cannot be read: %(why)s")
        raise BadRules("rules-row", says, why=str(error)) from error


def _pattern(pattern: Any, column: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, TypeError) as error:
        says = _("The pattern of %(column)s is no regular expression: %(why)s")
        raise BadRules("rules-pattern", says, column=column, why=str(error)) from error
    if re.search(r"\(\?[=!<]|\\[1-9]|(?<!\\)[*+?}]\+", pattern):
        says = _("The pattern of %(column)s looks ahead, looks back or repeats a group. Write it without that.")
        raise BadRules("rules-pattern", says, column=column)
    return str(pattern)


def _severity(said: Any, name: str) -> Severity:
    if said not in list(Severity):
        says = _("The severity of %(name)s is error, warning or note.")
        raise BadRules("rules-severity", says, name=name)
    return Severity(said)


def _known(said: Any, known: set[str], where: str) -> None:
    if not isinstance(said, Mapping):
        raise BadRules("rules-shape", _("%(where)s should hold a JSON object."), where=where)
    if unknown := sorted(set(said) - known):
        says = _("%(where)s has a word that is not known: %(word)s. Known are %(known)s.")
        raise BadRules("rules-word", says, where=where, word=unknown[0], known=", ".join(sorted(known)))


def _columns(said: Any, where: str) -> list[str]:
    return _texts([said] if isinstance(said, str) else said, where)


def _texts(said: Any, where: str) -> list[str]:
    if not isinstance(said, list) or not all(isinstance(one, str | int | float) for one in said):
        raise BadRules("rules-list", _("%(where)s should be a list of texts."), where=where)
    return [str(one) for one in said]
