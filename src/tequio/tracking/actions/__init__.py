"""Every change in following a commitment, by noun."""

from tequio.tracking.actions.assessments import answer_assessment, assess_commitment
from tequio.tracking.actions.evaluations import (
    change_evaluation,
    copy_scores,
    draft_evaluation,
    open_evaluation,
    publish_evaluation,
    score_evaluation,
)
from tequio.tracking.actions.evidence import review_evidence, submit_evidence, withdraw_evidence
from tequio.tracking.actions.filled import prove_indicator, review_indicator, submit_format
from tequio.tracking.actions.formats import (
    adopt_formats,
    approve_format,
    ask_format,
    open_format,
    propose_format,
    word_questions,
)
from tequio.tracking.actions.links import change_link_rules, keep_visits
from tequio.tracking.actions.moves import decide_move, propose_move, withdraw_move
from tequio.tracking.actions.occasions import (
    change_evaluation_rules,
    link_gathering,
    unlink_gathering,
    write_session,
)
from tequio.tracking.actions.periods import change_rules, close_period, lay_periods, send_report
from tequio.tracking.actions.statuses import report_status
from tequio.tracking.actions.together import Rehearsed, Report, RowsRefused, report_statuses

__all__ = [
    "adopt_formats",
    "change_evaluation",
    "change_evaluation_rules",
    "copy_scores",
    "draft_evaluation",
    "link_gathering",
    "open_evaluation",
    "publish_evaluation",
    "score_evaluation",
    "unlink_gathering",
    "write_session",
    "approve_format",
    "ask_format",
    "open_format",
    "propose_format",
    "prove_indicator",
    "review_indicator",
    "submit_format",
    "word_questions",
    "Rehearsed",
    "Report",
    "RowsRefused",
    "answer_assessment",
    "assess_commitment",
    "change_link_rules",
    "change_rules",
    "close_period",
    "decide_move",
    "keep_visits",
    "lay_periods",
    "propose_move",
    "report_status",
    "report_statuses",
    "review_evidence",
    "send_report",
    "submit_evidence",
    "withdraw_evidence",
    "withdraw_move",
]
