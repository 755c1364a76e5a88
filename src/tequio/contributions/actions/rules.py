"""How a place answers: its rules are data."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import policies
from tequio.contributions.events import RulesChanged
from tequio.contributions.models import Rules
from tequio.contributions.vocab import ANSWER_DAYS, MAIL_DAYS, MOST_PER_HOUR
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.record.actions import record


@transaction.atomic
def change_rules(
    *, jurisdiction: Jurisdiction, answer_days: int, most_per_hour: int, mail_days: int, actor: Actor, at: datetime
) -> Rules:
    """Set within how many working days a place answers, how much one visitor may write, how long addresses stay.

    What was asked before keeps the day that it was promised. Raises Refused for a rule out of bounds.
    """
    require(policies.can_change_rules(actor, jurisdiction))
    _check("answer_days", answer_days, ANSWER_DAYS)
    _check("most_per_hour", most_per_hour, MOST_PER_HOUR)
    _check("mail_days", mail_days, MAIL_DAYS)
    rules, _is_new = Rules.objects.update_or_create(
        jurisdiction=jurisdiction,
        defaults={"answer_days": answer_days, "most_per_hour": most_per_hour, "mail_days": mail_days},
    )
    fact = RulesChanged(
        tenant=jurisdiction.urn,
        subject=jurisdiction.urn,
        answer_days=answer_days,
        most_per_hour=most_per_hour,
        mail_days=mail_days,
    )
    record(fact, actor=actor, at=at)
    return rules


def _check(field: str, value: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if not least <= value <= most:
        raise Refused(field, _("Between %(least)s and %(most)s.") % {"least": least, "most": most})
