"""What a whole commitment owes since some day, among the alerts of its plan (R048, R050, R183)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from tequio.plans.models import Commitment, Milestone
from tequio.tracking.models import Evaluation
from tequio.tracking.queries.evaluations import evaluations_page
from tequio.tracking.queries.lists import public
from tequio.tracking.queries.occasions import accountability_page, overdue_sessions
from tequio.tracking.queries.rows import AlertRow
from tequio.tracking.vocab import SEVERITY, Alert, EvaluationState, Severity


@dataclass(frozen=True)
class OwedAlert:
    """Something that nobody did for a commitment by its day, told as the alerts of milestones are."""

    commitment: Commitment
    alert: Alert
    ends_on: date
    url: str

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.alert]

    @property
    def title(self) -> str:
        return self.commitment.title

    @property
    def milestone(self) -> Milestone | None:
        """None: it is owed by the whole."""
        return None

    @property
    def first_ends_on(self) -> date:
        return self.ends_on


AnyAlert = AlertRow | OwedAlert


def owed_alerts(found: QuerySet[Commitment], at: datetime) -> list[OwedAlert]:
    """Flag the public commitments, of one place, that owe a session or the report of an evaluation; four queries."""
    commitments = list(found.filter(public()).select_related("plan__jurisdiction").order_by("order", "pk"))
    if not commitments:
        return []
    place = commitments[0].plan.jurisdiction
    owed = [
        OwedAlert(one, Alert.NO_SESSION, due, accountability_page(one))
        for one, due in overdue_sessions(commitments, at)
    ]
    by_key = {one.pk: one for one in commitments}
    over = Evaluation.objects.filter(commitment__in=commitments, state=EvaluationState.OPEN)
    for key, ends_on in over.filter(ends_on__lt=place.day_of(at)).values_list("commitment", "ends_on"):
        owed.append(OwedAlert(by_key[key], Alert.UNTOLD_EVALUATION, ends_on, evaluations_page(by_key[key])))
    return owed


def gravest_first(alerts: Iterable[AnyAlert]) -> list[AnyAlert]:
    """Put the gravest alerts first, and leave the rest as it was."""
    order = list(Severity)
    return sorted(alerts, key=lambda one: order.index(one.severity))
