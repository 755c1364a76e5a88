"""A mail leaves by real SMTP, also when the server was down at first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tequio.jobs import actions, queries, worker
from tequio.kit import clock
from tests.smtp import Mailbox

NOON = datetime(2023, 6, 12, 18, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_mail_leaves_with_its_accents(smtp: Mailbox) -> None:
    actions.send_mail.enqueue(to="ana@example.org", subject="Invitación", text="Hola, ¿qué tal?", html="<p>Hola</p>")

    worker.drain()

    (mail,) = smtp.mails
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "Invitación")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "¿qué tal?" in body.get_content()


@pytest.mark.django_db
def test_a_mail_waits_for_a_server_that_is_down(smtp: Mailbox) -> None:
    smtp.stop()
    with clock.frozen(NOON):
        actions.send_mail.enqueue(to="ana@example.org", subject="Hola", text="Hola")
        worker.drain()
    assert "ConnectionRefusedError" in queries.Row.objects.get().traceback

    smtp.start()
    with clock.frozen(NOON + timedelta(minutes=1)):
        worker.drain()

    assert len(smtp.mails) == 1
    assert queries.state().waiting == 0


@pytest.mark.django_db
def test_a_subject_cannot_smuggle_a_header(smtp: Mailbox) -> None:
    actions.send_mail.enqueue(to="ana@example.org", subject="Hola\nBcc: all@example.org", text="Hola")

    worker.drain()

    assert smtp.mails == []
