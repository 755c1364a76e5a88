"""The interface for programs keeps its word: its schema is frozen, it answers nothing that it does not declare."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from hypothesis import HealthCheck, settings

from tequio.config.api import root
from tequio.config.wsgi import application
from tequio.contributions import actions as answering
from tequio.contributions import queries as contributions
from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.people import actions as directory
from tequio.people.models import Ally, Organisation, Post
from tequio.people.queries import Visitor
from tequio.plans import actions as drafting
from tequio.plans import queries as plans
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.questionnaires import queries as surveys
from tequio.questionnaires.models import Response
from tequio.tracking import actions as following
from tequio.tracking import queries as tracking
from tequio.tracking.models import Evaluation, Evidence
from tests.contracts import world as worlds

SNAPSHOT = Path(__file__).with_name("openapi.json")
AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
LONG = os.environ.get("TEQUIO_SOAK") == "1"


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """Build the world once; nothing of it stays."""
    store = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), store, clock.frozen(AT), transaction.atomic():
        yield worlds.build(AT)
        transaction.set_rollback(True)


@pytest.fixture
def world(built: SimpleNamespace, db: None) -> SimpleNamespace:
    return built


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(root.throttle, "most", 1_000_000)


def everything(path: str) -> list[dict[str, Any]]:
    """Walk through every page of a list by its Link header."""
    found, url = [], f"/api/v1/{path}{'&' if '?' in path else '?'}limit=3"
    while url:
        answer = Client().get(url)
        assert answer.status_code == 200, answer.content
        found += answer.json()["items"]
        links = [part for part in answer.headers["Link"].split(", ") if 'rel="next"' in part]
        url = links[0][1:].split(">")[0].removeprefix("http://testserver") if links else ""
        assert (answer.json()["next"] or "").removeprefix("http://testserver") == url
    return found


def test_the_schema_is_the_frozen_one() -> None:
    said = json.dumps(root.get_openapi_schema(), indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    if os.environ.get("TEQUIO_ACCEPT") == "1":
        SNAPSHOT.write_text(said, encoding="utf-8")

    assert said == SNAPSHOT.read_text(encoding="utf-8")


def test_every_operation_declares_what_it_refuses() -> None:
    schema = root.get_openapi_schema()

    assert schema["openapi"].startswith("3.1")
    for path in schema["paths"].values():
        for operation in path.values():
            assert {"200", "304", "404", "422", "429"} <= set(map(str, operation["responses"]))


def test_nothing_is_listed_that_a_visitor_may_not_see(world: SimpleNamespace) -> None:
    nobody = Visitor()
    seen = {
        "plans": plans.plans_visible_to(nobody),
        "commitments": plans.commitments_visible_to(nobody),
        "milestones": plans.milestones_visible_to(nobody),
        "evidence": tracking.evidence_visible_to(nobody),
    }
    seen["formats"] = tracking.formats_visible_to(nobody)
    seen["organisations"] = Organisation.objects.filter(state="published")
    seen["allies"] = Ally.objects.filter(is_public=True)
    seen["posts"] = Post.objects.filter(merged_into=None, institution__merged_into=None)
    seen["evaluations"] = Evaluation.objects.filter(state="published")
    seen["questionnaires"] = surveys.questionnaires_of(world.jurisdiction, nobody)
    for path, rows in seen.items():
        assert {one["id"] for one in everything(path)} == set(rows.values_list("public_id", flat=True)), path


def test_a_directory_gives_no_more_than_its_page(world: SimpleNamespace) -> None:
    (one,) = everything("organisations")
    shared = everything("allies")

    assert (one["name"], one["groups"]) == ("Vecinas en red", ["older-persons"])
    assert not [word for word in one if "contact" in word]
    assert [(row["institution"], row["shares"]) for row in shared] == [(world.institutions.culture.urn, "Fondos")]
    for path in (f"organisations/{world.registration.public_id}", f"allies/{world.ally.public_id}"):
        assert Client().get(f"/api/v1/{path}").status_code == 404


def test_a_merged_post_is_given_as_the_one_that_was_kept(world: SimpleNamespace) -> None:
    kept, merged = world.merge.kept_post, world.merge.merged_post

    assert Client().get(f"/api/v1/posts/{merged.public_id}").json()["id"] == kept.public_id
    assert merged.public_id not in {one["id"] for one in everything("posts")}


def test_only_who_joined_is_named_among_those_approached(world: SimpleNamespace) -> None:
    directory.note_approach(
        network=world.network,
        role="fellow",
        state="NL",
        name="Quien dijo que no",
        result="declined",
        actor=world.coordination,
        at=AT,
    )

    assert {one["result"]: one["organisation"] for one in everything("approaches")} == {
        "joined": "Colectivo",
        "declined": "",
    }
    (network,) = everything("networks")
    assert network["results"] == [{"result": "joined", "count": 1}, {"result": "declined", "count": 1}]


def test_an_evaluation_brings_every_score_once_it_is_published(world: SimpleNamespace) -> None:
    (one,) = everything("evaluations")

    assert [row["scores"][0]["score"] for row in one["evaluators"]] == [4, 4, 4]
    assert [row["name"] for row in one["criteria"]] == ["Utilidad"]
    document = Client().get(one["document_url"].removeprefix("http://testserver")).json()
    assert document["id"] == one["urn"]
    assert Client().get(f"/api/v1/evaluations/{world.evaluation_open.public_id}").status_code == 404


def test_a_draft_of_a_gathering_is_no_occasion(world: SimpleNamespace) -> None:
    following.link_gathering(commitment=world.lab, gathering=world.gathering_draft, actor=world.coordination, at=AT)

    assert [one["gathering"] for one in everything(f"occasions?commitment={world.lab.public_id}")] == [
        world.gathering.urn
    ]


def test_how_soon_a_place_answers_is_what_its_page_says(world: SimpleNamespace) -> None:
    pace = contributions.pace_of(world.jurisdiction, at=AT)
    (one,) = [row for row in everything("response-times") if row["jurisdiction"] == world.jurisdiction.urn]

    assert (one["received"], one["waiting"], one["median_days"]) == (pace.received, pace.waiting, pace.median)
    assert one["received"] > 0
    assert Client().get(f"/api/v1/response-times/{world.jurisdiction.public_id}").json() == one


def test_what_people_say_is_given_as_everybody_reads_it(world: SimpleNamespace) -> None:
    said = {one["id"]: one for one in everything("contributions")}

    assert set(said) == {one.public_id for one in contributions.contributions_of(world.jurisdiction)}
    assert said[world.asked.public_id]["text"]
    assert said[world.asked.public_id]["answer_by"]
    assert (said[world.moderated.public_id]["state"], said[world.moderated.public_id]["text"]) == ("hidden", "")
    assert Client().get(f"/api/v1/contributions/{world.reported.public_id}").status_code == 404
    about = f"contributions?about={world.lab.urn}"
    assert Client().get(f"/api/v1/{about}&is_answered=true").json()["items"] == []


def test_an_answer_is_given_with_its_reason_and_how_long_it_took(world: SimpleNamespace) -> None:
    later = AT + timedelta(days=3)
    with clock.frozen(later):
        answering.answer_point(
            point=world.asked.points.get(), ruling="answered", text="Cultura.", actor=world.liaison, at=later
        )
        one = Client().get(f"/api/v1/contributions/{world.asked.public_id}").json()

    assert one["waited_days"] == 3.0
    assert [answer["text"] for answer in one["points"][0]["answers"]] == ["Cultura."]


def test_a_withdrawn_commitment_takes_what_was_said_of_it_along(world: SimpleNamespace) -> None:
    drafting.withdraw_commitment(commitment=world.lab, reason="Se repite", actor=world.coordination, at=AT)

    for path in ("contributions", "moves", "assessments", "evidence", "milestones"):
        assert world.lab.urn not in json.dumps(everything(path)), path
    assert not any(one["filled"] for one in everything("formats"))
    assert Client().get(f"/api/v1/contributions/{world.asked.public_id}").status_code == 404


def test_a_date_that_moved_is_given_with_its_reason(world: SimpleNamespace) -> None:
    by = {"actor": world.coordination, "at": AT}
    following.decide_move(proposal=world.proposal, accept=True, **by)

    (one,) = Client().get(f"/api/v1/moves?commitment={world.lab.public_id}").json()["items"]

    assert (one["milestone"], one["reason"], one["ends_on"]) == (world.slow.urn, "Se amplió.", "2023-09-30")


def test_only_open_answers_of_institutions_are_given(world: SimpleNamespace) -> None:
    shown = set(Response.objects.open_to_all().values_list("public_id", flat=True))

    assert {one["id"] for one in everything("responses")} == shown
    assert Client().get(f"/api/v1/responses/{world.response.public_id}").status_code == 404
    assert Client().get(f"/api/v1/questionnaires/{world.survey_draft.public_id}").status_code == 404
    assert Client().get(f"/api/v1/formats/{world.draft_format.public_id}").status_code == 404
    (asked,) = [one for one in everything("questionnaires") if one["id"] == world.questionnaire.public_id]
    assert asked["versions"][0]["document"]


def test_what_is_private_does_not_exist(world: SimpleNamespace) -> None:
    for path, model in (
        ("plans", ActionPlan),
        ("commitments", Commitment),
        ("milestones", Milestone),
        ("evidence", Evidence),
    ):
        hidden = {
            "plans": world.draft_plan,
            "commitments": world.draft,
            "milestones": world.hidden_milestone,
            "evidence": world.pending,
        }[path]
        assert isinstance(hidden, model)
        answer = Client().get(f"/api/v1/{path}/{hidden.public_id}")
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_no_contact_of_anybody_leaves_by_the_interface(world: SimpleNamespace) -> None:
    paths = [path.removeprefix("/api/v1/") for path in root.get_openapi_schema()["paths"] if "{" not in path]
    said = json.dumps([everything(path) for path in paths]) + json.dumps(
        Client().get(f"/api/v1/commitments/{world.lab.public_id}").json()
    )

    assert world.contact.value not in said
    assert "@" not in said


def test_each_thing_names_itself_its_page_and_its_newest_entry(world: SimpleNamespace) -> None:
    (one,) = [row for row in everything("commitments") if row["id"] == world.lab.public_id]

    assert one["urn"] == world.lab.urn
    assert one["url"].endswith(world.lab.get_absolute_url())
    assert Client().get(one["entry"]["url"].removeprefix("http://testserver")).status_code == 200
    assert [party["name"] for party in one["parties"]]


def test_a_commitment_brings_the_text_that_the_record_cites(world: SimpleNamespace) -> None:
    one = Client().get(f"/api/v1/commitments/{world.lab.public_id}").json()

    assert one["sha256"] == world.lab.publications.get(number=2).sha256
    assert one["text"]["milestones"]


def test_whoever_holds_an_answer_is_told_that_nothing_moved(world: SimpleNamespace) -> None:
    first = Client().get("/api/v1/plans")
    again = Client(headers={"if-none-match": first.headers["ETag"]}).get("/api/v1/plans")

    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert (again.status_code, again.content) == (304, b"")
    with clock.frozen(AT + timedelta(days=1)):
        assert Client(headers={"if-none-match": first.headers["ETag"]}).get("/api/v1/plans").status_code == 200


def test_whoever_asks_too_often_is_told_when_to_come_back(world: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setattr(root.throttle, "most", 0)

    answer = Client().get("/api/v1/plans")

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json()["status"] == 429


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "after=nope", "jurisdiction=nope"])
def test_a_question_badly_put_is_refused_and_told_why(world: SimpleNamespace, query: str) -> None:
    answer = Client().get(f"/api/v1/plans?{query}")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"]


@pytest.mark.parametrize("path", ["plans", "entries", "plans/{plan}", "organisations"])
def test_a_word_that_a_question_does_not_take_is_refused_by_its_name(world: SimpleNamespace, path: str) -> None:
    answer = Client().get(f"/api/v1/{path.format(plan=world.plan.public_id)}?jurisdicion=x&limit=1")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ["query", "jurisdicion"] in [one["where"] for one in answer.json()["errors"]]
    assert "jurisdicion" in answer.json()["errors"][0]["message"]


def test_head_answers_as_get_does_without_a_body(world: SimpleNamespace) -> None:
    lists = [path for path in root.get_openapi_schema()["paths"] if "{" not in path]
    for path in (*lists, f"/api/v1/plans/{world.plan.public_id}", "/api/v1/openapi.json", "/api/v1/plans/0000000000"):
        told, whole = Client().head(path), Client().get(path)

        assert (told.status_code, told.content) == (whole.status_code, b""), path
        for name in ("Content-Type", "ETag", "Link", "Access-Control-Allow-Origin"):
            assert told.headers.get(name) == whole.headers.get(name), (path, name)
    assert Client().post("/api/v1/plans").status_code == 405


@pytest.mark.parametrize("path", ["commitments", "milestones", "evidence", "changes", "entries", "institutions"])
def test_a_page_costs_the_same_however_long(world: SimpleNamespace, path: str) -> None:
    counts = []
    # The first entries tell of few kinds of things, and each kind costs its question.
    for limit in (50 if path == "entries" else 12, 100):
        Client().get(f"/api/v1/{path}?limit={limit}")
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/api/v1/{path}?limit={limit}")
        counts.append(len(queries))

    assert counts[1] <= counts[0] + 3  # a kind of urn that the first row alone does not name


@pytest.mark.parametrize("path", ["organisations", "allies", "posts", "approaches", "evaluations", "response-times"])
def test_many_cost_what_one_does(world: SimpleNamespace, path: str) -> None:
    by: dict[str, Any] = {"actor": world.coordination, "at": AT}
    directory.publish_ally(ally=world.ally, is_public=True, **by)
    following.publish_evaluation(evaluation=world.evaluation_open, findings="Sirve.", **by)
    directory.note_approach(network=world.network, role="x", state="NL", name="Otro", result="planned", **by)
    directory.confirm_organisation(
        organisation=world.registration,
        token=directory.write_organisation_link(organisation=world.registration, actor=SYSTEM, at=AT),
        **by,
    )
    directory.publish_organisation(organisation=world.registration, **by)
    counts, sizes = [], []
    for limit in (1, 100):
        Client().get(f"/api/v1/{path}?limit={limit}")
        with CaptureQueriesContext(connection) as queries:
            sizes.append(len(Client().get(f"/api/v1/{path}?limit={limit}").json()["items"]))
        counts.append(len(queries))

    assert sizes[0] < sizes[1]
    assert counts[0] == counts[1]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Keep the world's transaction open when a request ends, as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
def test_no_question_breaks_it_or_gets_an_answer_that_is_not_declared(world: SimpleNamespace) -> None:
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for operation in found.get_all_operations():
        _hammer(operation.ok())


def _hammer(operation: Any) -> None:
    from hypothesis import given

    @given(case=operation.as_strategy())
    @settings(max_examples=200 if LONG else 8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        answer = case.call(headers={"Accept-Encoding": "identity"})
        declared = {200, 304, 404, 422, 429}
        assert answer.status_code in declared, (answer.status_code, case.as_curl_command())
        case.validate_response(
            answer,
            excluded_checks=[schemathesis.checks.unsupported_method]
            if hasattr(schemathesis.checks, "unsupported_method")
            else [],
        )

    ask()
