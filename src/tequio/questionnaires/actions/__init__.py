"""Every change of questionnaires and their answers."""

from tequio.questionnaires.actions.questionnaires import (
    change_questionnaire,
    close_questionnaire,
    open_questionnaire,
    reopen_questionnaire,
)
from tequio.questionnaires.actions.questions import (
    move_question,
    move_section,
    remove_question,
    remove_section,
    save_question,
    save_section,
)
from tequio.questionnaires.actions.responses import save_answers, start_response, submit_response
from tequio.questionnaires.actions.versions import draft_version, publish_version
from tequio.questionnaires.checks import Given

__all__ = [
    "Given",
    "change_questionnaire",
    "close_questionnaire",
    "draft_version",
    "move_question",
    "move_section",
    "open_questionnaire",
    "publish_version",
    "remove_question",
    "remove_section",
    "reopen_questionnaire",
    "save_answers",
    "save_question",
    "save_section",
    "start_response",
    "submit_response",
]
