"""Names, docstrings, and what is refused until a decision record says otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import SRC, Function, Module, nobody, own_modules, place, sample

NOUNLESS = frozenset(
    {"util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services", "misc"}
)
SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals", "django.contrib.auth.signals")
ENVIRONMENT = {("config", "settings"), ("config", "cli"), ("config", "wsgi")}


def test_every_file_has_a_noun() -> None:
    names = {path: path.stem.strip("_").split("_") for path in SRC.rglob("*") if path.suffix in {".py", ""}}

    assert names
    nobody(str(path.relative_to(SRC)) for path, words in names.items() if NOUNLESS & set(words))


def is_command(node: ast.stmt) -> bool:
    """Tell whether a function says what it is in the help of the command line, which people read translated."""
    return isinstance(node, Function) and any(
        isinstance(decorator, ast.Call) and ast.unparse(decorator).startswith("command(_(")
        for decorator in node.decorator_list
    )


def undocumented(module: Module) -> Iterator[str]:
    """Yield the public things of a module that say nothing about themselves."""
    if module.text.strip() and not ast.get_docstring(module.tree):
        yield place(module, module.tree, "the file itself")
    for node in module.tree.body:
        is_public = isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        if is_public and not ast.get_docstring(node) and not is_command(node):
            yield place(module, node, node.name)


def test_every_public_thing_says_what_it_is() -> None:
    assert own_modules()
    nobody(one for module in own_modules() for one in undocumented(module))


def test_nothing_overrides_save() -> None:
    nobody(
        place(module, node, f"{owner.name}.{node.name}")
        for module in own_modules()
        for owner in module.classes()
        for node in owner.body
        if isinstance(node, Function) and node.name in {"save", "full_clean"}
    )


def signalling(module: Module) -> Iterator[str]:
    """Yield the imports of signals."""
    for node, name, imported, _ in module.imports():
        whole = f"{name}.{imported}"
        if whole.startswith(SIGNALS) or ".signals" in whole:
            yield place(module, node, whole)


def test_there_are_no_signals() -> None:
    nobody(one for module in own_modules() for one in signalling(module))


def environment(module: Module) -> Iterator[str]:
    """Yield the places where a module reads the environment."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}:
            yield place(module, node, ast.unparse(node))
    for node, name, imported, _ in module.imports():
        if name == "os" and imported in {"environ", "getenv"}:
            yield place(module, node, f"os.{imported}")


def test_the_environment_is_read_in_one_place() -> None:
    readers = {module.parts[:2] for module in own_modules() if any(environment(module))}

    assert ("config", "settings") in readers
    assert readers - ENVIRONMENT == set()


def test_views_are_functions() -> None:
    nobody(
        place(module, node, node.name)
        for module in own_modules()
        if module.step == "views"
        for node in module.classes()
        if any("View" in ast.unparse(base) for base in node.bases)
    )


def fuzzy(module: Module) -> Iterator[str]:
    """Yield f-strings inside gettext, which no translator will ever see."""
    for node in ast.walk(module.tree):
        is_gettext = isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "_",
            "gettext",
            "gettext_lazy",
            "ngettext",
        }
        if is_gettext and any(isinstance(argument, ast.JoinedStr) for argument in node.args):
            yield place(module, node, "an f-string inside gettext")


def test_translators_see_every_sentence() -> None:
    nobody(one for module in own_modules() for one in fuzzy(module))


@pytest.mark.parametrize(
    ("law", "source"),
    [
        (undocumented, '"""A file."""\ndef naked():\n    pass'),
        (undocumented, "x = 1"),
        (undocumented, '"""A file."""\n@command()\ndef naked():\n    pass'),
        (signalling, "from django.db.models.signals import post_save"),
        (signalling, "from django.dispatch import receiver"),
        (signalling, "from allauth.account.signals import user_logged_in"),
        (environment, "import os\nx = os.environ['HOME']"),
        (environment, "from os import getenv"),
        (fuzzy, "_(f'hello {name}')"),
    ],
)
def test_the_laws_of_words_bite(law: object, source: str) -> None:
    assert list(law(sample(source)))  # type: ignore[operator]
