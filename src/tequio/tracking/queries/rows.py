"""Each milestone as a table, a loom or a Gantt needs it, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from tequio.kit.share import whole_percent
from tequio.plans.models import Commitment, Means, Milestone, Party
from tequio.plans.queries import parties_with_posts
from tequio.tracking import progress
from tequio.tracking.models import Evidence, Standing, StatusChange
from tequio.tracking.vocab import (
    SEVERITY,
    STANDING_PIECES,
    Alert,
    EvidenceState,
    Severity,
    Status,
)

# Where no kind is announced, one piece of any kind is asked for.
ANY_KIND = ""

_WITH = ("commitment__plan__jurisdiction", "key_action", "objective", "group", "standing")
_TREE_ORDER = (
    "commitment__plan",
    "commitment__order",
    "commitment",
    "key_action__order",
    "key_action",
    "objective__order",
    "objective",
    "order",
    "pk",
)

Pieces = Counter[tuple[str, str]]  # how many of each (kind, state)


@dataclass(frozen=True)
class LeafRow:
    """A milestone, how it stands, and what it still lacks, on a day of its jurisdiction."""

    milestone: Milestone
    standing: Standing
    on: date
    announced: tuple[str, ...]
    pieces: Pieces
    parties: tuple[Party, ...]

    @property
    def status(self) -> str:
        return self.standing.status

    @property
    def code(self) -> str:
        """One of the five statuses, or "claim"."""
        return self.standing.code

    @property
    def is_claim(self) -> bool:
        return self.standing.is_claim

    @property
    def is_confirmed(self) -> bool:
        """Somebody reported on it: the initial "not started" is no report."""
        return self.standing.is_confirmed

    @property
    def is_finished(self) -> bool:
        """Finished, with its evidence accepted by a second person."""
        return self.standing.is_finished

    @property
    def note(self) -> str:
        return self.standing.note

    @property
    def since(self) -> datetime | None:
        return self.standing.since

    @property
    def began_at(self) -> datetime | None:
        return self.standing.began_at

    @property
    def began_on(self) -> date | None:
        """The day, here, on which somebody first reported that it had begun."""
        return self._day(self.began_at)

    @property
    def finished_on(self) -> date | None:
        """The day, here, on which it was first reported as finished, if it still is."""
        return self._day(self.standing.finished_at or self.since) if self.status == Status.FINISHED else None

    @property
    def value(self) -> Decimal | None:
        return self.standing.value

    @property
    def accepted_value(self) -> Decimal:
        return self.standing.accepted_value

    @property
    def percent(self) -> int | None:
        """The typed percentage, where the target is a number."""
        if not progress.has_target(self.milestone.target):
            return None
        return whole_percent(progress.reached(_exact(self.value), _exact(self.milestone.target)))

    @property
    def ends_on(self) -> date | None:
        return self.milestone.ends_on

    @property
    def first_ends_on(self) -> date | None:
        """The last day as it was agreed, before anybody moved it."""
        return self.milestone.first_ends_on

    @property
    def slippage(self) -> int:
        """How many days later than agreed it ends now."""
        return self.milestone.slippage

    @property
    def is_late(self) -> bool:
        return is_late(self.milestone, self.standing, on=self.on)

    @property
    def is_overdue(self) -> bool:
        """Past the day that was agreed first, and not finished: no move of the date makes it on time."""
        agreed = self.first_ends_on
        return agreed is not None and agreed < self.on and self.status != Status.FINISHED

    @property
    def days_late(self) -> int:
        return (self.on - self.ends_on).days if self.is_late and self.ends_on else 0

    @property
    def missing(self) -> tuple[str, ...]:
        """The announced kinds without any piece; ANY_KIND where none is announced and there is no piece."""
        return lacking(self.announced, self.pieces, STANDING_PIECES)

    @property
    def unaccepted(self) -> tuple[str, ...]:
        """The announced kinds without an accepted piece."""
        return lacking(self.announced, self.pieces, (EvidenceState.ACCEPTED,))

    @property
    def submitted(self) -> int:
        return self._count(EvidenceState.SUBMITTED)

    @property
    def accepted(self) -> int:
        return self._count(EvidenceState.ACCEPTED)

    @property
    def returned(self) -> int:
        return self._count(EvidenceState.RETURNED)

    @property
    def has_evidence(self) -> bool:
        return bool(self.submitted or self.accepted)

    @property
    def heading(self) -> str:
        """What it stands under: its key action, or its horizon."""
        return heading_of(self.milestone)

    def _day(self, at: datetime | None) -> date | None:
        return self.milestone.commitment.plan.jurisdiction.day_of(at) if at else None

    def _count(self, state: str) -> int:
        return sum(count for (_kind, found), count in self.pieces.items() if found == state)


@dataclass(frozen=True)
class AlertRow:
    """Something about a milestone that is worth a second look (R183)."""

    row: LeafRow
    alert: Alert

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.alert]

    @property
    def milestone(self) -> Milestone | None:
        return self.row.milestone

    @property
    def commitment(self) -> Commitment:
        return self.row.milestone.commitment

    @property
    def title(self) -> str:
        return self.row.milestone.title

    @property
    def url(self) -> str:
        return self.row.milestone.get_absolute_url()

    @property
    def ends_on(self) -> date | None:
        return self.row.ends_on

    @property
    def first_ends_on(self) -> date | None:
        return self.row.first_ends_on


def heading_of(leaf: Milestone) -> str:
    """Name what a milestone stands under."""
    if leaf.key_action:
        return f"{leaf.key_action.label} {leaf.key_action.title}".strip()
    return str(leaf.objective.get_horizon_display()) if leaf.objective else _("Milestones")


def is_late(milestone: Milestone, standing: Standing | None, *, on: date) -> bool:
    """Tell whether a milestone is past its last day and not finished.

    Late is no status. One reported as finished is not late while its claim is under review.
    """
    ends_on = milestone.ends_on
    return ends_on is not None and ends_on < on and (standing is None or standing.status != Status.FINISHED)


def lacking(announced: Iterable[str], pieces: Pieces, states: Iterable[str]) -> tuple[str, ...]:
    """Return the announced kinds without a piece in some states; of none announced, ANY_KIND if there is no piece."""
    wanted = set(states)
    had = {kind for (kind, state), count in pieces.items() if count and state in wanted}
    kinds = tuple(announced)
    if not kinds:
        return () if had else (ANY_KIND,)
    return tuple(kind for kind in kinds if kind not in had)


def leaves(milestones: QuerySet[Milestone], *, at: datetime) -> list[LeafRow]:
    """Return some milestones as rows, in the order that was asked, else in that of their tree."""
    found = milestones.select_related(*_WITH)
    rows = list(found if found.query.order_by or found.query.is_sliced else found.order_by(*_TREE_ORDER))
    if milestones.query.is_sliced:  # ask for the few that were found, not four times which they are
        milestones = Milestone.objects.filter(pk__in=[one.pk for one in rows])
    kinds, pieces, parties = announced_kinds(milestones), pieces_by_kind(milestones), _parties(milestones)
    return [
        LeafRow(
            milestone=one,
            standing=standing_of(one),
            on=one.commitment.plan.jurisdiction.day_of(at),
            announced=kinds.get(one.pk, ()),
            pieces=pieces.get(one.pk, Counter()),
            parties=tuple(parties.get(one.pk, ())),
        )
        for one in rows
    ]


def leaves_of(commitment: Commitment, *, at: datetime) -> list[LeafRow]:
    """Return the milestones of one commitment as rows."""
    return leaves(Milestone.objects.filter(commitment=commitment), at=at)


def leaf(milestone: Milestone, *, at: datetime) -> LeafRow:
    """Return one milestone as a row."""
    return leaves(Milestone.objects.filter(pk=milestone.pk), at=at)[0]


def by_heading(rows: Iterable[LeafRow]) -> list[tuple[str, list[LeafRow]]]:
    """Group rows under their key action or horizon, in their order."""
    groups: dict[object, tuple[str, list[LeafRow]]] = {}
    for row in rows:
        leaf = row.milestone
        key = (leaf.commitment_id, leaf.key_action_id, leaf.objective_id)
        groups.setdefault(key, (row.heading, []))[1].append(row)
    return list(groups.values())


def standing_of(milestone: Milestone) -> Standing:
    """Return how a milestone stands; without a row it has not started, and nobody confirmed it."""
    found: Standing | None = getattr(milestone, "standing", None)
    return found if found is not None else Standing(milestone=milestone)


def announced_kinds(milestones: QuerySet[Milestone]) -> dict[int, tuple[str, ...]]:
    """Return the kinds of evidence that each milestone's own means announce, in their order, once each."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    means = Means.objects.filter(milestone__in=milestones.values("pk")).exclude(kind="").order_by("order", "pk")
    for key, kind in means.values_list("milestone_id", "kind"):
        found[key or 0][kind] = None
    return {key: tuple(kinds) for key, kinds in found.items()}


def pieces_by_kind(milestones: QuerySet[Milestone]) -> dict[int, Pieces]:
    """Count the pieces of each milestone by kind and state."""
    found: dict[int, Pieces] = defaultdict(Counter)
    rows = Evidence.objects.filter(milestone__in=milestones.values("pk")).order_by()
    for key, kind, state in rows.values_list("milestone_id", "kind", "state"):
        found[key][kind, state] += 1
    return found


def evidence_lacking(milestone: Milestone, *, accepted: bool = False) -> tuple[str, ...]:
    """Return what one milestone lacks: kinds without any piece or, if asked, without an accepted one."""
    one = Milestone.objects.filter(pk=milestone.pk)
    states = (EvidenceState.ACCEPTED,) if accepted else STANDING_PIECES
    pieces = pieces_by_kind(one).get(milestone.pk, Counter())
    return lacking(announced_kinds(one).get(milestone.pk, ()), pieces, states)


def history_of(milestone: Milestone) -> QuerySet[StatusChange]:
    """Return every change of a milestone's status, newest first, with the office that made it."""
    return milestone.status_changes.select_related("office__institution", "office__role").order_by("-at", "-pk")


def last_moved(milestones: QuerySet[Milestone]) -> dict[int, datetime]:
    """Return when each milestone last moved: a report on it, or a piece of evidence."""
    wanted = milestones.order_by().values("pk")
    found: dict[int, datetime] = {}
    changes = StatusChange.objects.filter(milestone__in=wanted).order_by().values_list("milestone")
    pieces = Evidence.objects.filter(milestone__in=wanted).order_by().values_list("milestone")
    for key, at in [*changes.annotate(last=Max("at")), *pieces.annotate(last=Max("submitted_at"))]:
        found[key] = max(at, found.get(key, at))
    return found


def alerts_of(
    rows: Sequence[LeafRow],
    *,
    moved: Mapping[int, datetime] | None = None,
    quiet_days: int = 0,
    unlinked: Iterable[int] = (),
) -> list[AlertRow]:
    """Flag what is late, quiet, unevidenced, unreported or unmeasured, the gravest first.

    `moved` says when each last moved (last_moved); without it, or with no `quiet_days`, nothing counts as quiet.
    `unlinked` are the milestones of which a link leads nowhere.
    """
    order = list(Severity)
    broken = set(unlinked)
    found = [AlertRow(row, alert) for row in rows for alert in _alerts(row)]
    if moved is not None and quiet_days:
        found += [AlertRow(row, Alert.QUIET) for row in rows if _is_quiet(row, moved.get(row.milestone.pk), quiet_days)]
    found += [AlertRow(row, Alert.BROKEN_LINK) for row in rows if row.milestone.pk in broken]
    return sorted(found, key=lambda one: order.index(one.severity))


def _alerts(row: LeafRow) -> Iterable[Alert]:
    leaf = row.milestone
    starts_on = leaf.begins_on
    has_begun = starts_on is None or starts_on <= row.on
    flags: Mapping[Alert, bool] = {
        Alert.LATE: row.is_late,
        Alert.SLIPPED: row.is_overdue and not row.is_late,
        Alert.STUCK: row.status == Status.STUCK,
        Alert.NO_EVIDENCE: has_begun and not row.has_evidence,
        Alert.NO_REPORT: has_begun and not row.is_confirmed,
        Alert.NO_DATE: row.ends_on is None,
        Alert.NO_RESPONSIBLE: not row.parties and leaf.key_action_id is None,
        Alert.NOT_MEASURED: not row.announced and not progress.has_target(leaf.target),
    }
    return [alert for alert, is_so in flags.items() if is_so]


def _is_quiet(row: LeafRow, last: datetime | None, days: int) -> bool:
    """Tell whether something that should be moving has not for some days: since it began, if it never moved."""
    if row.status == Status.FINISHED:
        return False
    since = row.milestone.commitment.plan.jurisdiction.day_of(last) if last else row.milestone.begins_on
    return since is not None and (row.on - since).days > days


def _parties(milestones: QuerySet[Milestone]) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = defaultdict(list)
    for party in parties_with_posts().filter(milestone__in=milestones.values("pk")):
        found[party.milestone_id or 0].append(party)
    return found


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
