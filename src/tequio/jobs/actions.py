"""Work done later: declared once, put in line in the caller's transaction, tried again when it fails.

    @jobs.job(attempts=8)
    def remind(commitment_id: int) -> None: ...

    remind.enqueue(commitment_id=7)      # runs only if the transaction commits

A job may run twice (its worker can be killed after the work and before the tick), so it must bear that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from django.core.mail import EmailMultiAlternatives
from django_tasks.base import Task, TaskResultStatus

from tequio.jobs.queries import Row
from tequio.jobs.vocab import Patience

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task[P, T]):
    """A task with its patience."""

    patience: Patience = Patience()


def job(
    *,
    attempts: int = 5,
    wait: timedelta = timedelta(seconds=30),
    longest: timedelta = timedelta(hours=6),
    queue: str = "default",
) -> Callable[[Callable[P, T]], Job[P, T]]:
    """Declare a function at the top of a module as a job; its arguments must be JSON."""

    def declare(function: Callable[P, T]) -> Job[P, T]:
        return Job(func=function, queue_name=queue, patience=Patience(attempts, wait, longest))

    return declare


@job(attempts=10)
def send_mail(to: str, subject: str, text: str, html: str = "", headers: dict[str, Any] | None = None) -> None:
    """Send one mail; tried again for about nine hours while the server is down."""
    mail = EmailMultiAlternatives(subject, text, to=[to], headers=headers or {})
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def forget_mails(*, to: str, is_about: Callable[[str], bool]) -> int:
    """Forget mails to somebody whose data is erased: those that are done, and those that wait and are about it.

    Return how many. A mail that is leaving at this moment is forgotten with the next pruning.
    """
    mails = Row.objects.filter(task_path=send_mail.module_path, args_kwargs__kwargs__to=to)
    gone = [
        row.pk
        for row in mails.exclude(status=TaskResultStatus.RUNNING)
        if row.status != TaskResultStatus.READY or is_about(row.args_kwargs["kwargs"]["text"])
    ]
    count, _by_model = Row.objects.filter(pk__in=gone).delete()
    return count
