"""Dates, numbers and components as templates write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils import translation

from tequio.kit.month import Precision
from tequio.web.templatetags import tequio as words

JUNE = date(2023, 6, 30)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_day_is_written_day_first() -> None:
    assert words.day(JUNE) == "30/06/2023"
    assert words.day(None) == ""


def test_a_month_is_written_small_in_spanish_and_large_in_english() -> None:
    with translation.override("es-mx"):
        assert words.month(JUNE) == "junio 2023"
    with translation.override("en"):
        assert words.month(JUNE) == "June 2023"


@pytest.mark.parametrize(
    ("precision", "written"), [(Precision.DAY, "30/06/2023"), (Precision.MONTH, "junio 2023"), (Precision.YEAR, "2023")]
)
def test_a_date_is_written_only_as_exactly_as_it_is_known(precision: Precision, written: str) -> None:
    with translation.override("es-mx"):
        assert words.period(JUNE, precision) == written


def test_an_instant_is_written_in_the_time_zone_in_force() -> None:
    at = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)

    assert render("{{ at|moment }}", at=at) == "12/06/2023 09:00"


@pytest.mark.parametrize(
    ("share", "written"),
    [(Fraction(1, 200), "1\xa0%"), (Fraction(33, 200), "17\xa0%"), (Fraction(0), "0\xa0%"), (42, "42\xa0%")],
)
def test_a_share_is_rounded_half_up(share: Fraction | int, written: str) -> None:
    assert words.percent(share) == written


def test_thousands_are_parted_by_commas() -> None:
    assert words.thousands(1204567) == "1,204,567"


def test_a_file_is_never_said_to_be_empty() -> None:
    assert words.size(3) == "1\xa0kB"
    assert words.size(1_834_000) == "1.8\xa0MB"


def test_a_limit_counts_letters_and_not_bytes() -> None:
    assert words.written("e\u0301\r\n🧵") == 3
    assert words.written(None) == 0


@pytest.mark.parametrize(
    ("url", "path", "said"),
    [
        ("/nl/hitos/", "/nl/hitos/", "page"),
        ("/nl/hitos/", "/nl/hitos/tarde/", "true"),
        ("/nl/", "/nl/hitos/", ""),
        ("/", "/nl/", ""),
    ],
)
def test_the_menu_marks_the_section_but_not_every_home(url: str, path: str, said: str) -> None:
    assert words.current(url, path) == said


def test_a_component_wraps_what_stands_inside_and_keeps_the_token() -> None:
    html = render(
        '{% wrap "confirm" question="¿Seguro?" button="Sí" %}<b>{{ x }}</b>{% endwrap %}', x="<i>", csrf_token="abc"
    )

    assert "<b>&lt;i&gt;</b>" in html
    assert 'value="abc"' in html


def test_a_component_escapes_its_arguments() -> None:
    html = render('{% include "components/card.html" with title=title url="/x/" only %}', title="<script>")

    assert "<script>" not in html


def test_a_status_is_said_in_words_with_its_lateness() -> None:
    html = render('{% include "components/status.html" with status="stuck" late=True only %}')

    assert 'class="status stuck"' in html
    assert 'class="status is-late"' in html
