"""The pages of this room, without a browser."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory

from tequio.web import views

pytestmark = pytest.mark.urls("tequio.web.tests.urls")
ADDRESS = re.compile(r'(?:href|src)="/static/([^"]+)"')
INSIDE_CSS = re.compile(r'url\("([^"]+)"\)')


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def static_files(html: str) -> set[str]:
    """Return every file of ours that a page makes the browser fetch, those named in the style sheet included."""
    named = set(ADDRESS.findall(html))
    for sheet in [name for name in named if name.endswith(".css")]:
        found = Path(str(finders.find(sheet)))
        named |= {str(Path(sheet).parent / inside) for inside in INSIDE_CSS.findall(found.read_text())}
    return named


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/accesibilidad/", "/componentes/", "/componentes/inicio/", "/componentes/compromiso/"]
)
def test_a_first_visit_weighs_at_most_60_kilobytes(client: Client, site: str, path: str) -> None:
    answer = client.get(path)

    files = static_files(answer.content.decode())

    assert "tequio/greca.svg" in files
    total = weight(answer.content) + sum(weight(Path(str(finders.find(name))).read_bytes()) for name in files)
    assert total <= 60_000


def test_the_style_sheet_and_the_script_stay_small() -> None:
    folder = Path(settings.PACKAGE) / "web" / "css"

    assert weight((folder / "tequio.css").read_bytes()) <= 20_000
    assert len((folder / "tequio.js").read_bytes()) <= 3_000


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/componentes/", "/privacidad/", "/denied/", "/cuenta/login/"])
def test_no_page_has_style_or_script_in_line_or_from_elsewhere(client: Client, site: str, path: str) -> None:
    html = client.get(path).content.decode()

    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    # A block of data is no script: the policy lets it stand, and nothing in it runs.
    assert not re.search(r"<script(?![^>]*(?:src=\"/static/|type=\"application/json\"))", html)
    assert not re.search(r"(?:src|href)=\"https?:[^\"]*\.(?:css|js|woff2?)", html)


@pytest.mark.django_db
def test_a_public_page_leaves_no_cookie(client: Client, site: str) -> None:
    answer = client.get("/privacidad/")

    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.django_db
def test_who_is_refused_is_told_why(client: Client, site: str) -> None:
    answer = client.get("/denied/")

    assert answer.status_code == 403
    assert "Only coordination may do this." in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_our_page(site: str) -> None:
    answer = Client(enforce_csrf_checks=True).post("/cuenta/login/", {"login": "x"})

    assert answer.status_code == 403
    assert 'class="site"' in answer.content.decode()


def test_the_failure_page_asks_the_database_nothing(rf: RequestFactory) -> None:
    answer = views.server_error(rf.get("/broken/"))

    assert answer.status_code == 500
    assert b"<h1>" in answer.content


@pytest.mark.django_db
def test_security_txt_says_where_and_until_when(client: Client, site: str) -> None:
    answer = client.get("/.well-known/security.txt")

    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert "Contact: " in text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text, re.MULTILINE)


@pytest.mark.django_db
def test_crawlers_are_kept_out_of_accounts(client: Client, site: str) -> None:
    assert "Disallow: /cuenta/" in client.get("/robots.txt").content.decode()


@pytest.mark.django_db
def test_the_old_icon_address_leads_to_the_drawing(client: Client, site: str) -> None:
    assert client.get("/favicon.ico")["Location"].endswith("tequio/icon.svg")


@pytest.mark.django_db
def test_the_language_is_changed_only_by_a_form_and_only_to_this_site(client: Client, site: str) -> None:
    assert client.get("/idioma/").status_code == 405

    answer = client.post("/idioma/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"
    assert answer.cookies["django_language"].value == "en"
