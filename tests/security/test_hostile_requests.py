"""Requests that nobody's browser would send: none breaks the server, and none may cost it much."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tequio.kit.policy import Refused
from tequio.plans import actions
from tequio.plans.actions.documents import MOST_LINES
from tequio.plans.forms.rows import MOST_ROWS, MeansRow, rows_of
from tequio.plans.models import ImportedDocument


@pytest.mark.parametrize(
    "address",
    [
        "/nl/atrasados/?plan=%00",
        "/nl/sin-evidencia/?plan=a%00b",
        "/nl/instituciones/%00/editar/",
        "/nl/personas/%00/terminar/",
        "/registro/?lugar=%00",
    ],
)
def test_an_address_with_a_nul_finds_nothing(world: SimpleNamespace, address: str) -> None:
    assert world.ask("coordination").get(address).status_code == 404


def test_a_version_with_too_many_digits_is_no_version(world: SimpleNamespace) -> None:
    place = {"jurisdiction": "nl", "public_id": world.lab.public_id, "slug": world.lab.slug, "number": "2"}

    for asked in ("9" * 7, "9" * 30, "9" * 5000, "²"):
        answer = world.ask("anonymous").get(reverse("plans:version", kwargs=place), {"con": asked})
        assert answer.status_code == 200


@pytest.mark.parametrize("claimed", ["1000000", "9" * 5000, "-5", "x"])
def test_a_form_has_no_more_rows_than_a_page(claimed: str) -> None:
    management = {"means-TOTAL_FORMS": claimed, "means-INITIAL_FORMS": "0"}

    made = rows_of(MeansRow, management, prefix="means")
    more = rows_of(MeansRow, management, prefix="means", more=True)

    assert len(made.forms) <= MOST_ROWS
    assert len(more.forms) <= MOST_ROWS


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_document_of_endless_lines_is_refused_before_anybody_reads_it(world: SimpleNamespace, end: bytes) -> None:
    with pytest.raises(Refused) as refused:
        actions.keep_document(
            jurisdiction=world.jurisdiction,
            body=b"x" + end * (MOST_LINES + 1),
            name="largo.txt",
            actor=world.coordination,
            at=world.at,
        )

    assert refused.value.field == "document"
    assert not ImportedDocument.objects.filter(name="largo.txt").exists()


def test_many_files_in_one_request_do_not_fill_the_disk(world: SimpleNamespace, settings: SimpleNamespace) -> None:
    settings.FILES_LIMIT = 1024 * 1024
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024
    folder = Path(settings.FILES_ROOT) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    settings.FILE_UPLOAD_TEMP_DIR = folder
    sent = {f"f{n}": SimpleUploadedFile(f"{n}.txt", b"x" * 1024 * 1024) for n in range(8)}

    answer = world.ask("anonymous").post(reverse("account_login"), sent)

    assert answer.status_code == 400
    assert list(folder.iterdir()) == []
