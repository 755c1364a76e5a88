from contextlib import suppress

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tequio.files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Django writes large uploads here (FILE_UPLOAD_TEMP_DIR) and does not make the folder.
        from tequio.files import storage  # noqa: PLC0415

        with suppress(OSError):  # a folder that cannot be written is for `tequio doctor` to tell
            storage.temporaries()
