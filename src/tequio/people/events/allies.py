"""What the directory of allies states: never whose contact it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact, Trace
from tequio.kit.shown import SUBJECT, Shown


@dataclass(frozen=True, kw_only=True)
class AllyListed(Fact):
    """A unit that could share data stands in the public directory of allies, in these words: their SHA-256."""

    name = "people.ally-listed"
    sentence = _("%(actor)s published which data an ally in %(institution)s shares.")
    shown = (
        Shown(
            "allies",
            key={"urn": "ally"},
            is_listed=True,
            says={"jurisdiction": SUBJECT, "institution": "institution"},
            cites={"unit": "unit_sha256", "shares": "shares_sha256"},
        ),
    )

    ally: str
    institution: str
    unit_sha256: str | None
    shares_sha256: str


@dataclass(frozen=True, kw_only=True)
class AllyPublished(Fact):
    """The same as AllyListed, without its words."""

    name = "people.ally-published"
    is_past = True
    sentence = _("%(actor)s published an ally in %(institution)s.")
    shown = (Shown("allies", key={"urn": "ally"}, is_listed=True, says={"jurisdiction": SUBJECT}),)

    ally: str
    institution: str


@dataclass(frozen=True, kw_only=True)
class AllyHidden(Fact):
    """An ally no longer stands in the public directory."""

    name = "people.ally-hidden"
    sentence = _("%(actor)s took an ally in %(institution)s out of the public directory.")
    shown = (Shown("allies", key={"urn": "ally"}, is_listed=False),)

    ally: str
    institution: str


@dataclass(frozen=True, kw_only=True)
class AllyKept(Trace):
    """An ally was noted or corrected."""

    name = "people.ally-kept"
    sentence = _("%(actor)s noted an ally in %(institution)s.")

    ally: str
    institution: str


@dataclass(frozen=True, kw_only=True)
class AllyRemoved(Trace):
    """An ally that was not public is gone."""

    name = "people.ally-removed"
    sentence = _("%(actor)s removed an ally in %(institution)s.")

    ally: str
    institution: str
