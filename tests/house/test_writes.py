"""Only actions write, and only their own room's tables."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import Module, nobody, own_modules, place, sample

# Words that write whatever they are said to.
ALWAYS = frozenset({"bulk_create", "bulk_update", "get_or_create", "update_or_create"})
# Words that dictionaries, hashes, pictures and stores use too: a write only when said to a model or a QuerySet.
SOMETIMES = frozenset({"create", "update", "save", "delete"})
QUERYSET_WORDS = frozenset(
    {"objects", "all", "filter", "exclude", "order_by", "select_related", "select_for_update", "get", "first", "last"}
)
SQL = ("INSERT ", "UPDATE ", "DELETE ", "MERGE ", "REPLACE ")

# The record and the jobs keep their own house below everybody.
BELOW = frozenset({"record", "jobs"})
EXCUSED = {
    ("portal", "index"): "the index of the search repeats what is public and states nothing; it can be made again",
    ("tlog", "memory"): "a monitor's own memory, in a file of whoever watches: no table of an installation",
    ("replay", "fold"): "what a monitor heard, in another file of whoever watches",
    ("people", "models"): "Django's own tools make accounts through the manager",
    **{("tables", one): "its own DuckDB in memory or in a version's file" for one in ("loading", "rules", "store")},
    ("config", "ops"): "restoring a backup puts back whole tables, whatever they hold",
}


def chain(node: ast.expr) -> tuple[str, list[str]]:
    """Return the name at the root of `Plan.objects.filter(…)`, and the words that follow it."""
    words: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return (node.id if isinstance(node, ast.Name) else ""), words[::-1]


def is_write(node: ast.Call) -> bool:
    """Tell whether a call changes the database."""
    if not isinstance(node.func, ast.Attribute):
        return False
    word, (_, before) = node.func.attr, chain(node.func.value)
    if word in ALWAYS:
        return True
    if word == "execute":
        said = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        return any(text.lstrip().upper().startswith(SQL) for text in said)
    if word not in SOMETIMES:
        return False
    if QUERYSET_WORDS & set(before):
        return True
    if word == "create":
        return bool(before)
    return word in {"save", "delete"} and not node.args


def writes(module: Module) -> Iterator[ast.Call]:
    """Return the calls of a module that change the database."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and is_write(node))


def may_write(module: Module) -> bool:
    """Tell whether a module is one of those that write."""
    return module.step == "actions" or module.room in BELOW or module.parts[:2] in EXCUSED


def foreign(module: Module) -> Iterator[str]:
    """Yield the writes of a module to a table of another room, as far as its names tell."""
    theirs = {
        called: name.split(".")[1]
        for _, name, _, called in module.imports()
        if name.startswith("tequio.") and name.split(".")[2:3] == ["models"] and name.split(".")[1] != module.room
    }
    for function in module.functions():
        known = theirs | {
            argument.arg: theirs[argument.annotation.id]
            for argument in (*function.args.args, *function.args.kwonlyargs)
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id in theirs
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and is_write(node) and isinstance(node.func, ast.Attribute):
                root, words = chain(node.func.value)
                if root in known and (not words or "objects" in words):
                    yield place(module, node, f"writes a table of {known[root]}")


def test_only_actions_write() -> None:
    readers = [module for module in own_modules() if not may_write(module)]

    assert readers
    nobody(place(module, node, ast.unparse(node.func)) for module in readers for node in writes(module))


def test_the_law_finds_the_writes_of_actions() -> None:
    writers = [module for module in own_modules() if module.step == "actions"]

    assert sum(1 for module in writers for _ in writes(module)) > 5


def test_actions_write_only_their_own_rooms_tables() -> None:
    writers = [module for module in own_modules() if module.step == "actions"]

    assert writers
    nobody(one for module in writers for one in foreign(module))


def test_every_excuse_is_still_needed() -> None:
    needed = {module.parts[:2] for module in own_modules() if any(writes(module))}

    assert set(EXCUSED) - needed == set()


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Plan.objects.create(name='x')", True),
        ("plan.commitments.create()", True),
        ("plan.save(update_fields=['name'])", True),
        ("Plan.objects.filter(pk=1).update(name='x')", True),
        ("plan.delete()", True),
        ("form.save()", True),
        ("cursor.execute('UPDATE x SET y = 1')", True),
        ("cursor.execute('SELECT 1')", False),
        ("counts.update(other)", False),
        ("picture.save(buffer, format='PNG')", False),
        ("store.delete(name)", False),
        ("digest.update(block)", False),
    ],
)
def test_a_write_is_known_from_its_words(line: str, is_one: bool) -> None:
    assert bool(list(writes(sample(line)))) is is_one


def test_the_law_of_own_tables_bites() -> None:
    source = "from tequio.people.models import Post\ndef f(post: Post):\n    post.save()\n    Post.objects.create()\n"

    assert len(list(foreign(sample(source, "plans/actions.py")))) == 2
    assert list(foreign(sample(source, "people/actions.py"))) == []
