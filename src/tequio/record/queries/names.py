"""What things are called: the site, urns, and what a urn stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.slot import Slot
from tequio.kit.urn import Urn, parse
from tequio.record.models import Installation

LOG = "log"
_site: str | None = None


@dataclass(frozen=True)
class Resolved:
    """What a urn stands for, for whoever asks: a title, an address (empty if there is no page).

    `tenant` is its place, `subject` the thing whose chain tells it; `is_open` tells that anybody may speak about it.
    """

    title: str
    url: str = ""
    tenant: str = ""
    subject: str = ""
    is_open: bool = False


# Filled by the rooms above: given urns, each answers for those it knows and that everybody may see.
resolvers: Slot[[Iterable[str]], Mapping[str, Resolved]] = Slot("record.resolvers")


class NotInstalled(Exception):
    """This installation has no name yet: run `tequio init` or open the first-run page."""


def site() -> str:
    """Return the installation's name; raise NotInstalled before it has one."""
    global _site
    if _site is None:
        row = Installation.objects.first()
        if row is None:
            raise NotInstalled
        _site = row.site
    return _site


def is_installed() -> bool:
    """Tell whether the installation has its name."""
    try:
        return bool(site())
    except NotInstalled:
        return False


def forget_site() -> None:
    """Drop the remembered name: after a restore, and between tests."""
    global _site
    _site = None


def urn(kind: str, id: str) -> str:
    """Name a thing of this installation."""
    return str(Urn(site(), kind, id))


def resolve(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what public things some urns stand for; unknown or private ones are left out."""
    wanted = set(urns)
    found = {one: Resolved(_("The public log"), reverse("record:log")) for one in wanted if f":{LOG}:" in one}
    for answer in resolvers.ask(wanted):
        found.update(answer)
    return found


def history_url(subject: str) -> str:
    """Return the address of a subject's history."""
    named = parse(subject)
    return reverse("record:history", args=[named.kind, named.id])
