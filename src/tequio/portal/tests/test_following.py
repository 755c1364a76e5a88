"""Anybody follows a commitment by mail, by real SMTP, and leaves with one click."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tequio.jobs import worker
from tequio.jobs.queries import Row
from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.notices import actions, queries, tasks
from tequio.notices.models import Follow, Reader
from tequio.plans import actions as drafting
from tequio.plans.models import Commitment
from tequio.record import queries as record
from tequio.tracking.tests import worlds
from tests.smtp import Mailbox

Enter = Callable[[Any], Client]
WHO = "vecina@example.org"


@pytest.fixture(autouse=True)
def nobody_tried(db: None) -> None:
    """Count tries anew."""
    cache.clear()


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


def address_of(thing: Any) -> str:
    kind, id = thing.urn.split(":")[-2:]
    return reverse("notices:follow", args=[kind, id])


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage, word: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/avisos/{word}\S*)", text_of(mail))
    assert found, text_of(mail)
    return found[1]


def subscribe(client: Client, smtp: Mailbox, thing: Any, rhythm: str = "daily", email: str = WHO) -> str:
    """Follow as a visitor does: type the address, open the mail, press the button; return where that leads."""
    client.post(address_of(thing), {"email": email, "rhythm": rhythm})
    worker.drain()
    answer = client.post(link_in(smtp.mails[-1], "confirmar/"))
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def next_morning(at: datetime, days: int = 1) -> Any:
    return clock.frozen(at + timedelta(days=days, hours=-1))  # 08:00 in Mexico City


def morning_round(at: datetime, days: int = 1) -> None:
    with next_morning(at, days):
        tasks.tell_readers.call()
        worker.drain()


def test_a_visitor_confirms_is_told_once_a_day_and_leaves_with_one_click(world, smtp: Mailbox, client_of: Enter, at):
    visitor = client_of(None)
    subscribe(visitor, smtp, world.lab)
    assert len(smtp.mails) == 1
    worlds.report(worlds.milestone(world.lab, "Inventario"), "stuck", world.liaison, at, note="Falta el servidor")
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)

    morning_round(at)

    digest = smtp.mails[-1]
    assert len(smtp.mails) == 2
    assert digest["To"] == WHO
    assert world.lab.title.upper() in text_of(digest)
    assert "Inventario" in text_of(digest)
    assert "Convenios" in text_of(digest)
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert digest.get_body(("html",)) is not None
    leave = re.search(r"<https?://[^/]+(/\S+)>", digest["List-Unsubscribe"])
    assert leave
    mail_program = Client(enforce_csrf_checks=True)
    assert mail_program.post(leave[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Reader.objects.exists()
    assert not Follow.objects.exists()
    worlds.report(worlds.milestone(world.lab, "Convenios"), "stuck", world.liaison, at, note="Sin quórum")
    morning_round(at, 2)
    assert len(smtp.mails) == 2


def test_a_round_told_twice_is_one_mail_and_a_quiet_day_none(world, smtp: Mailbox, client_of: Enter, at):
    subscribe(client_of(None), smtp, world.lab)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)

    morning_round(at)
    morning_round(at)
    morning_round(at, 2)

    assert len(smtp.mails) == 2


def test_a_digest_waits_for_a_server_that_is_down_and_keeps_its_message_id(world, smtp: Mailbox, client_of: Enter, at):
    subscribe(client_of(None), smtp, world.lab)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)
    smtp.stop()
    morning_round(at)
    assert len(smtp.mails) == 1
    smtp.start()

    with clock.frozen(at + timedelta(days=1, hours=5)):
        worker.drain()
        # A worker killed between the mail and its tick does the job again: mail programs know it by its name.
        row = Row.objects.get(task_path__endswith="send_digest")
        row.task.call(**row.args_kwargs["kwargs"])

    first, again = smtp.mails[1:]
    assert first["Message-ID"] == again["Message-ID"]


def test_no_job_and_no_trace_holds_the_address(world, smtp: Mailbox, client_of: Enter, at):
    subscribe(client_of(None), smtp, world.lab)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)
    morning_round(at)

    assert not [row for row in Row.objects.all() if WHO in str(row.args_kwargs)]
    reader = Reader.objects.get()
    assert not [one for one in record.trail_of(reader.urn) if WHO in f"{one.data}{one.before}{one.after}"]
    assert WHO not in text_of(smtp.mails[-1])


def test_what_a_fact_says_too_late_is_told_in_the_next_one(world, smtp: Mailbox, client_of: Enter, at):
    """An entry may appear after one with a higher number: nothing younger than the longest transaction is closed."""
    subscribe(client_of(None), smtp, world.lab, rhythm="at-once")
    with clock.frozen(at + timedelta(hours=1)):
        worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, clock.now())
        tasks.tell_readers.call()
        worker.drain()
        assert len(smtp.mails) == 1

    with clock.frozen(at + timedelta(hours=1, minutes=6)):
        tasks.tell_readers.call()
        worker.drain()
    assert len(smtp.mails) == 2


@pytest.mark.parametrize(("rhythm", "days", "mails"), [("daily", 1, 2), ("weekly", 1, 1), ("weekly", 7, 2)])
def test_each_rhythm_has_its_day(world, smtp: Mailbox, client_of: Enter, at, rhythm, days, mails):
    subscribe(client_of(None), smtp, world.lab, rhythm=rhythm)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)

    morning_round(at, days)

    assert len(smtp.mails) == mails


@pytest.mark.parametrize("thing", ["plan", "jurisdiction"])
def test_whoever_follows_a_plan_or_a_place_hears_of_its_commitments(world, smtp: Mailbox, client_of: Enter, at, thing):
    subscribe(client_of(None), smtp, getattr(world, thing))
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)

    morning_round(at)

    assert "Convenios" in text_of(smtp.mails[-1])


def test_what_was_withdrawn_meanwhile_is_not_told(world, smtp: Mailbox, client_of: Enter, at):
    subscribe(client_of(None), smtp, world.lab)
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)
    drafting.withdraw_commitment(
        commitment=Commitment.objects.get(pk=world.lab.pk), reason="Se retira.", actor=world.coordination, at=at
    )

    morning_round(at)

    assert len(smtp.mails) == 1


def test_the_answer_does_not_tell_whether_an_address_is_known(world, smtp: Mailbox, client_of: Enter, at):
    visitor = client_of(None)
    first = visitor.post(address_of(world.lab), {"email": WHO, "rhythm": "daily"}, follow=True)
    known = visitor.post(address_of(world.lab), {"email": WHO, "rhythm": "daily"}, follow=True)

    worker.drain()

    assert first.content.count(b"If the address is right") == known.content.count(b"If the address is right") == 1
    assert len(smtp.mails) == 1, "nobody is sent the same mail twice in an hour"


def test_nobody_fills_the_mailbox_of_somebody_else(world, smtp: Mailbox, at):
    for hour in range(12):
        actions.ask_to_follow(
            email=WHO, subject=world.lab.urn, rhythm="daily", language="es-mx", actor=worlds.STRANGER,
            at=at + timedelta(hours=2 * hour),
        )  # fmt: skip
    worker.drain()

    assert len(smtp.mails) <= 5


def test_too_many_tries_are_told_to_wait(world, client_of: Enter):
    visitor = client_of(None)
    answers = [visitor.post(address_of(world.lab), {"email": "x", "rhythm": "daily"}).status_code for _ in range(21)]

    assert answers[0] == 422
    assert answers[-1] == 429


def test_without_the_button_nothing_begins_and_the_address_is_forgotten(world, smtp: Mailbox, client_of: Enter, at):
    visitor = client_of(None)
    visitor.post(address_of(world.lab), {"email": WHO, "rhythm": "daily"})
    worker.drain()
    assert visitor.get(link_in(smtp.mails[-1], "confirmar/")).status_code == 200
    assert not queries.follows_of(Reader.objects.get())

    actions.forget_unconfirmed(actor=SYSTEM, at=at + timedelta(days=3, minutes=1))

    assert not Reader.objects.exists()
    with clock.frozen(at + timedelta(days=4)):
        assert visitor.post(link_in(smtp.mails[-1], "confirmar/")).status_code == 404


def test_drafts_cannot_be_followed(world, client_of: Enter, at):
    from tequio.plans.tests import worlds as plans

    draft = plans.lab(world, world.plan, at, title="Lo que viene")

    assert client_of(world.coordination).get(address_of(draft)).status_code == 404
    assert client_of(None).get("/seguir/office/" + world.liaison.office.public_id + "/").status_code == 404


def test_an_account_follows_with_a_button_and_its_data_say_so(world, client_of: Enter, smtp: Mailbox, at):
    browser = client_of(world.citizen)
    answer = browser.post(address_of(world.lab), {"rhythm": "daily"})
    assert answer.headers["Location"] == reverse("notices:mine")
    assert world.lab.title in browser.get(reverse("notices:mine")).content.decode()
    assert queries.personal_data(world.citizen.user)["follows"][0]["subject"] == world.lab.urn
    worlds.report(worlds.milestone(world.lab, "Convenios"), "in-progress", world.liaison, at)

    morning_round(at)

    assert smtp.mails[-1]["To"] == world.citizen.user.email
    browser.post(reverse("notices:mine"), {"stop": str(Follow.objects.get().pk)})
    assert not Follow.objects.exists()


def test_a_link_of_somebody_else_opens_nothing(world, client_of: Enter, smtp: Mailbox):
    page = subscribe(client_of(None), smtp, world.lab)
    visitor = client_of(None)

    assert visitor.get(page).status_code == 200
    assert visitor.get(page[:-2] + "x/").status_code == 404
    assert WHO not in visitor.get(page).content.decode()


def test_closing_digests_costs_the_same_for_many_readers(world, at, django_assert_max_num_queries):
    def readers(count: int) -> list[int]:
        made = [
            Reader.objects.create(address=f"r{n}.{count}@example.org", language="es-mx", told_at=at)
            for n in range(count)
        ]
        Follow.objects.bulk_create(
            Follow(reader=one, subject=world.lab.urn, asked_at=at, confirmed_at=at) for one in made
        )
        return [one.pk for one in made]

    few, many = readers(2), readers(30)
    later = at + timedelta(days=1)
    assert queries.due(later, until=queries.settled(later))
    for group, most in ((few, 12), (many, 42)):  # one more for each mail that is put in line
        with django_assert_max_num_queries(most):
            actions.close_digests(readers=group, until=queries.settled(later), actor=SYSTEM, at=later)
