"""The loom says by shape and words what it says by colour."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.web import loom
from tequio.web.loom import Row, Thread

WORDS = {
    "accepted": "Finished, evidence accepted",
    "claim": "Reported, under review",
    "finished": "Finished",
    "in-progress": "In progress",
    "stuck": "Stuck",
    "incomplete": "Incomplete",
    "not-started": "Not started",
    "late": "Late",
    "milestones": "Milestones",
}
STATUSES = ["not-started", "in-progress", "stuck", "incomplete", "finished"]
threads = st.builds(
    Thread,
    status=st.sampled_from(STATUSES),
    title=st.text(),
    url=st.text(),
    is_late=st.booleans(),
    is_claim=st.booleans(),
    is_accepted=st.booleans(),
)
rows = st.lists(st.builds(Row, label=st.text(), threads=st.lists(threads, max_size=60)), max_size=5)


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_a_shape_of_its_own(status: str) -> None:
    others = [loom.GLYPHS[one] for one in STATUSES if one != status]

    assert loom.GLYPHS[status] not in others


def test_a_knot_means_accepted_and_a_tick_alone_is_a_claim() -> None:
    accepted = Thread(status="finished", title="A", is_accepted=True)
    claimed = Thread(status="in-progress", title="B", is_claim=True)

    assert 'class="knot"' in loom.draw([Row("", [accepted])], WORDS)
    assert 'class="knot"' not in loom.draw([Row("", [claimed])], WORDS)
    assert Thread(status="finished", title="C").face == "claim"


def test_late_is_said_beside_the_status_and_never_instead() -> None:
    drawn = loom.draw([Row("Short", [Thread(status="stuck", title="Repository", url="/h/1", is_late=True)])], WORDS)

    assert 'class="thread stuck late"' in drawn
    assert "Repository: Stuck, late" in drawn


def test_the_whole_loom_is_said_in_one_sentence() -> None:
    row = Row(
        "Short", [Thread("stuck", "A", is_late=True), Thread("finished", "B", is_accepted=True), Thread("stuck", "C")]
    )

    assert loom.summary([row], WORDS) == "Milestones: 3 (finished, evidence accepted: 1, stuck: 2, late: 1)"
    assert loom.summary([], WORDS) == "Milestones: 0"


@pytest.mark.parametrize(("length", "abreast"), [(0, 8), (5, 8), (11, 11), (24, 24), (25, 13), (40, 20), (250, 23)])
def test_a_long_row_folds_into_even_lines(length: int, abreast: int) -> None:
    assert loom.columns([Row("", [Thread("stuck", "A")] * length)]) == abreast


def test_a_card_has_one_picture_and_no_links() -> None:
    drawn = loom.draw([Row("Short", [Thread("stuck", "A", url="/h/1")])], WORDS, compact=True)

    assert "<a" not in drawn
    assert 'role="img" aria-label="Milestones: 1 (stuck: 1)"' in drawn


@given(rows=rows, compact=st.booleans())
def test_any_title_gives_well_formed_markup_without_inline_style(rows: list[Row], compact: bool) -> None:
    printable = [
        Row(
            clean(row.label),
            [Thread(t.status, clean(t.title), clean(t.url), t.is_late, t.is_claim, t.is_accepted) for t in row.threads],
        )
        for row in rows
    ]

    tree = ElementTree.fromstring(loom.draw(printable, WORDS, compact=compact))

    assert not [one for one in tree.iter() if "style" in one.attrib]
    drawn = [one for one in tree.iter() if "thread" in one.get("class", "").split()]
    assert len(drawn) == sum(len(row.threads) for row in rows)


def clean(text: str) -> str:
    """Leave out what XML cannot hold at all; HTML and its parsers take it."""
    return "".join(c for c in text if c in "\t\n" or 32 <= ord(c) < 0xD800 or 0xE000 <= ord(c) < 0xFFFE)
