"""What this room states: private traces only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Trace


@dataclass(frozen=True, kw_only=True)
class HandoverTaken(Trace):
    """The list of what an office hands over was taken out, in some form."""

    name = "portal.handover-taken"
    sentence = _("%(actor)s took the handover list of %(office)s (%(form)s, %(count)s lines).")

    office: str
    tenure: str
    form: str
    count: int
