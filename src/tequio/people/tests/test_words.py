"""Allauth's pages never call the reader *usted*: what it says that way, we say our own way."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
from babel.messages.pofile import read_po

from tequio.people.words import SAID_OUR_WAY

CATALOGUE = Path(allauth.__file__).parent / "locale" / "es" / "LC_MESSAGES" / "django.po"
# Ways in that this site does not have.
ABSENT = re.compile(
    r"idp/|openid/|providers/|phone|usersessions|login_code|email_changed|disconnected|connections|socialaccount/signup"
)
NO_USERNAMES = {"Username can not be used. Please use other username."}
FORMAL = re.compile(r"\b(usted|sus?|le enviaremos|introduzca|ingrese|utilice)\b", re.IGNORECASE)


def test_what_calls_the_reader_usted_is_said_our_way() -> None:
    with CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file) if isinstance(one.id, str) and one.id]
    formal = {
        one.id
        for one in messages
        if FORMAL.search(str(one.string)) and not all(ABSENT.search(path) for path, _ in one.locations)
    }

    assert len(formal) > 30
    assert sorted(formal - set(SAID_OUR_WAY) - NO_USERNAMES) == []
