"""Every change in following a commitment, by noun."""

from tequio.tracking.actions.evidence import review_evidence, submit_evidence, withdraw_evidence
from tequio.tracking.actions.statuses import report_status

__all__ = ["report_status", "review_evidence", "submit_evidence", "withdraw_evidence"]
