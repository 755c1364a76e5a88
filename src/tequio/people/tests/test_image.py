"""What the pages of a place carry at their head: a picture told in words, a motto, a link; never a colour (R186)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tequio.files import queries as files
from tequio.kit.policy import Denied, Refused
from tequio.people import actions, queries
from tequio.people.models import Jurisdiction


def picture() -> SimpleUploadedFile:
    body = BytesIO()
    Image.new("RGB", (80, 40), "navy").save(body, "PNG")
    return SimpleUploadedFile("logo.png", body.getvalue(), "image/png")


def change(world: SimpleNamespace, at: datetime, actor: Any = None, **more: Any) -> Jurisdiction:
    given: dict[str, Any] = {
        "motto": "Gobierno de puertas abiertas",
        "official_url": "https://gobierno.example",
        "upload": None,
        "logo_alt": "Escudo del estado",
        "forget_logo": False,
    }
    return actions.change_image(
        jurisdiction=world.jurisdiction, **(given | more), actor=actor or world.coordination, at=at
    )


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> None:
    """Keep files apart, and let this room say which are logos."""
    settings.FILES_ROOT = tmp_path
    monkeypatch.setattr(files.visibility, "_fillers", [queries.logos_visible])


def test_every_page_of_the_place_carries_it_and_no_other(
    world: SimpleNamespace, other: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    change(world, at, upload=picture())
    client = client_of(None)
    page = client.get("/nl/reglas/").content.decode()
    for said in ("Gobierno de puertas abiertas", "https://gobierno.example", 'alt="Escudo del estado"'):
        assert said in page
        assert said not in client.get("/mexico/reglas/").content.decode()
    logo = Jurisdiction.objects.get(slug="nl").logo
    assert logo is not None
    served = client.get(logo.get_absolute_url())
    assert b"".join(served)
    assert served.status_code == 200
    change(world, at, forget_logo=True)
    assert client.get(logo.get_absolute_url()).status_code == 404


def test_a_logo_says_what_it_shows_and_is_a_picture(world: SimpleNamespace, at: datetime) -> None:
    for more, field in (
        ({"upload": picture(), "logo_alt": " "}, "logo_alt"),
        ({"upload": SimpleUploadedFile("logo.txt", b"no soy una imagen")}, "upload"),
    ):
        with pytest.raises(Refused) as no:
            change(world, at, **more)
        assert no.value.field == field
    with pytest.raises(Denied):
        change(world, at, actor=world.liaison)
