"""An evaluation by several sectors: drafted, opened, scored, published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people.vocab import Sector
from tequio.plans.models import Commitment
from tequio.record.actions import audit, record
from tequio.tracking import policies, queries
from tequio.tracking.actions import _telling
from tequio.tracking.events import EvaluationDrafted, EvaluationOpened, EvaluationPublished, EvaluationScored
from tequio.tracking.models import Criterion, Evaluation, Evaluator, Score
from tequio.tracking.vocab import EvaluationState

MOST_CRITERIA = 40
COLUMNS = ("title", "thing", "starts_on", "ends_on")


@transaction.atomic
def draft_evaluation(
    *,
    commitment: Commitment,
    values: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: datetime,
) -> Evaluation:
    """Write an evaluation, private until it opens. `criteria`: name, explanation, and a scale where not the usual."""
    require(policies.can_manage_evaluations(actor, commitment))
    evaluation = Evaluation(commitment=commitment)
    _fill(evaluation, values, criteria)
    audit(EvaluationDrafted(**_about(evaluation), evaluation=evaluation.urn), actor=actor, at=at)
    return evaluation


@transaction.atomic
def change_evaluation(
    *,
    evaluation: Evaluation,
    values: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    revision: int,
    actor: Actor,
    at: datetime,
) -> Evaluation:
    """Change what is evaluated and by what criteria, before it opens. Raises Refused if somebody else saved since."""
    evaluation = _locked(evaluation)
    require(policies.can_edit_evaluation(actor, evaluation))
    if evaluation.revision != revision:
        raise Refused(None, _("Somebody else saved this meanwhile: look at it again before you save."))
    before = queries.announced(evaluation)
    evaluation.revision += 1
    _fill(evaluation, values, criteria)
    after = queries.announced(evaluation)
    trace = EvaluationDrafted(**_about(evaluation), evaluation=evaluation.urn, before=before, after=after)
    audit(trace, actor=actor, at=at)
    return evaluation


@transaction.atomic
def open_evaluation(*, evaluation: Evaluation, actor: Actor, at: datetime) -> Evaluation:
    """Let evaluators score: what is evaluated and the criteria are public from here on, and do not change."""
    evaluation = _locked(evaluation)
    require(policies.can_edit_evaluation(actor, evaluation))
    evaluation.state, evaluation.opened_at = EvaluationState.OPEN, at
    evaluation.save()
    fact = EvaluationOpened(
        **_about(evaluation),
        evaluation=evaluation.urn,
        criteria=evaluation.criteria.count(),
        first=evaluation.starts_on,
        last=evaluation.ends_on,
        text=queries.digest(queries.announced(evaluation)),
    )
    record(fact, actor=actor, at=at)
    return evaluation


@transaction.atomic
def score_evaluation(
    *, evaluation: Evaluation, scores: Mapping[int, tuple[int, str]], comment: str = "", actor: Actor, at: datetime
) -> Evaluator:
    """Give the scores of one's own institution, again as often as needed until the report.

    `scores` says (score, reason) for the order of each criterion. Raises Refused for what is off the scale.
    """
    evaluation = _locked(evaluation)
    require(policies.can_score_evaluation(actor, evaluation))
    body = _telling.officer(actor).office.institution
    # What was copied from its paper gives way to what it says itself.
    same = evaluation.evaluators.filter(Q(institution=body) | Q(name=body.name))
    evaluator = same.order_by("is_assisted", "pk").first() or Evaluator(evaluation=evaluation, institution=body)
    if not evaluator.is_assisted and evaluator.institution_id != body.pk:
        raise Refused(
            None, _("Another institution of the same name has evaluated: ask the coordination to rename one.")
        )
    evaluator.sector, evaluator.name = body.sector, body.name
    evaluator.institution, evaluator.is_assisted = body, False
    _keep(evaluator, scores, comment, actor=actor, at=at)
    record(_scored(evaluator), actor=actor, at=at)
    return evaluator


@transaction.atomic
def copy_scores(
    *,
    evaluation: Evaluation,
    sector: str,
    name: str,
    scores: Mapping[int, tuple[int, str]],
    comment: str = "",
    actor: Actor,
    at: datetime,
) -> Evaluator:
    """Copy the paper of an organisation without an office, and say so; the same name again corrects the copy.

    Raises Denied for the paper of a public body, and Refused where the organisation evaluated by itself.
    """
    evaluation = _locked(evaluation)
    require(policies.can_copy_scores(actor, evaluation, sector))
    name = tidy(name)
    if sector not in Sector.values:
        raise Refused("sector", _("Choose its sector."))
    if not name:
        raise Refused("name", _("Write which organisation it is; never a person’s name."))
    evaluator = evaluation.evaluators.filter(name=name).first() or Evaluator(evaluation=evaluation, is_assisted=True)
    if not evaluator.is_assisted:
        raise Refused("name", _("This organisation evaluated through its own office: its scores stay as it gave them."))
    evaluator.sector, evaluator.name = sector, name
    _keep(evaluator, scores, comment, actor=actor, at=at)
    record(_scored(evaluator), actor=actor, at=at)
    return evaluator


@transaction.atomic
def publish_evaluation(*, evaluation: Evaluation, findings: str, actor: Actor, at: datetime) -> Evaluation:
    """Publish the report with its findings, for ever. Raises Refused while too few sectors have evaluated (R050)."""
    evaluation = _locked(evaluation)
    require(policies.can_publish_evaluation(actor, evaluation))
    heard = len(queries.sectors_heard(evaluation))
    least = queries.evaluation_rules_of(evaluation.commitment.plan.jurisdiction).least_sectors
    if heard < least:
        said = ngettext(
            "Only %(n)s sector has evaluated: this place asks for %(least)s or more.",
            "Only %(n)s sectors have evaluated: this place asks for %(least)s or more.",
            heard,
        )
        raise Refused(None, said % {"n": heard, "least": least})
    evaluation.findings = tidy(findings)
    if not evaluation.findings:
        raise Refused("findings", _("Write what was found: figures alone say little."))
    evaluation.state, evaluation.published_at = EvaluationState.PUBLISHED, at
    evaluation.save()
    fact = EvaluationPublished(
        **_about(evaluation),
        evaluation=evaluation.urn,
        evaluators=evaluation.evaluators.count(),
        sectors=heard,
        text=queries.digest(queries.told(evaluation)),
    )
    record(fact, actor=actor, at=at)
    return evaluation


def _locked(evaluation: Evaluation) -> Evaluation:
    found = Evaluation.objects.select_related("commitment__plan__jurisdiction")
    return found.select_for_update(of=("self",)).get(pk=evaluation.pk)


def _about(evaluation: Evaluation) -> dict[str, Any]:
    commitment = evaluation.commitment
    return {"tenant": commitment.plan.jurisdiction.urn, "subject": commitment.urn}


def _fill(evaluation: Evaluation, values: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]]) -> None:
    """Save an evaluation and write its criteria anew: nobody has scored them yet."""
    for name in COLUMNS:
        value = values.get(name)
        setattr(evaluation, name, tidy(value) if isinstance(value, str) else value)
        if not getattr(evaluation, name):
            raise Refused(name, _("Write something here."))
    if evaluation.ends_on < evaluation.starts_on:
        raise Refused("ends_on", _("It cannot end before it starts."))
    rows = [row for row in criteria if tidy(row.get("name") or "")]
    if not 1 <= len(rows) <= MOST_CRITERIA:
        raise Refused(None, _("Write from 1 to 40 criteria."))
    rules = queries.evaluation_rules_of(evaluation.commitment.plan.jurisdiction)
    evaluation.save()
    evaluation.criteria.all().delete()
    for order, row in enumerate(rows, start=1):
        least, most = row.get("least"), row.get("most")
        least = rules.scale_from if least is None else least
        most = rules.scale_to if most is None else most
        if not 0 <= least < most <= 100:
            raise Refused(None, _("The highest score is above the lowest, and at most 100."))
        name, why = tidy(row["name"]), tidy(row.get("explanation") or "")
        Criterion.objects.create(evaluation=evaluation, order=order, name=name, explanation=why, least=least, most=most)


def _keep(
    evaluator: Evaluator, scores: Mapping[int, tuple[int, str]], comment: str, *, actor: Actor, at: datetime
) -> None:
    """Save who evaluates with their scores: one for each criterion, on its scale."""
    officer = _telling.officer(actor)
    evaluator.comment, evaluator.at = tidy(comment), at
    evaluator.office, evaluator.person = officer.office, officer.user
    evaluator.save()
    evaluator.scores.all().delete()
    for criterion in evaluator.evaluation.criteria.all():
        value, reason = scores.get(criterion.order, (None, ""))
        if value is None or not criterion.least <= value <= criterion.most:
            said = _("“%(name)s” takes a score from %(least)s to %(most)s.")
            about = {"name": criterion.name, "least": criterion.least, "most": criterion.most}
            raise Refused(f"score-{criterion.order}", said % about)
        Score.objects.create(evaluator=evaluator, criterion=criterion, value=value, reason=tidy(reason))


def _scored(evaluator: Evaluator) -> EvaluationScored:
    return EvaluationScored(
        **_about(evaluator.evaluation),
        evaluation=evaluator.evaluation.urn,
        evaluator=evaluator.urn,
        sector=evaluator.sector,
        institution=evaluator.institution.urn if evaluator.institution else None,
        by_hand=evaluator.is_assisted,
        scores=queries.digest(queries.scored(evaluator)),
    )
