"""Coordination hides with a reason that everybody reads; nothing is deleted in silence."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tequio.contributions import actions, queries
from tequio.contributions.tests import worlds
from tequio.kit.policy import Denied, Refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["liaison", "monitoring", "civil_society", "citizen"])
def test_only_the_coordination_hides(at: datetime, role: str) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at)

    with pytest.raises(Denied):
        worlds.hide(asked, getattr(world, role), at)


def test_a_reason_of_the_list_is_needed(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at)

    with pytest.raises(Refused):
        worlds.hide(asked, world.coordination, at, reason="no me gusta")


def test_what_is_hidden_is_kept_waits_for_no_answer_and_can_be_shown_again(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at, text="Un insulto muy feo")
    worlds.hide(asked, world.coordination, at)
    list_url = reverse("contributions:contributions", args=["nl"])

    for url in (list_url, reverse("contributions:thread", args=["nl", "commitment", world.lab.public_id])):
        assert "insulto muy feo" not in Client().get(url).content.decode()
    assert "insulto" not in Client().get(reverse("contributions:contributions_csv", args=["nl"])).content.decode()
    assert Client().get(list_url, {"q": "insulto"}).context["rows"] == [], "a search does not find it either"
    assert worlds.again(asked).text == "Un insulto muy feo"
    assert list(queries.answerable_by(world.coordination)) == []

    actions.restore_contribution(contribution=asked, actor=world.coordination, at=at)
    assert "insulto muy feo" in Client().get(list_url).content.decode()


def test_the_log_tells_each_decision_with_its_reason_and_office(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, token = worlds.ask(world, world.lab, at, text="Un insulto")
    worlds.hide(asked, world.coordination, at)

    said = Client().get(reverse("contributions:moderation", args=["nl"])).content.decode()

    timeline = said.split("timeline")[1]
    assert str(world.coordination.office) in timeline
    assert world.lab.title in timeline
    assert "insulto" not in timeline.replace("insulta", "")
    mine = Client().get(reverse("contributions:follow_up", args=[token])).content.decode()
    assert "Un insulto" in mine, "whoever wrote it still reads their own words"
