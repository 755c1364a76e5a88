"""The shape of a public action, as a law that reads its syntax tree.

An action is a public function of a room above the record: one of `<room>/actions.py` without an underscore, or one that
`<room>/actions/__init__.py` hands out. It takes only keywords, `actor` and `at` among them; its docstring opens with
one imperative line; it is atomic (or its docstring names the transaction that it runs in); it calls `require()` in its
own body; and it states exactly one fact, by `record()` or `audit()`:

- no path through it states two, not even in a loop;
- a path that runs to the end states one;
- an early `return` may state none: nothing changed, so there is no fact;
- a private function of the same room's actions may do the stating (its paths are counted where it is called); an action
  of another room states its own fact, and is not counted.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.house.sources import Function, Module, place

STATING = frozenset({"record", "audit"})
# Verbs that end like a third person.
NOT_THIRD_PERSON = frozenset({"Address", "Discuss", "Dismiss", "Pass", "Press", "Process", "Focus"})
MANY = 2


def called(node: ast.Call) -> str:
    """Return the last word of what is called: `require` for both require() and policy.require()."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def is_atomic(function: Function) -> bool:
    """Tell whether transaction.atomic decorates a function."""
    words = (decorator.func if isinstance(decorator, ast.Call) else decorator for decorator in function.decorator_list)
    return any(ast.unparse(word) in {"transaction.atomic", "atomic"} for word in words)


def is_imperative(line: str) -> bool:
    """Tell whether a docstring opens with one imperative sentence on one line."""
    first = line.split("\n", 1)[0].strip()
    verb = first.split(" ", 1)[0].rstrip(",.")
    third = verb.endswith("s") and verb not in NOT_THIRD_PERSON
    gerund = verb.endswith("ing") and verb != "Bring"
    return bool(first) and first[0].isupper() and first.endswith(".") and len(first) <= 120 and not third and not gerund


@dataclass(frozen=True)
class Paths:
    """How many facts each way through some statements states: those that go on, and those that return."""

    on: frozenset[int]
    back: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        """Every way out that is not an exception."""
        return self.on | self.back


def plus(left: frozenset[int], right: frozenset[int]) -> frozenset[int]:
    """Add two sets of counts, anything above one being many."""
    return frozenset(min(MANY, a + b) for a in left for b in right)


NONE = frozenset({0})


class Counter:
    """Counts the facts that a function states along each of its paths."""

    def __init__(self, private: Mapping[str, Function]) -> None:
        self.private = private
        self.open: set[str] = set()

    def function(self, function: Function) -> Paths:
        """Count along the paths of a whole function; one that calls itself counts nothing the second time."""
        if function.name in self.open:
            return Paths(NONE)
        self.open.add(function.name)
        counted = self.block(function.body)
        self.open.discard(function.name)
        return counted

    def block(self, statements: Sequence[ast.stmt]) -> Paths:
        """Count along statements that follow one another."""
        on, back = NONE, frozenset[int]()
        for statement in statements:
            step = self.statement(statement)
            back |= plus(on, step.back) if step.back else frozenset()
            on = plus(on, step.on)
            if not on:
                break
        return Paths(on, back)

    def statement(self, node: ast.stmt) -> Paths:
        """Count along one statement."""
        if isinstance(node, Function | ast.ClassDef):
            return Paths(NONE)
        if isinstance(node, ast.Raise):
            return Paths(frozenset())
        if isinstance(node, ast.Return):
            return Paths(frozenset(), self.expression(node.value))
        if isinstance(node, ast.If | ast.Match | ast.Try | ast.For | ast.While | ast.With):
            return self.compound(node)
        return Paths(self.expressions(ast.iter_child_nodes(node)))

    def compound(self, node: ast.If | ast.Match | ast.Try | ast.For | ast.While | ast.With) -> Paths:
        """Count along a statement that holds others."""
        if isinstance(node, ast.If):
            return self.after(self.expression(node.test), self.either([node.body, node.orelse]))
        if isinstance(node, ast.Match):
            return self.either([*(case.body for case in node.cases), []])
        if isinstance(node, ast.With):
            return self.after(self.expressions(item.context_expr for item in node.items), self.block(node.body))
        if isinstance(node, ast.Try):
            done = self.either([[*node.body, *node.orelse], *(handler.body for handler in node.handlers)])
            return self.then(done, self.block(node.finalbody))
        turn = self.block(node.body)
        twice = plus(turn.on, turn.on) | turn.on | NONE
        return self.then(Paths(twice, turn.back), self.block(node.orelse))

    def either(self, blocks: Sequence[Sequence[ast.stmt]]) -> Paths:
        """Count along alternatives."""
        found = [self.block(block) for block in blocks]
        return Paths(
            frozenset().union(*(one.on for one in found)), frozenset[int]().union(*(one.back for one in found))
        )

    @staticmethod
    def after(before: frozenset[int], paths: Paths) -> Paths:
        """Count what was stated before some paths."""
        return Paths(plus(before, paths.on), plus(before, paths.back))

    @staticmethod
    def then(first: Paths, second: Paths) -> Paths:
        """Count along one thing and then another."""
        return Paths(plus(first.on, second.on), first.back | plus(first.on, second.back))

    def expression(self, node: ast.AST | None) -> frozenset[int]:
        """Count inside an expression."""
        if node is None or isinstance(node, ast.Lambda):
            return NONE
        if isinstance(node, ast.IfExp):
            either = self.expression(node.body) | self.expression(node.orelse)
            return plus(self.expression(node.test), either)
        inside = self.expressions(ast.iter_child_nodes(node))
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            return plus(inside, inside)
        return plus(inside, self.call(node)) if isinstance(node, ast.Call) else inside

    def expressions(self, nodes: Iterator[ast.AST] | Sequence[ast.AST]) -> frozenset[int]:
        """Count inside expressions that are all evaluated."""
        total = NONE
        for node in nodes:
            total = plus(total, self.expression(node))
        return total

    def call(self, node: ast.Call) -> frozenset[int]:
        """Count one call: a fact, or whatever a private function of this room states."""
        name = called(node)
        if name in STATING:
            return frozenset({1})
        return self.function(self.private[name]).all if name in self.private else NONE


def exported(package: Sequence[Module]) -> frozenset[str]:
    """Return the names that `actions/__init__.py` hands out, or that `actions.py` defines without an underscore."""
    (door,) = (module for module in package if len(module.parts) == 2)
    if door.path.name == "__init__.py":
        return frozenset(called for _, name, _, called in door.imports() if name.startswith("tequio."))
    return frozenset(name for name in functions(package) if not name.startswith("_"))


def functions(package: Sequence[Module]) -> dict[str, tuple[Module, Function]]:
    """Return the functions of a room's actions, each with its module."""
    return {node.name: (module, node) for module in package for node in module.tree.body if isinstance(node, Function)}


def public_actions(package: Sequence[Module]) -> Iterator[tuple[Module, Function]]:
    """Return the actions of a room."""
    public = exported(package)
    yield from (found for name, found in functions(package).items() if name in public)


def private_functions(package: Sequence[Module]) -> dict[str, Function]:
    """Return the functions that only actions of the same room call."""
    public = exported(package)
    return {name: function for name, (_, function) in functions(package).items() if name not in public}


def endings(function: Function, private: Mapping[str, Function]) -> tuple[frozenset[int], frozenset[int]]:
    """Count the facts stated where a function returns early, and where it ends."""
    counter = Counter(private)
    before = counter.block(function.body[:-1])
    last = counter.statement(function.body[-1])
    return before.back, plus(before.on, last.on or last.back)


def broken(module: Module, function: Function, private: Mapping[str, Function]) -> Iterator[str]:
    """Say what keeps a function from being an action."""
    arguments = function.args
    keywords = {argument.arg for argument in arguments.kwonlyargs}
    doc = ast.get_docstring(function) or ""
    if arguments.args or arguments.posonlyargs or arguments.vararg or arguments.kwarg:
        yield place(module, function, f"{function.name} takes arguments without their names")
    for needed in ("actor", "at"):
        if needed not in keywords:
            yield place(module, function, f"{function.name} does not take {needed}")
    if not is_imperative(doc):
        yield place(module, function, f"{function.name} does not open with one imperative line")
    if not is_atomic(function) and "transaction" not in doc:
        yield place(
            module, function, f"{function.name} is not atomic, and its docstring does not say which transaction"
        )
    if not any(isinstance(node, ast.Call) and called(node) == "require" for node in ast.walk(function)):
        yield place(module, function, f"{function.name} never calls require()")
    early, final = endings(function, private)
    if MANY in early | final:
        yield place(module, function, f"{function.name} may state two facts")
    if not final or final - {1, MANY}:
        yield place(module, function, f"{function.name} may end without its fact")
