"""How Django takes an upload in. Its parser drops a file whose body ended early, with its temporary file."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class UploadHandler(TemporaryFileUploadHandler):
    """Write an upload to the folder that is swept (FILE_UPLOAD_TEMP_DIR), but no more than could be accepted.

    The rest is only counted, so that nobody fills the disk and files.actions.keep can say that it was too large.
    """

    written = 0  # of the whole request: its files come one after another through the same handler

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.FILES_LIMIT:
            self.written += len(raw_data)
            # Anybody can send anything anywhere: it is read before a view can say who may.
            if self.written > 2 * settings.FILES_LIMIT + len(raw_data):
                raise RequestDataTooBig("the files of one request hold more than two of the largest")
            super().receive_data_chunk(raw_data, start)
