"""A bundle may carry the public copy of a file by its hash, while everybody may see that file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime

import pytest

from tequio.files import actions, queries, storage
from tequio.files.models import File
from tequio.files.tests import makers
from tequio.kit.actor import SYSTEM, Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
Keep = Callable[[str, bytes], File]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The files that a room above shows to everybody."""
    public: set[int] = set()

    def visible(pks: Collection[int], actor: Actor) -> Collection[int]:
        return public if actor.is_visitor else set(pks)

    monkeypatch.setattr(queries.visibility, "_fillers", [visible])
    return public


@pytest.fixture
def keep(at: datetime) -> Keep:
    """Keep a file."""

    def kept(name: str, content: bytes) -> File:
        said = {"title": "Acta", "credit": "Cultura", "licence": "cc-by-4.0", "dated_on": None}
        return actions.keep(upload=makers.upload(name, content), **said, actor=SYSTEM, at=at)

    return kept


def test_the_public_copy_is_given_and_an_original_that_differs_is_not(keep: Keep, shown: set[int]) -> None:
    picture = keep("mesa.jpg", makers.picture())
    shown.add(picture.pk)

    found = queries.public_copies([picture.ref.sha256, picture.public_ref.sha256, "0" * 64])

    assert picture.ref.sha256 != picture.public_ref.sha256
    assert set(found) == {picture.public_ref.sha256}
    (copy,) = found.values()
    with copy.open() as file:
        body = file.read()
    assert (hashlib.sha256(body).hexdigest(), len(body)) == (picture.public_ref.sha256, copy.size)


def test_an_original_that_equals_its_copy_is_given_by_its_hash(keep: Keep, shown: set[int]) -> None:
    text = keep("acta.txt", b"Se acuerda publicar los datos.\n")
    shown.add(text.pk)

    assert text.ref == text.public_ref
    assert set(queries.public_copies([text.ref.sha256])) == {text.ref.sha256}


def test_what_nobody_shows_is_not_given(keep: Keep, shown: set[int]) -> None:
    text = keep("acta.txt", b"Se acuerda callar.\n")

    assert queries.public_copies([text.ref.sha256]) == {}


def test_two_files_of_the_same_bytes_are_given_if_one_is_shown(keep: Keep, shown: set[int]) -> None:
    _hidden, text = (keep("acta.txt", b"Lo mismo dos veces.\n") for _ in range(2))
    shown.add(text.pk)

    assert set(queries.public_copies([text.ref.sha256])) == {text.ref.sha256}


def test_nothing_is_opened_before_it_is_asked_for(keep: Keep, shown: set[int]) -> None:
    text = keep("acta.txt", b"Se borra del disco.\n")
    shown.add(text.pk)
    storage._path(text.ref.sha256).unlink()

    (copy,) = queries.public_copies([text.ref.sha256]).values()

    with pytest.raises(FileNotFoundError):
        copy.open()
