"""One clock, and deadlines that run to the last day of their month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tequio.kit import clock, month


def test_the_clock_can_be_stopped_and_goes_on_afterwards() -> None:
    at = datetime(2023, 7, 1, 3, 0, tzinfo=UTC)

    with clock.frozen(at):
        assert clock.now() == at
        with clock.frozen(at.replace(year=2024)):
            assert clock.now().year == 2024
        assert clock.now() == at
    assert clock.now() > at


def test_the_clock_goes_on_even_if_the_story_fails() -> None:
    with pytest.raises(ZeroDivisionError), clock.frozen(datetime(2023, 1, 1, tzinfo=UTC)):
        _ = 1 / 0

    assert clock.now().year > 2023


def test_a_day_depends_on_the_place() -> None:
    with clock.frozen(datetime(2023, 7, 1, 3, 0, tzinfo=UTC)):
        assert clock.today("America/Monterrey") == date(2023, 6, 30)
        assert clock.today("Europe/Madrid") == date(2023, 7, 1)


@pytest.mark.parametrize(("year", "of", "last"), [(2023, 2, 28), (2024, 2, 29), (2023, 6, 30), (2023, 12, 31)])
def test_a_month_runs_to_its_last_day(year: int, of: int, last: int) -> None:
    assert month.last_day(year, of) == date(year, of, last)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2023, 1, 1), date(2024, 6, 30), 18),
        (date(2023, 4, 1), date(2023, 4, 30), 1),
        (date(2023, 12, 31), date(2024, 1, 1), 2),
    ],
)
def test_months_are_counted_with_both_ends(start: date, end: date, count: int) -> None:
    assert month.months_between(start, end) == count
