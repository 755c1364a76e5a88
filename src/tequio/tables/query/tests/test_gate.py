"""What the gate lets through and what it stops, by itself: nothing is run here."""

from __future__ import annotations

import duckdb
import pytest

from tequio.tables.query import gate
from tequio.tables.query.refused import SAYS, Refused
from tequio.tables.query.tests import attacks

# The parser itself never comes back from these; the sandbox kills it.
HANG = {"ten WITHs inside each other", "brackets of tables", "values without end", "brackets without end"}
# What looks like anybody's question and only takes too long: it is for the deadline.
SLOW = {
    "recursion without end", "cross joins", "cross join sorted", "text that doubles",
    "list that doubles", "replace that swells", "distinct lists", "window over everything", "correlated to the bottom",
    "factorial in a loop", "pattern that backtracks", "histogram of everything", "range of ranges",
}  # fmt: skip


@pytest.fixture(scope="module")
def parser():
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def judged(sql: str, parser: duckdb.DuckDBPyConnection) -> None:
    gate.judge(sql, tables=("data",), parser=parser)


@pytest.mark.parametrize("name", sorted(set(attacks.ALL) - HANG - SLOW))
def test_the_gate_alone_stops(name, parser):
    with pytest.raises(Refused) as no:
        judged(attacks.ALL[name], parser)

    assert no.value.code in SAYS
    assert "Traceback" not in str(no.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM data",
        "from data select municipio",
        'TABLE "Data"',
        "SELECT count(*) FROM main.data AS d WHERE d.costo > 100 AND municipio ILIKE '%león%'",
        "SELECT municipio, sum(costo) FILTER (en_linea) FROM data GROUP BY ALL HAVING count(*) > 2 ORDER BY 2 LIMIT 5",
        "SELECT date_trunc('month', fecha) AS mes, median(costo) FROM data GROUP BY mes ORDER BY mes",
        "WITH caras AS (SELECT * FROM data WHERE costo > 10), una AS (SELECT * FROM caras LIMIT 1) SELECT * FROM una",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
        "SELECT row_number() OVER (PARTITION BY municipio ORDER BY costo DESC) AS lugar, * EXCLUDE (folio) FROM data "
        "QUALIFY lugar <= 3",
        "SELECT a.folio FROM data a JOIN data b USING (folio) LEFT JOIN LATERAL (SELECT b.costo + 1) ON true",
        "SELECT folio IN (1, 2), costo BETWEEN 1 AND 2, CASE WHEN en_linea THEN 'sí' ELSE 'no' END FROM data",
        "SELECT lpad(entidad, 5, '0'), rpad(entidad, 5, '·') FROM data",
        "SELECT extract(year FROM fecha), strftime(fecha, '%Y-%m'), fecha + INTERVAL 3 DAY, fecha - INTERVAL '1' MONTH "
        "FROM data",
        "SELECT * FROM range(10) AS t(n), generate_series(DATE '2024-01-01', DATE '2024-12-31', INTERVAL 1 MONTH)",
        "SELECT list_transform([1, 2], lambda x: x + 1), {'a': 1}.a, [1, 2][1], COLUMNS('cos.*') FROM data",
        "SELECT municipio FROM data UNION SELECT entidad FROM data EXCEPT SELECT 'x' ORDER BY 1",
        "SELECT count(DISTINCT municipio), quantile_cont(costo, [0.1, 0.9]), corr(dias, costo) FROM data",
        "SELECT municipio, entidad, count(*), grouping(entidad) FROM data GROUP BY ROLLUP (municipio, entidad)",
        "SELECT * FROM data USING SAMPLE 10 ROWS",
        "SELECT strip_accents(lower(municipio)) COLLATE nocase, regexp_extract(pregunta, '\\d+')::INT FROM data",
        "DESCRIBE data",
        "SUMMARIZE data",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT 1 -- DROP TABLE data; SELECT * FROM '/etc/passwd'",
    ],
)
def test_what_people_ask_passes(sql, parser):
    judged(sql, parser)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("", "There is no question. Write a SELECT, for example: SELECT count(*) FROM data"),
        ("SELECT 1; SELECT 2", "One SELECT at a time: this has 2 statements. Keep one of them."),
        ("DROP TABLE data", "Only a SELECT is answered here. Nothing can be changed, loaded, saved or set."),
        ("SELECT * FROM personas", "There is no table “personas” here. Ask the table “data”."),
        ("SELECT * FROM other.main.data", "There is no table “other.main.data” here. Ask the table “data”."),
        ("SELECT read_text('a')", "The function “read_text” may not be used here."),
        ("SELECT current_user", "The function “current_user” may not be used here."),
        ("SELECT municipio.upper() FROM data", "Write the function “upper” as name(value), without a point before it."),
        ("SELECT * FROM data WHERE folio = ?", "There are no parameters here. Write the value in place of “$1”."),
        ("SELECT * FROM data AT (VERSION => 3)", "This part of SQL may not be used here: AT"),
        ("SHOW TABLES", "This part of SQL may not be used here: SHOW"),
        ("SELECT lpad('x', folio) FROM data", "“lpad” takes only plain numbers up to 1,000 here (or plain dates), "
         "written where it is called."),
        ("SELECT 1" + " + 1" * 3_000, "The SQL is too long: at most 10,000 bytes are read. Shorten it."),
        ("SELECT " + "abs(" * 80 + "1" + ")" * 80, "The SQL is nested too deeply: at most 60 levels. Simplify it."),
        ("SELECT " + "1," * 4_000 + "1", "The SQL has too many parts: at most 3,000 values, columns and functions. "
         "Simplify it."),
        ("SELECT 1 FROM " + ",".join(["data"] * 31), "The SQL reads tables too many times: at most 30. Simplify it."),
        ("SELEC 1", 'The SQL could not be read: syntax error at or near "SELEC"'),
    ],
)  # fmt: skip
def test_a_refusal_says_in_plain_words_what_is_not_allowed(sql, says, parser):
    with pytest.raises(Refused) as no:
        judged(sql, parser)

    assert str(no.value) == says


@pytest.mark.parametrize(
    "width",
    [
        "1001",
        "'1001'",
        "1001::INTEGER",
        "'2000000000'::INT",
        "2e9",
        "2_000_000_000",
        "-(-2000000000)",
        "folio",
        "1000*1000",
    ],
)
def test_no_way_of_writing_a_large_width_passes(width, parser):
    with pytest.raises(Refused) as no:
        judged(f"SELECT lpad('x', {width}, 'y') FROM data", parser)

    assert no.value.code == "sql-argument"


def test_a_with_hides_nothing_outside_its_sight(parser):
    judged("WITH a AS (WITH b AS (SELECT 1 AS x) SELECT x FROM b) SELECT x FROM a", parser)

    with pytest.raises(Refused) as no:
        judged("WITH a AS (WITH b AS (SELECT 1 AS x) SELECT x FROM b) SELECT x FROM b", parser)
    assert no.value.code == "sql-unknown-table"


def test_withs_that_double_are_counted_as_what_they_become(parser):
    doubling = "WITH a AS (SELECT * FROM data, data x), b AS (SELECT * FROM a, a x), c AS (SELECT * FROM b, b x)"

    judged(f"{doubling} SELECT 1 FROM c", parser)

    with pytest.raises(Refused) as no:
        judged(f"{doubling}, d AS (SELECT * FROM c, c x) SELECT 1 FROM d", parser)
    assert no.value.code == "sql-too-many-tables"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("IO Error: Cannot open \"/srv/tequio/a.duckdb\": No file", 'IO Error: Cannot open "…": No file'),
        ("Cannot access ../secret/x", "Cannot access …"),
        ("Could not convert string '31/12/2024' to DATE", "Could not convert string '31/12/2024' to DATE"),
        ("at C:\\Users\\ana\\x", "at …"),
        ("Could not convert string 'a' to INT32\n\nLINE 1: SELECT", "Could not convert string 'a' to INT32"),
    ],
)  # fmt: skip
def test_what_the_database_says_is_shown_without_paths(message, shown):
    assert gate.scrubbed(message) == shown
