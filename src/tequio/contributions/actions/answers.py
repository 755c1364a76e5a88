"""Answering: a ruling and its reasons for each point."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import policies
from tequio.contributions.actions import _locking
from tequio.contributions.events import ErrorAnswered, PointAnswered, PointsSeparated
from tequio.contributions.models import Answer, Contribution, Point
from tequio.contributions.vocab import LONGEST_ANSWER, MOST_POINTS, RULINGS, Kind
from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.record.actions import audit, record


@transaction.atomic
def answer_point(*, point: Point, ruling: str, text: str, actor: Actor, at: datetime) -> Answer:
    """Rule on a point and say why; once more corrects what was said, and both stay.

    Raises Denied for an office that does not answer for the thing, and Refused without a ruling or its reasons.
    """
    contribution = _locking.locked(point.contribution)
    point = Point.objects.get(pk=point.pk)
    require(policies.can_answer(actor, contribution))
    if ruling not in RULINGS[Kind(contribution.kind)]:
        raise Refused("ruling", _("Choose what is decided about it."))
    reasons = _checked_reasons(text)
    office = _locking.officer(actor).office
    was = point.ruling or None
    answer = Answer.objects.create(point=point, ruling=ruling, text=reasons, office=office, at=at)
    point.ruling = ruling
    point.save(update_fields=["ruling"])
    is_complete = not contribution.points.filter(ruling="").exists()
    if is_complete and contribution.answered_at is None:
        contribution.answered_at = at
        contribution.save(update_fields=["answered_at"])
    if contribution.is_error:
        place = contribution.thread.jurisdiction.urn
        trace = ErrorAnswered(tenant=place, subject=place, contribution=contribution.urn, completes=is_complete)
        audit(trace, actor=actor, at=at)
    else:
        fact = PointAnswered(
            **_locking.about(contribution),
            point=point.number,
            institution=office.institution.urn,
            ruling=ruling,
            was=was,
            answer=hashlib.sha256(reasons.encode()).hexdigest(),
            completes=is_complete,
        )
        record(fact, actor=actor, at=at)
    return answer


@transaction.atomic
def separate_points(*, contribution: Contribution, texts: Sequence[str], actor: Actor, at: datetime) -> Contribution:
    """Divide what somebody wrote in points, each to be answered on its own; what they wrote stays whole above.

    Raises Refused unless there are two points or more, each in words that the contribution holds.
    """
    contribution = _locking.locked(contribution)
    require(policies.can_separate_points(actor, contribution))
    parts = [said for text in texts if (said := words.tidy(text))]
    if not 2 <= len(parts) <= MOST_POINTS:
        raise Refused("texts", _("Write between 2 and %(most)s points, one on each line.") % {"most": MOST_POINTS})
    whole = words.fold(contribution.text)
    for part in parts:
        if words.fold(part) not in whole:
            raise Refused(
                "texts", _("Use the words of whoever wrote it. This is not among them: %(part)s") % {"part": part[:80]}
            )
    contribution.points.all().delete()
    Point.objects.bulk_create(Point(contribution=contribution, number=n, text=part) for n, part in enumerate(parts, 1))
    record(PointsSeparated(**_locking.about(contribution), points=len(parts)), actor=actor, at=at)
    return contribution


def _checked_reasons(text: str) -> str:
    reasons = words.tidy(text)
    if not reasons:
        raise Refused("text", _("Give the reasons: nobody is answered with a yes or a no alone."))
    if words.length(reasons) > LONGEST_ANSWER:
        raise Refused("text", _("It has more than %(most)s characters: shorten it.") % {"most": LONGEST_ANSWER})
    return reasons
