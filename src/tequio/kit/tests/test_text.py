"""Texts are counted and sorted as people do."""

from __future__ import annotations

import pytest

from tequio.kit import text


@pytest.mark.parametrize(
    ("given", "count"),
    [("", 0), ("año", 3), ("an\u0303o", 3), ("a\r\nb", 3), ("a\rb\nc", 5), ("👩🏽", 2), (" a ", 3)],
)
def test_a_text_is_counted_in_code_points_of_its_composed_form(given: str, count: int) -> None:
    assert text.length(given) == count


def test_a_tidy_text_has_one_kind_of_line_break_and_no_blank_edges() -> None:
    assert text.tidy("  an\u0303o\r\ndos\rtres \n") == "año\ndos\ntres"


def test_targets_sort_as_their_numbers_do() -> None:
    assert sorted(["16.b", "16.10", "5.b", "16.8", "16", "5.a", "11.a"], key=text.natural) == [
        "5.a",
        "5.b",
        "11.a",
        "16",
        "16.8",
        "16.10",
        "16.b",
    ]


@pytest.mark.parametrize("other", ["secretaria  de  cultura", "SECRETARÍA DE CULTURA", " Secretari\u0301a de Cultura "])
def test_names_are_compared_without_accents_case_or_doubled_spaces(other: str) -> None:
    assert text.fold(other) == text.fold("Secretaría de Cultura")


def test_different_names_stay_different() -> None:
    assert text.fold("Secretaría de Cultura") != text.fold("Secretaría de Agricultura")
