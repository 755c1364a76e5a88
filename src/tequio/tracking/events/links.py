"""What this room states of the links that it follows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace


@dataclass(frozen=True, kw_only=True)
class LinksChecked(Trace):
    """Some published addresses of a plan were followed; what was found is on its page of links."""

    name = "tracking.links-checked"
    sentence = _("%(actor)s followed %(count)s links of the plan; %(failed)s could not be opened.")

    count: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class LinkRulesChanged(Fact):
    """A place changed how often links are followed and when one is called broken."""

    name = "tracking.link-rules-changed"
    sentence = _(
        "%(actor)s changed how links are checked: a link is called broken after it failed on %(failing_days)s "
        "different days, and one that works is followed again after %(recheck_days)s."
    )

    failing_days: int
    recheck_days: int
