"""Numbers that do not match, cut titles, repeated targets and second titles: told, never refused."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit import clock
from tequio.plans import actions, checks, document, doubts, queries
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds
from tequio.plans.tests.documents import HERE, own


@pytest.mark.parametrize(
    ("text", "listed", "found"),
    [
        ("Se tratarán cuatro temas:\n• uno\n• dos\n• tres\n• cuatro\n• cinco", None, ("cuatro temas", 4, 5)),
        ("Se tratarán 5 temas:\n1. uno\n2. dos\n3. tres\n4. cuatro\n5. cinco", None, None),
        ("Un modelo en tres grandes aspectos.", 2, ("tres grandes aspectos", 3, 2)),
        ("Un modelo en tres aspectos.", 3, None),
        ("Hay cuatro temas, y no se listan.", None, None),
        ("Lo harán tres personas:\n• una\n• dos", None, None),
    ],
)
def test_x11_a_text_that_says_one_number_and_lists_another_is_doubted(
    text: str, listed: int | None, found: tuple[str, int, int] | None
) -> None:
    assert doubts.miscounted(text, listed) == found


@pytest.mark.parametrize(
    ("title", "is_cut"),
    [
        ("Fortalecer las capacidades de", True),
        ("Fortalecer las capacidades (de quien", True),
        ("Fortalecer las capacidades,", True),
        ("Fortalecer las capacidades", False),
        ("Innovar para participar - datos (abiertos)", False),
        ("", False),
    ],
)
def test_x11_a_title_cut_by_a_page_is_doubted(title: str, is_cut: bool) -> None:
    assert doubts.is_cut(title) is is_cut


def test_x11_the_workshop_tells_and_nothing_stops_the_publication(drafts: SimpleNamespace, at: datetime) -> None:
    worlds.section(drafts.lab, "title", drafts.liaison, at, title="Datos para decidir con")
    worlds.section(drafts.lab, "action", drafts.liaison, at, action="En dos etapas:\n1. una\n2. otra\n3. y otra")

    found = checks.of(Commitment.objects.get(pk=drafts.lab.pk))

    assert [(check.key, check.is_blocking) for check in found] == [("title", False), ("action", False)]


def test_x11_a_target_said_twice_counts_once_and_whoever_wrote_it_is_told(
    drafts: SimpleNamespace, at: datetime
) -> None:
    client = Client()
    client.force_login(drafts.liaison.user)
    address = reverse("plans:edit_section", args=["nl", drafts.lab.public_id, "sdgs"])
    with clock.frozen(at):
        form = client.get(address).context["form"]
        sent = {"revision": form["revision"].value(), "seen": form["seen"].value(), "save": "1"}
        rows = {f"rows-{n}-{name}": value for n in (0, 1) for name, value in (("code", "16.5"), ("text", ""))}
        sent |= {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", **rows}
        text = client.post(address, sent, follow=True).content.decode()

    assert [link.target for link in drafts.lab.sdgs.all()] == ["16.5"]
    assert "Se repite y cuenta una vez: 16.5" in text or "Repeated, so it counts once: 16.5" in text


def test_x08_a_commitment_is_found_by_any_of_its_titles(world: SimpleNamespace, at: datetime, client: Client) -> None:
    aliases = "Laboratorio de Datos Vecinal\nLab vecinal"
    values = {"title": world.lab.title, "lede": world.lab.lede, "number": world.lab.number, "aliases": aliases}
    actions.edit_section(
        commitment=world.lab,
        key="title",
        values=values,
        revision=Commitment.objects.get(pk=world.lab.pk).revision,
        reason="Así lo llama la guía.",
        actor=world.coordination,
        at=at,
    )

    with clock.frozen(at):
        listed = client.get(world.plan.get_absolute_url(), {"q": "vecinal laboratorio"}).content.decode()
        shown = client.get(world.lab.get_absolute_url()).content.decode()

    assert world.lab.title in listed
    assert world.sheet.title not in listed
    assert "Lab vecinal" in shown
    assert document.of_commitment(Commitment.objects.get(pk=world.lab.pk))["aliases"] == aliases.splitlines()
    among = queries.commitments_of(world.jurisdiction, worlds.STRANGER)
    assert queries.commitments_called(["LAB  vecinal"], among=among) == {"LAB  vecinal": world.lab}


def test_r015_what_will_exist_stands_before_what_will_change(drafts: SimpleNamespace, at: datetime) -> None:
    rows = [{"kind": "outcome", "text": "Más confianza"}, {"kind": "output", "text": "Un repositorio"}]
    made = worlds.section(drafts.lab, "contribution", drafts.liaison, at, contribution="Mucho.", rows=[rows])
    told = document.of_commitment(made)["results"]
    assert [(one["kind"], one["text"]) for one in told] == [("output", "Un repositorio"), ("outcome", "Más confianza")]


def test_r029_an_assumption_stands_at_both_levels(drafts: SimpleNamespace, at: datetime) -> None:
    rows = [{"label": "a", "text": "Cambia la gente.", "level": "both"}]
    made = worlds.section(drafts.sheet, "risks", drafts.coordination, at, rows=[rows])
    assert document.of_commitment(made)["risks"][0]["level"] == "both"


def test_x08_an_import_tells_what_is_here_already_under_another_title(drafts: SimpleNamespace, at: datetime) -> None:
    title = next(draft.title.text for draft in own("ficha-agua.txt").drafts if draft.title)
    values = {"title": drafts.lab.title, "aliases": title.upper()}
    worlds.section(drafts.lab, "title", drafts.liaison, at, **values)
    kept = actions.keep_document(
        jurisdiction=drafts.jurisdiction,
        body=(HERE / "ficha-agua.txt").read_bytes(),
        name="ficha-agua.txt",
        actor=drafts.coordination,
        at=at,
    )
    client = Client()
    client.force_login(drafts.coordination.user)

    with clock.frozen(at):
        text = client.get(reverse("plans:preview", args=["nl", kept.public_id])).content.decode()

    assert drafts.lab.title in text
