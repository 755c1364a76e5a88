"""Pages where a commitment is followed: what they say, to whom, and what they cost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tequio.plans.models import ActionPlan, Commitment, Means, Milestone
from tequio.plans.tests import worlds as plans
from tequio.tracking.tests import worlds

Enter = Callable[[Any], Client]
BELOW = ("commitment", "commitment_progress", "gantt", "evidence", "milestones_csv", "commitment_progress_csv")


@pytest.fixture
def world(db: None, that_day: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(that_day)


def read(client: Client, url: str, status: int = 200) -> str:
    """Open a page in Spanish and return its text without tags."""
    answer = client.get(url, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == status, url
    return words(answer.content.decode())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def address(name: str, thing: Any) -> str:
    return reverse(f"tracking:{name}", args=["nl", thing.public_id, thing.slug])


def rows(client: Client, url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(url).content.decode())))


def test_a_commitment_says_what_was_promised_who_answers_and_how_far_it_is(world, client, at) -> None:
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, at)
    text = read(client, world.lab.get_absolute_url())

    assert world.lab.title in text
    assert world.lab.lede in text
    assert f"Led by {world.institutions.culture}" in text
    assert "14 % verified · 14 % reported" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Convenios con aliadas" in text
    assert "version 1" in text
    assert world.lab.publications.first().sha256 in text


def test_a_commitment_hides_whom_to_call(world, client) -> None:
    private = [contact.value for contact in world.post.contacts.all()]

    html = client.get(world.lab.get_absolute_url()).content.decode()
    assert private
    assert [value for value in private if value in html] == []


@pytest.mark.parametrize("name", BELOW)
def test_a_draft_does_not_exist_for_whoever_may_not_see_it(name, world, client_of: Enter, at) -> None:
    draft = plans.lab(world, world.plan, at, title="Un borrador")

    assert client_of(None).get(address(name, draft)).status_code == 404
    assert client_of(world.other_liaison).get(address(name, draft)).status_code == 404
    assert client_of(world.coordination).get(address(name, draft)).status_code == 200


@pytest.mark.parametrize("name", BELOW)
def test_a_changed_slug_leads_to_the_present_address_for_ever(name, world, client) -> None:
    old = address(name, world.lab).replace(world.lab.slug, "titulo-de-antes")
    answer = client.get(old + "?page=1")

    assert (answer.status_code, answer["Location"]) == (301, address(name, world.lab) + "?page=1")


def test_plans_and_milestones_move_too(world, client) -> None:
    leaf = worlds.milestone(world.lab, "Reglas")
    for thing, name in ((world.plan, "plan"), (world.plan, "plan_progress"), (leaf, "milestone")):
        answer = client.get(address(name, thing).replace(thing.slug, "antes"))
        assert (answer.status_code, answer["Location"]) == (301, address(name, thing))


def test_a_milestone_says_who_answers_in_order_and_what_is_missing(world, client) -> None:
    text = read(client, worlds.milestone(world.lab, "Directorio").get_absolute_url())

    assert text.index(str(world.institutions.culture.name)) < text.index(world.institutions.civil_society.name)
    assert "Still missing: Directory, Minutes" in text
    assert "73 days late" in text
    assert "Report how it stands" not in text


def test_a_report_without_its_reason_comes_back_with_the_error_beside_the_field(world, client_of: Enter) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    sent = {"report-status": "stuck", "report-note": ""}
    answer = client_of(world.liaison).post(address("report_status", leaf), sent)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert 'id="id_report-note_error"' in html
    assert re.search(r'value="stuck"[^>]*checked', html)
    assert worlds.standing(leaf).status == "not-started"


def test_finished_without_evidence_is_refused_beside_the_status_and_keeps_the_note(world, client_of: Enter) -> None:
    leaf = worlds.milestone(world.lab, "Directorio")
    sent = {"report-status": "finished", "report-note": "Ya está en línea."}
    answer = client_of(world.liaison).post(address("report_status", leaf), sent)

    assert answer.status_code == 422
    assert 'id="id_report-status_error"' in answer.content.decode()
    assert "Ya está en línea." in answer.content.decode()


def test_evidence_with_neither_file_nor_address_says_so_and_keeps_what_was_written(world, client_of: Enter) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    sent = {"kind": "agreement", "title": "Convenio firmado", "credit": "Cultura", "licence": "cc-by-4.0"}
    answer = client_of(world.liaison).post(
        address("submit_evidence", leaf), {f"evidence-{name}": value for name, value in sent.items()}
    )
    html = answer.content.decode()

    assert answer.status_code == 422
    assert 'id="id_evidence-upload_error"' in html
    assert "Convenio firmado" in html
    assert leaf.evidence.count() == 0


def test_a_report_leads_back_to_where_it_was_made(world, client_of: Enter) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    browser = client_of(world.liaison)
    sent = {"report-status": "in-progress", "report-note": "Van dos."}

    assert browser.post(address("report_status", leaf), sent)["Location"] == leaf.get_absolute_url()
    again = browser.post(address("report_status", leaf), sent | {"report-note": "Van tres.", "to_list": "1"})
    assert again["Location"] == reverse("tracking:mine")
    text = read(client_of(None), leaf.get_absolute_url())
    assert text.index("Van tres.") < text.index("Van dos.")


def test_what_the_imported_document_states_waits_for_somebody_to_confirm_it(world, client_of: Enter) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    Milestone.objects.filter(pk=leaf.pk).update(stated="in-progress")
    asked = "Confirm that it is so"

    assert asked not in read(client_of(None), leaf.get_absolute_url())
    assert asked in read(client_of(world.liaison), leaf.get_absolute_url())
    html = client_of(world.liaison).get(leaf.get_absolute_url()).content.decode()
    (to_confirm,) = re.findall(r'<input type="hidden" name="report-status" value="([a-z-]+)">', html)
    client_of(world.liaison).post(address("report_status", leaf), {"report-status": to_confirm})
    assert worlds.standing(leaf).status == "in-progress"
    assert asked not in read(client_of(world.liaison), leaf.get_absolute_url())


def test_a_reviewer_accepts_and_the_milestone_is_finished(world, client_of: Enter, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.report(leaf, "finished", world.liaison, at)
    url = reverse("tracking:review_evidence", args=["nl", leaf.public_id, leaf.slug, piece.public_id])
    decision = f"{piece.public_id}-decision"

    assert "Save the review" not in read(client_of(world.liaison), leaf.get_absolute_url())
    assert client_of(world.liaison).post(url, {decision: "accepted"}).status_code == 403
    browser = client_of(world.coordination)
    returned = browser.post(url, {decision: "returned"})
    assert returned.status_code == 422
    assert f'id="id_{piece.public_id}-reason_error"' in returned.content.decode()
    assert browser.post(url, {decision: "accepted"}).status_code == 302
    assert "Finished, evidence accepted" in read(client_of(None), leaf.get_absolute_url())


def test_the_reason_of_a_return_is_for_those_who_work_on_it(world, client_of: Enter, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.give_back(
        worlds.hand_in(leaf, world.liaison, at, kind="agreement"), world.coordination, at, "Falta la firma."
    )

    assert "Falta la firma." in read(client_of(world.liaison), leaf.get_absolute_url())
    public = read(client_of(None), leaf.get_absolute_url())
    assert "Returned" in public
    assert "Falta la firma." not in public
    assert "Minuta de la mesa" not in public


def test_a_piece_can_be_taken_back_by_its_office(world, client_of: Enter, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    url = reverse("tracking:withdraw_evidence", args=["nl", leaf.public_id, leaf.slug, piece.public_id])

    assert client_of(world.liaison).post(url).status_code == 302
    assert "Taken back" in read(client_of(None), leaf.get_absolute_url())


def test_accepted_evidence_is_shown_with_whose_it_is(world, client_of: Enter, at) -> None:
    leaf = worlds.milestone(world.lab, "Reglas")
    worlds.finish(leaf, world.liaison, world.coordination, at)
    worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at, kind="agreement", title="Sin revisar")

    text = read(client_of(None), address("evidence", world.lab))
    assert "Minuta de la mesa" in text
    assert "Unidad de Datos" in text
    assert "Sin revisar" not in text
    assert "Sin revisar" in read(client_of(world.liaison), address("evidence", world.lab))
    assert "None like that" in read(client_of(None), address("evidence", world.lab) + "?kind=call")


def test_the_calendar_draws_one_horizon_if_asked(world, client) -> None:
    whole = client.get(address("gantt", world.lab)).content.decode()
    short = client.get(address("gantt", world.lab) + "?horizon=short").content.decode()

    assert (whole.count('class="gantt-bar"'), short.count('class="gantt-bar"')) == (7, 5)


def test_every_percentage_is_explained_part_by_part(world, client, at) -> None:
    for leaf in worlds.activities(world.sheet, "1"):
        worlds.finish(leaf, world.coordination, world.monitoring, at)
    text = read(client, address("commitment_progress", world.sheet)).replace("\N{NO-BREAK SPACE}", " ")

    assert "35 % verified" in text
    assert "7/60" in text
    assert "7/20 = 35 %" in text
    assert "18 %" in read(client, address("plan_progress", world.plan)).replace("\N{NO-BREAK SPACE}", " ")
    line = rows(client, address("commitment_progress_csv", world.sheet))[0]
    assert line["adds_verified"] == "7/60"
    assert line["evidence"]


def test_the_lists_of_a_place_lead_to_each_other_and_stay_narrowed(client: Client, world: SimpleNamespace) -> None:
    asked = f"?plan={world.plan.public_id}"

    page = client.get(reverse("tracking:late", args=["nl"]) + asked).content.decode()

    assert f'href="{reverse("tracking:overdue", args=["nl"])}{asked}"' in page
    assert f'href="{reverse("tracking:late", args=["nl"])}{asked}" aria-current="page"' in page


def test_late_milestones_can_be_searched_narrowed_and_taken_away(world, client) -> None:
    url = reverse("tracking:late", args=["nl"])
    lab = "Datos para decidir juntas"

    assert "Directorio de aliadas" in read(client, url)
    assert "Repositorio de datos" not in read(client, url)
    assert "Directorio de aliadas" in read(client, url + "?q=directorio")
    assert "Reglas de convivencia" not in read(client, url + "?q=directorio")
    named = {row["commitment_title"] for row in rows(client, url + "?formato=csv")}
    assert named == {lab, world.sheet.title}
    culture = world.institutions.culture.public_id
    assert {row["commitment_title"] for row in rows(client, f"{url}?formato=csv&institution={culture}")} == {lab}
    assert rows(client, f"{url}?formato=csv&plan={world.plan.public_id}")
    assert client.get(url + "?plan=nada").status_code == 422


def test_what_has_no_evidence_leaves_its_list_when_it_gets_some(world, client, at) -> None:
    url = reverse("tracking:unproven", args=["nl"])
    assert "Convenios con aliadas" in read(client, url + "?q=convenios")
    worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at, kind="agreement")

    assert "None like that" in read(client, url + "?q=convenios")


def test_what_moved_is_listed_newest_first(world, client, at) -> None:
    url = reverse("tracking:changes", args=["nl"])
    assert "Nothing moved yet" in read(client, url)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at, note="Empezamos.")
    worlds.report(worlds.milestone(world.lab, "Reglas"), "stuck", world.liaison, at, note="Falta acuerdo.")

    text = read(client, url)
    assert text.index("Falta acuerdo.") < text.index("Empezamos.")
    assert [row["status"] for row in rows(client, url + "?formato=csv")] == ["stuck", "in-progress"]
    assert "Empezamos." not in read(client, url + "?q=reglas")


def test_alerts_of_a_plan_begin_with_the_gravest(world, client, at) -> None:
    worlds.report(worlds.milestone(world.lab, "Informe"), "stuck", world.liaison, at, note="Sin datos.")
    text = read(client, address("alerts", world.plan))

    assert text.index("High") < text.index("Medium") if "Medium" in text else "High" in text
    only = read(client, address("alerts", world.plan) + "?alert=stuck")
    assert "Informe de resultados" in only
    assert "1 alert" in only


def test_an_office_lists_what_it_answers_for_and_narrows_it(world, client_of: Enter, at) -> None:
    url = reverse("tracking:mine")
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)

    text = read(client_of(world.liaison), url)
    assert text.index("Reglas de convivencia") < text.index("Convenios con aliadas")
    assert "Actividad 1.1" not in text
    progress = read(client_of(world.liaison), url + "?status=in-progress")
    assert "Convenios con aliadas" in progress
    assert "Reglas de convivencia" not in progress
    assert "No milestone names your institution" in read(client_of(world.monitoring), url)


def test_a_reviewer_sees_what_waits_the_oldest_first(world, client_of: Enter, at) -> None:
    url = reverse("tracking:to_review", args=["nl"])
    assert "Nothing to review" in read(client_of(world.coordination), url)
    worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at, kind="agreement", title="La primera")
    worlds.hand_in(worlds.milestone(world.lab, "Reglas"), world.liaison, at, kind="agreement", title="La segunda")

    text = read(client_of(world.coordination), url)
    assert text.index("La primera") < text.index("La segunda")
    assert "None like that" in read(client_of(world.coordination), url + "?q=tercera")


def test_the_commitments_of_a_plan_can_be_found_and_ordered(world, client, at) -> None:
    url = world.plan.get_absolute_url()
    lab, sheet = world.lab.title, world.sheet.title
    worlds.report(worlds.milestone(world.lab, "Convenios"), "stuck", world.liaison, at, note="Falta todo.")

    assert read(client, url).index(lab) < read(client, url).index(sheet)
    assert read(client, url + "?order=end").index(sheet) < read(client, url + "?order=end").index(lab)
    for asked in ("q=decidir", "status=stuck", f"institution={world.institutions.culture.public_id}"):
        found = read(client, f"{url}?{asked}")
        assert lab in found, asked
        assert sheet not in found, asked
    assert "No commitment like that" in read(client, url + "?q=xyz")


def test_the_dictionary_explains_the_columns_of_the_downloads(world, client) -> None:
    text = read(client, reverse("plans:dictionary"))

    assert "kinds_missing" in text
    assert "adds_verified" in text


def asked(client: Client, url: str) -> int:
    """Count the queries of a page that was opened before."""
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def grow(world: SimpleNamespace, commitments: int, plans_more: int) -> None:
    """Add commitments to the plan, and plans beside it, as rows: only their number matters here."""
    for place in [world.plan, *(_plan(world, number) for number in range(plans_more))]:
        for number in range(commitments):
            one = Commitment.objects.create(
                plan=place, template=world.lab.template, title=f"Otro {number}", state="published", order=9
            )
            leaf = Milestone.objects.create(commitment=one, title="Paso")
            Means.objects.create(commitment=one, milestone=leaf, text="Informe", kind="report")


def _plan(world: SimpleNamespace, number: int) -> ActionPlan:
    return ActionPlan.objects.create(
        jurisdiction=world.jurisdiction,
        name=f"Plan {number}",
        start=world.plan.start,
        end=world.plan.end,
        state="published",
    )


@pytest.mark.parametrize("who", ["anonymous", "liaison"])
def test_pages_cost_the_same_with_ten_commitments_and_twenty_five_plans(who, world, client_of: Enter, at) -> None:
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, at)
    browser = client_of(getattr(world, who, None))
    leaf = worlds.milestone(world.lab, "Reglas")
    urls = [world.plan.get_absolute_url(), world.lab.get_absolute_url(), leaf.get_absolute_url()]
    urls += [address(name, world.plan) for name in ("plan_progress", "alerts")]
    urls += [address(name, world.lab) for name in ("commitment_progress", "gantt", "evidence")]
    urls += [reverse(f"tracking:{name}", args=["nl"]) for name in ("plans", "late", "unproven", "changes")]
    before = {url: asked(browser, url) for url in urls}
    grow(world, commitments=10, plans_more=24)

    after = {url: asked(browser, url) for url in urls}
    assert {url: (before[url], after[url]) for url in urls if after[url] > before[url]} == {}
