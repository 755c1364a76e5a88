"""Writing a commitment in the browser, without JavaScript: rows, choices, limits, conflicts, corrections."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit import clock
from tequio.plans import actions, sections
from tequio.plans.models import ActionPlan, Commitment, ImportedDocument, Term
from tequio.plans.tests import worlds
from tequio.plans.vocab import State
from tequio.web.fields import WhenField

ROWS = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-MIN_NUM_FORMS": "0", "rows-MAX_NUM_FORMS": "200"}


@pytest.fixture(autouse=True)
def stopped(at: datetime) -> Any:
    """Let the pages live at the instant of the world."""
    with clock.frozen(at):
        yield


def as_officer(officer: Any) -> Client:
    client = Client()
    client.force_login(officer.user)
    return client


def page_of(thing: Any, name: str, *more: object) -> str:
    return reverse(f"plans:{name}", args=["nl", thing.public_id, *more])


def hidden(client: Client, address: str) -> dict[str, str]:
    """Return what the page keeps to tell whether somebody else saved meanwhile."""
    form = client.get(address).context["form"]
    return {name: str(form.initial[name]) for name in ("revision", "seen")}


def test_asking_for_rows_keeps_what_was_typed_and_saves_nothing(drafts: SimpleNamespace) -> None:
    client, address = as_officer(drafts.liaison), page_of(drafts.lab, "edit_section", "sdgs")
    before = drafts.lab.sdgs.count()
    data = hidden(client, address) | ROWS | {"rows-0-code": "99.z", "rows-0-text": "", "more": "rows"}

    answer = client.post(address, data)

    assert answer.status_code == 200
    assert 'value="99.z"' in answer.content.decode()
    assert len(answer.context["rows"].forms) == 4
    assert not answer.context["rows"].forms[0].errors
    assert drafts.lab.sdgs.count() == before


def test_a_wrong_row_is_shown_and_nothing_is_saved(drafts: SimpleNamespace) -> None:
    client, address = as_officer(drafts.liaison), page_of(drafts.lab, "edit_section", "sdgs")
    answer = client.post(address, hidden(client, address) | ROWS | {"rows-0-code": "99.z"})
    assert answer.status_code == 422
    assert "code" in answer.context["rows"].forms[0].errors
    assert drafts.lab.sdgs.count() == 5


def test_rows_are_removed_by_a_tick_and_moved_by_a_number(drafts: SimpleNamespace) -> None:
    client, address = as_officer(drafts.liaison), page_of(drafts.lab, "edit_section", "coresponsible")
    first, second = sections.rows_of(drafts.lab, sections.SECTIONS["coresponsible"].lists[0])
    data = hidden(client, address) | ROWS | {"rows-TOTAL_FORMS": "3", "rows-INITIAL_FORMS": "2"}
    data |= {"rows-0-pk": first.pk, "rows-0-name": first.name, "rows-0-ORDER": "2"}
    data |= {"rows-1-pk": second.pk, "rows-1-name": second.name, "rows-1-ORDER": "1"}
    data |= {"rows-2-name": "secretaría de CULTURA", "rows-2-ORDER": "3"}
    assert client.post(address, data).status_code == 302
    kept = sections.rows_of(drafts.lab, sections.SECTIONS["coresponsible"].lists[0])
    assert [row.pk for row in kept[:2]] == [second.pk, first.pk]
    assert kept[2].institution == drafts.institutions.culture

    data = hidden(client, address) | ROWS | {"rows-INITIAL_FORMS": "1"}
    data |= {"rows-0-pk": first.pk, "rows-0-name": first.name, "rows-0-DELETE": "on"}
    assert client.post(address, data).status_code == 302
    assert sections.rows_of(drafts.lab, sections.SECTIONS["coresponsible"].lists[0]) == []


def test_a_third_area_is_refused_beside_its_field(drafts: SimpleNamespace) -> None:
    client, address = as_officer(drafts.liaison), page_of(drafts.lab, "edit_section", "policy_areas")
    three = [str(term.pk) for term in Term.objects.of("policy-area")[2:5]]
    answer = client.post(address, hidden(client, address) | {"terms": three})
    assert answer.status_code == 422
    assert answer.context["form"].errors["terms"]
    assert client.post(address, hidden(client, address) | {"terms": three[:2]}).status_code == 302
    chosen = drafts.lab.classifications.filter(term__scheme="policy-area").values_list("term_id", flat=True)
    assert [str(pk) for pk in chosen] == three[:2]


def test_two_people_in_one_section_see_both_texts_and_lose_nothing(drafts: SimpleNamespace) -> None:
    liaison, coordination = as_officer(drafts.liaison), as_officer(drafts.coordination)
    address = page_of(drafts.lab, "edit_section", "problem")
    seen = hidden(liaison, address)
    mine = hidden(coordination, address) | {"problem": "Lo que escribió la coordinación."}
    assert coordination.post(address, mine).status_code == 302

    answer = liaison.post(address, seen | {"problem": "Lo que escribió el enlace."})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Lo que escribió la coordinación." in text
    assert "Lo que escribió el enlace." in text
    assert Commitment.objects.get(pk=drafts.lab.pk).problem == "Lo que escribió la coordinación."
    again = {name: answer.context["form"][name].value() for name in ("revision", "seen")}
    assert liaison.post(address, again | {"problem": "Lo que acordaron."}).status_code == 302
    assert Commitment.objects.get(pk=drafts.lab.pk).problem == "Lo que acordaron."


def test_two_people_in_different_sections_do_not_disturb_each_other(drafts: SimpleNamespace) -> None:
    liaison, coordination = as_officer(drafts.liaison), as_officer(drafts.coordination)
    problem, gender = (page_of(drafts.lab, "edit_section", key) for key in ("problem", "gender"))
    seen = hidden(liaison, problem)
    assert coordination.post(gender, hidden(coordination, gender) | {"gender": "Una."}).status_code == 302
    assert liaison.post(problem, seen | {"problem": "Otro."}).status_code == 302


def test_two_people_in_one_milestone_are_told(drafts: SimpleNamespace, at: datetime) -> None:
    client = as_officer(drafts.liaison)
    leaf = worlds.milestone(drafts.lab, "Inventario")
    address = page_of(drafts.lab, "edit_node", "hito", leaf.pk)
    seen = hidden(client, address)
    by = {"revision": None, "actor": drafts.coordination, "at": at}
    actions.save_milestone(commitment=drafts.lab, milestone=leaf, values={"title": "De la coordinación"}, **by)
    lists = {f"{name}-{key}": "0" for name in ("means", "parties") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}

    answer = client.post(address, seen | lists | {"title": "Del enlace"})

    assert answer.status_code == 409
    assert "De la coordinación" in answer.content.decode()
    assert "Del enlace" in answer.content.decode()
    again = {name: answer.context["form"][name].value() for name in ("revision", "seen")}
    assert client.post(address, again | lists | {"title": "De ambas"}).status_code == 302
    assert worlds.milestone(drafts.lab, "De ambas").pk == leaf.pk


def test_a_weight_above_one_hundred_is_refused_beside_its_field(drafts: SimpleNamespace) -> None:
    client = as_officer(drafts.coordination)
    last = drafts.sheet.key_actions.get(label="3")
    address = page_of(drafts.sheet, "edit_node", "accion", last.pk)
    lists = {
        f"{name}-{key}": "0" for name in ("means", "parties", "indicators") for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    data = hidden(client, address) | lists | {"title": last.title, "weight": "30"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "105" in answer.context["form"].errors["weight"][0]


def test_a_long_text_is_accepted_by_coordination_and_then_published(drafts: SimpleNamespace, at: datetime) -> None:
    worlds.section(drafts.lab, "problem", drafts.liaison, at, problem="x" * 1510)
    coordination, liaison = as_officer(drafts.coordination), as_officer(drafts.liaison)
    limit = page_of(drafts.lab, "accept_limit", "problem")
    assert liaison.get(limit).status_code == 403
    assert "1,510" in coordination.get(limit).content.decode()
    assert coordination.post(limit, {"reason": ""}).status_code == 422
    assert coordination.post(limit, {"reason": "Así se acordó."}).status_code == 302

    assert coordination.post(page_of(drafts.plan, "publish_plan")).status_code == 302
    assert coordination.post(page_of(drafts.lab, "publish_commitment")).status_code == 302
    public = reverse("plans:sheet", args=["nl", drafts.lab.public_id, drafts.lab.slug])
    assert "Así se acordó." in Client().get(public).content.decode()


def test_a_public_section_asks_why(world: SimpleNamespace) -> None:
    client, address = as_officer(world.coordination), page_of(world.lab, "edit_section", "problem")
    data = hidden(client, address) | {"problem": "Mejor dicho."}
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {"reason": "Para que se entienda."}).status_code == 302
    assert world.lab.publications.count() == 2


def test_the_tree_is_ordered_by_numbers(drafts: SimpleNamespace) -> None:
    client, address = as_officer(drafts.liaison), page_of(drafts.lab, "reorder_tree", "hito")
    leaves = list(drafts.lab.milestones.all())
    assert client.post(address, {f"place_{leaves[-1].pk}": "0"}).status_code == 302
    assert list(drafts.lab.milestones.all()) == [leaves[-1], *leaves[:-1]]
    assert client.get(address).status_code == 405


def test_a_node_is_added_beside_the_last_and_removed_after_asking(drafts: SimpleNamespace) -> None:
    client, add = as_officer(drafts.liaison), page_of(drafts.lab, "add_node", "grupo")
    objective = drafts.lab.objectives.get(horizon="short")
    data = hidden(client, add) | {"title": "Un grupo más", "objective": objective.pk, "next": "1"}
    answer = client.post(add, data)
    assert answer["Location"] == f"{add}?objective={objective.pk}"
    group = drafts.lab.groups.get(title="Un grupo más")

    remove = page_of(drafts.lab, "remove_node", "grupo", group.pk)
    assert client.get(remove).status_code == 200
    assert drafts.lab.groups.filter(pk=group.pk).exists()
    assert client.post(remove).status_code == 302
    assert not drafts.lab.groups.filter(pk=group.pk).exists()
    assert client.get(page_of(drafts.lab, "edit_node", "hito", 999_999)).status_code == 404


def test_a_plan_is_opened_published_and_withdrawn_with_its_reasons(drafts: SimpleNamespace) -> None:
    client = as_officer(drafts.coordination)
    data = {"revision": "0", "name": "Otro plan", "start": "2025", "end": "2026", "version": "draft"}
    assert client.post(reverse("plans:open_plan", args=["nl"]), data | {"end": "12/2026"}).status_code == 422
    assert client.post(reverse("plans:open_plan", args=["nl"]), data).status_code == 302
    plan = ActionPlan.objects.get(name="Otro plan")
    assert (str(plan.start), str(plan.end), plan.precision) == ("2025-01-01", "2026-12-31", "year")

    assert client.post(page_of(plan, "publish_plan")).status_code == 302
    assert client.post(page_of(plan, "edit_plan"), data | {"revision": "1"}).status_code == 422
    assert client.post(page_of(plan, "withdraw_plan"), {"reason": "Todavía no."}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == State.WITHDRAWN


def test_a_commitment_starts_with_its_form_and_its_title(drafts: SimpleNamespace) -> None:
    client, address = as_officer(drafts.other_liaison), page_of(drafts.plan, "draft_commitment")
    form = client.get(address).context["form"].fields["template"].queryset.get(code="national-sheet")
    assert client.post(address, {"template": form.pk, "title": " "}).status_code == 422
    assert client.post(address, {"template": form.pk, "title": "Caminos limpios"}).status_code == 302
    made = Commitment.objects.get(title="Caminos limpios")
    assert made.author == drafts.institutions.participation


def test_a_document_is_uploaded_looked_at_and_discarded(drafts: SimpleNamespace, tmp_path: Any) -> None:
    client, address = as_officer(drafts.liaison), reverse("plans:import", args=["nl"])
    for name in ("uno.txt", "dos.txt"):
        (tmp_path / name).write_text(f"Nada que se parezca a un formulario: {name}")
    with (tmp_path / "uno.txt").open("rb") as one, (tmp_path / "dos.txt").open("rb") as two:
        assert client.post(address, {"documents": [one, two]}).status_code == 302
    kept = list(ImportedDocument.objects.order_by("pk"))
    assert [one.name for one in kept] == ["uno.txt", "dos.txt"]
    text = client.get(page_of(kept[0], "preview")).content.decode()
    assert "Nada que se parezca" in text
    assert client.post(page_of(kept[0], "preview"), {"plan": drafts.plan.pk}).status_code == 422
    assert client.post(page_of(kept[0], "drop_document")).status_code == 302
    assert ImportedDocument.objects.count() == 1
    assert as_officer(drafts.civil_society).get(page_of(kept[1], "preview")).status_code == 403


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("31/12/2024", "31/12/2024"),
        ("2024-12-31", "31/12/2024"),
        ("6/2023", "06/2023"),
        ("2023-06", "06/2023"),
        ("2023", "2023"),
    ],
)
def test_a_date_is_as_exact_as_it_was_typed(typed: str, shown: str) -> None:
    assert str(WhenField().clean(typed)) == shown


@pytest.mark.parametrize("typed", ["31/02/2024", "13/2024", "mayo", "0000", "1/1/24", "٢٠٢٤-1x"])
def test_what_is_no_date_is_said_so(typed: str) -> None:
    field = WhenField()
    with pytest.raises(Exception, match="2024"):
        field.clean(typed)
