"""What the record erases by law leaves this room too; and what everybody reads today may be proven to everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tequio.contributions import actions, queries, slots
from tequio.contributions.models import Attachment, Contribution
from tequio.contributions.tests import worlds
from tequio.files.models import Blob, File
from tequio.files.tests import makers
from tequio.jobs.actions import send_mail
from tequio.jobs.queries import Row
from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied
from tequio.people import actions as people
from tequio.record import queries as record
from tequio.record.queries import beside

pytestmark = pytest.mark.django_db
MAIL = "vecina@example.org"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """Where files live during one test."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = settings.FILES_ROOT / "tmp"


@pytest.fixture
def world(at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


@pytest.fixture
def asked(world: SimpleNamespace, at: datetime) -> Contribution:
    """A question with a pseudonym, an address and two files."""
    made, _token = worlds.ask(world, world.lab, at, name="Vecina", email=MAIL, files=[paper(1), paper(2)])
    return made


def paper(pages: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{pages}.pdf", makers.pdf(pages), content_type="application/pdf")


def erase(asked: Contribution, by: Any, at: datetime, *names: str) -> tuple[str, ...]:
    return people.erase_entry(event_id=asked.fact, names=names, basis="asked", actor=by, at=at)


def shown(asked: Contribution) -> dict[str, set[str]]:
    """Ask what of it a bundle may disclose."""
    return queries.disclosable([str(asked.fact)])


def test_all_of_it_goes_and_the_answer_stays(world: SimpleNamespace, asked: Contribution, at: datetime) -> None:
    worlds.answer(asked, world.liaison, at)

    done = erase(asked, world.coordination, at)

    left = worlds.again(asked)
    assert done == ("file-1", "file-2", "name", "text")
    assert (left.name, left.email, left.text, left.is_withdrawn) == ("", "", "", True)
    assert (Attachment.objects.count(), File.objects.count(), Blob.objects.count()) == (0, 0, 0)
    assert left.points.get().answers.count() == 1


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (("name",), ("", worlds.QUESTION, "", {1, 2}, "shown")),
        (("text",), ("Vecina", "", "", {1, 2}, "withdrawn")),
        (("file-1",), ("Vecina", worlds.QUESTION, MAIL, {2}, "shown")),
    ],
)
def test_a_part_goes_alone(
    world: SimpleNamespace, asked: Contribution, at: datetime, names: tuple[str, ...], kept: tuple[Any, ...]
) -> None:
    erase(asked, world.coordination, at, *names)

    left = worlds.again(asked)
    numbers = set(left.files.values_list("number", flat=True))
    assert (left.name, left.text, left.email, numbers, left.state) == kept


def test_points_made_of_the_text_go_with_it(world: SimpleNamespace, asked: Contribution, at: datetime) -> None:
    parts = ["¿Cuándo se podrán descargar", "los datos de las colonias?"]
    actions.separate_points(contribution=asked, texts=parts, actor=world.liaison, at=at)

    erase(asked, world.coordination, at, "text")

    assert [point.text for point in asked.points.all()] == ["", ""]


def test_the_mails_to_whoever_asked_go_too(world: SimpleNamespace, asked: Contribution, at: datetime) -> None:
    page = worlds.again(asked).get_absolute_url()
    send_mail.enqueue(to=MAIL, subject="Responden", text=f"Aquí está: https://nl.example{page}")
    send_mail.enqueue(to=MAIL, subject="Otra cosa", text="Confirma que quieres seguir el plan.")
    send_mail.enqueue(to="otra@example.org", subject="Responden", text=page)
    send_mail.enqueue(to=MAIL, subject="Ya salió", text="Confirma.")
    Row.objects.filter(args_kwargs__kwargs__subject="Ya salió").update(status="SUCCESSFUL")

    erase(asked, world.coordination, at, "name")

    left = [(row.args_kwargs["kwargs"]["to"], row.args_kwargs["kwargs"]["subject"]) for row in Row.objects.all()]
    assert sorted(left) == [("otra@example.org", "Responden"), (MAIL, "Otra cosa")]


def test_only_whoever_may_erase_the_entry_erases_its_copies(
    world: SimpleNamespace, asked: Contribution, at: datetime
) -> None:
    for actor in (world.liaison, world.citizen, worlds.STRANGER):
        with pytest.raises(Denied):
            actions.erase_copies(event_id=asked.fact, names=["text"], actor=actor, at=at)
    assert worlds.again(asked).text == worlds.QUESTION


def test_a_private_trace_says_which_values_and_nothing_of_them(
    world: SimpleNamespace, asked: Contribution, at: datetime
) -> None:
    erase(asked, world.coordination, at, "text")

    traces = record.trail_of(world.lab.urn)
    assert traces[0].type == "contributions.copies-erased"
    assert traces[0].data == {"contribution": asked.urn, "values": ["text"]}


def test_no_trace_keeps_the_hash_of_an_erased_file(world: SimpleNamespace, asked: Contribution, at: datetime) -> None:
    first = asked.files.get(number=1).file
    sha256, subject = first.ref.sha256, record.urn("file", first.public_id)
    assert sha256 in str([one.data for one in record.trail_of(subject)])

    erase(asked, world.coordination, at, "file-1")

    assert [one.type for one in record.trail_of(subject)] == ["files.file-forgotten"]


def test_the_page_says_that_it_was_erased_and_leads_to_who_and_why(
    world: SimpleNamespace, asked: Contribution, that_day: datetime
) -> None:
    erase(asked, world.coordination, that_day, "text")

    page = Client(headers={"accept-language": "en"}).get(worlds.again(asked).get_absolute_url()).content.decode()

    assert "What this said was erased." in page
    assert f"/registro/{asked.fact}/" in page
    assert worlds.QUESTION not in page


def test_the_log_of_moderation_tells_it(world: SimpleNamespace, asked: Contribution, that_day: datetime) -> None:
    erase(asked, world.coordination, that_day, "text")

    page = (
        Client(headers={"accept-language": "en"}).get(reverse("contributions:moderation", args=["nl"])).content.decode()
    )

    assert "erased personal data that an earlier entry kept apart (the person asked for it)" in page


def test_a_bundle_may_disclose_what_everybody_reads(world: SimpleNamespace, asked: Contribution, at: datetime) -> None:
    nameless, _token = worlds.ask(world, world.lab, at)

    assert shown(asked) == {str(asked.fact): {"name", "text", "file-1", "file-2"}}
    assert shown(nameless) == {str(nameless.fact): {"text"}}


@pytest.mark.parametrize("ending", ["hidden", "withdrawn thing", "erased text"])
def test_a_bundle_discloses_nothing_that_nobody_reads(
    world: SimpleNamespace, asked: Contribution, at: datetime, ending: str
) -> None:
    if ending == "hidden":
        worlds.hide(asked, world.coordination, at)
    elif ending == "withdrawn thing":
        worlds.withdraw(world.lab)
    else:
        erase(asked, world.coordination, at, "text")

    assert shown(asked) == {}


def test_a_bundle_goes_on_disclosing_what_was_left(world: SimpleNamespace, asked: Contribution, at: datetime) -> None:
    erase(asked, world.coordination, at, "name", "file-2")

    assert shown(asked) == {str(asked.fact): {"text", "file-1"}}


@pytest.fixture
def restored(asked: Contribution) -> Contribution:
    """The same question as an older backup has it: nothing of it was erased there."""
    return asked


@pytest.mark.parametrize("names", [["name"], ["file-1", "name", "text"]])
def test_what_the_record_had_erased_is_erased_again_after_a_restore(
    restored: Contribution, at: datetime, names: list[str]
) -> None:
    later = at + timedelta(days=1)
    body = {"data": {"entry": str(restored.fact), "names": names, "basis": "asked"}, "at": later.isoformat()}

    slots.erase_again("record.entry-erased", body)

    left = worlds.again(restored)
    assert (left.name, left.email) == ("", "")
    assert (left.text == "") is ("text" in names)
    assert left.files.count() == 2 - ("file-1" in names)


@pytest.mark.parametrize("keeps_text", [True, False])
def test_what_its_author_had_erased_is_erased_again_after_a_restore(
    restored: Contribution, at: datetime, keeps_text: bool
) -> None:
    later = at + timedelta(days=1)
    data = {"thing": restored.thread.thing, "contribution": restored.urn, "keeps_text": keeps_text}

    slots.erase_again(
        "contributions.contribution-erased", {"data": data, "corrects": str(restored.fact), "at": later.isoformat()}
    )

    left = worlds.again(restored)
    entry = record.entry(str(restored.fact))
    kept = set(entry.withheld.filter(erased_at=None).values_list("name", flat=True))
    assert (left.name, left.email) == ("", "")
    assert (left.text == "") is not keeps_text
    assert kept == ({"text", "file-1", "file-2"} if keeps_text else set())
    assert {one.erased_at for one in beside.kept_of(entry)} - {None} == {later}


def test_other_facts_that_come_back_erase_nothing(restored: Contribution, at: datetime) -> None:
    for type, data in (("contributions.point-answered", {}), ("tracking.status-changed", {"entry": "x"})):
        slots.erase_again(type, {"data": data, "at": at.isoformat(), "corrects": str(restored.fact)})

    assert worlds.again(restored).text == worlds.QUESTION


def test_what_came_back_leaves_the_index_of_the_search(restored: Contribution, at: datetime) -> None:
    from tequio.contributions.events import CopiesErased
    from tequio.record.actions import listeners

    assert any(name.endswith("forget_words") for name in listeners[CopiesErased.name])


def test_an_entry_of_another_room_has_no_copy_here(world: SimpleNamespace, at: datetime) -> None:
    other = record.entries_of(world.jurisdiction.urn)[0]

    assert slots.erase_copies(str(other.event_id), ["name"], SYSTEM, at) == set()
