"""A folder is imported in one go: each document by itself, the same bytes never twice, and one report of all."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit.policy import Denied, Refused
from tequio.paper import folder
from tequio.paper.package import Unreadable
from tequio.paper.tests import papers
from tequio.plans import actions
from tequio.plans.models import Commitment, ImportedDocument
from tequio.plans.tests.documents import HERE

FORM, SHEET, AXES = ((HERE / name).read_bytes() for name in ("ficha-agua.txt", "hoja-archivos.txt", "eje-parque.txt"))


def keep(world: SimpleNamespace, body: bytes, at: datetime) -> ImportedDocument:
    return actions.keep_document(
        jurisdiction=world.jurisdiction, body=body, name="a.txt", actor=world.coordination, at=at
    )


def test_a_zip_of_documents_is_a_folder_and_a_word_file_is_not() -> None:
    zipped = papers.zipped(
        {"b/ficha.txt": FORM, "a.docx": papers.as_docx("a"), "__MACOSX/x": b"x", "b/.DS_Store": b"x"}
    )

    assert folder.is_folder(zipped)
    assert not folder.is_folder(papers.as_docx("a"))
    assert not folder.is_folder(papers.as_odt("a"))
    assert [name for name, _ in folder.files(zipped)] == ["a.docx", "b/ficha.txt"]


def test_a_bomb_among_the_documents_is_why_it_is_not_read() -> None:
    found = dict(folder.files(papers.zipped({"a.txt": FORM, "b.txt": b" " * (8 * 1024 * 1024)})))

    assert found["a.txt"] == FORM
    assert isinstance(found["b.txt"], Unreadable)


def test_what_is_kept_says_what_it_was_understood_as(drafts: SimpleNamespace, at: datetime) -> None:
    account = keep(drafts, AXES, at).account

    assert (account["template"], account["commitments"]) == ("thematic-axis", 2)
    assert account["warning"] > 0


def test_the_same_bytes_are_kept_once_and_never_imported_twice(drafts: SimpleNamespace, at: datetime) -> None:
    first = keep(drafts, FORM, at)
    again = keep(drafts, FORM, at)
    assert first == again

    actions.confirm_document(document=first, plan=drafts.plan, actor=drafts.coordination, at=at)

    with pytest.raises(Refused):
        keep(drafts, FORM, at)
    assert ImportedDocument.objects.count() == 1


def test_an_office_is_not_handed_what_another_uploaded(drafts: SimpleNamespace, at: datetime) -> None:
    keep(drafts, FORM, at)

    with pytest.raises(Denied):
        actions.keep_document(jurisdiction=drafts.jurisdiction, body=FORM, name="a", actor=drafts.liaison, at=at)


def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(drafts: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused, match="docx"):
        keep(drafts, b"%PDF-1.7 x", at)


def upload(client: Client, world: SimpleNamespace, body: bytes, name: str) -> str:
    url = reverse("plans:import", args=[world.jurisdiction.slug])
    held = papers.BytesIO(body)
    held.name = name
    return client.post(url, {"documents": [held]}, follow=True).content.decode()


def test_a_zip_is_uploaded_and_written_in_one_go_with_one_report(
    client: Client, drafts: SimpleNamespace, at: datetime
) -> None:
    client.force_login(drafts.coordination.user)
    before = Commitment.objects.count()
    page = upload(
        client,
        drafts,
        papers.zipped({"f/a.txt": FORM, "f/b.txt": SHEET, "f/c.pdf": b"%PDF-1.7", "f/d.txt": b"Hola"}),
        "f.zip",
    )

    assert "c.pdf" in page
    assert ImportedDocument.objects.count() == 3
    url = reverse("plans:import_all", args=[drafts.jurisdiction.slug])
    report = client.post(url, {"plan": drafts.plan.pk}, follow=True).content.decode()

    assert Commitment.objects.count() == before + 2
    assert all(name in report for name in ("a.txt", "b.txt", "d.txt"))
    assert ImportedDocument.objects.filter(confirmed_at__isnull=True).count() == 1


def test_one_document_that_fails_takes_no_other_back(
    client: Client, drafts: SimpleNamespace, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(drafts.coordination.user)
    upload(client, drafts, papers.zipped({"a.txt": FORM, "b.txt": b"Nada", "c.txt": SHEET}), "f.zip")
    url = reverse("plans:import_all", args=[drafts.jurisdiction.slug])

    client.post(url, {"plan": drafts.plan.pk})
    again = client.post(url, {"plan": drafts.plan.pk}, follow=True)

    assert again.status_code == 200
    assert ImportedDocument.objects.filter(confirmed_at__isnull=False).count() == 2
