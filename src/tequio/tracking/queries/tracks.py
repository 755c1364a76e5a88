"""The three sides of a commitment: what the government, society and the IRM say of it, on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tequio.people.models import Jurisdiction, Tenure
from tequio.people.queries import Officer, bodies_behind
from tequio.people.vocab import CIVIL_SOCIETY, MONITORING
from tequio.plans.models import Commitment, Party
from tequio.tracking.models import Assessment, AssessmentReply, Rules
from tequio.tracking.queries.figures import CommitmentProgress, progress_of
from tequio.tracking.queries.rows import standing_of
from tequio.tracking.queries.rules import rules_of
from tequio.tracking.vocab import Completion, Status, Track

_ORDER = tuple(Completion)


@dataclass(frozen=True)
class Side:
    """What one side says; `completion` is empty where it has said nothing."""

    track: Track
    completion: Completion | None
    assessment: Assessment | None = None

    @property
    def is_computed(self) -> bool:
        """Nobody declared it: it follows from what was reported, by the rule."""
        return self.completion is not None and self.assessment is None

    @property
    def reply(self) -> AssessmentReply | None:
        return getattr(self.assessment, "reply", None) if self.assessment else None

    @property
    def title(self) -> str:
        """Who speaks; civil society says so where it stands in for a monitoring body."""
        if self.track == Track.SOCIETY and self.assessment:
            role = self.assessment.office.role_id
            if role == MONITORING:
                return _("The monitoring body says")
            if role == CIVIL_SOCIETY:
                return _("Civil society says")
        return str(self.track.label)


@dataclass(frozen=True)
class Tracks:
    """The three sides of one commitment."""

    progress: CommitmentProgress
    sides: tuple[Side, ...]

    @property
    def commitment(self) -> Commitment:
        return self.progress.commitment

    @property
    def spoken(self) -> list[Side]:
        """The sides that say something."""
        return [side for side in self.sides if side.completion is not None]

    @property
    def steps(self) -> int:
        """How many steps of the scale lie between those who say least and most."""
        places = [_ORDER.index(side.completion) for side in self.spoken if side.completion]
        return max(places) - min(places) if places else 0

    @property
    def is_different(self) -> bool:
        return self.steps > 0

    @property
    def is_alone(self) -> bool:
        """Only one side has spoken, so that there is nothing to compare."""
        return len(self.spoken) < 2

    def of(self, track: str) -> Side:
        """Return one side."""
        return next(side for side in self.sides if side.track == track)


def tracks_of(commitments: Iterable[Commitment], *, jurisdiction: Jurisdiction) -> list[Tracks]:
    """Return the sides of some commitments of one place: five queries, whatever their number."""
    return tracks_from(progress_of(commitments).values(), jurisdiction=jurisdiction)


def tracks_from(measured: Iterable[CommitmentProgress], *, jurisdiction: Jurisdiction) -> list[Tracks]:
    """Do the same for commitments that were measured already."""
    rows, rules = list(measured), rules_of(jurisdiction)
    standing = {
        (one.commitment_id, one.track): one
        for one in assessments_of(one.commitment.pk for one in rows).filter(successor__isnull=True)
    }
    return [_tracks(one, rules, standing) for one in rows]


def assessments_of(commitments: Iterable[int]) -> QuerySet[Assessment]:
    """Return every assessment of some commitments, the newest first, with its reply and who made each."""
    related = ("office__institution", "office__role", "reply__office__institution", "period")
    return Assessment.objects.filter(commitment__in=list(commitments)).select_related(*related).order_by("-at", "-pk")


def completion_of(measured: CommitmentProgress, rules: Rules) -> Completion:
    """Put reported progress on the Partnership's scale, by the thresholds of the place.

    Without any report there is no evidence; what was reported, but has not begun, has not started.
    """
    if measured.unknown == 1:
        return Completion.NO_EVIDENCE
    reached = measured.reported * 100
    if reached >= rules.complete_from:
        return Completion.COMPLETE
    if reached >= rules.substantial_from:
        return Completion.SUBSTANTIAL
    begun = any(standing_of(leaf).status != Status.NOT_STARTED for leaf in measured.milestones.values())
    return Completion.LIMITED if reached > 0 or begun else Completion.NOT_STARTED


def has_monitoring_body(jurisdiction: Jurisdiction, at: datetime) -> bool:
    """Tell whether somebody holds an office of monitoring body in a place."""
    held = Tenure.objects.in_force(on=jurisdiction.day_of(at))
    return held.filter(office__role=MONITORING, office__institution__jurisdiction=jurisdiction).exists()


def is_named(actor: Officer, commitment: Commitment) -> bool:
    """Tell whether a commitment names an institution."""
    return Party.objects.filter(commitment=commitment, institution__in=bodies_behind(actor.institution_id)).exists()


def is_superseded(assessment: Assessment) -> bool:
    """Tell whether a newer assessment took its place."""
    return Assessment.objects.filter(supersedes=assessment).exists()


def is_answered(assessment: Assessment) -> bool:
    """Tell whether it has its reply."""
    return AssessmentReply.objects.filter(assessment=assessment).exists()


def _tracks(measured: CommitmentProgress, rules: Rules, standing: dict[tuple[int, str], Assessment]) -> Tracks:
    sides: list[Side] = []
    for track in Track:
        said = standing.get((measured.commitment.pk, track))
        computed = completion_of(measured, rules) if track == Track.GOVERNMENT else None
        sides.append(Side(track, Completion(said.completion) if said else computed, said))
    return Tracks(measured, tuple(sides))


def differing(rows: Sequence[Tracks]) -> list[Tracks]:
    """Keep those whose sides do not say the same, the widest apart first."""
    return sorted((one for one in rows if one.is_different), key=lambda one: -one.steps)
