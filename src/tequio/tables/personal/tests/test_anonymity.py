"""How well rows hide among their like: the smallest group, the rows in small ones, and what a group gives away."""

from __future__ import annotations

import random
from collections import Counter

from tequio.tables.personal import anonymity as measure
from tequio.tables.personal.anonymity import anonymity
from tequio.tables.personal.tests.made_up import table


def test_groups_are_counted_as_a_second_way_counts_them() -> None:
    chance = random.Random(7)
    columns = {
        "edad": [str(chance.randrange(18, 30)) for _ in range(500)],
        "sexo": [chance.choice("HM") for _ in range(500)],
        "municipio": [chance.choice(["19039", "19026", None]) for _ in range(500)],
    }
    groups = Counter(zip(*columns.values(), strict=True))

    with table(columns) as connection:
        found = anonymity(connection, ["edad", "sexo", "municipio"])

    assert (found.rows, found.groups, found.k) == (500, len(groups), min(groups.values()))
    assert found.exposed == sum(size for size in groups.values() if size < 5)
    assert found.small == sum(size < 5 for size in groups.values())


def test_a_group_with_one_value_of_what_is_sensitive_gives_it_away() -> None:
    columns = {"edad": ["20"] * 6 + ["30"] * 6, "causa": ["A"] * 6 + ["A", "B"] * 3}

    with table(columns) as connection:
        found = anonymity(connection, ["edad"], sensitive="causa")

    assert (found.k, found.diversity, found.alike, found.exposed) == (6, 1, 6, 0)


def test_empty_cells_are_like_each_other() -> None:
    with table({"a": [None, "", "  ", "x"]}) as connection:
        found = anonymity(connection, ["a"], least=2)

    assert (found.groups, found.k, found.exposed) == (2, 1, 1)


def test_a_table_without_rows_has_no_groups() -> None:
    with table({"a": []}) as connection:
        found = anonymity(connection, ["a"])

    assert (found.rows, found.groups, found.k, found.exposed) == (0, 0, 0, 0)


def test_rows_that_hide_well_are_said_to() -> None:
    with table({"edad": ["20"] * 5 + ["30"] * 7}) as connection:
        said = [one.say() for one in measure.findings(anonymity(connection, ["edad"]))]

    assert said == ["By edad, each row is one of at least 5 that are alike."]


def test_it_is_said_in_words() -> None:
    with table({"edad": ["20"] * 5 + ["30"], "causa": ["A"] * 6}) as connection:
        said = [one.say() for one in measure.findings(anonymity(connection, ["edad"], sensitive="causa"))]

    assert said == [
        "By edad, 1 row stands in a group of fewer than 5. Make values coarser, or leave one out.",
        "By edad, 6 rows are in groups with a single value of “causa”: it is known of all in them.",
    ]
