"""A structured question to a table, read strictly from plain JSON: a word that is not known is an error, never a guess.

    {"filters": [{"column": "municipio", "is": "in", "value": ["León", "Silao"]},
                 {"column": "costo", "is": "missing"}],
     "search": "obra pública", "sort": [{"column": "fecha", "descending": true}], "size": 50, "count": true,
     "facets": [{"column": "municipio"}]}

    {"group": [{"column": "fecha", "part": "year"}], "measures": [{"measure": "sum", "column": "costo"}]}

Rows without a value are part of every answer that does not exclude them: `ne` keeps them, `lt` and the like do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tequio.tables.query.refused import Refused

COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "in", "between", "contains", "missing", "present")
MEASURES = ("count", "distinct", "sum", "mean", "min", "max", "median")
PARTS = ("year", "month")
MOST_ROWS = 1_000  # of a page, or of groups
MOST_VALUES = 1_000  # of an "in"
MOST_LISTED = 20  # filters, sorts, facets, groups, measures
MOST_WORDS = 10
_ROWS, _FACET = 100, 10
_LONGEST = 1_000  # letters of a value or a word

Scalar = str | int | float | bool
T = TypeVar("T")


@dataclass(frozen=True)
class Filter:
    """One condition; all of them hold together. `values` are one, two for `between`, many for `in`, or none."""

    column: str
    comparison: str
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True)
class Sort:
    """One column to sort by; what is missing comes last either way."""

    column: str
    is_descending: bool = False


@dataclass(frozen=True)
class Facet:
    """The most frequent values of a column."""

    column: str
    size: int = _FACET


@dataclass(frozen=True)
class Group:
    """One column to group by, or a part of its dates."""

    column: str
    part: str = ""

    @property
    def name(self) -> str:
        """Return what it is called in the answer: fecha, fecha.year."""
        return f"{self.column}.{self.part}" if self.part else self.column


@dataclass(frozen=True)
class Measure:
    """What is computed of each group; `count` alone needs no column."""

    measure: str
    column: str = ""

    @property
    def name(self) -> str:
        """Return what it is called in the answer: count, sum.costo."""
        return f"{self.measure}.{self.column}" if self.column else self.measure


@dataclass(frozen=True)
class Question:
    """What is asked. Without `columns`, all; with `groups` or `measures` the answer has groups instead of rows."""

    columns: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    words: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    size: int = _ROWS
    after: str = ""
    before: str = ""
    is_counted: bool = False
    facets: tuple[Facet, ...] = ()
    groups: tuple[Group, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def is_grouped(self) -> bool:
        """Whether the answer has groups instead of rows."""
        return bool(self.groups or self.measures)

    def normal(self) -> str:
        """Return the one way to write this question: equal questions are written alike."""
        filters = tuple(sorted(set(self.filters), key=repr))
        return repr(replace(self, filters=filters))

    def without_page(self) -> Question:
        """Return the question that all its pages share."""
        return replace(self, after="", before="", size=_ROWS, is_counted=False, facets=())


def parse(document: Any) -> Question:
    """Return the question that a plain dictionary asks. Raises Refused, naming the word that is wrong."""
    fields = _fields(document, "question", _WORDS)
    words, searched = _search(fields.get("search", ""))
    question = Question(
        columns=_names(fields.get("columns", ()), "columns", most=2_000),
        filters=_list(fields, "filters", _filter),
        words=words,
        searched=searched,
        sort=_list(fields, "sort", _sort),
        size=_number(fields.get("size", _ROWS), "size", MOST_ROWS),
        after=_text(fields.get("after", ""), "after"),
        before=_text(fields.get("before", ""), "before"),
        is_counted=_truth(fields.get("count", False), "count"),
        facets=_list(fields, "facets", _facet),
        groups=_list(fields, "group", _group),
        measures=_list(fields, "measures", _measure),
    )
    return _whole(question)


_WORDS = ("columns", "filters", "search", "sort", "size", "after", "before", "count", "facets", "group", "measures")


def _whole(question: Question) -> Question:
    if question.after and question.before:
        raise Refused("question-two-pages")
    if not question.is_grouped:
        return question
    for name, value in (("columns", question.columns), ("after", question.after), ("before", question.before)):
        if value:
            raise Refused("question-mixed", name=name)
    return question if question.measures else replace(question, measures=(Measure("count"),))


def _filter(document: Any) -> Filter:
    fields = _fields(document, "filters", ("column", "is", "value"))
    comparison = _text(fields.get("is", "eq"), "is")
    if comparison not in COMPARISONS:
        raise Refused("question-unknown-operator", name=comparison, known=", ".join(COMPARISONS))
    value = fields.get("value")
    if comparison in ("missing", "present"):
        if value is not None:
            raise Refused("question-shape", name="value", wanted="left out")
        return Filter(_column(fields), comparison)
    if comparison == "between":
        return Filter(_column(fields), comparison, _values(value, least=2, most=2))
    if comparison == "in":
        return Filter(_column(fields), comparison, _values(value, least=1, most=MOST_VALUES))
    return Filter(_column(fields), comparison, (_scalar(value),))


def _sort(document: Any) -> Sort:
    if isinstance(document, str):
        return Sort(_text(document, "sort"))
    fields = _fields(document, "sort", ("column", "descending"))
    return Sort(_column(fields), _truth(fields.get("descending", False), "descending"))


def _facet(document: Any) -> Facet:
    if isinstance(document, str):
        return Facet(_text(document, "facets"))
    fields = _fields(document, "facets", ("column", "size"))
    return Facet(_column(fields), _number(fields.get("size", _FACET), "size", MOST_ROWS))


def _group(document: Any) -> Group:
    if isinstance(document, str):
        return Group(_text(document, "group"))
    fields = _fields(document, "group", ("column", "part"))
    part = _text(fields.get("part", ""), "part")
    if part and part not in PARTS:
        raise Refused("question-shape", name="part", wanted=" / ".join(PARTS))
    return Group(_column(fields), part)


def _measure(document: Any) -> Measure:
    if isinstance(document, str):
        document = {"measure": document}
    fields = _fields(document, "measures", ("measure", "column"))
    measure = _text(fields.get("measure", ""), "measure")
    if measure not in MEASURES:
        raise Refused("question-unknown-measure", name=measure, known=", ".join(MEASURES))
    if measure == "count" and "column" not in fields:
        return Measure(measure)
    return Measure(measure, _column(fields))


def _search(document: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if isinstance(document, str):
        document = {"words": document}
    fields = _fields(document, "search", ("words", "columns"))
    words = tuple(dict.fromkeys(_text(fields.get("words", ""), "search").split()))
    if len(words) > MOST_WORDS:
        raise Refused("question-too-many", name="search", n=MOST_WORDS)
    return words, _names(fields.get("columns", ()), "columns", most=2_000)


def _fields(document: Any, name: str, known: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        raise Refused("question-shape", name=name, wanted="{…}")
    for word in document:
        if word not in known:
            raise Refused("question-unknown-word", name=str(word), known=", ".join(known))
    return document


def _list(fields: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read(one) for one in _sequence(fields.get(name, ()), name, MOST_LISTED))


def _sequence(value: Any, name: str, most: int) -> Sequence[Any]:
    if not isinstance(value, (list, tuple)):
        raise Refused("question-shape", name=name, wanted="[…]")
    if len(value) > most:
        raise Refused("question-too-many", name=name, n=most)
    return value


def _names(value: Any, name: str, most: int) -> tuple[str, ...]:
    return tuple(_text(one, name) for one in _sequence(value, name, most))


def _column(fields: Mapping[str, Any]) -> str:
    return _text(fields.get("column"), "column")


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise Refused("question-shape", name=name, wanted='"…"')
    return value


def _truth(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise Refused("question-shape", name=name, wanted="true / false")
    return value


def _number(value: Any, name: str, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise Refused("question-shape", name=name, wanted=f"1 – {most}")
    return value


def _values(value: Any, *, least: int, most: int) -> tuple[Scalar, ...]:
    values = _sequence(value, "value", most)
    if len(values) < least:
        raise Refused("question-shape", name="value", wanted="[…, …]" if least > 1 else "[…]")
    return tuple(_scalar(one) for one in values)


def _scalar(value: Any) -> Scalar:
    if not isinstance(value, (str, int, float, bool)) or (isinstance(value, str) and len(value) > _LONGEST):
        raise Refused("question-shape", name="value", wanted='"…" / 1.5 / true')
    return value
