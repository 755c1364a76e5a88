"""The mails, through a real SMTP server."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from tequio.kit.heard import Heard
from tequio.people import actions, queries, reactions
from tequio.people.models import Invitation, Tenure
from tequio.people.tests import worlds
from tequio.record import queries as record


class Postbox:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        letter["X-To"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        return "250 kept"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield box
    server.stop()


def _heard(type: str, at: datetime, **data: str) -> Heard:
    return Heard(id="1", type=type, at=at, tenant="", subject="", actor="", data=data)


def _invite(world: SimpleNamespace, at: datetime) -> Invitation:
    return actions.invite(
        institution=world.institutions.culture,
        role="liaison",
        email="nueva@correo.example",
        actor=world.coordination,
        at=at,
    )


def _text(letter: EmailMessage) -> str:
    return str(letter.get_content())


def test_the_mail_brings_a_link_that_opens_the_office(
    world: SimpleNamespace, that_day: datetime, postbox: Postbox, client: Client
) -> None:
    invitation = _invite(world, that_day)
    reactions.send_invitation(_heard("people.invitation-made", that_day, invitation=invitation.public_id))

    [letter] = postbox.letters
    assert letter["X-To"] == "nueva@correo.example"
    text = _text(letter)
    assert "Secretaría de Cultura" in text
    assert "26/06/2023 09:00" in text, "the last moment of the link, by the clock of the place"
    link = re.search(r"http://\S+", text)
    assert link
    path = link.group().removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    answer = client.post(path, {"password": "maguey-nube-telar-9"})
    assert (answer.status_code, answer["Location"]) == (302, "/cuenta/login/")
    assert queries.claimed_account("nueva@correo.example")
    assert path.split("/")[2] not in str([(t.data, t.after) for t in record.trail_of(invitation.office.urn)])


def test_a_mail_told_twice_leaves_one_link_that_works(
    world: SimpleNamespace, that_day: datetime, postbox: Postbox
) -> None:
    heard = _heard("people.invitation-made", that_day, invitation=_invite(world, that_day).public_id)
    reactions.send_invitation(heard)
    reactions.send_invitation(heard)
    first, second = (re.search(r"/invitacion/([^/]+)/", _text(letter)) for letter in postbox.letters)
    assert first
    assert second
    assert queries.invitation_behind(first.group(1)) is None
    assert queries.invitation_behind(second.group(1)) is not None


def test_no_mail_for_an_invitation_that_no_longer_stands(
    world: SimpleNamespace, that_day: datetime, postbox: Postbox
) -> None:
    invitation = _invite(world, that_day)
    actions.withdraw_invitation(invitation=invitation, actor=world.coordination, at=that_day)
    reactions.send_invitation(_heard("people.invitation-made", that_day, invitation=invitation.public_id))
    reactions.send_invitation(_heard("people.invitation-made", that_day, invitation="0000000000"))
    assert postbox.letters == []


def test_whoever_loses_an_office_is_told_why(world: SimpleNamespace, that_day: datetime, postbox: Postbox) -> None:
    tenure = Tenure.objects.get(user=world.liaison.user)
    actions.end_office(tenure=tenure, reason="Cambió de área.", actor=world.coordination, at=that_day)
    reactions.tell_office_ended(_heard("people.office-ended", that_day, tenure=tenure.public_id))
    [letter] = postbox.letters
    assert letter["X-To"] == world.liaison.user.email
    assert "Cambió de área." in _text(letter)
    assert "12/06/2023" in _text(letter)


def test_nobody_is_told_when_the_account_is_gone(world: SimpleNamespace, that_day: datetime, postbox: Postbox) -> None:
    tenure = Tenure.objects.get(user=world.liaison.user)
    actions.delete_account(user=world.liaison.user, actor=world.liaison, at=that_day + timedelta(hours=1))
    reactions.tell_office_ended(_heard("people.office-ended", that_day, tenure=tenure.public_id))
    assert postbox.letters == []


def test_a_citizen_opens_an_account_by_proving_the_address(
    world: SimpleNamespace, that_day: datetime, postbox: Postbox, client: Client
) -> None:
    given = {"email": "vecina@correo.example", "password1": "maguey-nube-telar-9", "password2": "maguey-nube-telar-9"}
    assert client.post("/cuenta/signup/", given).status_code == 302
    [letter] = postbox.letters
    assert "vecina@correo.example" not in str(letter["Subject"])
    link = re.search(r"/cuenta/confirm-email/\S+", _text(letter))
    assert link
    assert client.post(link.group()).status_code == 302
    assert queries.claimed_account("vecina@correo.example")


def test_a_forgotten_password_is_replaced_by_mail(
    world: SimpleNamespace, that_day: datetime, postbox: Postbox, client: Client
) -> None:
    worlds.account("olvida@correo.example", that_day, "la-de-antes-telar-1")
    client.post("/cuenta/password/reset/", {"email": "olvida@correo.example"})
    link = re.search(r"/cuenta/password/reset/key/\S+", _text(postbox.letters[0]))
    assert link
    form = client.get(link.group(), follow=True)
    new = {"password1": "otra-de-ahora-telar-2", "password2": "otra-de-ahora-telar-2"}
    assert client.post(form.wsgi_request.path, new).status_code == 302
    user = queries.claimed_account("olvida@correo.example")
    assert user is not None
    assert user.check_password("otra-de-ahora-telar-2")
