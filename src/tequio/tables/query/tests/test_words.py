"""A text is found whatever its accents and its case, and nothing else is."""

from __future__ import annotations

import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.query.words import pattern


@pytest.fixture(scope="module")
def finds():
    with duckdb.connect() as connection:
        yield lambda text, word: connection.execute(
            "SELECT regexp_matches(?::VARCHAR, ?)", [text, pattern(word)]
        ).fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("MÉXICO", "mexico"),
        ("mexico", "México"),
        ("Me\u0301xico", "mexico"),
        ("mexico", "Me\u0301xico"),
        ("Ñandú", "nandu"),
        ("AÑO", "año"),
        ("pingüino", "PINGUINO"),
        ("Ελλάδα", "ελλαδα"),
        ("50% (aprox.) [a+b]*", "% (APROX.) [a+b]*"),
        ("a\\b", "\\"),
        ("línea\nuna", "linea\nuna"),
        ("—¿cuánto?", "¿cuanto?"),
        ("x" * 2_000, "x" * 1_000),
        ("é" * 2_000, "e" * 1_000),
        ("İstanbul", "istanbul"),
    ],
)
def test_it_is_found(text, word, finds):
    assert finds(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("mexico", "mexica"),
        ("abc", "a.c"),
        ("abc", ".*"),
        ("abc", "%"),
        ("abc", "(?i)"),
        ("a", "\u0301"),
        ("año", "anno"),
    ],
)
def test_it_is_not_found(text, word, finds):
    assert not finds(text, word)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], max_codepoint=0x24F), min_size=1)


@settings(max_examples=200, deadline=None)
@given(before=WORDS, word=WORDS, after=WORDS)
def test_every_text_is_found_within_another(finds, before, word, after):
    for written in (word, unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)):
        assert finds(before + written + after, word)
