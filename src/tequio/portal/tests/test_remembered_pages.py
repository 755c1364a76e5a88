"""A visitor's page is remembered until the record moves, and never shown to anybody else's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tequio.kit import clock
from tequio.plans.tests import worlds
from tequio.tracking import actions


@pytest.fixture
def memory(settings: Any) -> Iterator[Any]:
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


@pytest.fixture
def world(db: None, at: datetime) -> Iterator[SimpleNamespace]:
    with clock.frozen(at):
        yield worlds.nuevo_leon(at)


def test_the_second_visitor_costs_almost_nothing(
    world: SimpleNamespace, memory: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = world.lab.get_absolute_url()
    first = Client().get(address)

    with django_assert_max_num_queries(3):  # the place; the plan and whoever shares it; their newest entries
        second = Client().get(address)

    assert second.content == first.content
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Content-Security-Policy" in second.headers


def test_a_new_fact_makes_a_new_page(world: SimpleNamespace, memory: Any, at: datetime) -> None:
    milestone = worlds.milestone(world.lab, "Inventario")
    address = milestone.get_absolute_url()
    before = Client().get(address).content

    actions.report_status(milestone=milestone, status="stuck", note="Falta el servidor", actor=world.liaison, at=at)

    after = Client().get(address).content
    assert b"Falta el servidor" not in before
    assert b"Falta el servidor" in after


def test_midnight_makes_a_new_page(world: SimpleNamespace, memory: Any, at: datetime) -> None:
    address = f"/{world.jurisdiction.slug}/atrasados/"
    before = Client().get(address).content

    with clock.frozen(at + timedelta(days=400)):
        after = Client().get(address).content

    assert before != after


def test_each_language_has_its_own_page(world: SimpleNamespace, memory: Any) -> None:
    address = world.lab.get_absolute_url()

    spanish = Client(headers={"accept-language": "es-mx"}).get(address).content
    english = Client(headers={"accept-language": "en"}).get(address).content

    assert spanish != english


def test_an_officer_sees_her_own_page_and_leaves_none_behind(world: SimpleNamespace, memory: Any) -> None:
    address = worlds.milestone(world.lab, "Inventario").get_absolute_url()
    officer = Client()
    officer.force_login(world.liaison.user)

    hers = officer.get(address).content
    theirs = Client().get(address).content

    assert b'id="report"' in hers
    assert b'id="report"' not in theirs


def test_a_page_that_is_not_there_is_not_remembered(world: SimpleNamespace, memory: Any, at: datetime) -> None:
    address = f"/{world.jurisdiction.slug}/hitos/0000000000-nada/"

    assert Client().get(address).status_code == 404
    assert Client().get(address).status_code == 404
