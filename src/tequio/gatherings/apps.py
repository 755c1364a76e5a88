from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "tequio.gatherings"
    default_auto_field = "django.db.models.BigAutoField"
