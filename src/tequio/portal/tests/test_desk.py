"""What an office owes and by when: on the desk, in a calendar, by mail, and when somebody leaves."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from tequio.jobs import worker
from tequio.kit import clock
from tequio.kit.duty import Duty
from tequio.kit.policy import Denied
from tequio.notices import actions as notices
from tequio.notices.models import CalendarKey
from tequio.people import actions as people_actions
from tequio.people.models import Tenure
from tequio.plans.models import Milestone
from tequio.portal import actions, queries, tasks
from tequio.portal.queries.desk import span_of
from tequio.record import queries as record
from tequio.tracking.tests import worlds
from tests.smtp import Mailbox

Enter = Callable[[Any], Client]
DESK, CALENDAR = "portal:desk", "portal:calendar"


@pytest.fixture
def client_of() -> Enter:
    """Return a browser in English, signed in as somebody; as nobody for None."""

    def enter(actor: Any) -> Client:
        client = Client(headers={"accept-language": "en"})
        if getattr(actor, "user", None):
            client.force_login(actor.user)
        return client

    return enter


@pytest.fixture
def world(db: None, that_day: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(that_day)


def many(world: SimpleNamespace, count: int) -> None:
    start = Milestone.objects.filter(commitment=world.lab).count()
    Milestone.objects.bulk_create(
        Milestone(commitment=world.lab, title=f"Paso {start + n}", order=200, end=date(2023, 1 + n % 12, 1))
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("due", "span"),
    [
        (None, "undated"),
        (date(2023, 6, 11), "late"),
        (date(2023, 6, 12), "week"),
        (date(2023, 6, 18), "week"),
        (date(2023, 6, 19), "month"),
        (date(2023, 6, 30), "month"),
        (date(2023, 7, 1), "later"),
    ],
)
def test_each_day_has_its_span(due: date | None, span: str) -> None:
    assert span_of(due, date(2023, 6, 12)) == span


def test_the_desk_gathers_what_every_room_says_by_date_and_each_thing_once(world, at, monkeypatch) -> None:
    today = date(2023, 6, 12)
    said = [Duty("urn:x#1", "question", "Responder", "/x", due=today), Duty("urn:x#2", "question", "Otra", "/y")]
    monkeypatch.setattr(queries.duties, "_fillers", [lambda officer, at: said, lambda officer, at: said[:1]])

    desk = queries.desk_of(world.liaison, at)

    assert [line.duty.uid for line in desk.lines] == ["urn:x#1", "urn:x#2"]
    assert [group.code for group in queries.in_groups(desk.lines)] == ["week", "undated"]


def test_what_is_finished_or_over_is_no_longer_owed(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Reglas")
    uid = f"{leaf.urn}#finish"
    assert uid in {one.uid for one in queries.owed_by(world.liaison, at)}

    worlds.finish(leaf, world.liaison, world.coordination, at)

    assert uid not in {one.uid for one in queries.owed_by(world.liaison, at)}


def test_the_desk_with_five_hundred_milestones_costs_as_with_few(world, client_of: Enter) -> None:
    browser = client_of(world.liaison)

    def cost() -> int:
        browser.get(reverse(DESK))
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(reverse(DESK)).status_code == 200
        return len(caught)

    few = cost()
    many(world, 500)

    assert cost() == few


def test_the_desk_is_searched_narrowed_paged_and_taken_away(world, client_of: Enter) -> None:
    many(world, 60)
    browser = client_of(world.liaison)

    first = browser.get(reverse(DESK)).content.decode()
    assert "Page 1 of 2" in first
    narrowed = browser.get(
        reverse(DESK), {"q": "paso", "kind": "unreported", "about": world.lab.title}
    ).content.decode()
    assert "Paso" in narrowed
    assert "None like that" in browser.get(reverse(DESK), {"q": "zzz"}).content.decode()
    table = browser.get(reverse(DESK), {"formato": "csv", "q": "paso"})
    assert table["Content-Type"].startswith("text/csv")
    assert len(table.content.decode().splitlines()) == 61


# Calendars.


def test_a_commitments_dates_are_public_whole_days_with_names_that_last(world, client_of: Enter, at) -> None:
    args = [world.jurisdiction.slug, world.lab.public_id, world.lab.slug]
    answer = client_of(None).get(reverse("tracking:commitment_ics", args=args))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    before = {str(one["UID"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    leaf = worlds.milestone(world.lab, "Convenios")
    assert before[leaf.urn].decoded("DTSTART") == leaf.ends_on
    assert (leaf.ends_on + timedelta(days=1)).day == 1, "a month's deadline stands on its last day"

    with clock.frozen(at + timedelta(hours=1)):
        worlds.report(leaf, "in-progress", world.liaison, clock.now())
        again = client_of(None).get(reverse("tracking:commitment_ics", args=args))

    after = {str(one["UID"]): one for one in Calendar.from_ical(again.content).walk("VEVENT")}
    assert set(before) == set(after)
    assert after[leaf.urn]["SEQUENCE"] == before[leaf.urn]["SEQUENCE"] + 1
    assert after[leaf.urn].decoded("LAST-MODIFIED") > before[leaf.urn].decoded("LAST-MODIFIED")


def secret(browser: Client) -> str:
    html = browser.post(reverse(CALENDAR)).content.decode()
    return html.split("/escritorio/calendario/")[1].split(".ics")[0]


def test_my_dates_open_with_a_secret_address_until_it_is_closed(world, client_of: Enter) -> None:
    browser, reader = client_of(world.liaison), Client()
    token = secret(browser)
    address = reverse("portal:calendar_ics", args=[token])

    events = Calendar.from_ical(reader.get(address).content).walk("VEVENT")
    assert f"{worlds.milestone(world.lab, 'Convenios').urn}#finish" in {str(one["UID"]) for one in events}
    assert token not in str(CalendarKey.objects.values())
    assert token not in browser.get(reverse(CALENDAR)).content.decode()
    renewed = secret(browser)
    assert reader.get(address).status_code == 404
    browser.post(reverse(CALENDAR), {"close": "1"})
    assert reader.get(reverse("portal:calendar_ics", args=[renewed])).status_code == 404


def test_the_address_dies_with_the_office(world, client_of: Enter, at) -> None:
    token = notices.open_calendar(officer=world.liaison, actor=world.liaison, at=at)
    address = reverse("portal:calendar_ics", args=[token])
    assert Client().get(address).status_code == 200

    people_actions.end_office(
        tenure=Tenure.objects.get(user=world.liaison.user), reason="Cambio.", actor=world.coordination, at=at
    )

    assert Client().get(address).status_code == 404


# Reminders.


def mails_to(smtp: Mailbox, officer: Any) -> list[str]:
    return [str(mail.get_body(("plain",)).get_content()) for mail in smtp.mails if mail["To"] == officer.user.email]


def morning(at: datetime) -> None:
    with clock.frozen(at):
        tasks.remind.call()
        worker.drain()


def test_an_officer_is_reminded_once_a_day_and_again_only_with_news_or_after_a_week(world, smtp: Mailbox, at) -> None:
    late = at + timedelta(days=30)  # a Wednesday, when several months have passed
    morning(late)
    morning(late)
    (first,) = mails_to(smtp, world.liaison)
    assert "ATRASADO" in first or "LATE" in first

    morning(late + timedelta(days=1))
    assert len(mails_to(smtp, world.liaison)) == 1
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, late)
    morning(late + timedelta(days=7))
    assert len(mails_to(smtp, world.liaison)) == 2


def test_nobody_is_reminded_on_a_day_off_or_after_switching_it_off(world, smtp: Mailbox, at) -> None:
    sunday = at + timedelta(days=34)
    assert sunday.isoweekday() == 7
    morning(sunday)
    assert smtp.mails == []

    notices.switch_reminders(user=world.liaison.user, is_off=True, actor=world.liaison, at=at)
    morning(sunday + timedelta(days=1))
    assert mails_to(smtp, world.liaison) == []
    assert mails_to(smtp, world.coordination)


def test_coordination_hears_of_what_is_late_for_long_as_its_rule_says(world, smtp: Mailbox, at) -> None:
    rule = {"jurisdiction": world.jurisdiction, "is_on": True, "days_before": 0, "actor": world.coordination, "at": at}
    notices.set_reminder_rule(**rule, days_after=90)
    quick = tasks.gather(world.jurisdiction, at + timedelta(days=30), soon=0, long=1)
    slow = tasks.gather(world.jurisdiction, at + timedelta(days=30), soon=0, long=5000)

    def escalated(found: list[Any]) -> int:
        return sum(len(one.elsewhere) for one in found if one.user == world.coordination.user)

    assert escalated(quick) > 0
    assert escalated(slow) == 0
    assert record.entries_of(world.jurisdiction.urn)[0].type == "notices.reminder-rule-set"
    with pytest.raises(Denied):
        notices.set_reminder_rule(**(rule | {"actor": world.liaison}), days_after=1)


# Handing over.


def test_a_handover_list_says_what_is_open_and_leaves_a_trace(world, client_of: Enter, at) -> None:
    back = worlds.hand_in(worlds.milestone(world.lab, "Reglas"), world.liaison, at, kind="agreement", title="Sin firma")
    worlds.give_back(back, world.coordination, at)
    tenure = Tenure.objects.get(user=world.liaison.user)
    args = [world.jurisdiction.slug, tenure.public_id]
    browser = client_of(world.coordination)
    html = browser.get(reverse("portal:handover", args=args)).content.decode()
    assert "Sin firma" in html
    assert "Convenios" in html
    assert f"datos@{world.jurisdiction.slug}.example" in html

    answer = browser.post(reverse("portal:take_handover", args=args), {"form": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert any("Sin firma" in str(cell.value) for cell in sheet["A"])
    (trace,) = [one for one in record.trail_of(world.liaison.office.urn) if one.type == "portal.handover-taken"]
    assert trace.actor == world.coordination.handle


def test_only_the_office_and_the_coordination_see_what_is_handed_over(world, client_of: Enter, at) -> None:
    tenure = Tenure.objects.get(user=world.liaison.user)
    address = reverse("portal:handover", args=[world.jurisdiction.slug, tenure.public_id])

    own = client_of(world.liaison).get(address)
    assert own.status_code == 200
    assert b"datos@" not in own.content
    assert client_of(world.other_liaison).get(address).status_code == 403
    assert client_of(None).get(address).status_code == 403
    with pytest.raises(Denied):
        actions.take_handover(tenure=tenure, form="csv", actor=world.other_liaison, at=at)
