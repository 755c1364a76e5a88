"""Plain text files: whatever wrote them, every line keeps its number and every letter its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.paper.text import Document, Line, Passage, cells, flat, join, read

SPANISH = "¿Qué acción? Participación de niñas y niños: «Índice» – año 2031.\nÁrea técnica, reunión, pingüino."


def lines_of(text: str) -> list[Line]:
    return list(read(text.encode()).lines)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_an_old_encoding_is_guessed_by_its_spanish_letters(encoding: str) -> None:
    document = read(SPANISH.encode(encoding))

    assert document.encoding == encoding
    assert document.is_guessed
    assert "\n".join(line.text for line in document.lines) == SPANISH


def test_the_letters_of_dos_are_guessed_too() -> None:
    text = SPANISH.replace("–", "-")

    document = read(text.encode("cp850"))

    assert document.encoding == "cp850"
    assert document.lines[0].text == text.splitlines()[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_known_and_not_guessed(encoding: str) -> None:
    document = read(SPANISH.encode(encoding))

    assert not document.is_guessed
    assert [line.number for line in document.lines] == [1, 2]
    assert document.lines[0].text == SPANISH.splitlines()[0]


def test_a_broken_byte_in_unicode_spoils_nothing_else() -> None:
    document = read("Participación ciudadana y niñez".encode() + b"\xff fin")

    assert document.lines[0].text == "Participación ciudadana y niñez\\xff fin"


def test_every_kind_of_line_break_counts_once() -> None:
    assert [line.text for line in lines_of("a\r\nb\rc\n\nd")] == ["a", "b", "c", "", "d"]


def test_letters_apart_from_their_accents_are_put_together() -> None:
    assert lines_of("accio\u0301n")[0].text == "acción"


def test_a_cell_goes_on_until_the_next_line_that_starts_with_a_tab() -> None:
    loose, found = cells(lines_of("antes\n\tuno\nsigue\n\n\tdos\n\t\n\t\tcuatro\t\nfin"))

    assert [line.text for line in loose] == ["antes"]
    assert [cell.text for cell in found] == ["uno\nsigue\n", "dos", "", "", "cuatro\nfin"]
    assert [cell.lines[0].number for cell in found] == [2, 5, 6, 7, 7]


def test_a_piece_of_a_passage_knows_its_lines() -> None:
    passage = Passage(tuple(lines_of("cero\nuno dos\ntres")))

    piece = passage.cut(passage.text.index("dos"), passage.text.index("es"))

    assert [(line.number, line.text) for line in piece.lines] == [(2, "dos"), (3, "tr")]
    assert join([piece, passage.cut(0, 4)]).text == "dos\ntr\ncero"


@given(st.binary(max_size=400))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    document = read(data)

    assert isinstance(document, Document)
    assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))


@given(st.text(max_size=300))
def test_a_flat_text_has_the_same_length(text: str) -> None:
    assert len(flat(text)) == len(text)


@given(st.text(alphabet="aé \t\n", max_size=80))
def test_cells_lose_no_letter(text: str) -> None:
    loose, found = cells(lines_of(text))
    kept = "".join(line.text for line in loose) + "".join(cell.text for cell in found)

    assert sorted("".join(kept.split())) == sorted("".join(text.split()))


@given(st.text(alphabet="ab\n ", min_size=1, max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_cutting_is_slicing(text: str, start: int, length: int) -> None:
    passage = Passage(tuple(lines_of(text)))
    start = min(start, len(passage.text))

    assert passage.cut(start, start + length).text == passage.text[start : start + length]
    assert passage.strip().text == passage.text.strip()
