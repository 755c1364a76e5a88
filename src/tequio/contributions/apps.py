from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "tequio.contributions"
    default_auto_field = "django.db.models.BigAutoField"
