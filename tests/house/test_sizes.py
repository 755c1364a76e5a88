"""What is read at a sitting: budgets of lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.sources import ROOT, Function, Module, modules, nobody, own_modules, place, sample, templates

FILE, FUNCTION, VIEW, SETTINGS, PAGE, COMPONENT = 400, 60, 25, 300, 100, 40


def project_modules() -> list[Module]:
    """Return every Python file but migrations, with the tests that stand across rooms."""
    across = [Module(path) for path in sorted((ROOT / "tests").rglob("*.py"))]
    return [module for module in modules() if module.step != "migrations"] + across


def lines(node: Function) -> int:
    """Count the lines of a function from its name to its end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def long_functions(module: Module, limit: int) -> list[str]:
    return [
        place(module, node, f"{node.name} has {lines(node)} lines")
        for node in module.functions()
        if lines(node) > limit
    ]


def test_a_file_has_at_most_400_lines() -> None:
    long = {path: path.text.count("\n") for path in project_modules() if path.text.count("\n") > FILE}

    nobody(f"{module.path.relative_to(ROOT)} has {count} lines" for module, count in long.items())


def test_a_function_has_at_most_60_lines() -> None:
    nobody(one for module in project_modules() for one in long_functions(module, FUNCTION))


def test_a_view_has_at_most_25_lines() -> None:
    views = [module for module in own_modules() if module.step in {"views", "api"}]

    assert views
    nobody(one for module in views for one in long_functions(module, VIEW))


def test_settings_have_at_most_300_lines() -> None:
    (settings,) = (module for module in own_modules() if module.parts == ("config", "settings"))

    assert settings.text.count("\n") <= SETTINGS


def budget(path: Path) -> int:
    """Return how many lines a template may have."""
    return COMPONENT if "components" in path.parts else PAGE


def test_templates_are_short() -> None:
    assert templates()
    nobody(
        f"{path.relative_to(ROOT)} has {text.count(chr(10))} lines"
        for path, text in templates().items()
        if text.count("\n") > budget(path)
    )


@pytest.mark.parametrize(("extra", "is_long"), [(0, False), (1, True)])
def test_the_law_of_length_bites(extra: int, is_long: bool) -> None:
    source = "def f():\n" + "    pass\n" * (VIEW - 1 + extra)

    assert bool(long_functions(sample(source), VIEW)) is is_long
