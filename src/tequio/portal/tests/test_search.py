"""Whoever looks for something finds it, however they write it, and never what is not public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tequio.contributions import actions as contributions
from tequio.jobs import worker
from tequio.kit import clock
from tequio.people import actions as people
from tequio.people.tests import worlds as people_worlds
from tequio.plans import actions as drafting
from tequio.plans.tests import worlds
from tequio.portal import cli, words
from tequio.portal.models import Findable
from tequio.portal.queries.findings import find
from tequio.questionnaires.tests import worlds as survey_worlds
from tequio.tracking import actions as following


@pytest.fixture
def world(db: None, at: datetime) -> Iterator[SimpleNamespace]:
    with clock.frozen(at):
        made = worlds.nuevo_leon(at)
        for title in ("Transparentar las licitaciones públicas", "Abrir la licitación de obra en años de sequía"):
            one = worlds.lab(made, made.plan, at, title=title)
            drafting.publish_commitment(commitment=one, actor=made.coordination, at=at)
        made.draft = worlds.lab(made, made.plan, at, title="Un borrador sobre licitaciones")
        worker.drain()
        yield made


def titles(text: str, **narrowed: object) -> set[str]:
    return {row.document.title for row in find(text, **narrowed).rows if row.document.kind == "commitment"}  # type: ignore[arg-type]


BOTH = {"Transparentar las licitaciones públicas", "Abrir la licitación de obra en años de sequía"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("licitación", BOTH),
        ("LICITACIONES", BOTH),
        ("licitacion", BOTH),
        ("licitac", BOTH),
        ("la licitación de las obras", {"Abrir la licitación de obra en años de sequía"}),
        ("año", {"Abrir la licitación de obra en años de sequía"}),
        ('"licitaciones públicas"', {"Transparentar las licitaciones públicas"}),
        ('"públicas licitaciones"', set()),
        ("licitación jirafa", set()),
        ("", set()),
        ('"', set()),
        ("'); DROP TABLE portal_words; --", set()),
        ("title : * OR NOT ( { ^", set()),
    ],
)
def test_a_word_is_found_however_it_is_written(world: SimpleNamespace, text: str, found: set[str]) -> None:
    assert titles(text) == found


@pytest.mark.parametrize(
    "kin",
    [
        "licitación licitaciones licitacion",
        "año años",
        "mujer mujeres",
        "luz luces",
        "avance avances",
        "institución instituciones",
        "red redes",
        "país países",
        "interés intereses",
    ],
)
def test_kin_have_one_root(kin: str) -> None:
    assert len({words.root(word) for word in words.words(kin)}) == 1


def test_the_order_is_title_first_then_plans_before_what_is_below_them(world: SimpleNamespace) -> None:
    rows = find("datos").rows

    is_titled = [any(hit for _piece, hit in row.title) for row in rows]
    assert is_titled == sorted(is_titled, reverse=True)


def test_a_draft_is_not_in_the_index_and_what_is_withdrawn_leaves_it_at_once(
    world: SimpleNamespace, at: datetime
) -> None:
    lab = world.lab
    assert not Findable.objects.filter(urn=world.draft.urn).exists()
    assert lab.title in titles(lab.title)

    drafting.withdraw_commitment(commitment=lab, reason="Se repite", actor=world.coordination, at=at)

    assert lab.title not in titles(lab.title)  # before any reaction
    worker.drain()
    assert not Findable.objects.filter(subject=lab.urn).exists()


def test_a_corrected_title_is_found_by_its_new_words(world: SimpleNamespace, at: datetime) -> None:
    body = world.institutions.monitoring
    people.change_institution(
        institution=body,
        **{field: getattr(body, field) for field in ("short_name", "sector", "branch", "is_obliged")},
        name="Observatorio del Manglar",
        aliases=(),
        actor=world.coordination,
        at=at,
    )
    worker.drain()

    assert [row.document.urn for row in find("manglares").rows] == [body.urn]


def test_the_index_made_again_is_the_same(world: SimpleNamespace) -> None:
    before = set(Findable.objects.values_list("urn", "subject", "kind", "jurisdiction"))

    assert cli.rebuild_search() == len(before)

    assert set(Findable.objects.values_list("urn", "subject", "kind", "jurisdiction")) == before
    assert titles("licitación") == BOTH


def test_the_page_marks_what_was_looked_for_and_counts_by_kind(world: SimpleNamespace) -> None:
    answer = Client().get("/buscar/", {"q": "licitación", "tipo": "commitment"}).content.decode()

    assert "<mark>licitaciones</mark>" in answer
    assert "Un borrador" not in answer


def test_nothing_found_says_where_to_start(world: SimpleNamespace) -> None:
    answer = Client().get(f"/{world.jurisdiction.slug}/buscar/", {"q": "jirafas"})

    assert answer.status_code == 200
    assert world.plan.get_absolute_url() in answer.content.decode()


def test_the_data_has_the_same_hits(world: SimpleNamespace) -> None:
    found = Client().get("/buscar.json", {"q": "licitación", "tipo": "commitment"}).json()

    assert {row["title"] for row in found["results"]} == BOTH
    assert found["count"] == 2
    assert all(row["url"].startswith("http") for row in found["results"])


def test_a_search_costs_the_same_however_much_it_finds(world: SimpleNamespace) -> None:
    counts = []
    for text in ("manglar", "licitación", "datos"):
        with CaptureQueriesContext(connection) as queries:
            find(text)
        counts.append(len(queries))

    assert max(counts) <= 2 + 8


def test_the_map_of_the_site_lists_what_is_public(world: SimpleNamespace) -> None:
    index = Client().get("/sitemap.xml").content.decode()
    part = Client().get("/sitemap-1.xml").content.decode()

    assert "/sitemap-1.xml" in index
    assert world.lab.get_absolute_url() in part
    assert world.draft.public_id not in part
    assert Client().get("/sitemap-9.xml").status_code == 404


def test_browsers_learn_how_to_search(db: None, site: str) -> None:
    answer = Client().get("/opensearch.xml")

    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    assert "?q={searchTerms}" in answer.content.decode()


def test_what_people_ask_is_found_with_its_answer_until_it_is_hidden(world: SimpleNamespace, at: datetime) -> None:
    said = {"kind": "question", "text": "¿Quién cuida los manglares?", "email": "vecina@example.org"}
    place = world.jurisdiction
    asked, _token = contributions.submit_contribution(
        thing=world.lab.urn, jurisdiction=place, **said, actor=people_worlds.STRANGER, at=at
    )
    contributions.report_error(
        jurisdiction=place, path="/", text="Error en manglares", actor=people_worlds.STRANGER, at=at
    )
    contributions.answer_point(
        point=asked.points.get(), ruling="answered", text="La brigada.", actor=world.coordination, at=at
    )
    worker.drain()
    assert [row.document.urn for row in find("manglar").rows] == [asked.urn]
    assert [row.document.urn for row in find("brigadas").rows] == [asked.urn]
    assert not find("vecina@example.org").rows

    contributions.hide_contribution(contribution=asked, reason="spam", actor=world.coordination, at=at)

    assert not find("manglar").rows  # before any reaction
    worker.drain()
    assert not Findable.objects.filter(kind="contribution").exists()


def test_a_questionnaire_is_found_by_its_questions_once_it_is_published(world: SimpleNamespace, at: datetime) -> None:
    draft = survey_worlds.questionnaire(world, at, title="Encuesta del manglar")
    worker.drain()
    assert not find("manglar").rows

    survey_worlds.publish(draft, world, at)
    worker.drain()

    assert [row.document.urn for row in find("manglar").rows] == [draft.urn]


def test_an_organisation_is_found_while_it_stands_in_the_mapping(world: SimpleNamespace, at: datetime) -> None:
    by = {"actor": world.coordination, "at": at}
    told = {"name": "Vecinas del Manglar", "scope": "local", "topics": ["humedales"], "about": "Cuidan el estero."}
    one = people.register_organisation(
        jurisdiction=world.jurisdiction, told=told, contact_email="vecinas@estero.example", **by
    )
    token = people.write_organisation_link(organisation=one, actor=people_worlds.SYSTEM, at=at)
    people.confirm_organisation(organisation=one, token=token, **by)
    people.return_organisation(organisation=one, reason="Falta decir qué hacen.", **by)
    worker.drain()
    assert not find("manglar").rows

    token = people.write_organisation_link(
        organisation=one, actor=people_worlds.SYSTEM, at=at
    )  # the mail's took its place
    people.edit_organisation(organisation=one, told=told, token=token, **by)
    people.publish_organisation(organisation=one, **by)
    worker.drain()
    assert [row.document.urn for row in find("humedal").rows] == [one.urn]
    assert not find("vecinas@estero.example").rows

    people.withdraw_organisation(organisation=one, **by)
    assert not find("manglar").rows  # before any reaction
    worker.drain()
    assert not Findable.objects.filter(kind="organisation").exists()


def test_an_evaluation_is_found_by_its_findings_once_it_is_published(world: SimpleNamespace, at: datetime) -> None:
    by = {"actor": world.coordination, "at": at}
    rules = {"least_sectors": 1, "scale_from": 1, "scale_to": 5, "session_months": 12}
    following.change_evaluation_rules(jurisdiction=world.jurisdiction, **rules, **by)
    day = at.date()
    one = following.draft_evaluation(
        commitment=world.lab,
        values={"title": "Evaluación del manglar", "thing": "El piloto", "starts_on": day, "ends_on": day},
        criteria=[{"name": "Utilidad"}],
        **by,
    )
    following.open_evaluation(evaluation=one, **by)
    following.score_evaluation(evaluation=one, scores={1: (4, "")}, **by)
    worker.drain()
    assert not find("manglar").rows

    following.publish_evaluation(evaluation=one, findings="Faltan humedales.", **by)
    worker.drain()
    assert [row.document.urn for row in find("humedal").rows] == [one.urn]
    assert cli.rebuild_search()
    assert [row.document.urn for row in find("humedales").rows] == [one.urn]

    drafting.withdraw_commitment(commitment=world.lab, reason="Se repite", **by)
    assert not find("manglar").rows  # before any reaction
    worker.drain()
    assert not Findable.objects.filter(kind="evaluation").exists()
