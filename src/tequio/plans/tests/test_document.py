"""The public text as one canonical document: complete, stable, and with nobody's contacts in it."""

from __future__ import annotations

import json
from datetime import datetime
from types import SimpleNamespace

import rfc8785

from tequio.plans import document
from tequio.plans.models import Commitment


def test_the_document_is_canonical_and_the_same_each_time(drafts: SimpleNamespace) -> None:
    body = document.of_commitment(drafts.lab)
    text, _ = document.written(body)

    assert text.encode() == rfc8785.dumps(json.loads(text))
    assert document.written(document.of_commitment(Commitment.objects.get(pk=drafts.lab.pk)))[0] == text


def test_the_document_holds_every_value_of_the_form(drafts: SimpleNamespace) -> None:
    body = document.of_commitment(drafts.lab)

    assert [one["value"] for one in body["baselines"]] == ["46.7", "27"]
    assert body["baselines"][1]["out_of"] == "32"
    assert body["no_nongovernment"] is True
    assert [party["role"] for party in body["parties"]] == ["lead", "supervision", ""]
    assert [one["scheme"] for one in body["classifications"]].count("policy-area") == 2
    first = body["milestones"][0]
    assert (first["start"], first["end"], first["precision"]) == ("2023-01-01", "2023-02-01", "month")
    assert [party["name"] for party in first["parties"]] == ["Secretaría de Cultura", "Vecinas por los Datos"]
    assert first["parties"][0]["posts"] == ["Dirección"]
    assert (first["objective"], first["group"]) == (1, 1)
    assert body["milestones"][-1]["group"] == 3


def test_the_weights_of_the_national_sheet_are_exact_text(drafts: SimpleNamespace) -> None:
    body = document.of_commitment(drafts.sheet)
    assert [action["weight"] for action in body["key_actions"]] == ["35", "40", "25"]
    ids = [action["id"] for action in body["key_actions"]]
    assert [ids.index(leaf["key_action"]) for leaf in body["milestones"]] == [0] * 3 + [1] * 5 + [2] * 6
    assert body["key_actions"][1]["indicators"][0] == {
        "name": "Productos publicados",
        "is_numeric": True,
        "is_binary": True,
        "unit": "",
    }


def test_no_contact_ever_enters_it(drafts: SimpleNamespace, at: datetime) -> None:
    contacts = list(drafts.post.contacts.all())
    assert len(contacts) == 3
    for leaf in drafts.lab.milestones.all():
        assert drafts.post in leaf.parties.all()[0].posts.all()

    text, _ = document.written(document.of_commitment(drafts.lab))

    assert not any(contact.value in text for contact in contacts)


def test_an_empty_field_survives_as_empty(drafts: SimpleNamespace) -> None:
    assert document.of_commitment(drafts.lab)["vision"] == ""


def test_headings_are_cited_by_position_even_after_reordering(drafts: SimpleNamespace, at: datetime) -> None:
    drafts.lab.groups.filter(title="Mesa de trabajo").update(order=9)
    body = document.of_commitment(drafts.lab)
    assert [group["order"] for group in body["groups"]] == [1, 2, 3]
    assert body["groups"][2]["title"] == "Mesa de trabajo"
    assert body["milestones"][0]["group"] == 3


def test_a_plan_says_what_it_is(drafts: SimpleNamespace) -> None:
    body = document.of_plan(drafts.plan)
    assert (body["level"], body["jurisdiction"]) == ("state", drafts.jurisdiction.urn)
