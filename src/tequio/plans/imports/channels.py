"""Where something is told: pages, and the accounts of institutions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tequio.paper.text import Passage
from tequio.plans.imports.draft import DraftChannel, Said
from tequio.plans.imports.notes import Notes

_NETWORKS = ("facebook", "twitter", "instagram", "youtube", "tiktok")
_ACCOUNT = re.compile(r"[\s✓·•*-]*(?P<network>" + "|".join(_NETWORKS) + r"|x)\s*:\s*(?P<handle>@?\S.{0,79})$")
_URL = re.compile(r"[a-z]{2,6}:/{1,3}[^\s<>\"]{3,500}|\bwww\.[^\s<>\"]{3,500}", re.IGNORECASE)
_EDGES = " <>✓·•*:-"


def channels(passages: Sequence[Passage], notes: Notes) -> tuple[DraftChannel, ...]:
    """Return each page and each account; a line that is neither tells what the next ones are of."""
    found = []
    for passage in passages:
        start = 0
        for end in [*(sign.start() for sign in re.finditer(r"\n", passage.text)), len(passage.text)]:
            line = passage.cut(start, end).strip()
            start = end + 1
            if not line.is_blank:
                found.append(_channel(line, notes))
    return tuple(each for each in found if each)


def _channel(line: Passage, notes: Notes) -> DraftChannel | None:
    account = _ACCOUNT.match(line.flat)
    if account:
        network = account["network"]
        handle = notes.words(line.cut(account.start("handle")), line)
        return DraftChannel("x" if network in ("twitter", "x") else network, handle=handle)
    url = _URL.search(line.text)
    if url:
        link = notes.words(line.cut(url.start(), url.start() + len(url[0].rstrip(".,;)>"))))
        return DraftChannel("web", _trimmed(notes.words(line.cut(0, url.start()))), link=link)
    notes.heading(line)
    return None


def _trimmed(said: Said | None) -> Said | None:
    if said is None or not said.text.strip(_EDGES):
        return None
    return Said(said.text.strip(_EDGES), said.place, said.raw or said.text)
