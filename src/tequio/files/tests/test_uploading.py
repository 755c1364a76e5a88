"""How a request's body becomes an upload, also when it breaks."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from tequio.files import storage

BOUNDARY = "limite"
BIG = b"a" * (3 * 1024 * 1024)


@pytest.fixture(autouse=True)
def handler(settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["tequio.files.adapters.UploadHandler"]
    storage.temporaries()


def posted(body: bytes, length: int) -> Any:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    request = RequestFactory().post("/", body, content_type=kind, CONTENT_LENGTH=str(length))
    request._stream = io.BytesIO(body)  # the test client's own stream may not end early
    return request


def multipart(content: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="upload"; filename="a.txt"\r\n'
    return f"{head}Content-Type: text/plain\r\n\r\n".encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def test_a_whole_upload_waits_in_the_folder_that_is_swept(folder: Path) -> None:
    body = multipart(BIG)
    request = posted(body, len(body))

    upload = request.FILES["upload"]

    assert upload.size == len(BIG)
    assert Path(upload.temporary_file_path()).parent == folder / "tmp"
    request.close()
    assert [*(folder / "tmp").iterdir()] == []


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.999])
def test_an_upload_cut_in_the_middle_is_no_upload_and_leaves_nothing(folder: Path, kept: float) -> None:
    body = multipart(BIG)
    request = posted(body[: int(len(body) * kept)], len(body))

    assert "upload" not in request.FILES

    request.close()
    assert [*(folder / "tmp").iterdir()] == []


def test_an_endless_upload_does_not_fill_the_disk(folder: Path, settings: Any) -> None:
    settings.FILES_LIMIT = 1024 * 1024
    body = multipart(BIG)
    request = posted(body, len(body))

    upload = request.FILES["upload"]

    assert upload.size == len(BIG)
    assert Path(upload.temporary_file_path()).stat().st_size <= 1024 * 1024 + 2 * 64 * 1024
    request.close()
