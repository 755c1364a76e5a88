"""Small versions for the tests, made as publishing makes them: one table `data`, typed, sorted."""

from __future__ import annotations

from pathlib import Path

import duckdb

REQUESTS = """
    SELECT i AS folio, ['Guadalajara', 'León', 'MÉXICO', 'oaxaca'][1 + i % 4] AS municipio,
           lpad((i % 32 + 1)::VARCHAR, 2, '0') AS entidad,
           CASE WHEN i % 10 = 0 THEN NULL ELSE (i * 1.25)::DECIMAL(12, 2) END AS costo,
           DATE '2024-01-01' + (i % 700)::INTEGER AS fecha,
           TIMESTAMP '2024-01-01 10:00:00' + to_minutes(i::BIGINT) AS recibida,
           i % 3 = 0 AS en_linea, i / 7.0 AS dias,
           'Solicitud número ' || i || ': ¿cuánto costó la obra?' AS pregunta
    FROM range({rows}) AS n(i) ORDER BY folio
"""


def make(folder: Path, name: str = "version", rows: int = 1_000, query: str = REQUESTS) -> Path:
    """Write a version and return its path."""
    path = folder / f"{name}.duckdb"
    with duckdb.connect(str(path)) as writer:
        writer.execute("CREATE TABLE data AS " + query.format(rows=rows))
    return path
