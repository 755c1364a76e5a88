"""A question is read strictly: the wrong word is named, and nothing is guessed."""

from __future__ import annotations

import pytest

from tequio.tables.query.question import Facet, Filter, Group, Measure, Question, Sort, parse
from tequio.tables.query.refused import Refused


def test_a_question_of_every_part_is_read():
    question = parse(
        {
            "columns": ["folio", "costo"],
            "filters": [
                {"column": "municipio", "is": "in", "value": ["León", "Silao"]},
                {"column": "costo", "is": "between", "value": [1, 2.5]},
                {"column": "folio", "value": 7},
                {"column": "fecha", "is": "missing"},
            ],
            "search": {"words": "obra  pública obra", "columns": ["pregunta"]},
            "sort": ["municipio", {"column": "costo", "descending": True}],
            "size": 20,
            "count": True,
            "facets": ["municipio", {"column": "entidad", "size": 3}],
        }
    )

    assert question == Question(
        columns=("folio", "costo"),
        filters=(
            Filter("municipio", "in", ("León", "Silao")),
            Filter("costo", "between", (1, 2.5)),
            Filter("folio", "eq", (7,)),
            Filter("fecha", "missing"),
        ),
        words=("obra", "pública"),
        searched=("pregunta",),
        sort=(Sort("municipio"), Sort("costo", is_descending=True)),
        size=20,
        is_counted=True,
        facets=(Facet("municipio"), Facet("entidad", 3)),
    )


def test_groups_without_a_measure_are_counted():
    question = parse({"group": ["municipio", {"column": "fecha", "part": "year"}]})

    assert question.groups == (Group("municipio"), Group("fecha", "year"))
    assert question.measures == (Measure("count"),)


def test_an_empty_question_asks_for_the_first_page():
    assert parse({}) == Question()


def test_the_order_of_the_filters_is_no_other_question():
    one = {"column": "a", "value": 1}
    other = {"column": "b", "value": 1}

    assert parse({"filters": [one, other]}).normal() == parse({"filters": [other, one, one]}).normal()
    assert parse({"filters": [one]}).normal() != parse({"filters": [other]}).normal()
    assert parse({"filters": [{"column": "a", "value": "1"}]}).normal() != parse({"filters": [one]}).normal()


@pytest.mark.parametrize(
    ("document", "code", "named"),
    [
        ([], "question-shape", "question"),
        ({"colums": []}, "question-unknown-word", "colums"),
        ({"columns": "folio"}, "question-shape", "columns"),
        ({"columns": [1]}, "question-shape", "columns"),
        ({"filters": {"column": "a"}}, "question-shape", "filters"),
        ({"filters": ["a"]}, "question-shape", "filters"),
        ({"filters": [{"is": "eq", "value": 1}]}, "question-shape", "column"),
        ({"filters": [{"column": "a", "is": "like", "value": 1}]}, "question-unknown-operator", "like"),
        ({"filters": [{"column": "a", "is": "eq"}]}, "question-shape", "value"),
        ({"filters": [{"column": "a", "is": "eq", "value": None}]}, "question-shape", "value"),
        ({"filters": [{"column": "a", "is": "eq", "value": [1]}]}, "question-shape", "value"),
        ({"filters": [{"column": "a", "is": "missing", "value": 1}]}, "question-shape", "value"),
        ({"filters": [{"column": "a", "is": "between", "value": [1]}]}, "question-shape", "value"),
        ({"filters": [{"column": "a", "is": "in", "value": []}]}, "question-shape", "value"),
        ({"filters": [{"column": "a", "is": "in", "value": [1] * 1_001}]}, "question-too-many", "value"),
        ({"filters": [{"column": "a", "values": 1}]}, "question-unknown-word", "values"),
        ({"filters": [{"column": "a", "value": "x" * 1_001}]}, "question-shape", "value"),
        ({"filters": [{"column": "a", "value": 1}] * 21}, "question-too-many", "filters"),
        ({"search": 3}, "question-shape", "search"),
        ({"search": " ".join("abcdefghijk")}, "question-too-many", "search"),
        ({"sort": [{"column": "a", "descending": 1}]}, "question-shape", "descending"),
        ({"size": 0}, "question-shape", "size"),
        ({"size": 1_001}, "question-shape", "size"),
        ({"size": True}, "question-shape", "size"),
        ({"size": "10"}, "question-shape", "size"),
        ({"count": "yes"}, "question-shape", "count"),
        ({"group": [{"column": "a", "part": "day"}]}, "question-shape", "part"),
        ({"measures": ["average"]}, "question-unknown-measure", "average"),
        ({"measures": ["sum"]}, "question-shape", "column"),
        ({"group": ["a"], "columns": ["a"]}, "question-mixed", "columns"),
        ({"group": ["a"], "after": "x"}, "question-mixed", "after"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_named(document, code, named):
    with pytest.raises(Refused) as no:
        parse(document)

    assert no.value.code == code
    assert no.value.values["name"] == named
    assert named in str(no.value)


def test_a_page_stands_on_one_side_of_a_mark():
    with pytest.raises(Refused) as no:
        parse({"after": "x", "before": "y"})

    assert no.value.code == "question-two-pages"
