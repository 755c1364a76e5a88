"""No jurisdiction may take the first word of an address that is ours."""

import re

from django.urls import URLResolver, get_resolver

from tequio.people.vocab import RESERVED_SLUGS


def first_words(resolver: URLResolver, before: str = "") -> set[str]:
    """Collect the first literal segment of every address."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        text = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            found |= first_words(pattern, text)
        elif match := re.match(r"[\w.-]+(?=/|$|\$)", text.replace("\\", "")):
            found.add(match.group())
    return found


def test_the_first_word_of_every_address_is_reserved() -> None:
    words = first_words(get_resolver())

    assert {"registro", "mi-cuenta"} <= words
    assert words <= RESERVED_SLUGS
