"""What changed between two texts, word by word."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.plans import difference, document
from tequio.plans.tests import worlds


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_back_from_their_comparison(old: str, new: str) -> None:
    pieces = difference.pieces(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_a_word_is_shown_where_it_changed() -> None:
    pieces = difference.pieces("Pocas personas los usan.", "Muchas personas los usan.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("removed", "Pocas"),
        ("added", "Muchas"),
        ("same", " personas los usan."),
    ]


def test_a_very_long_text_is_compared_by_lines() -> None:
    old = "palabra " * 5000 + "\nfin"
    pieces = difference.pieces(old, old.replace("fin", "final"))
    assert [(piece.kind, len(piece.text)) for piece in pieces] == [("same", 40_001), ("removed", 3), ("added", 5)]


@pytest.mark.parametrize("which", ["lab", "sheet"])
def test_every_section_of_a_form_can_be_told_and_equal_texts_have_no_change(
    drafts: SimpleNamespace, which: str
) -> None:
    commitment = getattr(drafts, which)
    body = document.of_commitment(commitment)
    assert difference.between(body, body, commitment.template.sections) == []
    for section in commitment.template.sections:
        assert isinstance(difference.said(body, section["key"]), str)
    assert "Actividad 1.1" in difference.said(document.of_commitment(drafts.sheet), "milestones")


def test_changes_stand_in_the_order_of_the_form(drafts: SimpleNamespace, at: datetime) -> None:
    before = document.of_commitment(drafts.lab)
    worlds.section(drafts.lab, "action", drafts.liaison, at, action="Otra acción.")
    worlds.section(drafts.lab, "nongovernment", drafts.liaison, at, rows=[[{"name": "Red"}]], no_nongovernment=False)
    after = document.of_commitment(worlds.section(drafts.lab, "vision", drafts.liaison, at, vision="Algo."))
    changes = difference.between(before, after, drafts.lab.template.sections)
    assert [change.number for change in changes] == ["5", "12", "14"]


def test_a_milestone_says_its_means_and_parties_and_no_urn(drafts: SimpleNamespace) -> None:
    said = difference.said(document.of_commitment(drafts.lab), "milestones")
    assert "Convenios con aliadas" in said
    assert "Vecinas por los Datos" in said
    assert "urn:" not in said
