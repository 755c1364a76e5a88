"""What each page answers, to whom."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit import clock
from tequio.plans import actions, document, queries
from tequio.plans.models import Commitment, Publication


@pytest.fixture(autouse=True)
def stopped(at: datetime) -> Any:
    """Let the pages live at the instant of the world."""
    with clock.frozen(at):
        yield


def public(commitment: Commitment, name: str, *more: object) -> str:
    return reverse(f"plans:{name}", args=["nl", commitment.public_id, commitment.slug, *more])


def private(thing: Any, name: str, *more: object) -> str:
    return reverse(f"plans:{name}", args=["nl", thing.public_id, *more])


def as_officer(officer: Any) -> Client:
    client = Client()
    client.force_login(officer.user)
    return client


def test_the_sheet_has_every_section_in_the_order_of_the_form(world: SimpleNamespace, client: Client) -> None:
    for commitment, count in ((world.lab, 21), (world.sheet, 18)):
        text = client.get(public(commitment, "sheet")).content.decode()
        at = [text.index(f'id="part-{section["key"]}"') for section in commitment.template.sections]
        assert at == sorted(at)
        assert len(at) == count
    text = client.get(public(world.lab, "sheet")).content.decode()
    assert text.index("16.8") < text.index("16.10") < text.index("16.b")
    assert "01/2023 – 06/2024" in text


def test_the_sheet_shows_posts_and_never_contacts(world: SimpleNamespace, client: Client) -> None:
    text = client.get(public(world.lab, "sheet")).content.decode()
    assert world.post.title in text
    for contact in world.post.contacts.all():
        assert contact.value not in text


def test_the_sheet_says_how_each_milestone_stands(world: SimpleNamespace, client: Client) -> None:
    before = queries.leaf_states._fillers
    queries.leaf_states.fill(lambda leaves: dict.fromkeys(leaves, "En progreso"))
    try:
        text = client.get(public(world.lab, "sheet")).content.decode()
    finally:
        queries.leaf_states.fill(*before)
    assert text.count("En progreso") == 7


def test_an_old_slug_leads_to_the_new_one_for_ever(world: SimpleNamespace, client: Client) -> None:
    for name, more in (("sheet", []), ("versions", []), ("version", [2]), ("commitment_json", [])):
        address = reverse(f"plans:{name}", args=["nl", world.lab.public_id, "un-titulo-viejo", *more])
        answer = client.get(address + "?con=1")
        assert answer.status_code == 301
        assert answer["Location"] == public(world.lab, name, *more) + "?con=1"


def test_a_draft_does_not_exist_for_others(drafts: SimpleNamespace, client: Client) -> None:
    for name in ("sheet", "versions", "commitment_json"):
        assert client.get(public(drafts.lab, name)).status_code == 404
        assert as_officer(drafts.other_liaison).get(public(drafts.lab, name)).status_code == 404
    assert as_officer(drafts.liaison).get(public(drafts.lab, "sheet")).status_code == 200
    assert as_officer(drafts.liaison).get(public(drafts.lab, "commitment_json")).status_code == 404


def test_the_bytes_behind_a_hash_are_the_ones_that_the_record_cites(world: SimpleNamespace, client: Client) -> None:
    made = world.lab.publications.get()
    by_hash = client.get(reverse("plans:text", args=[made.sha256]))
    by_name = client.get(public(world.lab, "commitment_json"))
    assert hashlib.sha256(by_hash.content).hexdigest() == made.sha256
    assert by_name.content == by_hash.content
    assert by_name["Link"] == f'</textos/{made.sha256}.json>; rel="cite-as"'
    plan = client.get(reverse("plans:plan_json", args=["nl", world.plan.public_id, world.plan.slug]))
    assert json.loads(plan.content)["name"] == world.plan.name


def test_a_withdrawn_text_is_gone_and_its_hash_remains(world: SimpleNamespace, client: Client, at: datetime) -> None:
    made = world.lab.publications.get()
    actions.withdraw_commitment(commitment=world.lab, reason="Se revisa.", actor=world.coordination, at=at)
    gone = client.get(reverse("plans:text", args=[made.sha256]))
    assert gone.status_code == 410
    assert made.sha256 in gone.content.decode()
    assert world.lab.problem not in gone.content.decode()
    assert client.get(reverse("plans:text", args=["0" * 64])).status_code == 404


def test_the_versions_tell_each_reason_and_what_changed(world: SimpleNamespace, client: Client, at: datetime) -> None:
    actions.edit_section(
        commitment=world.lab,
        key="problem",
        values={"problem": world.lab.problem.replace("pocas", "muy pocas")},
        revision=world.lab.revision,
        reason="Así lo dijo la mesa.",
        actor=world.coordination,
        at=at,
    )
    listed = client.get(public(world.lab, "versions")).content.decode()
    assert "Así lo dijo la mesa." in listed
    changed = client.get(public(world.lab, "version", 2)).content.decode()
    assert "<ins>muy </ins>" in changed
    assert client.get(public(world.lab, "version", 1)).status_code == 404
    assert client.get(public(world.lab, "version", 2) + "?con=1").status_code == 200


def test_every_field_of_a_published_document_is_in_the_dictionary(world: SimpleNamespace, client: Client) -> None:
    answer = client.get(reverse("plans:dictionary_csv")).content.decode()
    named = {(row["file"].split(" → ")[-1].split(",")[0], row["field"]) for row in csv.DictReader(io.StringIO(answer))}
    assert client.get(reverse("plans:dictionary")).status_code == 200
    for made in Publication.objects.all():
        public = json.loads(made.document)
        whole = "plan.json" if public["type"] == "action-plan" else "commitment.json"
        used = {(whole, key) for key in public}
        for part in ("milestones", "key_actions", "parties"):
            used |= {(part, key) for row in public.get(part, []) for key in row}
        assert used - named == set()


@pytest.mark.parametrize("name", ["open_plan", "import"])
def test_pages_of_the_place_say_why_not(world: SimpleNamespace, client: Client, name: str) -> None:
    address = reverse(f"plans:{name}", args=["nl"])
    assert client.get(address).status_code == 403
    assert as_officer(world.civil_society).get(address).status_code == 403
    assert as_officer(world.coordination).get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("edit_commitment", []),
        ("edit_section", ["problem"]),
        ("tree", []),
        ("add_node", ["hito"]),
        ("publish_commitment", []),
        ("withdraw_commitment", []),
    ],
)
def test_the_workshop_opens_only_for_who_may_work_there(
    drafts: SimpleNamespace, client: Client, name: str, more: list[str]
) -> None:
    address = private(drafts.lab, name, *more)
    assert client.get(address).status_code == 404
    assert as_officer(drafts.other_liaison).get(address).status_code == 404
    assert as_officer(drafts.civil_society).get(address).status_code == 403
    assert as_officer(drafts.coordination).get(address).status_code == 200


def test_every_section_of_both_forms_opens_and_saves_what_it_shows(drafts: SimpleNamespace) -> None:
    """A section that is opened and saved untouched holds the same afterwards."""
    client = as_officer(drafts.coordination)
    for commitment in (drafts.lab, drafts.sheet):
        before = Commitment.objects.get(pk=commitment.pk)
        held = document.of_commitment(before)
        for section in commitment.template.sections:
            if section["key"] in ("milestones", "objectives", "key_actions"):
                continue
            address = private(commitment, "edit_section", section["key"])
            page = client.get(address)
            assert page.status_code == 200
            saved = client.post(address, typed(page))
            assert saved.status_code == 302, (section["key"], page.context["form"].errors)
        assert document.of_commitment(Commitment.objects.get(pk=commitment.pk)) == held


def typed(page: Any) -> dict[str, Any]:
    """Return what a browser would send back for a page's forms as they stand."""
    data: dict[str, Any] = {}
    forms = [page.context["form"]]
    lists = page.context.get("lists")
    lists = list(lists.values()) if lists is not None else [page.context["rows"]] if page.context["rows"] else []
    for rows in lists:
        forms += [rows.management_form, *rows.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False or field.field.disabled:
                continue
            data[field.html_name] = getattr(value, "pk", "on" if value is True else value)
    return data


def test_every_node_opens_and_saves_what_it_shows(drafts: SimpleNamespace) -> None:
    client = as_officer(drafts.coordination)
    nodes = [("objetivo", drafts.lab.objectives), ("grupo", drafts.lab.groups), ("hito", drafts.lab.milestones)]
    nodes += [("accion", drafts.sheet.key_actions), ("hito", drafts.sheet.milestones)]
    held = [document.of_commitment(Commitment.objects.get(pk=one.pk)) for one in (drafts.lab, drafts.sheet)]
    for kind, related in nodes:
        node = related.all()[0]
        address = private(node.commitment, "edit_node", kind, node.pk)
        page = client.get(address)
        assert page.status_code == 200
        answer = client.post(address, typed(page))
        assert answer.status_code == 302, kind
    again = [document.of_commitment(Commitment.objects.get(pk=one.pk)) for one in (drafts.lab, drafts.sheet)]
    assert again == held
