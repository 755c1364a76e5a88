"""How Django takes an upload in. Its parser drops a file whose body ended early, with its temporary file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class UploadHandler(TemporaryFileUploadHandler):
    """Write an upload to the folder that is swept (FILE_UPLOAD_TEMP_DIR), but no more than could be accepted.

    The rest is only counted, so that nobody fills the disk and files.actions.keep can say that it was too large.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of the whole request: its files come one after another through the same handler.
        self.written, self.begun = 0, list[TemporaryUploadedFile]()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.begun.append(self.file)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.FILES_LIMIT:
            self.written += len(raw_data)
            # Anybody can send anything anywhere: it is read before a view can say who may.
            if self.written > 2 * settings.FILES_LIMIT + len(raw_data):
                for file in self.begun:
                    file.close()  # and so remove: the parser only closes the last one
                raise RequestDataTooBig("the files of one request hold more than two of the largest")
            super().receive_data_chunk(raw_data, start)
