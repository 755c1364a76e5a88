"""This room alone: the menu is its own, and no room above is asked."""

from __future__ import annotations

import pytest

from tequio.web import page


@pytest.fixture(autouse=True)
def own_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill the menu with two entries of this room."""
    rows = [("Accesibilidad", "/accesibilidad/"), ("Compromisos y componentes", "/componentes/")]
    monkeypatch.setattr(page.menu, "_fillers", [lambda request: rows])
    monkeypatch.setattr(page.footer, "_fillers", [lambda request: [("Reportar un error", "/contacto/")]])
