"""What a secret address opens stays with whoever holds it; what anybody may do, nobody does for everybody."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

import docx
import pytest
from django.core.cache import caches
from django.test import RequestFactory
from django.urls import reverse
from jinja2.exceptions import SecurityError

from tequio.contributions import actions as contributions
from tequio.paper import word
from tequio.paper.writing import Paper, Paragraph
from tequio.people import actions as people
from tequio.people.tests.worlds import STRANGER, SYSTEM
from tequio.web import rate

NAME = "Vecina Que Alguien Insultó"


def test_the_name_under_a_hidden_text_is_hidden_too(world: SimpleNamespace) -> None:
    said, _token = contributions.submit_contribution(
        thing=world.milestone.urn,
        jurisdiction=world.jurisdiction,
        kind="comment",
        text="Un insulto",
        name=NAME,
        actor=STRANGER,
        at=world.at,
    )
    contributions.hide_contribution(contribution=said, reason="insults", actor=world.coordination, at=world.at)

    place = world.jurisdiction.slug
    pages = [said.get_absolute_url(), *(reverse(f"contributions:{one}", args=[place]) for one in _LISTS)]
    for role in ("anonymous", "liaison"):
        for page in pages:
            answer = world.ask(role).get(page)
            assert answer.status_code == 200
            assert NAME not in answer.content.decode(), page


_LISTS = ("contributions", "contributions_csv", "contributions_json", "moderation")


def test_a_page_behind_a_secret_is_kept_by_nobody_and_told_to_nobody(world: SimpleNamespace) -> None:
    place = world.jurisdiction.slug
    addresses = [
        reverse("contributions:follow_up", args=[world.asked_token]),
        reverse("notices:manage", args=[world.reader_token]),
        reverse("notices:confirm", args=[world.confirm_token]),
        reverse("people:invitation", args=[world.token]),
        reverse("people:organisation_link", args=[place, world.organisation_token]),
        reverse("people:answer_message", args=[place, world.relay_token]),
    ]
    for address in addresses:
        answer = world.ask("anonymous").get(address)

        assert answer.status_code == 200, address
        assert "no-store" in answer.headers["Cache-Control"], address
        assert answer.headers["X-Robots-Tag"] == "noindex", address
        # "no-referrer" makes browsers send the forms of the page with `Origin: null`, which is refused.
        assert answer.headers["Referrer-Policy"] == "same-origin", address
        assert "?de=" not in answer.content.decode(), address


def test_what_was_changed_after_it_was_read_is_not_published(world: SimpleNamespace) -> None:
    told = {"name": "Barrio unido", "scope": "local", "about": "Cuida parques"}
    found = people.register_organisation(
        jurisdiction=world.jurisdiction, told=told, contact_email="b@red.example", actor=STRANGER, at=world.at
    )
    token = people.write_organisation_link(organisation=found, actor=SYSTEM, at=world.at)
    people.confirm_organisation(organisation=found, token=token, actor=STRANGER, at=world.at)
    address = reverse("people:decide_organisation", args=[world.jurisdiction.slug, found.public_id])
    officer = world.ask("coordination")
    seen = officer.get(address).context["form"]["seen"].value()
    said = told | {"about": "Otra cosa, que nadie leyó"}
    people.edit_organisation(organisation=found, told=said, token=token, actor=STRANGER, at=world.at)

    answer = officer.post(address, {"decision": "publish", "seen": seen})

    assert answer.status_code == 422
    found.refresh_from_db()
    assert not found.is_published


def test_another_name_in_the_directory_reaches_whoever_holds_the_page(
    world: SimpleNamespace, settings: SimpleNamespace
) -> None:
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    caches["pages"].clear()
    address = reverse("people:institutions", args=[world.jurisdiction.slug])
    tag = world.ask("anonymous").get(address).headers["ETag"]

    people.keep_alias(
        institution=world.institutions.culture, alias="Cultura de todos", actor=world.coordination, at=world.at
    )

    again = world.ask("anonymous").get(address, headers={"if-none-match": tag})
    assert again.status_code == 200
    assert "Cultura de todos" in again.content.decode()


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_a_network_is_one_visitor(one: str, other: str, is_same: bool) -> None:
    ask: Callable[..., object] = RequestFactory().get
    assert (_named(ask("/", REMOTE_ADDR=one)) == _named(ask("/", REMOTE_ADDR=other))) is is_same


def test_nobody_becomes_another_visitor_by_saying_so() -> None:
    ask = RequestFactory().get
    said = {
        "headers": {"x-forwarded-for": "198.51.100.9", "x-real-ip": "198.51.100.9", "forwarded": "for=198.51.100.9"}
    }
    assert _named(ask("/", REMOTE_ADDR="203.0.113.7", **said)) == _named(ask("/", REMOTE_ADDR="203.0.113.7"))


def test_behind_one_proxy_only_what_the_proxy_says_counts(settings: SimpleNamespace) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    ask = RequestFactory().get
    lied = ask("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "10.9.9.9, 203.0.113.7"})
    true = ask("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "203.0.113.7"})
    assert _named(lied) == _named(true)


@pytest.mark.parametrize("trick", ["{{ ''.__class__.__mro__ }}", "{{ title.__init__.__globals__ }}"])
def test_a_letterhead_runs_nothing(trick: str) -> None:
    brought = docx.Document()
    brought.add_paragraph(trick)
    held = BytesIO()
    brought.save(held)
    with pytest.raises(SecurityError):
        word.written(_paper(), held.getvalue())


def test_what_people_write_between_braces_stays_text() -> None:
    made = docx.Document(BytesIO(word.written(_paper("{{ 7 * 7 }} {% raise %}"))))
    assert "{{ 7 * 7 }} {% raise %}" in [one.text for one in made.paragraphs]
    assert "{{ 7 * 7 }} {% raise %}" in made.sections[0].header.paragraphs[0].text


def _paper(header: str = "") -> Paper:
    return Paper(title="Ficha", language="es-MX", dated="2023-06-12", header=header, blocks=(Paragraph(header or "x"),))


def _named(request: object) -> str:
    return rate.visitor(request)  # type: ignore[arg-type]
