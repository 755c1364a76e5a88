"""What this room keeps about an account beyond milestones: it has a right to see it, and takes it along."""

from __future__ import annotations

from typing import Any

from tequio.people.models import User
from tequio.tracking.models import (
    Assessment,
    AssessmentReply,
    Evaluator,
    FormatEvidence,
    MoveProposal,
    PeriodReport,
)


def personal_judgements(user: User) -> dict[str, Any]:
    """Return what an account proposed, assessed, answered, reported and evaluated; one query for each."""
    proposals = MoveProposal.objects.filter(person=user).select_related("milestone").order_by("pk")
    assessments = Assessment.objects.filter(person=user).select_related("commitment").order_by("pk")
    replies = AssessmentReply.objects.filter(person=user).select_related("assessment").order_by("pk")
    reports = PeriodReport.objects.filter(person=user).select_related("period").order_by("pk")
    evaluators = Evaluator.objects.filter(person=user).order_by("pk")
    pieces = FormatEvidence.objects.filter(submitted_by=user).order_by("pk")
    return {
        "date_proposals": [
            {"milestone": one.milestone.urn, "reason": one.reason, "at": one.at.isoformat()} for one in proposals
        ],
        "assessments": [
            {"commitment": one.commitment.urn, "assessment": one.urn, "why": one.explanation, "at": one.at.isoformat()}
            for one in assessments
        ],
        "assessment_replies": [
            {"assessment": one.assessment.urn, "text": one.text, "at": one.at.isoformat()} for one in replies
        ],
        "period_reports": [
            {"period": one.period.urn, "summary": one.summary, "at": one.at.isoformat()} for one in reports
        ],
        "evaluations": [{"name": one.name, "comment": one.comment, "at": one.at.isoformat()} for one in evaluators],
        "format_evidence": [
            {"evidence": one.urn, "title": one.title, "at": one.submitted_at.isoformat()} for one in pieces
        ],
    }
