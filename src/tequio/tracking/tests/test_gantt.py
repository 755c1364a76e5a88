"""The Gantt, without a database."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

from tequio.tracking import gantt
from tequio.tracking.gantt import Bar

WORDS = {
    "summary": "%(count)s milestones from %(start)s to %(end)s",
    "empty": "No dates",
    "undated": "no date",
    "late": "Late",
    "planned": "planned from %(start)s to %(end)s",
    "actual": "really from %(start)s to %(end)s",
    "today": "today",
    "scroll": "Calendar",
    "months": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
}
ONE_MONTH = Bar("Foro", date(2023, 3, 1), date(2023, 3, 31), "finished", "Finished", label="2.", url="/nl/hitos/a-b/")
LONG = Bar(
    "Convenios <con> aliadas & vecinas, con un título que no cabe en su lugar de ninguna manera",
    date(2023, 1, 1),
    date(2023, 6, 30),
    "stuck",
    "Stuck",
    is_late=True,
    began=date(2023, 2, 10),
)
ON = date(2023, 7, 10)


def drawn(*bars: Bar, on: date = ON) -> ET.Element:
    return ET.fromstring(gantt.draw(bars, on=on, words=WORDS))


def found(root: ET.Element, look: str) -> list[ET.Element]:
    return [one for one in root.iter() if look in one.get("class", "").split()]


def test_a_bar_of_one_month_is_one_month_wide() -> None:
    (bar,) = found(drawn(LONG, ONE_MONTH), "gantt-bar")[1:]

    assert int(bar.get("width", "0")) == gantt.WIDE


def test_a_bar_runs_from_its_first_day_to_the_end_of_its_last() -> None:
    bar = found(drawn(LONG), "gantt-bar")[0]

    assert int(bar.get("x", "0")) == gantt.EDGE
    assert int(bar.get("width", "0")) == 6 * gantt.WIDE


def test_a_late_milestone_carries_its_mark_and_says_so() -> None:
    root = drawn(LONG)

    (row,) = found(root, "gantt-row")
    assert "late" in row.get("class", "").split()
    assert found(root, "gantt-late")
    assert "late" in row.get("aria-label", "")
    assert "planned from ene 2023 to jun 2023" in row.get("aria-label", "")
    assert "really from feb 2023 to …" in row.get("aria-label", "")


def test_a_row_links_to_its_milestone_and_has_a_name() -> None:
    (row,) = found(drawn(ONE_MONTH), "gantt-row")

    assert row.tag.endswith("a")
    assert row.get("href") == "/nl/hitos/a-b/"
    assert row.get("aria-label", "").startswith("2. Foro: Finished")


def test_titles_are_escaped_and_cut_only_in_the_drawing() -> None:
    root = drawn(LONG)

    label = found(root, "gantt-label")[0].text or ""
    assert label.endswith("…")
    assert "".join(found(root, "gantt-label")[0].itertext()).endswith("· Stuck, late")
    assert "<con> aliadas & vecinas" in (found(root, "gantt-row")[0].get("aria-label") or "")


def test_a_milestone_without_dates_has_a_row_that_says_so_and_no_bar() -> None:
    root = drawn(ONE_MONTH, Bar("Estrategia", None, None, "not-started", "Not started"))

    assert len(found(root, "gantt-row")) == 2
    assert len(found(root, "gantt-bar")) == 1
    assert "no date" in found(root, "gantt-row")[1].get("aria-label", "")


def test_with_no_dates_at_all_it_says_so() -> None:
    assert (
        gantt.draw([Bar("x", None, None, "stuck", "Stuck")], on=ON, words=WORDS)
        == '<p class="gantt-empty">No dates</p>'
    )


def test_today_stands_only_within_the_months_drawn() -> None:
    assert found(drawn(LONG, on=date(2023, 6, 30)), "gantt-today")
    assert not found(drawn(LONG, on=date(2023, 7, 1)), "gantt-today")
    assert not found(drawn(LONG, on=date(2022, 12, 31)), "gantt-today")


def test_nothing_is_styled_inline_and_it_scrolls_in_a_box_with_a_name() -> None:
    text = gantt.draw([LONG, ONE_MONTH], on=ON, words=WORDS)

    assert "style" not in text
    assert 'tabindex="0" aria-label="Calendar"' in text


def test_an_end_before_its_start_is_drawn_all_the_same() -> None:
    assert found(drawn(Bar("x", date(2023, 5, 1), date(2023, 3, 31), "stuck", "Stuck")), "gantt-bar")


def test_headings_stand_once_above_their_rows() -> None:
    bars = [Bar(str(n), date(2023, 1, 1), date(2023, 1, 31), "stuck", "Stuck", heading="Corto plazo") for n in (1, 2)]

    assert len(found(drawn(*bars), "gantt-heading")) == 1


def test_what_goes_on_is_drawn_until_today_and_what_is_done_until_then() -> None:
    done = Bar(
        "x", date(2023, 1, 1), date(2023, 6, 30), "finished", "Finished", began=LONG.began, done=date(2023, 4, 30)
    )
    on = date(2023, 5, 31)

    going, ended = (int(found(drawn(bar, on=on), "gantt-actual")[0].get("width", "0")) for bar in (LONG, done))

    assert going - ended == gantt.WIDE


def test_ten_years_still_fit_by_narrowing_the_months() -> None:
    root = drawn(Bar("x", date(2020, 1, 1), date(2029, 12, 31), "stuck", "Stuck"))

    svg = found(root, "gantt-svg")[0]
    assert int(svg.get("width", "0")) == 120 * gantt.NARROW + 2 * gantt.EDGE
