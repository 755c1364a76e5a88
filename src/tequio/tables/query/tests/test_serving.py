"""Structured questions are answered right, page by page and from many threads at once."""

from __future__ import annotations

import os
import random
import threading
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tequio.tables.query.question import parse
from tequio.tables.query.refused import Refused
from tequio.tables.query.serving import Serving, etag
from tequio.tables.query.tests import versions

IS_SOAK = bool(os.environ.get("TEQUIO_SOAK"))
pytestmark = [pytest.mark.soak] if IS_SOAK else []


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return versions.make(tmp_path_factory.mktemp("versions"), rows=1_000)


@pytest.fixture(scope="module")
def serving():
    with Serving() as open_versions:
        yield open_versions


@pytest.fixture
def ask(serving, version):
    return lambda **document: serving.answer(version, parse(document))


def folios(result):
    return [row[0] for row in result.rows]


@pytest.mark.parametrize(
    ("column", "comparison", "value", "matches"),
    [
        ("folio", "eq", 7, lambda i: i == 7),
        ("folio", "ne", 7, lambda i: i != 7),
        ("folio", "lt", "10", lambda i: i < 10),
        ("folio", "le", 10, lambda i: i <= 10),
        ("folio", "gt", 990.5, lambda i: i > 990.5),
        ("folio", "ge", 10**30, lambda i: False),
        ("folio", "in", [1, 2.5, "3"], lambda i: i in (1, 3)),
        ("folio", "between", [5, 9], lambda i: 5 <= i <= 9),
        ("costo", "eq", "1.25", lambda i: i == 1),
        ("costo", "eq", 1.254, lambda i: False),
        ("costo", "ne", 1.25, lambda i: i != 1),
        ("costo", "lt", 5, lambda i: i % 10 and i * 1.25 < 5),
        ("costo", "missing", None, lambda i: i % 10 == 0),
        ("costo", "present", None, lambda i: i % 10 != 0),
        ("municipio", "eq", "León", lambda i: i % 4 == 1),
        ("municipio", "eq", "leon", lambda i: False),
        ("municipio", "contains", "MEXICO", lambda i: i % 4 == 2),
        ("municipio", "contains", "óAX", lambda i: i % 4 == 3),
        ("municipio", "contains", "%", lambda i: False),
        ("municipio", "eq", "x' OR 1 = 1 --", lambda i: False),
        ("en_linea", "eq", True, lambda i: i % 3 == 0),
        ("en_linea", "eq", "false", lambda i: i % 3 != 0),
        ("fecha", "lt", "2024-01-03", lambda i: i % 700 < 2),
        ("recibida", "ge", "2024-01-02T00:00:00", lambda i: i >= 840),
        ("dias", "ge", 142, lambda i: i / 7 >= 142),
    ],
)  # fmt: skip
def test_a_filter_keeps_exactly_the_rows_that_match(column, comparison, value, matches, ask):
    condition = {"column": column, "is": comparison} | ({} if value is None else {"value": value})

    result = ask(columns=["folio"], filters=[condition], size=1_000, count=True)

    assert folios(result) == [i for i in range(1_000) if matches(i)]
    assert result.total == len(result.rows)


def test_words_are_searched_in_every_text_without_accents_or_case(ask):
    assert folios(ask(columns=["folio"], search="mexico NUMERO 126", size=1_000)) == [126]
    assert folios(ask(columns=["folio"], search={"words": "mexico", "columns": ["pregunta"]})) == []


def test_rows_are_sorted_and_what_is_missing_comes_last(ask):
    up = ask(columns=["costo"], sort=["costo"], size=1_000).rows
    down = ask(columns=["costo"], sort=[{"column": "costo", "descending": True}], size=1_000).rows

    values = sorted(Decimal(i) * Decimal("1.25") for i in range(1_000) if i % 10)
    assert [row[0] for row in up] == values + [None] * 100
    assert [row[0] for row in down] == values[::-1] + [None] * 100


def test_facets_count_the_values_of_the_rows_that_match(ask):
    condition = {"column": "folio", "is": "lt", "value": 21}
    result = ask(filters=[condition], facets=["municipio", {"column": "costo", "size": 1}])

    municipalities, costs = result.facets
    assert [(one.value, one.count) for one in municipalities.counts] == [
        ("Guadalajara", 6), ("León", 5), ("MÉXICO", 5), ("oaxaca", 5),
    ]  # fmt: skip
    assert not municipalities.is_cut
    assert [(one.value, one.count) for one in costs.counts] == [(None, 3)]
    assert costs.is_cut


def test_groups_are_measured(ask):
    measures = ["count", *({"measure": name, "column": "folio"} for name in ("sum", "mean", "min", "max", "median"))]
    result = ask(group=["municipio"], measures=[*measures, {"measure": "distinct", "column": "entidad"}])

    assert result.rows[0] == ("Guadalajara", 250, 124_500, 498.0, 0, 996, 498.0, 8)
    assert result.columns[0] == ("municipio", "VARCHAR")
    assert [name for name, _kind in result.columns[1:3]] == ["count", "sum.folio"]


def test_dates_are_grouped_by_year_and_month(ask):
    years = ask(group=[{"column": "fecha", "part": "year"}])
    months = ask(group=[{"column": "fecha", "part": "month"}], sort=[{"column": "count", "descending": True}], size=1)

    assert years.rows == ((2024, 666), (2025, 334))
    assert months.rows == (("2024-01", 62),)
    assert months.is_cut


def test_a_measure_of_everything_is_one_row(ask):
    result = ask(measures=[{"measure": "max", "column": "fecha"}, "count"], search="nothing has this word")

    assert result.rows == ((None, 0),)
    assert ask(measures=[{"measure": "max", "column": "fecha"}]).rows == ((date(2025, 11, 30),),)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"columns": ["precio"]}, "There is no column “precio”. The columns are: folio, municipio, entidad, costo, "
         "fecha, recibida, en_linea, dias, pregunta."),
        ({"filters": [{"column": "costo", "value": "caro"}]}, "“caro” is not a number, and the column “costo” holds "
         "numbers."),
        ({"filters": [{"column": "dias", "value": "1e400"}]}, "“1e400” is not a number, and the column “dias” holds "
         "numbers."),
        ({"filters": [{"column": "fecha", "value": "31/01/2026"}]}, "“31/01/2026” is not a date, and the column "
         "“fecha” holds dates. Write it as 2026-01-31."),
        ({"filters": [{"column": "recibida", "value": "2024-01-01T00:00:00Z"}]}, "“2024-01-01T00:00:00Z” is not a "
         "date, and the column “recibida” holds dates. Write it as 2026-01-31."),
        ({"filters": [{"column": "en_linea", "value": 1}]}, "The column “en_linea” holds only true and false, "
         "not “1”."),
        ({"filters": [{"column": "entidad", "value": 1}]}, "The column “entidad” holds text: put “1” between quotes."),
        ({"filters": [{"column": "costo", "is": "contains", "value": "1"}]}, "The column “costo” does not hold text, "
         "so it cannot be searched by words."),
        ({"search": {"words": "a", "columns": ["dias"]}}, "The column “dias” does not hold text, so it cannot be "
         "searched by words."),
        ({"measures": [{"measure": "sum", "column": "municipio"}]}, "The column “municipio” does not hold numbers, so "
         "it has no sum."),
        ({"group": [{"column": "costo", "part": "year"}]}, "The column “costo” does not hold dates, so it has no "
         "year."),
        ({"group": ["municipio"], "sort": ["costo"]}, "There is no column “costo”. The columns are: municipio, count."),
        ({"after": "AAAA"}, "This page mark is not of this question. Start again from the first page."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_of_this_table_is_said(document, says, ask):
    with pytest.raises(Refused) as no:
        ask(**document)

    assert str(no.value) == says


def walked(serving, version, document, *, back=False):
    """Return all rows, page by page: forward from the first page, or back from the last."""
    page = serving.answer(version, parse(document))
    pages = [page]
    while page.after:
        page = serving.answer(version, parse({**document, "after": page.after}))
        pages.append(page)
    if back:
        pages = [page]
        while page.before:
            page = serving.answer(version, parse({**document, "before": page.before}))
            pages.insert(0, page)
    return [row for one in pages for row in one.rows]


CELL = st.one_of(st.none(), st.integers(-2, 2))


@settings(
    max_examples=400 if IS_SOAK else 25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=40),
    sort=st.lists(st.tuples(st.sampled_from("ab"), st.booleans()), max_size=2, unique_by=lambda one: one[0]),
    size=st.integers(1, 7),
)
def test_pages_forward_and_back_show_every_row_once_in_order(rows, sort, size, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "v.duckdb"
    kinds = {"a": "INTEGER", "b": "DOUBLE"}
    with duckdb.connect(str(path)) as writer:
        writer.execute("CREATE TABLE data (n INTEGER, a INTEGER, b DOUBLE)")
        writer.executemany("INSERT INTO data VALUES (?, ?, ?)", [(n, a, b) for n, (a, b) in enumerate(rows)])
    document = {"sort": [{"column": name, "descending": down} for name, down in sort], "size": size}

    with Serving() as serving:
        forward = walked(serving, path, document)
        backward = walked(serving, path, document, back=True)

    expected = [(n, a, b) for n, (a, b) in enumerate(rows)]
    for name, down in reversed(sort):
        place = 1 + list(kinds).index(name)
        held = sorted((row for row in expected if row[place] is not None), key=lambda row: row[place], reverse=down)
        if down:  # reverse=True keeps the order of equals, as the tie-break does
            held = sorted((row for row in expected if row[place] is not None), key=lambda row: -row[place])
        expected = held + [row for row in expected if row[place] is None]
    assert forward == expected
    assert backward == expected


def test_pages_of_every_kind_of_column_lose_no_row(tmp_path):
    path = versions.make(
        tmp_path,
        query="""
            SELECT i AS n, CASE WHEN i % 5 = 0 THEN 'nan'::DOUBLE WHEN i % 5 = 1 THEN 'inf'::DOUBLE ELSE i / 3 END AS r,
                   ('2026-01-01 10:00:00.00000000' || i % 3)::TIMESTAMP_NS AS ns, CASE WHEN i % 4 = 0 THEN 'infinity'
                   ELSE '2026-01-01' END::DATE AS d, 'ñ' || (i % 7) AS t, INTERVAL (i % 3) MONTH AS gap,
                   TIMESTAMPTZ '2026-01-01 10:00+00' + INTERVAL (i % 3) HOUR AS z
            FROM range({rows}) AS x(i)
        """,
        rows=40,
    )

    with Serving() as serving:
        for name in ("r", "ns", "d", "t", "gap", "z"):
            rows = walked(serving, path, {"columns": ["n"], "sort": [name], "size": 7}, back=True)
            assert sorted(n for (n,) in rows) == list(range(40)), name


def test_a_mark_of_another_question_or_version_is_refused(serving, version, tmp_path):
    other = versions.make(tmp_path, name="other")
    mark = serving.answer(version, parse({"size": 5})).after

    for path, document in ((version, {"sort": ["costo"]}), (other, {}), (version, {"search": "obra"})):
        with pytest.raises(Refused) as no:
            serving.answer(path, parse({**document, "after": mark}))
        assert no.value.code == "question-page"
    assert serving.answer(version, parse({"size": 9, "after": mark, "columns": []})).rows[0][0] == 5


@pytest.mark.parametrize("mark", ["é", "AAAA", "A" * 24, "=" * 24, "x" * 1_000])
def test_an_invented_mark_is_refused(mark, ask):
    with pytest.raises(Refused) as no:
        ask(after=mark)

    assert no.value.code == "question-page"


def test_column_names_of_any_letters_are_only_names(tmp_path):
    name = 'a"; DROP TABLE data; --'
    path = versions.make(tmp_path, query='SELECT 1 AS "a""; DROP TABLE data; --"')

    with Serving() as serving:
        question = {"filters": [{"column": name, "value": 1}], "sort": [name], "facets": [name], "columns": [name]}
        assert serving.answer(path, parse(question)).rows == ((1,),)
        assert serving.answer(path, parse({"group": [name], "measures": [{"measure": "sum", "column": name}]})).rows


def test_a_page_of_large_rows_ends_early_and_goes_on(tmp_path):
    path = versions.make(tmp_path, query="SELECT i AS n, repeat('x', 1000) AS t FROM range(50) AS r(i)")

    with Serving(most_bytes=10_000) as serving:
        page = serving.answer(path, parse({"size": 50}))
        rows = walked(serving, path, {"size": 50, "columns": ["n", "t"]}, back=True)

    assert page.is_cut
    assert 5 < len(page.rows) < 12
    assert [row[0] for row in rows] == list(range(50))


def test_an_answer_is_kept_and_the_memory_of_them_is_bounded(version):
    with Serving(most_kept=50_000) as serving:
        first = serving.answer(version, parse({"size": 10}))
        again = serving.answer(version, parse({"size": 10}))
        for number in range(100):
            serving.answer(version, parse({"filters": [{"column": "folio", "value": number}]}))

        assert again is first
        assert serving._kept._size <= 50_000
        assert len(serving._kept._results) < 60


def test_the_etag_is_of_the_version_and_the_question():
    question = parse({"size": 10})

    assert etag("a" * 64, question) == etag("a" * 64, parse({"size": 10}))
    assert len({etag("a" * 64, question), etag("b" * 64, question), etag("a" * 64, parse({"size": 11}))}) == 3
    assert etag("a", question).startswith('"')


def test_a_late_answer_is_interrupted(tmp_path):
    path = versions.make(tmp_path, rows=300_000)

    with Serving(deadline=0.02) as serving, pytest.raises(Refused) as no:
        serving.answer(path, parse({"search": "uno dos tres", "facets": ["pregunta"], "count": True}))

    assert no.value.code == "too-slow"


def test_versions_are_closed_when_others_take_their_place(tmp_path):
    paths = [versions.make(tmp_path, name=f"v{n}", rows=n + 1) for n in range(5)]

    with Serving(most_open=2) as serving:
        for _turn in range(2):
            assert [serving.answer(p, parse({"measures": ["count"], "size": 9})).rows[0][0] for p in paths] == [
                1,
                2,
                3,
                4,
                5,
            ]
        assert list(serving._open) == [str(path) for path in paths[-2:]]
        bases = [one.base for one in serving._open.values()]

    for base in bases:
        with pytest.raises(duckdb.ConnectionException):
            base.execute("SELECT 1")


def test_a_version_that_cannot_be_opened_is_said_without_its_path(tmp_path, serving):
    (tmp_path / "broken.duckdb").write_bytes(b"no database")
    hidden = versions.make(tmp_path, name="hidden", query="SELECT 1 AS RowId")

    for path in (tmp_path / "none.duckdb", tmp_path / "broken.duckdb", hidden):
        with pytest.raises(Refused) as no:
            serving.answer(path, parse({}))
        assert str(no.value) == "This version of the data cannot be opened."


def test_of_thousands_of_answers_under_eight_threads_none_is_wrong(tmp_path):
    """Issue 5: 8 threads, 10,000 answers (in the normal run 1,000), not one wrong."""
    answers = 10_000 if IS_SOAK else 1_000
    rows = [400 + 10 * n for n in range(4)]
    paths = [versions.make(tmp_path, name=f"v{n}", rows=count) for n, count in enumerate(rows)]
    wrong = []
    counted = []

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        for _turn in range(answers // 16):  # two answers a turn
            which, low = chance.choice([0, 0, 0, 1, 1, 1, 2, 2, 2, 3]), chance.randrange(300)
            high = low + chance.randrange(1, 90)
            condition = {"column": "folio", "is": "between", "value": [low, high]}
            measures = [{"measure": "sum", "column": "folio"}, "count"]
            result = serving.answer(paths[which], parse({"filters": [condition], "measures": measures}))
            everything = serving.answer(paths[which], parse({"measures": ["count"], "size": 1 + seed}))
            expected = (sum(range(low, high + 1)), high - low + 1)
            if result.rows != (expected,) or everything.rows != ((rows[which],),):
                wrong.append((which, low, high, result.rows))
            counted.append(2)

    # Nothing is kept, and fewer versions stay open than are asked: every answer is computed, some while others close.
    with Serving(most_open=3, most_kept=0, slots=4) as serving:
        threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert wrong == []
    assert sum(counted) == answers // 16 * 16
