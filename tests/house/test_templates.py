"""Templates only print, and carry nothing that the content policy would refuse."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT, nobody, templates

EXTENDS = re.compile(r"""\{%\s*extends\s+["']([^"']+)["']""")
REFUSED = {
    "asks who may": re.compile(r"\{%-?\s*(?:if|elif)\b[^%]*\b(?:perms|is_staff|is_superuser|has_perm)\b"),
    "has an inline style": re.compile(r"<[a-z][^>]*\sstyle\s*=|<style\b", re.IGNORECASE),
    "has an inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "has an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
    "asks a third party": re.compile(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["'](?:https?:)?//"""),
    "does arithmetic": re.compile(r"\{%\s*widthratio|\|add:[\"']?-?\d|\|divisibleby:"),
    "asks the database": re.compile(r"\.objects\b|\.order_by\b"),
    "loads what every page has": re.compile(r"\{%\s*load\s+(?:tequio|partials)\b"),
}


def refused(text: str) -> list[str]:
    """Say what a template may not carry."""
    without_comments = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", "", text, flags=re.DOTALL)
    return [what for what, pattern in REFUSED.items() if pattern.search(without_comments)]


def test_templates_only_print() -> None:
    assert templates()
    nobody(f"{path.relative_to(ROOT)} {what}" for path, text in templates().items() for what in refused(text))


def test_templates_extend_one_deep() -> None:
    parents = {
        "/".join(path.parts[path.parts.index("templates") + 1 :]): EXTENDS.search(text)
        for path, text in templates().items()
    }
    extending = {name for name, parent in parents.items() if parent}

    assert extending
    nobody(name for name in extending if (parent := parents[name]) and parent[1] in extending)


def test_there_is_one_tree_of_templates() -> None:
    """A page template lives in its room's folder, so that no name shadows another."""
    rooms = {"web", "people"}  # web holds base and components; people holds allauth's pages
    nobody(
        str(path.relative_to(ROOT))
        for path in templates()
        if (room := path.relative_to(ROOT).parts[2]) not in rooms
        and path.parts[path.parts.index("templates") + 1] != room
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{% if perms.plans.change %}", "asks who may"),
        ('<p class="a" style="color: red">', "has an inline style"),
        ('<button type="button" onclick="go()">', "has an inline handler"),
        ("<script>go()</script>", "has an inline script"),
        ('<img src="https://example.org/x.png">', "asks a third party"),
        ("{% widthratio a b 100 %}", "does arithmetic"),
    ],
)
def test_the_laws_of_templates_bite(text: str, what: str) -> None:
    assert what in refused(text)


def test_a_plain_template_is_let_through() -> None:
    assert refused('<script src="{% static "x.js" %}" defer></script><p class="on">{{ plan.name }}</p>') == []
