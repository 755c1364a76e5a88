"""The publisher's decisions are read strictly, and what would only seem to protect is refused with the reason."""

from __future__ import annotations

import pytest

from tequio.tables.limits import Unreadable
from tequio.tables.personal.decisions import Decision, Decisions, Do, parse, undecided
from tequio.tables.personal.suspicion import Confidence, Suspicion


def test_a_list_of_decisions_is_read() -> None:
    decided = parse(
        [
            {"column": "curp", "do": "drop"},
            {"column": "correo", "do": "keep", "because": " It is the unit's. "},
            {"column": "edad", "do": "bands", "width": 10, "top": 80},
            {"column": "cp", "do": "prefix", "digits": 2},
            {"column": "lat", "do": "grid", "degrees": 0.1},
            {"do": "aggregate", "by": ["edad", "cp"], "least": 7},
        ]
    )

    assert decided == Decisions(
        (
            Decision("curp", Do.DROP),
            Decision("correo", Do.KEEP, because="It is the unit's."),
            Decision("edad", Do.BANDS, step="10", top=80),
            Decision("cp", Do.PREFIX, step="2"),
            Decision("lat", Do.GRID, step="0.1"),
        ),
        ("edad", "cp"),
        7,
    )


@pytest.mark.parametrize("do", ["hash", "SHA256", "md5", "pseudonym"])
def test_a_hash_is_refused_with_the_reason(do: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse([{"column": "curp", "do": do}])

    assert refused.value.code == "decision-hash"
    assert "does not make anybody anonymous" in str(refused.value)


def test_so_is_the_first_letter_of_a_name() -> None:
    with pytest.raises(Unreadable, match="still points to the person"):
        parse([{"column": "nombre", "do": "initial"}])


WRONG: dict[str, tuple[object, str]] = {
    "no list": ({"column": "a", "do": "drop"}, "decisions-not-a-list"),
    "nothing to do": ([{"column": "a"}], "decision-without-do"),
    "text": (["drop"], "decision-without-do"),
    "no column": ([{"do": "drop"}], "decision-without-column"),
    "column that is a number": ([{"do": "drop", "column": 3}], "decision-without-column"),
    "not offered": ([{"column": "a", "do": "blur"}], "decision-unknown"),
    "a key too many": ([{"column": "a", "do": "drop", "width": 3}], "decision-unknown-key"),
    "kept without a reason": ([{"column": "a", "do": "keep"}], "decision-without-reason"),
    "kept for blanks": ([{"column": "a", "do": "keep", "because": "  "}], "decision-without-reason"),
    "bands of one": ([{"column": "a", "do": "bands", "width": 1}], "decision-bands"),
    "bands of yes": ([{"column": "a", "do": "bands", "width": True}], "decision-bands"),
    "a whole postal code": ([{"column": "a", "do": "prefix", "digits": 5}], "decision-prefix"),
    "a grid of metres": ([{"column": "a", "do": "grid", "degrees": 0.0001}], "decision-grid"),
    "twice": ([{"column": "a", "do": "drop"}, {"column": "a", "do": "year"}], "decision-twice"),
    "counted by nothing": ([{"do": "aggregate", "by": []}], "decision-aggregate"),
    "counted by one twice": ([{"do": "aggregate", "by": ["a", "a"]}], "decision-aggregate"),
    "counted by a text": ([{"do": "aggregate", "by": "a"}], "decision-aggregate"),
    "counts of two": ([{"do": "aggregate", "by": ["a"], "least": 2}], "decision-least"),
    "aggregated twice": ([{"do": "aggregate", "by": ["a"]}, {"do": "aggregate", "by": ["b"]}], "decision-twice"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str) -> None:
    data, code = WRONG[name]

    with pytest.raises(Unreadable) as refused:
        parse(data)

    assert refused.value.code == code


def test_what_nobody_decided_about_is_told() -> None:
    suspicions = [
        Suspicion("curp", "curp", 3, 3, Confidence.CERTAIN, proven=3),
        Suspicion("name", "nombre", 3, 3, Confidence.LIKELY),
        Suspicion("email", "correo", 3, 3, Confidence.LIKELY, official=True),
        Suspicion("rfc", "rfc", 0, 0, Confidence.POSSIBLE),
        Suspicion("ine", "ine", 0, 9, Confidence.POSSIBLE, unchecked=9),
    ]

    left = undecided(suspicions, parse([{"column": "curp", "do": "drop"}]))

    assert [one.column for one in left] == ["nombre", "ine"]


def test_a_table_of_counts_leaves_out_what_it_does_not_count_by() -> None:
    suspicions = [Suspicion(kind, kind, 3, 3, Confidence.LIKELY) for kind in ("name", "address")]

    left = undecided(suspicions, parse([{"do": "aggregate", "by": ["sexo", "address"]}]))

    assert [one.column for one in left] == ["address"]
