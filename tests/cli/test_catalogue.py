"""The Spanish catalogue's tool: what it finds, keeps, takes in and complains about."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests import catalogue

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
TITLE = gettext_lazy("Open government")
def say(n, who):
    _("Hello, %(who)s") % {"who": who}
    pgettext("a month", "May")
    return ngettext("%(n)d milestone", "%(n)d milestones", n) % {"n": n}
"""
TEMPLATE = """{% load i18n %}
  <p title="{% translate "It's late" %}">{{ title|default:_("No title") }}</p>
      {% blocktranslate trimmed with name=who.name %}
        Ask
        {{ name }}
      {% endblocktranslate %}
    {% blocktranslate count n=total %}One piece{% plural %}{{ n }} pieces{% endblocktranslate %}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A package with a module, a template and a test that says nothing to anybody."""
    package = tmp_path / "src" / "tequio"
    (package / "room" / "templates" / "room").mkdir(parents=True)
    (package / "room" / "tests").mkdir()
    (package / "room" / "views.py").write_text(PYTHON)
    (package / "room" / "tests" / "test_it.py").write_text('_("only in a test")')
    (package / "room" / "templates" / "room" / "page.html").write_text(TEMPLATE)
    return package


def test_messages_are_found_in_python_and_in_templates(source: Path) -> None:
    said = catalogue.collect(source)

    assert {(id, context) for _file, id, context in said} == {
        ("Open government", None),
        ("Hello, %(who)s", None),
        ("May", "a month"),
        (("%(n)d milestone", "%(n)d milestones"), None),
        ("It's late", None),
        ("No title", None),
        ("Ask %(name)s", None),
        (("One piece", "%(n)s pieces"), None),
    }


def test_a_translation_outlives_the_next_collection_and_what_is_no_longer_said_goes(source: Path) -> None:
    old = Catalog(locale="es")
    old.add("Open government", "Gobierno abierto")
    old.add("Forgotten", "Olvidado")

    new = catalogue.brought_up_to_date(old, catalogue.collect(source))

    assert new.get("Open government").string == "Gobierno abierto"
    assert new.get("Forgotten") is None


def test_writing_twice_gives_the_same_bytes_with_two_plural_forms_and_no_line_numbers(source: Path) -> None:
    said = catalogue.collect(source)

    first = catalogue.written(catalogue.brought_up_to_date(Catalog(locale="es"), said))
    moved = source / "room" / "views.py"
    moved.write_text("\n\n\n" + moved.read_text())
    second = catalogue.written(catalogue.brought_up_to_date(Catalog(locale="es"), catalogue.collect(source)))

    assert first == second
    assert b"nplurals=2; plural=(n != 1);" in first
    assert b"#: src/tequio/room/views.py\n" in first


def test_lines_of_translations_are_taken_in_and_the_odd_ones_told(source: Path, tmp_path: Path) -> None:
    plain, plural = tmp_path / "room.tsv", tmp_path / "room.plural.tsv"
    plain.write_text("Hello, %(who)s\tHola,\\n%(who)s\nNobody says this\tNadie\nonly one cell\n")
    plural.write_text("One piece\t%(n)s pieces\tUna pieza\t%(n)s piezas\n")
    new = catalogue.brought_up_to_date(Catalog(locale="es"), catalogue.collect(source))

    notes = catalogue.merge(new, [plain, plural])

    assert new.get("Hello, %(who)s").string == "Hola,\n%(who)s"
    assert new.get(("One piece", "%(n)s pieces")).string == ("Una pieza", "%(n)s piezas")
    assert notes == [
        "room.tsv:2: the code does not say 'Nobody says this'",
        "room.tsv:3: 1 cells, not 2 or 4",
    ]


def test_every_way_of_being_incomplete_is_told() -> None:
    said = [("a.py", id, None) for id in ("Empty", "Fuzzy", "Ask %(who)s", "Missing", "Fine")]
    have = Catalog(locale="es")
    have.add("Empty")
    have.add("Fuzzy", "Borroso", flags=["fuzzy"])
    have.add("Ask %(who)s", "Pregunta a %(quien)s")
    have.add("Fine", "Bien")
    have.add("Gone", "Ido")

    wrong = catalogue.faults(have, said)

    assert wrong == [
        "missing (run `make catalogue`): 'Missing'",
        "no longer said (run `make catalogue`): 'Gone'",
        "without translation: 'Empty'",
        "fuzzy: 'Fuzzy'",
        "other placeholders than the message: 'Ask %(who)s': 'Pregunta a %(quien)s'",
    ]


@pytest.mark.parametrize(
    ("translated", "is_wrong"),
    [
        (("Un hito", "%(n)d hitos"), False),
        (("%(n)d hito", "%(n)d hitos"), False),
        (("Un hito", "hitos"), True),
        (("%(m)d hito", "%(n)d hitos"), True),
    ],
)
def test_a_singular_may_leave_the_number_out_but_name_no_other(translated: tuple[str, str], is_wrong: bool) -> None:
    have = Catalog(locale="es")
    message = have.add(("%(n)d milestone", "%(n)d milestones"), translated)

    assert catalogue.has_other_placeholders(message) is is_wrong
