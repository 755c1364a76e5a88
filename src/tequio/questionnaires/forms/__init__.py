"""What people write when they make a questionnaire, and when they answer one."""

from tequio.questionnaires.forms.answering import AnswerForm
from tequio.questionnaires.forms.editing import PlaceForm, QuestionForm, QuestionnaireForm, SectionForm

__all__ = ["AnswerForm", "PlaceForm", "QuestionForm", "QuestionnaireForm", "SectionForm"]
