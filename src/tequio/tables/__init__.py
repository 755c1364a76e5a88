"""The data engine: reads tabular files without losing a row, types, checks, profiles, keeps and queries them.

Knows no Django; the only place that knows DuckDB.
"""
