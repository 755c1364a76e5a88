from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "tequio.questionnaires"
    default_auto_field = "django.db.models.BigAutoField"
