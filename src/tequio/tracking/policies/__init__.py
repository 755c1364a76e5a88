"""Who may do what in following a commitment, by noun."""

from tequio.tracking.policies.assessments import can_answer_assessment, can_assess_commitment
from tequio.tracking.policies.evaluations import (
    can_change_evaluation_rules,
    can_change_scores,
    can_copy_scores,
    can_edit_evaluation,
    can_link_gathering,
    can_manage_evaluations,
    can_publish_evaluation,
    can_score_evaluation,
)
from tequio.tracking.policies.evidence import (
    can_open_review_queue,
    can_report_status,
    can_report_together,
    can_review_evidence,
    can_submit_evidence,
    can_view_evidence,
    can_withdraw_evidence,
)
from tequio.tracking.policies.formats import (
    can_fill_format,
    can_manage_formats,
    can_observe_format,
    can_prove_indicator,
    can_review_indicator,
    can_view_filled,
    can_view_format,
    can_word_format,
)
from tequio.tracking.policies.links import can_check_links
from tequio.tracking.policies.moves import can_decide_move, can_propose_move, can_withdraw_move
from tequio.tracking.policies.periods import can_change_rules, can_close_period, can_lay_periods, can_send_report

__all__ = [
    "can_change_evaluation_rules",
    "can_change_scores",
    "can_check_links",
    "can_copy_scores",
    "can_edit_evaluation",
    "can_link_gathering",
    "can_manage_evaluations",
    "can_publish_evaluation",
    "can_score_evaluation",
    "can_fill_format",
    "can_manage_formats",
    "can_observe_format",
    "can_prove_indicator",
    "can_review_indicator",
    "can_view_filled",
    "can_view_format",
    "can_word_format",
    "can_answer_assessment",
    "can_assess_commitment",
    "can_change_rules",
    "can_close_period",
    "can_decide_move",
    "can_lay_periods",
    "can_open_review_queue",
    "can_propose_move",
    "can_report_status",
    "can_report_together",
    "can_review_evidence",
    "can_send_report",
    "can_submit_evidence",
    "can_view_evidence",
    "can_withdraw_evidence",
    "can_withdraw_move",
]
