"""Which SQL is let through to the database: one SELECT over the version's own table, of parts that are on the list.

DuckDB's own parser gives the tree, in the child process only: ten nested WITHs (138 bytes) hang that parser for good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from tequio.tables.query import allowed
from tequio.tables.query.refused import MOST_BYTES_OF_SQL, Refused

MOST_PARTS = 3_000
MOST_DEPTH = 60
MOST_TABLES = 30
MOST_GROUPINGS = 64

Node = Mapping[str, Any]

_QUERIES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE"}
_SOURCES = {"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "SHOW_REF"}
_MODIFIERS = {"ORDER_MODIFIER", "LIMIT_MODIFIER", "DISTINCT_MODIFIER"}
_ORDERS = {"ORDER_DEFAULT", "ASCENDING", "DESCENDING"}
_TYPES = _QUERIES | _SOURCES | _MODIFIERS | _ORDERS
_CLASSES = {
    "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION",
    "LAMBDA", "OPERATOR", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "TYPE", "WINDOW",
}  # fmt: skip
# Columns that are functions when the table has no such column: they would tell how the server is set up.
_SPOKEN = {"current_catalog", "current_role", "current_schema", "current_user", "session_user", "user"}
_INTERVALS = {"to_days", "to_weeks", "to_months", "to_quarters", "to_years"}
_SIGNS = {"-", "+", "trunc"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PATH = re.compile(r"(?<![\w.~-])(?:[A-Za-z]:|\.{1,2})?(?:[/\\][\w.~+=-]+)+[/\\]?")
_LONGEST_DETAIL = 300
_READ_OF_A_DETAIL = 4_000


def judge(sql: str, *, tables: Iterable[str], parser: duckdb.DuckDBPyConnection) -> None:
    """Let a question pass or raise Refused. `parser` is any connection: nothing of the SQL is run on it."""
    if len(sql.encode("utf-8", "replace")) > MOST_BYTES_OF_SQL:
        raise Refused("sql-too-long", most=MOST_BYTES_OF_SQL)
    root = _tree(sql, parser)
    own = tuple(name.lower() for name in tables)
    try:
        _Walk(frozenset(own), own[0]).query(root, frozenset())
    except RecursionError:
        raise Refused("sql-too-deep", most=MOST_DEPTH) from None


def scrubbed(message: str) -> str:
    """Return what the database says, on one line and without anything that looks like a path of the server."""
    first = message[:_READ_OF_A_DETAIL].split("\n\n", 1)[0].split("\nLINE ", 1)[0].split("Traceback", 1)[0]
    return _PATH.sub("…", " ".join(first.split()))[:_LONGEST_DETAIL]


def _tree(sql: str, parser: duckdb.DuckDBPyConnection) -> Node:
    (text,) = parser.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchall()[0]
    try:
        said = json.loads(text)
    except RecursionError:
        raise Refused("sql-too-deep", most=MOST_DEPTH) from None
    if said["error"]:
        if said.get("error_type") == "not implemented":
            raise Refused("sql-not-a-select")
        raise Refused("sql-unreadable", detail=scrubbed(said.get("error_message", "")))
    statements = said["statements"]
    if not statements:
        raise Refused("sql-empty")
    if len(statements) > 1:
        raise Refused("sql-several", n=len(statements))
    root: Node = statements[0]["node"]
    return root


@dataclass
class _Walk:
    """One passage through the tree. `scope` is always the names of the WITHs that are visible there."""

    own: frozenset[str]
    table: str
    parts: int = 0
    tables: int = 0
    # How many reads of tables each WITH stands for: two that double each other ten times are a thousand.
    weights: dict[str, int] = field(default_factory=dict)

    def query(self, node: Node, scope: frozenset[str], depth: int = 0) -> None:
        """Judge a query: its WITHs in order, each seeing those before it, then the rest."""
        if node.get("type") not in _QUERIES:
            raise Refused("sql-part", name=str(node.get("type")))
        self._deeper(depth)
        for entry in node["cte_map"]["map"]:
            scope = self._with(entry, scope, depth)
        if node["type"] == "RECURSIVE_CTE_NODE":
            # The first part does not see its own name: there it would be a table or a view of the database.
            self.query(node["left"], scope, depth + 1)
            self.query(node["right"], scope | {node["cte_name"].lower()}, depth + 1)
            self._below({key: part for key, part in node.items() if key not in ("left", "right")}, scope, depth)
            return
        if len(node.get("group_sets") or ()) > MOST_GROUPINGS:
            raise Refused("sql-too-many-parts", most=MOST_GROUPINGS)
        self._below(node, scope, depth)

    def _with(self, entry: Node, scope: frozenset[str], depth: int) -> frozenset[str]:
        name, before = entry["key"].lower(), self.tables
        self.weights[name] = 1
        self._any(entry["value"], scope, depth + 1)
        self.weights[name] = max(1, self.tables - before)
        return scope | {name}

    def _below(self, node: Node, scope: frozenset[str], depth: int) -> None:
        for key, part in node.items():
            if key != "cte_map":
                self._any(part, scope, depth + 1)

    def _any(self, part: Any, scope: frozenset[str], depth: int) -> None:
        if isinstance(part, list):
            for one in part:
                self._any(one, scope, depth)
        elif isinstance(part, dict):
            self._node(part, scope, depth)

    def _node(self, node: Node, scope: frozenset[str], depth: int) -> None:
        kind, name = node.get("class"), node.get("type")
        if kind is not None:
            self._expression(node, depth)
        elif isinstance(name, str):
            if name in _QUERIES:
                return self.query(node, scope, depth)
            if name not in _TYPES:
                raise Refused("sql-part", name=name)
            self._source(node, scope)
        return self._below(node, scope, depth)

    def _deeper(self, depth: int) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Refused("sql-too-many-parts", most=MOST_PARTS)
        if depth > MOST_DEPTH * 2:  # a level of SQL is about two of the tree
            raise Refused("sql-too-deep", most=MOST_DEPTH)

    def _expression(self, node: Node, depth: int) -> None:
        self._deeper(depth)
        kind = node["class"]
        if kind == "PARAMETER":
            raise Refused("sql-parameter", name=f"${node.get('identifier', '')}")
        if kind not in _CLASSES:
            raise Refused("sql-part", name=str(kind))
        if kind in ("FUNCTION", "WINDOW"):
            _judge_function(node, allowed.FUNCTIONS)
        if kind == "COLUMN_REF" and str(node["column_names"][-1]).lower() in _SPOKEN:
            raise Refused("sql-function", name=str(node["column_names"][-1]))

    def _source(self, node: Node, scope: frozenset[str]) -> None:
        name = node["type"]
        if name == "BASE_TABLE":
            self._base(node, scope)
        elif name == "TABLE_FUNCTION":
            _judge_function(node["function"], allowed.TABLE_FUNCTIONS)
            self._read(1)
        elif name == "SHOW_REF" and not (node.get("query") and node.get("show_type") in ("DESCRIBE", "SUMMARY")):
            raise Refused("sql-part", name="SHOW")

    def _base(self, node: Node, scope: frozenset[str]) -> None:
        path = [str(part).lower() for part in node["qualified_name"]["path"]]
        if node.get("at_clause"):
            raise Refused("sql-part", name="AT")
        if path in [["main", own] for own in self.own]:
            return self._read(1)
        if len(path) == 1 and path[0] in scope:
            return self._read(self.weights.get(path[0], 1))
        if len(path) == 1 and path[0] in self.own:
            return self._read(1)
        raise Refused("sql-unknown-table", name=".".join(node["qualified_name"]["path"]), table=self.table)

    def _read(self, times: int) -> None:
        self.tables += times
        if self.tables > MOST_TABLES:
            raise Refused("sql-too-many-tables", most=MOST_TABLES)


def _judge_function(node: Node, known: frozenset[str]) -> None:
    name = str(node.get("function_name", "")).lower()
    if name not in known:
        raise Refused("sql-function", name=name)
    if node.get("catalog") or node.get("schema") not in ("", "main", None):
        raise Refused("sql-method", name=name)
    most = allowed.CAPPED.get(name)
    if most is None:
        return
    arguments = [one["expression"] for one in node.get("arguments", ())]
    is_row = name in allowed.TABLE_FUNCTIONS
    widths = arguments if is_row else arguments[1 : 3 if name == "to_base" else 2]
    if not all(_is_small(one, most, is_row=is_row) for one in widths):
        raise Refused("sql-argument", name=name, most=most)


def _is_small(node: Node, most: int, *, is_row: bool) -> bool:
    """Whether an argument is a constant of bounded size; in a row of values also a date, or an interval of days."""
    if node["class"] == "CONSTANT":
        return _constant_is_small(node["literal"], most)
    if node["class"] == "CAST":
        return _is_small(node["child"], most, is_row=is_row)
    if node["class"] == "FUNCTION" and node["function_name"] in _SIGNS | (_INTERVALS if is_row else set()):
        arguments = [one["expression"] for one in node["arguments"]]
        return len(arguments) == 1 and _is_small(arguments[0], most, is_row=is_row)
    return False


def _constant_is_small(literal: Node, most: int) -> bool:
    """Whether a number is small, also written as text ('2000000000' is cast in silence); other text is short."""
    text = str(literal.get("text", "")).replace("_", "")
    if literal.get("kind") == "INTEGER":
        return text.isdecimal() and len(text) < 10 and int(text) <= most
    if literal.get("kind") != "STRING":
        return False
    return bool(_DATE.fullmatch(text)) or (text.isdecimal() and len(text) < 10 and int(text) <= most)
