"""What a stranger may try, by name: the attacks and bombs of DATA.md, part 5, and others of our own invention."""

from __future__ import annotations

FILES = {
    "read_csv": "SELECT * FROM read_csv('/etc/passwd')",
    "read_text": "SELECT * FROM read_text('/etc/passwd')",
    "read_blob": "SELECT * FROM read_blob('/etc/passwd')",
    "read_json": "SELECT * FROM read_json('/etc/passwd')",
    "read_parquet": "SELECT * FROM read_parquet('/tmp/another.parquet')",
    "glob": "SELECT * FROM glob('/*')",
    "sniff_csv": "SELECT * FROM sniff_csv('/etc/passwd')",
    "file as a table": "SELECT * FROM '/etc/passwd'",
    "another tenant's parquet": "SELECT * FROM 'another.parquet'",
    "parent folder": "SELECT * FROM '../version.duckdb'",
    "http": "SELECT * FROM read_csv('http://127.0.0.1:1/a.csv')",
    "http as a table": "SELECT * FROM 'https://example.org/a.parquet'",
    "replacement scan": "SELECT * FROM secret",
    "query()": "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "query_table": "SELECT * FROM query_table('/etc/passwd')",
    "json_execute_serialized_sql": "SELECT * FROM json_execute_serialized_sql("
    "json_serialize_sql('SELECT * FROM read_text(''/etc/passwd'')'))",
    "COPY TO": "COPY data TO '/tmp/tequio-stolen.csv'",
    "COPY FROM": "COPY data FROM '/etc/passwd'",
    "COPY over itself": "COPY (SELECT 1) TO 'version.duckdb' (USE_TMP_FILE false)",
    "EXPORT": "EXPORT DATABASE '/tmp/tequio-stolen'",
    "IMPORT": "IMPORT DATABASE '/tmp'",
    "ATTACH": "ATTACH '/tmp/tequio-other.duckdb' AS other",
    "ATTACH memory": "ATTACH ':memory:' AS other",
}
SETTINGS = {
    "SET memory_limit": "SET memory_limit = '100GB'",
    "SET threads": "SET threads = 64",
    "SET external access": "SET enable_external_access = true",
    "RESET": "RESET lock_configuration",
    "PRAGMA": "PRAGMA database_list",
    "INSTALL": "INSTALL httpfs",
    "LOAD": "LOAD httpfs",
    "CALL enable_logging": "CALL enable_logging(storage='file', storage_path='/tmp/tequio-log')",
    "enable_logging as a table": "SELECT * FROM enable_logging(storage='file', storage_config={'path': '/tmp/l'})",
    "enable_profiling as a table": "SELECT * FROM enable_profiling()",
    "secrets": "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "checkpoint as a table": "SELECT * FROM force_checkpoint()",
}
CHANGES = {
    "DROP": "DROP TABLE data",
    "several statements": "SELECT 1; DROP TABLE data",
    "PREPARE": "PREPARE p AS SELECT 1",
    "EXECUTE": "EXECUTE p",
    "CREATE VIEW": "CREATE OR REPLACE VIEW data AS SELECT 1",
    "temp table": "CREATE TEMP TABLE mine AS SELECT * FROM data",
    "variable": "SET VARIABLE mine = 1",
    "macro": "CREATE TEMP MACRO f() AS 1",
    "INSERT in a WITH": "WITH gone AS (INSERT INTO data SELECT * FROM data RETURNING *) SELECT * FROM gone",
    "transaction": "BEGIN TRANSACTION",
}
LEAKS = {
    "duckdb_settings": "SELECT * FROM duckdb_settings()",
    "current_setting": "SELECT current_setting('secret_directory'), current_setting('allowed_paths')",
    "duckdb_databases": "SELECT * FROM duckdb_databases()",
    "duckdb_databases view": "SELECT * FROM duckdb_databases",
    "pragma_database_list": "SELECT * FROM pragma_database_list",
    "duckdb_views": "SELECT * FROM duckdb_views()",
    "duckdb_extensions": "SELECT * FROM duckdb_extensions()",
    "information_schema": "SELECT * FROM information_schema.tables",
    "getenv": "SELECT getenv('HOME')",
    # Our own from here
    "view under a WITH of its name": "WITH duckdb_databases AS (SELECT * FROM duckdb_databases) "
    "SELECT * FROM duckdb_databases",
    "view out of a WITH's sight": "WITH a AS (WITH duckdb_settings AS (SELECT 1) SELECT 1) "
    "SELECT * FROM duckdb_settings",
    "view in a recursion's first part": "WITH RECURSIVE duckdb_databases AS (SELECT path FROM duckdb_databases "
    "UNION ALL SELECT path FROM duckdb_databases WHERE false) SELECT * FROM duckdb_databases",
    "path, backwards": "SELECT reverse(path) FROM duckdb_databases()",
    "path in hexadecimal": "SELECT hex(path) FROM duckdb_databases()",
    "path in an error": "SELECT error((SELECT path FROM duckdb_databases() LIMIT 1))",
    "path in a cast": "SELECT path::INTEGER FROM duckdb_databases()",
    "SHOW": "SHOW DATABASES",
    "SHOW as a table": "SELECT * FROM (SHOW ALL TABLES)",
    "logs": "SELECT * FROM duckdb_logs()",
    "temporary files": "SELECT * FROM duckdb_temporary_files()",
    "extension's folder in an error": "SELECT * FROM read_xlsx('a.xlsx')",
    "method of a schema": "SELECT system.main.current_setting('allowed_paths')",
    "test vectors": "SELECT * FROM test_all_types()",
}
BOMBS = {
    "levenshtein": "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
    "levenshtein of the table": "SELECT sum(levenshtein(a.pregunta || b.pregunta, b.pregunta || a.pregunta)) "
    "FROM data a, data b, data c",
    "20,000 UNION ALL": " UNION ALL ".join(["SELECT 1"] * 20_000),
    "500,000 in a list": "SELECT count(*) FROM data WHERE folio IN (" + ",".join(map(str, range(500_000))) + ")",
    "repeat": "SELECT repeat('x', 3900000000)",
    "repeat of repeat": "SELECT repeat(repeat('x', 60000), 60000)",
    "range": "SELECT range(1000000000)",
    "range of ranges": "SELECT list_transform(range(100000), lambda x: range(100000))",
    "damerau": "SELECT damerau_levenshtein(repeat('ab', 30000), repeat('ba', 30000))",
    "lpad": "SELECT lpad('x', 2000000000, 'y')",
    "printf": "SELECT printf('%2000000000d', 1)",
    "format": "SELECT format('{:>2000000000}', 'x')",
    "regexp_replace": "SELECT length(regexp_replace(repeat('a', 100000000), '(a)', '\\1\\1\\1', 'g'))",
    "recursion without end": "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) "
    "SELECT count(*) FROM t",
    "cross joins": "SELECT count(*) FROM data a, data b, data c, data d, data e",
    "cross join sorted": "SELECT * FROM data a, data b, data c ORDER BY a.pregunta || b.pregunta || c.pregunta",
    # Our own from here
    "ten WITHs inside each other": "WITH a AS (" * 10 + "SELECT 1" + ")" * 10 + " SELECT 1",
    "brackets without end": "SELECT " + "(" * 9_900,
    "brackets of tables": "SELECT * FROM " + "(" * 4_900 + "data" + ")" * 4_900,
    "values without end": "SELECT * FROM (VALUES " + "(" * 9_000,
    "WITHs that double": "WITH t0 AS (SELECT unnest([1, 2]) AS x)"
    + "".join(f", t{n} AS (SELECT a.x FROM t{n - 1} a, t{n - 1} b)" for n in range(1, 40))
    + " SELECT count(*) FROM t39",
    "text that doubles": "WITH RECURSIVE t AS (SELECT 'x' AS s UNION ALL SELECT s || s FROM t) "
    "SELECT max(length(s)) FROM t",
    "list that doubles": "WITH RECURSIVE t AS (SELECT [1] AS s UNION ALL SELECT list_concat(s, s) FROM t) "
    "SELECT max(len(s)) FROM t",
    "replace that swells": "SELECT length(" + "replace(" * 12 + "'x'" + ", 'x', 'xxxxxxxxxx')" * 12 + ")",
    "width as a text": "SELECT lpad('x', '2000000000', 'y')",
    "cube of 17": "SELECT count(*) FROM data GROUP BY CUBE (" + ",".join(f"folio + {n}" for n in range(17)) + ")",
    "cubes multiplied": "SELECT count(*) FROM data GROUP BY "
    + ",".join(f"CUBE (folio + {n}, folio - {n}, folio * {n})" for n in range(9)),
    "600 tables joined": "SELECT count(*) FROM " + ", ".join(f"data t{n}" for n in range(600)),
    "expression a thousand deep": "SELECT " + "abs(" * 1_900 + "1" + ")" * 1_900,
    "distinct lists": "SELECT approx_count_distinct(l) FROM (SELECT list(a.pregunta || b.pregunta) AS l "
    "FROM data a, data b, data c GROUP BY a.folio)",
    "window over everything": "SELECT max(length(w)) FROM (SELECT string_agg(a.pregunta) OVER "
    "(ROWS UNBOUNDED PRECEDING) AS w FROM data a, data b)",
    "correlated to the bottom": "SELECT (SELECT max((SELECT count(*) FROM data c, data d WHERE c.folio + d.folio > "
    "a.folio + b.folio)) FROM data b) FROM data a",
    "date series by microseconds": "SELECT count(*) FROM generate_series(TIMESTAMP '0001-01-01', "
    "TIMESTAMP '9999-01-01', INTERVAL '1 microsecond')",
    "bitstring": "SELECT bitstring('1', 2000000000)",
    "list_resize": "SELECT list_resize([1], 2000000000)",
    "factorial in a loop": "SELECT sum(x) FROM (SELECT unnest(range(100000)) AS x), range(100000), range(100000)",
    "sleep": "SELECT sleep_ms(100000)",
    "sleep as PostgreSQL": "SELECT pg_sleep(100)",
    "pattern that backtracks": "SELECT count(*) FROM data a, data b WHERE regexp_matches(a.pregunta || b.pregunta, "
    "'((((.*a?){30}){30}){30})$')",
    "histogram of everything": "SELECT histogram(a.pregunta || b.pregunta || c.folio) FROM data a, data b, data c",
}  # fmt: skip
ALL = {**FILES, **SETTINGS, **CHANGES, **LEAKS, **BOMBS}
