"""The pages of this room, as strangers and offices use them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tequio.contributions import actions
from tequio.contributions.models import Contribution
from tequio.contributions.tests import worlds

pytestmark = pytest.mark.django_db
Entering = Callable[[Any], Client]
SAID = {"kind": "question", "text": worlds.QUESTION}


@pytest.fixture(autouse=True)
def nobody_wrote_yet(db: None) -> None:
    cache.clear()


def thread_of(thing: worlds.Thing, name: str = "thread") -> str:
    return reverse(f"contributions:{name}", args=["nl", thing.urn.split(":")[-2], thing.public_id])


def test_a_stranger_asks_without_an_account_and_gets_a_private_link(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    client = Client()

    answer = client.post(thread_of(world.leaf), SAID | {"name": "Vecina", "email": "vecina@example.org"}, follow=True)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert worlds.QUESTION in page
    assert "vecina@example.org" in page
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sessionid" not in client.cookies
    public = Client().get(thread_of(world.leaf)).content.decode()
    assert "Vecina" in public
    assert "vecina@example.org" not in public


def test_whoever_fills_the_hidden_field_is_told_and_nothing_is_kept(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)

    answer = Client().post(thread_of(world.leaf), SAID | {"website": "https://spam.example"})

    assert answer.status_code == 422
    assert Contribution.objects.count() == 0


def test_a_flood_meets_a_page_that_says_what_to_do_and_gives_the_text_back(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    rules = {"answer_days": 10, "most_per_hour": 2, "mail_days": 30}
    actions.change_rules(jurisdiction=world.jurisdiction, **rules, actor=world.coordination, at=that_day)

    codes = [Client().post(thread_of(world.leaf), SAID | {"text": f"Pregunta {n}"}).status_code for n in range(2)]
    answer = Client().post(thread_of(world.leaf), SAID | {"text": "La tercera pregunta"})
    elsewhere = Client(REMOTE_ADDR="2001:db8::1").post(thread_of(world.leaf), SAID)
    neighbour = Client(REMOTE_ADDR="2001:db8::2").post(thread_of(world.leaf), SAID)
    same_network = Client(REMOTE_ADDR="2001:db8::3").post(thread_of(world.leaf), SAID)

    assert (codes, answer.status_code, answer.headers["Retry-After"]) == ([302, 302], 429, "3600")
    assert "La tercera pregunta" in answer.content.decode()
    assert [elsewhere.status_code, neighbour.status_code, same_network.status_code] == [302, 302, 429]
    assert Contribution.objects.count() == 4


def test_the_count_of_a_visitor_names_no_address(that_day: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.nuevo_leon(that_day)
    kept: list[str] = []
    keep = cache.set
    monkeypatch.setattr(cache, "set", lambda key, *more, **named: (kept.append(key), keep(key, *more, **named)))

    Client(REMOTE_ADDR="203.0.113.77").post(thread_of(world.leaf), SAID)

    assert [key for key in kept if key.startswith("rate-")]
    assert "203.0.113" not in " ".join(kept)


def test_what_was_withdrawn_leaves_no_trace_on_any_page(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    asked, _token = worlds.ask(world, world.leaf, that_day)
    worlds.withdraw(world.lab)

    assert Client().get(thread_of(world.leaf)).status_code == 404
    assert Client().get(asked.get_absolute_url()).status_code == 404
    for name in ("contributions", "contributions_csv", "contributions_json"):
        assert worlds.QUESTION not in Client().get(reverse(f"contributions:{name}", args=["nl"])).content.decode()


def test_a_thing_of_another_place_is_not_found_here(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    worlds.people.mexico(that_day)

    assert Client().get(thread_of(world.leaf).replace("/nl/", "/mexico/", 1)).status_code == 404


def test_the_list_is_searched_and_taken_away(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    asked, _token = worlds.ask(world, world.leaf, that_day, text="=1+1 ¿cuánto cuesta?", kind="question")
    worlds.ask(world, world.lab, that_day, text="Me parece bien.", kind="comment")
    worlds.answer(asked, world.liaison, that_day, text="Nada: es gratis.")
    url = reverse("contributions:contributions", args=["nl"])

    def found(**query: str) -> list[str]:
        return [row.contribution.kind for row in Client().get(url, query).context["rows"]]

    assert sorted(found()) == ["comment", "question"]
    assert found(q="gratis") == ["question"]
    assert (found(kind="comment"), found(state="waiting"), found(state="answered")) == (
        ["comment"],
        ["comment"],
        ["question"],
    )
    (row,) = csv.DictReader(io.StringIO(Client().get(f"{url}preguntas.csv", {"kind": "question"}).content.decode()))
    assert row["text"].startswith("'=1+1"), "no spreadsheet runs it"
    assert (row["ruling"], row["answer"]) == ("answered", "Nada: es gratis.")
    assert len(json.loads(Client().get(f"{url}preguntas.json").content)) == 2


def test_the_list_costs_the_same_with_one_and_with_many(that_day: datetime, django_assert_max_num_queries: Any) -> None:
    world = worlds.nuevo_leon(that_day)
    url = reverse("contributions:contributions", args=["nl"])
    answered, _token = worlds.ask(world, world.leaf, that_day)
    worlds.answer(answered, world.liaison, that_day)
    with django_assert_max_num_queries(15) as one:
        Client().get(url)
    for leaf in world.leaves:
        made, _token = worlds.ask(world, leaf, that_day)
        worlds.answer(made, world.liaison, that_day)

    with django_assert_max_num_queries(len(one)):
        Client().get(url)


def test_an_office_answers_on_the_page_that_its_queue_leads_to(that_day: datetime, client_of: Entering) -> None:
    world = worlds.nuevo_leon(that_day)
    asked, token = worlds.ask(world, world.leaf, that_day)
    client = client_of(world.liaison)
    queue = client.get(reverse("contributions:queue", args=["nl"])).content.decode()
    assert asked.get_absolute_url() in queue

    url = reverse("contributions:answer", args=["nl", asked.public_id, 1])
    refused = client.post(url, {"p1-ruling": "answered", "p1-text": ""})
    done = client.post(url, {"p1-ruling": "answered", "p1-text": "En agosto."})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "En agosto." in Client().get(reverse("contributions:follow_up", args=[token])).content.decode()
    assert Client().post(url, {"p1-ruling": "answered", "p1-text": "No."}).status_code == 403


def test_what_says_two_things_in_two_lines_can_be_divided_however_short(
    that_day: datetime, client_of: Entering
) -> None:
    world = worlds.nuevo_leon(that_day)
    one, _first = worlds.ask(world, world.leaf, that_day, text="¿Quién lo hizo?")
    two, _second = worlds.ask(world, world.leaf, that_day, text="¿Quién lo hizo?\n\n¿Dónde se lee?")
    client = client_of(world.liaison)

    pages = [client.get(asked.get_absolute_url()).content.decode() for asked in (one, two)]

    assert ["dividir/" in text for text in pages] == [False, True]


def test_an_error_is_reported_from_any_page_and_only_the_coordination_reads_it(
    that_day: datetime, client_of: Entering
) -> None:
    world = worlds.nuevo_leon(that_day)
    foot = Client().get(thread_of(world.leaf)).content.decode()
    assert f"/aportes/reportar-error/?de={thread_of(world.leaf)}".replace("/", "%2F")[-20:] in foot

    url = reverse("contributions:report_error")
    answer = Client().post(url, {"text": "El enlace no abre.", "path": "/nl/planes/"}, follow=True)
    made = Contribution.objects.get()

    assert "El enlace no abre." in answer.content.decode()
    assert made.thread.jurisdiction == world.jurisdiction
    page = made.get_absolute_url()
    assert [client_of(who).get(page).status_code for who in (None, world.liaison, world.coordination)] == [
        404,
        404,
        200,
    ]


def test_a_page_whose_address_is_a_secret_does_not_tell_it(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    _made, token = worlds.ask(world, world.leaf, that_day)

    page = Client().get(reverse("contributions:follow_up", args=[token])).content.decode()

    assert "reportar-error/?de=" not in page


def test_whoever_wrote_it_erases_it_on_the_page(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    made, token = worlds.ask(world, world.leaf, that_day, email="vecina@example.org")

    Client().post(reverse("contributions:forget_address", args=[token]))
    assert worlds.again(made).email == ""
    Client().post(reverse("contributions:erase", args=[token]), {"what": "all"})

    assert worlds.again(made).text == ""
    assert worlds.QUESTION not in Client().get(thread_of(world.leaf)).content.decode()
    assert Client().post(reverse("contributions:erase", args=["otro"]), {"what": "all"}).status_code == 404


def test_the_entry_of_the_record_says_plainly_how_much_is_withheld(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    named, token = worlds.ask(world, world.leaf, that_day, name="Vecina")
    nameless, _token = worlds.ask(world, world.leaf, that_day)

    def entry(made: Contribution) -> str:
        page = Client(headers={"accept-language": "en"}).get(reverse("record:entry", args=[worlds.again(made).fact]))
        return page.content.decode()

    assert "2 fields withheld." in entry(named)
    assert "1 field withheld." in entry(nameless)
    actions.erase_contribution(contribution=named, token=token, keeps_text=False, actor=worlds.STRANGER, at=that_day)
    assert "has been erased" in entry(named)


def test_the_coordination_sets_how_its_place_answers(that_day: datetime, client_of: Entering) -> None:
    world = worlds.nuevo_leon(that_day)
    url = reverse("contributions:rules", args=["nl"])
    rules = {"answer_days": 5, "most_per_hour": 20, "mail_days": 0}

    assert client_of(world.liaison).post(url, rules).status_code == 403
    assert client_of(world.coordination).post(url, rules | {"answer_days": 0}).status_code == 422
    assert client_of(world.coordination).post(url, rules).status_code == 302
    made, _token = worlds.ask(world, world.leaf, that_day)
    assert str(made.due_on) == "2023-06-19"
