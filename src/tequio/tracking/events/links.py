"""What this room states of the links that it follows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Trace


@dataclass(frozen=True, kw_only=True)
class LinksChecked(Trace):
    """Some published addresses of a plan were followed; what was found is on its page of links."""

    name = "tracking.links-checked"
    sentence = _("%(actor)s followed %(count)s links of the plan; %(failed)s could not be opened.")

    count: int
    failed: int
