"""The report of a roadmap: its phases, its deliverables, and what it calls by several names."""

from __future__ import annotations

from datetime import date

import pytest

from tequio.paper.tests import papers
from tequio.plans.imports.draft import DraftPhase, DraftRoadmap
from tequio.plans.imports.findings import Finding
from tequio.plans.imports.recognise import Reading, read, unaccounted
from tequio.plans.tests.documents import own, reference

NAME = "ruta-becas.txt"


def roadmap(reading: Reading) -> DraftRoadmap:
    assert reading.roadmap
    return reading.roadmap


def found(reading: Reading, code: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == code]


def tree(phases: tuple[DraftPhase, ...]) -> list[object]:
    return [(phase.name.text, tree(phase.phases)) if phase.phases else phase.name.text for phase in phases]


def announced(phases: tuple[DraftPhase, ...]) -> int:
    return sum(phase.is_announced + announced(phase.phases) for phase in phases)


def test_the_roadmap_is_recognised_and_nothing_is_lost() -> None:
    reading = own(NAME)

    assert (reading.template, reading.score, reading.drafts) == ("roadmap", 1.0, ())
    assert unaccounted(reading) == ()
    assert roadmap(reading).title
    assert roadmap(reading).title.text == "Becas a la vista"  # type: ignore[union-attr]


def test_x10_a_phase_described_inside_another_is_nested_there() -> None:
    reading = own(NAME)

    assert tree(roadmap(reading).phases) == [
        *("Planeación y acuerdos", "Diagnóstico", "Creación"),
        ("Entrega", ["Presentación pública", "Talleres"]),
    ]
    assert announced(roadmap(reading).phases) == 5
    [doubt] = found(reading, "phase-nested")
    assert (doubt.params["said"], doubt.params["inside"]) == ("Presentación", "Entrega")


def test_a_phase_holds_its_own_words_and_no_caption_of_a_picture() -> None:
    reading = own(NAME)
    first, _, third, _ = roadmap(reading).phases

    assert first.text
    assert first.text.text.startswith("Se acordó")
    assert "Firma" not in first.text.text
    assert third.text
    assert "Logros" not in third.text.text
    start, end = roadmap(reading).start, roadmap(reading).end
    assert start
    assert end
    assert (start.on, end.ends_on) == (date(2031, 1, 1), date(2032, 6, 30))


def test_x09_deliverables_without_a_link_and_links_that_lead_nowhere_are_listed() -> None:
    reading = own(NAME)

    assert [(one.title.text if one.title else "", bool(one.link)) for one in roadmap(reading).deliverables] == [
        ("Diagnóstico de becas", False),
        ("Guía", True),
        ("Lista de talleres", False),
    ]
    assert [finding.params["count"] for finding in found(reading, "deliverable-unlinked")] == [2]
    assert [finding.params["said"] for finding in found(reading, "url-empty")] == ["[aquí](#)"]
    assert [one.params["suggestion"] for one in found(reading, "url-malformed")] == ["https://becas.example/talleres"]


def test_the_address_behind_a_deliverable_of_a_word_file_is_its_link() -> None:
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    link = '<text:a xlink:href="https://becas.example/mapa">Mapa</text:a>'
    rows = [cell.format("HITO") + cell.format("ENTREGABLE"), cell.format("Mirar.") + cell.format(link)]
    body = "<text:p>Ruta de trabajo</text:p><table:table>" + "".join(map(row.format, rows)) + "</table:table>"

    [deliverable] = roadmap(read(papers.raw_odt(body), "x")).deliverables

    assert deliverable.link
    assert deliverable.link.text == "https://becas.example/mapa"


def test_x08_one_thing_with_several_names_is_doubted_once() -> None:
    [doubt] = found(own(NAME), "name-variants")

    assert doubt.params["said"] == "Guía de Becas Claras"
    assert doubt.params["others"] == "Guía Práctica de Becas Claras"


@pytest.mark.parametrize("said", ["cuatro", "seis"])
def test_x11_a_number_of_phases_that_is_not_that_of_the_list_is_doubted(said: str) -> None:
    words = f"Ruta de trabajo\n\nHubo {said} fases: Uno grande, Dos grande, Tres grande, Cuatro grande, Cinco grande.\n"

    [doubt] = found(read(words.encode(), "x"), "count-mismatch")

    assert doubt.params["listed"] == "5"


def test_the_source_report_gives_its_phases_and_its_eight_pairs() -> None:
    reading = reference("002")
    route = roadmap(reading)

    assert reading.template == "roadmap"
    assert announced(route.phases) == 5
    assert [len(phase.phases) for phase in route.phases] == [0, 0, 0, 4]
    assert len(route.deliverables) == 8
    assert [finding.params["count"] for finding in found(reading, "deliverable-unlinked")] == [8]
    assert len(found(reading, "url-empty")) == 1
    assert len(found(reading, "phase-nested")) == 1
    assert len(found(reading, "name-variants")) == 2
    assert unaccounted(reading) == ()
