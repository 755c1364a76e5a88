"""An office hands in a file: its bytes are kept for ever, once."""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tequio.files import actions, queries, storage, tasks
from tequio.files.models import Blob, File
from tequio.files.tasks import CUT_AFTER, ORPHAN_AFTER, remove_leftovers
from tequio.files.tests import makers
from tequio.files.vocab import Licence
from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied, Refused
from tequio.record import queries as record


class Office:
    handle = "urn:tequio:nl:office:0123456789"
    is_visitor = False


def keep(at: datetime, name: str = "acta.pdf", content: bytes = makers.pdf(), **changed: Any) -> File:
    said: dict[str, Any] = {
        "title": "Acta de la sesión",
        "credit": "Contraloría",
        "licence": Licence.CC_BY,
        "dated_on": date(2023, 6, 1),
        "actor": Office(),
    }
    return actions.keep(upload=makers.upload(name, content), at=at, **{**said, **changed})


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]


def test_the_original_is_kept_byte_by_byte_under_its_hash(site: str, at: datetime, folder: Path) -> None:
    content = makers.pdf()
    sha256 = hashlib.sha256(content).hexdigest()

    file = keep(at, content=content)

    assert (file.ref.sha256, file.ref.size, file.ref.type) == (sha256, len(content), "application/pdf")
    assert (folder / sha256[:2] / sha256[2:4] / sha256).read_bytes() == content
    with queries.open(file.original) as kept:
        assert kept.read() == content


def test_the_copy_that_is_shown_has_its_own_hash(site: str, at: datetime) -> None:
    file = keep(at)

    with queries.open(file.public_copy) as kept:
        shown = kept.read()
    assert file.public_ref.sha256 == hashlib.sha256(shown).hexdigest() != file.ref.sha256
    assert file.public_ref.size == len(shown)


def test_what_is_said_about_it_stands_with_it(site: str, at: datetime) -> None:
    file = keep(at, title="  Acta de\r\nla sesión ", name="../Acta final.PDF")

    file.refresh_from_db()
    assert (file.name, file.title, file.credit) == ("Acta final.PDF", "Acta de\nla sesión", "Contraloría")
    assert file.licence_url == "https://creativecommons.org/licenses/by/4.0/"
    assert file.is_open
    assert (file.dated_on, file.uploaded_at, file.office) == (date(2023, 6, 1), at, Office.handle)


def test_a_licence_that_forbids_trade_is_accepted_and_not_called_open(site: str, at: datetime) -> None:
    assert not keep(at, licence=Licence.CC_BY_NC_SA).is_open


def test_equal_bytes_are_stored_once_and_described_twice(site: str, at: datetime, folder: Path) -> None:
    one, two = keep(at), keep(at, name="otra.pdf", title="Otra")

    assert one.original == two.original
    assert File.objects.count() == 2
    assert Blob.objects.count() == 2
    assert len(files_in(folder)) == 2


def test_it_leaves_a_private_trace_and_no_public_fact(site: str, at: datetime) -> None:
    file = keep(at, tenant="urn:tequio:nl:jurisdiction:x")

    (trace,) = record.trail_of(record.urn("file", file.public_id))
    assert (trace.type, trace.actor, trace.tenant) == ("files.file-kept", Office.handle, "urn:tequio:nl:jurisdiction:x")
    assert trace.data["sha256"] == file.ref.sha256
    assert not record.feed().exists()


def test_a_visitor_is_told_why_not(site: str, at: datetime, folder: Path) -> None:
    with pytest.raises(Denied):
        keep(at, actor=queries.Anybody())

    assert files_in(folder) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", " \n"),
        ("title", "x" * 301),
        ("credit", ""),
        ("credit", "x" * 201),
        ("licence", ""),
        ("licence", "mine"),
        ("dated_on", date(2032, 1, 1)),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    site: str, at: datetime, folder: Path, field: str, value: Any
) -> None:
    with pytest.raises(Refused) as refusal:
        keep(at, **{field: value})

    assert refusal.value.field == field
    assert files_in(folder) == []


def test_a_file_without_a_date_is_fine(site: str, at: datetime) -> None:
    assert keep(at, dated_on=None).dated_on is None


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(
    site: str, at: datetime, folder: Path, settings: Any
) -> None:
    settings.FILES_LIMIT = 1024 * 1024

    with pytest.raises(Refused, match="1 MB"):
        keep(at, name="a.txt", content=b"a" * (1024 * 1024 + 1))
    assert files_in(folder) == []

    assert keep(at, name="a.txt", content=b"a" * (1024 * 1024)).ref.size == 1024 * 1024


def test_an_upload_of_another_size_than_announced_was_cut(site: str, at: datetime, folder: Path) -> None:
    upload = makers.upload("a.txt", b"hola")
    upload.size = 9

    with pytest.raises(Refused):
        actions.keep(upload=upload, title="T", credit="C", licence="cc0-1.0", dated_on=None, actor=SYSTEM, at=at)
    assert files_in(folder) == []


def test_an_upload_that_breaks_while_it_is_read_leaves_nothing(site: str, at: datetime, folder: Path) -> None:
    upload = makers.upload("a.txt", b"hola")

    def broken() -> Any:
        yield b"ho"
        raise OSError("the connection broke")

    upload.chunks = lambda *args: broken()  # type: ignore[method-assign]
    with pytest.raises(OSError, match="broke"):
        actions.keep(upload=upload, title="T", credit="C", licence="cc0-1.0", dated_on=None, actor=SYSTEM, at=at)

    assert files_in(folder) == []
    assert not File.objects.exists()


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.png", "a.webp"])
def test_pictures_of_each_kind_are_kept(site: str, at: datetime, name: str) -> None:
    format = {"jpg": "JPEG", "peg": "JPEG", "png": "PNG", "ebp": "WEBP"}[name[-3:].lower()]

    file = keep(at, name=name, content=makers.picture(format))

    assert file.is_picture


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.csv", b"municipio\nApodaca\n", "text/csv"),
        ("a.txt", "Acta".encode("utf-8-sig"), "text/plain"),
        ("a.json", b'{"a": 1}', "application/json"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "application/geo+json"),
        ("a.odt", makers.odt(), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_documents_and_data_are_kept_with_their_type(
    site: str, at: datetime, name: str, content: bytes, media_type: str
) -> None:
    assert keep(at, name=name, content=content).ref.type == media_type


def test_bytes_left_by_a_transaction_that_failed_are_swept_after_a_day(site: str, at: datetime, folder: Path) -> None:
    kept = keep(at)
    with transaction.atomic():
        keep(at, name="b.txt", content=b"lost")
        transaction.set_rollback(True)
    now = datetime.fromtimestamp(max(path.stat().st_mtime for path in files_in(folder)), at.tzinfo)
    assert len(files_in(folder)) == 3

    assert remove_leftovers(now + ORPHAN_AFTER - timedelta(minutes=1)) == 0
    assert remove_leftovers(now + ORPHAN_AFTER + timedelta(minutes=1)) == 1

    assert {path.name for path in files_in(folder)} == {kept.ref.sha256, kept.public_ref.sha256}


def test_orphaned_bytes_that_somebody_hands_in_again_are_fresh(site: str, at: datetime, folder: Path) -> None:
    with transaction.atomic():
        keep(at, name="b.txt", content=b"lost and found")
        transaction.set_rollback(True)
    (orphan,) = files_in(folder)
    fresh = orphan.stat().st_mtime
    os.utime(orphan, (0, 0))
    keep(at, name="b.txt", content=b"lost and found")

    assert orphan.stat().st_mtime >= fresh
    # A sweep that had chosen it before judges its age again under the lock.
    assert storage.remove([orphan.name], placed_before=datetime.fromtimestamp(fresh - 1, at.tzinfo)) == 0
    assert orphan.exists()


def test_a_cut_upload_is_swept(site: str, folder: Path) -> None:
    stale = storage.temporaries() / "tmpabc.upload.pdf"
    stale.write_bytes(b"half")
    cut = datetime.fromtimestamp(stale.stat().st_mtime).astimezone()

    assert remove_leftovers(cut + CUT_AFTER - timedelta(minutes=1)) == 0
    assert remove_leftovers(cut + CUT_AFTER + timedelta(minutes=1)) == 1
    assert not stale.exists()


def test_the_sweep_is_an_appointment_of_the_worker() -> None:
    (appointment,) = tasks.timetable()
    stale = storage.temporaries() / "half"
    stale.write_bytes(b"half")
    os.utime(stale, (0, 0))

    appointment.job.call()

    assert not stale.exists()


def test_stored_bytes_are_named_by_a_hash_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storage.open("../../etc/passwd")
