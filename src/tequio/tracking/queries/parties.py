"""Who is responsible for each milestone, and how each institution is doing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from tequio.kit.text import fold
from tequio.people.models import Institution
from tequio.plans.models import Milestone, Party
from tequio.plans.vocab import Section
from tequio.tracking import progress
from tequio.tracking.progress import Figures, Line
from tequio.tracking.queries.figures import CommitmentProgress
from tequio.tracking.queries.rows import LeafRow
from tequio.tracking.vocab import Status

# Commitment, key action, milestone: the parties of each.
_Named = Mapping[tuple[int, int | None, int | None], Sequence[Party]]


@dataclass
class Workload:
    """What one party answers for: an institution, or a name that is none."""

    name: str
    institution: Institution | None
    rows: list[LeafRow] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def finished(self) -> int:
        return sum(row.status == Status.FINISHED for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)

    @property
    def unproven(self) -> int:
        return sum(not row.has_evidence for row in self.rows)

    @property
    def unreported(self) -> int:
        return sum(not row.is_confirmed for row in self.rows)

    @property
    def moved(self) -> int:
        """How many end later than was agreed."""
        return sum(row.slippage > 0 for row in self.rows)

    @property
    def figures(self) -> Figures:
        """Its milestones as if they were the whole, each by its share of its own commitment."""
        return progress.among(self.lines)

    @property
    def punctuality(self) -> Punctuality:
        return punctuality(self.rows)


@dataclass(frozen=True)
class Punctuality:
    """Planned against actual: of what is finished, how much ended by the date that was agreed first."""

    finished: int
    on_time: int
    days: int

    @property
    def percent(self) -> int | None:
        return None if not self.finished else round(100 * self.on_time / self.finished)

    @property
    def mean_days(self) -> int | None:
        """The mean of days between the agreed end and the actual one; below zero, before it."""
        return None if not self.finished else round(self.days / self.finished)

    @property
    def days_late(self) -> int:
        return max(self.mean_days or 0, 0)

    @property
    def days_early(self) -> int:
        return max(-(self.mean_days or 0), 0)


def punctuality(rows: Iterable[LeafRow]) -> Punctuality:
    """Compare agreed and actual ends of what is finished and had a date."""
    ended = [(row.finished_on, row.first_ends_on) for row in rows]
    days = [(actual - agreed).days for actual, agreed in ended if actual and agreed]
    return Punctuality(len(days), sum(one <= 0 for one in days), sum(days))


def responsible_of(milestones: QuerySet[Milestone]) -> dict[int, Sequence[Party]]:
    """Name who is responsible for some milestones: in one query for all their parties.

    Its own parties; where it names none, those of its key action; else the government's leads of its commitment.
    """
    keys = list(milestones.order_by().values_list("pk", "commitment_id", "key_action_id"))
    wanted = Q(section=Section.GOVERNMENT) | Q(milestone__isnull=False) | Q(key_action__isnull=False)
    parties = Party.objects.filter(wanted, commitment__in={one[1] for one in keys})
    parties = parties.select_related("institution__merged_into")
    named: dict[tuple[int, int | None, int | None], list[Party]] = defaultdict(list)
    for party in parties.order_by("order", "pk"):
        named[party.commitment_id, party.key_action_id, party.milestone_id].append(party)
    return {pk: _nearest(named, pk, commitment, action) for pk, commitment, action in keys}


def _nearest(named: _Named, milestone: int, commitment: int, action: int | None) -> Sequence[Party]:
    own = named.get((commitment, None, milestone)) or named.get((commitment, action, milestone))
    above = named.get((commitment, action, None)) if action else None
    return own or above or named.get((commitment, None, None)) or ()


def workloads(
    rows: Sequence[LeafRow], measured: Iterable[CommitmentProgress], parties: Mapping[int, Sequence[Party]]
) -> list[Workload]:
    """Gather milestones by who is responsible, whoever has most first; a milestone of several counts for each."""
    lines = {line.leaf: line for one in measured for line in one.lines if line.leaf}
    found: dict[object, Workload] = {}
    for row in rows:
        for party in parties.get(row.milestone.pk, ()):
            body = party.institution.current if party.institution else None
            key: object = body.pk if body else fold(party.name)
            mine = found.setdefault(key, Workload(body.name if body else party.name, body))
            if mine.rows and mine.rows[-1] is row:
                continue
            mine.rows.append(row)
            if line := lines.get(row.milestone.public_id):
                mine.lines.append(line)
    return sorted(found.values(), key=lambda one: (-one.count, one.name))
