"""Pages travel compressed; stored files keep their bytes."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from tequio.web.middleware import GZipPagesMiddleware


@pytest.mark.django_db
def test_a_page_travels_compressed_and_reads_the_same(client: Client, site: str) -> None:
    whole = client.get("/accesibilidad/")
    sent = client.get("/accesibilidad/", headers={"accept-encoding": "gzip"})

    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(sent.content) < len(whole.content) / 2
    assert gzip.decompress(sent.content) == whole.content


def test_a_stored_file_keeps_its_bytes() -> None:
    request = RequestFactory(headers={"accept-encoding": "gzip"}).get("/archivos/")
    answers = [FileResponse([b"a" * 1000], content_type="text/plain"), HttpResponse(b"%PDF" * 300, "application/pdf")]

    for answer in answers:
        sent = GZipPagesMiddleware(lambda _request, answer=answer: answer)(request)
        assert "Content-Encoding" not in sent.headers
