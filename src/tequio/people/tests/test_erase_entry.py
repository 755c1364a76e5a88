"""The coordination of a place erases what an entry keeps apart about a person: everywhere, lawfully and visibly."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit.actor import SYSTEM, Actor
from tequio.kit.policy import Denied, Refused
from tequio.people import actions, policies, queries
from tequio.people.tests import worlds
from tequio.record import queries as record
from tequio.record.queries import beside
from tequio.record.tests.bells import ring
from tests.browser import Look, Visit, axe, overflow

pytest_plugins = ("tests.browser", "tests.flush")

PERSONAL = {"name": "Ana Pérez", "text": "Vivo en el 14 de la calle Aldama.", "file-1": "4c1e" * 16}


def told(world: SimpleNamespace, at: datetime, **withheld: str) -> Any:
    """State a fact of this place that keeps personal values apart."""
    place = world.jurisdiction.urn
    return ring(at, tenant=place, subject=world.institutions.culture.urn, withheld=withheld or PERSONAL)


def left(row: Any) -> dict[str, str]:
    """Return what is still kept, by name."""
    return {one.name: one.value for one in row.withheld.filter(erased_at=None)}


def newest(row: Any) -> Any:
    """Return the newest entry about the same thing."""
    return record.entries_of(row.subject)[0]


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A room above that keeps the same values on its own pages."""
    held = dict(PERSONAL)

    def erase(event_id: str, names: Collection[str], actor: Actor, at: datetime) -> Collection[str]:
        return [name for name in names if held.pop(name, None)]

    monkeypatch.setattr(queries.erasers, "_fillers", [erase])
    return held


@pytest.fixture(autouse=True)
def nobody_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page show the values, unless a test says so."""
    monkeypatch.setattr(beside.disclosable, "_fillers", [])


def test_what_is_chosen_goes_with_its_salt_and_its_copies_and_the_bytes_stay(
    world: SimpleNamespace, at: datetime, copies: dict[str, str]
) -> None:
    row = told(world, at)
    before = bytes(row.entry)

    done = actions.erase_entry(
        event_id=row.event_id, names=["name", "text"], basis="asked", actor=world.coordination, at=at
    )

    assert done == ("name", "text")
    assert left(row) == {"file-1": PERSONAL["file-1"]}
    assert {(one.value, one.salt) for one in row.withheld.exclude(erased_at=None)} == {("", "")}
    assert set(copies) == {"file-1"}
    assert bytes(record.entry(str(row.event_id)).entry) == before


def test_the_record_says_who_erased_what_of_which_entry_and_why(world: SimpleNamespace, at: datetime) -> None:
    row = told(world, at)

    actions.erase_entry(event_id=row.event_id, basis="ordered", actor=world.coordination, at=at)

    body = json.loads(bytes(newest(row).entry))
    assert body["type"] == "record.entry-erased"
    assert body["data"] == {"entry": str(row.event_id), "names": sorted(PERSONAL), "basis": "ordered"}
    assert (body["tenant"], body["subject"], body["corrects"]) == (row.tenant, row.subject, str(row.event_id))
    assert (body["actor"], body["seq"]) == (world.coordination.handle, row.seq + 1)
    assert not any(value in bytes(newest(row).entry).decode() for value in PERSONAL.values())


def test_the_installation_may_too(world: SimpleNamespace, at: datetime) -> None:
    row = told(world, at)

    assert actions.erase_entry(event_id=row.event_id, basis="ended", actor=SYSTEM, at=at) == tuple(sorted(PERSONAL))
    assert left(row) == {}


def test_nobody_else_may_and_each_hears_why(
    world: SimpleNamespace, other: SimpleNamespace, at: datetime, copies: dict[str, str]
) -> None:
    row = told(world, at)

    for actor in (world.liaison, world.monitoring, world.citizen, worlds.STRANGER, other.coordination):
        with pytest.raises(Denied, match="Nuevo León"):
            actions.erase_entry(event_id=row.event_id, basis="asked", actor=actor, at=at)
    assert left(row) == PERSONAL == copies


def test_an_entry_of_no_place_is_the_installations_own(world: SimpleNamespace, at: datetime) -> None:
    row = ring(at, tenant=record.urn("site", record.site()), withheld=PERSONAL)

    with pytest.raises(Denied):
        actions.erase_entry(event_id=row.event_id, basis="asked", actor=world.coordination, at=at)
    assert actions.erase_entry(event_id=row.event_id, basis="asked", actor=SYSTEM, at=at)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"basis": "because"}, "basis"),
        ({"names": ["email"]}, "name"),
        ({"names": ["name", "email"]}, "name"),
        ({"event_id": uuid4()}, None),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_goes(
    world: SimpleNamespace, at: datetime, given: dict[str, Any], field: str | None
) -> None:
    row = told(world, at)
    asked: dict[str, Any] = {"event_id": row.event_id, "basis": "asked", "actor": world.coordination, "at": at}

    with pytest.raises(Refused) as refusal:
        actions.erase_entry(**asked | given)

    assert refusal.value.field == field
    assert left(row) == PERSONAL
    assert newest(row).event_id == row.event_id


def test_an_entry_that_keeps_nothing_apart_has_nothing_to_erase(world: SimpleNamespace, at: datetime) -> None:
    plain = record.entries_of(world.jurisdiction.urn)[0]

    with pytest.raises(Refused, match="(?i)nothing|nada"):
        actions.erase_entry(event_id=plain.event_id, basis="asked", actor=world.coordination, at=at)


def test_erasing_twice_states_one_fact(world: SimpleNamespace, at: datetime, copies: dict[str, str]) -> None:
    row = told(world, at)
    asked: dict[str, Any] = {"event_id": row.event_id, "basis": "asked", "actor": world.coordination, "at": at}
    actions.erase_entry(**asked)

    with pytest.raises(Refused) as refusal:
        actions.erase_entry(**asked)

    assert refusal.value.field == "name"
    assert record.entries_of(row.subject).filter(type="record.entry-erased").count() == 1


def test_a_copy_that_came_back_goes_though_the_record_had_erased_its_own(
    world: SimpleNamespace, at: datetime, copies: dict[str, str]
) -> None:
    row = told(world, at)
    asked: dict[str, Any] = {"event_id": row.event_id, "basis": "asked", "actor": world.coordination, "at": at}
    actions.erase_entry(**asked)
    copies["name"] = PERSONAL["name"]

    assert actions.erase_entry(**asked) == ("name",)
    assert copies == {}


def test_where_a_room_above_cannot_erase_its_copy_nothing_is_erased(
    world: SimpleNamespace, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(*_asked: Any) -> Collection[str]:
        raise RuntimeError("the disk is full")

    row = told(world, at)
    monkeypatch.setattr(queries.erasers, "_fillers", [stuck])

    with pytest.raises(RuntimeError, match="disk"):
        actions.erase_entry(event_id=row.event_id, basis="asked", actor=world.coordination, at=at)
    assert left(row) == PERSONAL


def test_a_place_is_found_by_its_urn_and_by_no_other(world: SimpleNamespace) -> None:
    assert queries.place_called(world.jurisdiction.urn) == world.jurisdiction
    assert queries.place_called(world.institutions.culture.urn) is None
    assert not policies.can_erase_entry(worlds.STRANGER, None)


def test_a_page_asks_which_and_why_and_then_asks_again(
    world: SimpleNamespace, at: datetime, client_of: Callable[[Any], Client]
) -> None:
    row = told(world, at)
    client, url = client_of(world.coordination), reverse("people:erase-entry", args=[row.event_id])

    first = client.get(url).content.decode()
    again = client.post(url, {"name": ["name", "file-1"], "basis": "asked"})

    assert again.status_code == 200
    for field in ("name", "text", "file-1"):
        assert f'value="{field}"' in first
    assert 'value="text"' not in again.content.decode()
    assert left(row) == PERSONAL, "nothing goes before the second yes"

    done = client.post(url, {"name": ["name", "file-1"], "basis": "asked", "sure": "yes"})

    assert done.headers["Location"] == reverse("record:entry", args=[row.event_id])
    assert set(left(row)) == {"text"}


def test_a_page_shows_no_value_that_is_not_public(
    world: SimpleNamespace, at: datetime, client_of: Callable[[Any], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = told(world, at)
    client, url = client_of(world.coordination), reverse("people:erase-entry", args=[row.event_id])

    hidden = client.get(url).content.decode()
    monkeypatch.setattr(beside.disclosable, "_fillers", [lambda ids: {str(row.event_id): {"name"}}])
    public = client.get(url).content.decode()

    assert not any(value in hidden for value in PERSONAL.values())
    assert PERSONAL["name"] in public
    assert PERSONAL["text"] not in public


@pytest.mark.parametrize(
    "sent", [{}, {"basis": "asked"}, {"name": "name"}, {"name": "email", "basis": "asked"}, {"basis": "x", "name": "x"}]
)
def test_a_page_takes_no_half_answer(
    world: SimpleNamespace, at: datetime, client_of: Callable[[Any], Client], sent: dict[str, str]
) -> None:
    row = told(world, at)

    answer = client_of(world.coordination).post(
        reverse("people:erase-entry", args=[row.event_id]), sent | {"sure": "yes"}
    )

    assert answer.status_code == 422
    assert left(row) == PERSONAL


def test_when_nothing_is_left_the_page_says_so(
    world: SimpleNamespace, at: datetime, client_of: Callable[[Any], Client]
) -> None:
    row = told(world, at)
    actions.erase_entry(event_id=row.event_id, basis="asked", actor=world.coordination, at=at)
    client, url = client_of(world.coordination), reverse("people:erase-entry", args=[row.event_id])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    page = client.get(url)
    again = client.post(url, {"name": "name", "basis": "asked", "sure": "yes"})

    assert "Nothing is left to erase" in page.content.decode()
    assert '<button class="btn"' not in page.content.decode()
    assert again.status_code == 422


def test_the_page_of_the_entry_tells_when_and_why_and_offers_it_only_to_whoever_may(
    world: SimpleNamespace, at: datetime, client_of: Callable[[Any], Client]
) -> None:
    row = told(world, at)
    url, erase = reverse("record:entry", args=[row.event_id]), reverse("people:erase-entry", args=[row.event_id])
    offered = {who: erase in page_of(client_of(getattr(world, who, None)), url) for who in ("coordination", "liaison")}
    stranger = client_of(None)
    assert (offered, erase in page_of(stranger, url)) == ({"coordination": True, "liaison": False}, False)

    for name, basis, days in (("name", "asked", 1), ("text", "ordered", 2)):
        later = at + timedelta(days=days)
        actions.erase_entry(event_id=row.event_id, names=[name], basis=basis, actor=world.coordination, at=later)

    shown = page_of(stranger, url)
    first, second = reversed(record.entries_of(row.subject)[:2])
    assert "Erased on 13/06/2023: name or pseudonym." in shown
    assert "Erased on 14/06/2023: what the person wrote." in shown
    for one, why in ((first, "the person asked for it"), (second, "an authority ordered it")):
        assert reverse("record:entry", args=[one.event_id]) in shown
        assert why in shown
    assert "1 field withheld" in shown


def page_of(client: Client, url: str) -> str:
    """Read a page in English."""
    answer = client.get(url, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_both_pages_read_well_and_need_no_script(
    transactional_db: None, that_day: datetime, visit: Visit, both_widths: Look, client_of: Callable[[Any], Client]
) -> None:
    world = worlds.nuevo_leon(that_day)
    row: Any = told(world, that_day, name="Ana", text="La banqueta " * 400)
    path = reverse("people:erase-entry", args=[row.event_id])
    cookies = {"sessionid": client_of(world.coordination).cookies["sessionid"].value}
    seen = visit(path, look=both_widths, cookies=cookies)
    assert (axe(seen), overflow(seen)) == ([], 0)
    seen.check("input[value=text]")
    seen.select_option("select[name=basis]", "mistake")
    seen.click("main form button[type=submit]")
    assert (axe(seen), overflow(seen)) == ([], 0)

    page = visit(path, look=both_widths, cookies=cookies, javascript=False)
    page.check("input[value=name]")
    page.select_option("select[name=basis]", "asked")
    page.click("main form button[type=submit]")
    page.click("form.confirm button[type=submit]")

    assert UUID(page.url.rstrip("/").rsplit("/", 1)[1]) == row.event_id
    assert "Ana" not in left(row).values()
    assert set(left(row)) == {"text"}
