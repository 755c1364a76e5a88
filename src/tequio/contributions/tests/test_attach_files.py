"""Files come with what somebody says, without an account: seen with it, hidden with it, erased with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tequio.contributions import actions, queries
from tequio.contributions.models import Attachment
from tequio.contributions.tests import worlds
from tequio.contributions.vocab import MOST_FILES
from tequio.files import queries as files
from tequio.files.models import Blob, File
from tequio.files.tests import makers
from tequio.kit.policy import Refused

pytestmark = pytest.mark.django_db


def status(url: str) -> int:
    """Ask for a file as a stranger, and read to its end what is served, which closes it."""
    answer = Client().get(url)
    b"".join(answer)
    return answer.status_code


def record_table(name: str) -> Any:
    """Return a table of the record, which only the record itself imports."""
    return apps.get_model("record", name)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """Where files live during one test."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = settings.FILES_ROOT / "tmp"


@pytest.fixture(autouse=True)
def shown_by_this_room(above: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this room alone say which files are seen."""
    monkeypatch.setattr(files.visibility, "_fillers", [queries.files_visible])


def paper(name: str = "acta.pdf", pages: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, makers.pdf(pages), content_type="application/pdf")


def test_a_stranger_attaches_a_file_and_everybody_reads_its_public_copy(that_day: datetime) -> None:
    world = worlds.nuevo_leon(that_day)
    address = reverse("contributions:thread", args=["nl", "commitment", world.lab.public_id])
    said = {"kind": "comment", "text": "Aquí está el acta.", "files": [paper()]}

    done = Client().post(address, said)

    assert done.status_code == 302
    kept = Attachment.objects.get().file
    assert kept.get_absolute_url() in Client().get(address).content.decode()
    assert status(kept.get_absolute_url()) == 200
    assert status(kept.original_url) == 404


def test_what_a_visitor_called_a_file_stands_nowhere(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    made, _token = worlds.ask(world, world.lab, at, files=[paper("Fulana de Tal.pdf")])

    kept = made.files.get().file
    assert "fulana" not in f"{kept.title} {kept.name} {kept.get_absolute_url()}".lower()
    assert kept.get_absolute_url().endswith(".pdf")


def test_what_is_hidden_has_no_files_but_for_who_judges_it(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    made, _token = worlds.ask(world, world.lab, at, files=[paper()])
    file = made.files.get().file
    worlds.hide(made, world.coordination, at)

    assert status(file.get_absolute_url()) == 404
    assert queries.files_visible([file.pk], world.liaison) == set()
    assert queries.files_visible([file.pk], world.coordination) == {file.pk}

    actions.restore_contribution(contribution=worlds.again(made), actor=world.coordination, at=at)
    assert status(file.get_absolute_url()) == 200
    worlds.withdraw(world.lab)
    assert status(file.get_absolute_url()) == 404


def test_the_record_holds_a_salted_digest_and_never_the_hash(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    made, _token = worlds.ask(world, world.lab, at, files=[paper()])

    sha256 = made.files.get().file.ref.sha256
    entry = record_table("Entry").objects.get(event_id=made.fact)
    assert sha256 not in bytes(entry.entry).decode()
    assert entry.withheld.get(name="file-1").value == sha256


def test_files_go_with_the_text_and_so_do_their_digests(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    made, token = worlds.ask(world, world.lab, at, files=[paper(), paper("otra.pdf", 2)])
    erase = {"contribution": made, "token": token, "actor": worlds.STRANGER, "at": at}

    actions.erase_contribution(keeps_text=True, **erase)
    assert Attachment.objects.count() == 2
    actions.erase_contribution(keeps_text=False, **erase)

    assert (Attachment.objects.count(), File.objects.count(), Blob.objects.count()) == (0, 0, 0)
    kept = record_table("Withheld").objects.filter(entry__event_id=made.fact)
    assert kept.count() == 3
    assert set(kept.values_list("value", "salt")) == {("", "")}


def test_the_same_bytes_that_somebody_else_handed_in_stay(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    made, token = worlds.ask(world, world.lab, at, files=[paper()])
    other, _token = worlds.ask(world, world.lab, at, files=[paper()])

    actions.erase_contribution(contribution=made, token=token, keeps_text=False, actor=worlds.STRANGER, at=at)

    assert status(other.files.get().file.get_absolute_url()) == 200


def test_too_many_or_hostile_files_leave_nothing_behind(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    hostile = SimpleUploadedFile("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")

    for wrong in ([hostile], [paper(f"{n}.pdf", n + 1) for n in range(MOST_FILES + 1)]):
        with pytest.raises(Refused) as refusal:
            worlds.ask(world, world.lab, at, files=wrong)
        assert refusal.value.field == "files"
    assert not queries.contributions_about(world.lab.urn).exists()
    assert not File.objects.exists()
