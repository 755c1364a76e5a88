"""A file is served only when a room above shows it, and never as something that a browser would run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from tequio.files import actions, queries, views
from tequio.files.models import File
from tequio.files.tests import makers
from tequio.kit.actor import SYSTEM, Actor

TEXT = b"0123456789"


class Reviewer:
    handle = "urn:tequio:nl:office:reviewer00"
    is_visitor = False


shown_to_all: set[int] = set()
shown_to_reviewers: set[int] = set()


@pytest.fixture(autouse=True)
def rules() -> Iterator[None]:
    """A room above: some files are published, some are only for whoever reviews them."""

    def visible(pks: Collection[int], actor: Actor) -> Collection[int]:
        return shown_to_all | (shown_to_reviewers if isinstance(actor, Reviewer) else set())

    def reviewed(pks: Collection[int], actor: Actor) -> Collection[int]:
        return shown_to_reviewers if isinstance(actor, Reviewer) else shown_to_all

    before = queries.visibility._fillers, queries.originals._fillers
    queries.visibility.fill(visible)
    queries.originals.fill(reviewed)
    shown_to_all.clear()
    shown_to_reviewers.clear()
    yield
    queries.visibility.fill(*before[0])
    queries.originals.fill(*before[1])


def kept(at: datetime, name: str, content: bytes) -> File:
    upload = makers.upload(name, content)
    return actions.keep(upload=upload, title="T", credit="C", licence="cc0-1.0", dated_on=None, actor=SYSTEM, at=at)


@pytest.fixture
def text(site: str, at: datetime) -> File:
    file = kept(at, "notas año.txt", TEXT)
    shown_to_all.add(file.pk)
    return file


def get(client: Client, file: File, **headers: str) -> Any:
    return client.get(file.get_absolute_url(), headers={key.replace("_", "-"): value for key, value in headers.items()})


def body(response: Any) -> bytes:
    sent = b"".join(response.streaming_content) if response.streaming else bytes(response.content)
    for close in response._resource_closers:  # not close(): it would tell Django to drop the test's own connection
        close()
    return sent


def asked(view: Any, file: File, actor: Any, **more: str) -> Any:
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    return view(request, public_id=file.public_id, **more)


def test_a_published_file_is_served_and_may_be_cached_for_ever(client: Client, text: File) -> None:
    response = get(client, text)

    assert body(response) == TEXT
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Length"] == "10"
    assert response["ETag"] == f'"{text.public_ref.sha256}"'
    assert response["Cache-Control"] == "public, no-cache"


def test_no_browser_runs_or_guesses_it(client: Client, text: File) -> None:
    response = get(client, text)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''notas%20a%C3%B1o.txt"
    body(response)


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.pdf", makers.pdf(), "inline"),
        ("a.jpg", makers.picture(), "inline"),
        ("a.docx", makers.docx(), "attachment"),
        ("a.json", b"{}", "attachment"),
    ],
)
def test_only_pictures_and_pdf_open_in_the_page(
    client: Client, site: str, at: datetime, name: str, content: bytes, shown: str
) -> None:
    file = kept(at, name, content)
    shown_to_all.add(file.pk)

    response = get(client, file)

    assert response["Content-Disposition"] == f'{shown}; filename="{name}"'
    assert body(response) != content or name == "a.json"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_file_that_nobody_shows_does_not_exist(client: Client, text: File) -> None:
    shown_to_all.clear()

    assert get(client, text).status_code == 404
    assert client.get("/archivos/0000000000/x.txt").status_code == 404


def test_a_file_under_review_is_for_reviewers_and_for_no_cache(text: File) -> None:
    shown_to_all.clear()
    shown_to_reviewers.add(text.pk)

    with pytest.raises(Http404):
        asked(views.public_copy, text, queries.Anybody(), name=text.name)
    response = asked(views.public_copy, text, Reviewer(), name=text.name)

    assert body(response) == TEXT
    assert response["Cache-Control"] == "private, no-cache"


def test_the_original_is_for_reviewers_only_even_of_a_published_file(client: Client, site: str, at: datetime) -> None:
    file = kept(at, "a.jpg", makers.picture())
    shown_to_all.add(file.pk)
    assert client.get(file.original_url).status_code == 404
    with pytest.raises(Http404):
        asked(views.original, file, Reviewer())

    shown_to_reviewers.add(file.pk)
    response = asked(views.original, file, Reviewer())

    assert body(response) == makers.picture()
    assert response["Content-Disposition"] == 'attachment; filename="a.jpg"'
    assert response["Cache-Control"] == "private, no-store"


def test_another_name_leads_to_the_right_one(client: Client, text: File) -> None:
    response = client.get(f"/archivos/{text.public_id}/otra.txt")

    assert (response.status_code, response["Location"]) == (301, text.get_absolute_url())


def test_what_the_browser_has_already_is_not_sent_again(client: Client, text: File) -> None:
    response = get(client, text, if_none_match=f'"{text.public_ref.sha256}"')

    assert response.status_code == 304
    assert body(response) == b""
    assert response["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("asks", "status", "sends", "says"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, TEXT, "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=3-1", 200, TEXT, None),
        ("bytes=-", 200, TEXT, None),
        ("bytes=0-1,4-5", 200, TEXT, None),
        ("lines=0-1", 200, TEXT, None),
        ("bytes=" + "9" * 5000 + "-", 200, TEXT, None),
    ],
)
def test_a_download_goes_on_where_it_broke(
    client: Client, text: File, asks: str, status: int, sends: bytes, says: str | None
) -> None:
    response = get(client, text, range=asks)

    assert response.status_code == status
    assert body(response) == sends
    assert response.headers.get("Content-Range") == says
    if status == 206:
        assert response["Content-Length"] == str(len(sends))


def test_a_part_of_another_version_is_not_mixed_in(client: Client, text: File) -> None:
    assert body(get(client, text, range="bytes=0-3", if_range='"another"')) == TEXT
    assert body(get(client, text, range="bytes=0-3", if_range=f'"{text.public_ref.sha256}"')) == b"0123"


def test_asking_for_headers_sends_no_body_and_posting_is_refused(client: Client, text: File) -> None:
    head = client.head(text.get_absolute_url())

    assert (head.status_code, head["Content-Length"]) == (200, "10")
    assert client.post(text.get_absolute_url()).status_code == 405


def test_serving_asks_the_database_once(client: Client, text: File, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        body(get(client, text))
