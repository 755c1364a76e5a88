"""The facts of reporting periods, and of the rules by which a place follows its plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from tequio.kit.event import Fact
from tequio.kit.shown import (
    SUBJECT,
    Shown,
    Text,
    at,
    just,
)


@dataclass(frozen=True, kw_only=True)
class PeriodsLaid(Fact):
    """The reporting periods of a plan were fixed: their ids, in order."""

    name = "tracking.periods-laid"
    sentence = _("%(actor)s fixed reporting periods from %(first)s to %(last)s.")
    shown = (
        Shown(
            "periods",
            key={"urn": "periods"},
            is_listed=True,
            says={"plan": SUBJECT, "closed_at": just(None), "snapshot_sha256": just("")},
        ),
    )

    periods: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class PeriodReported(Fact):
    """An institution sent its report of a period; `reasons` is how many milestones it explains."""

    name = "tracking.period-reported"
    sentence = _("%(actor)s sent the report of its institution for the period from %(first)s to %(last)s.")

    period: str
    institution: str
    first: date
    last: date
    reasons: int
    is_late: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Fact):
    """A period closed: `document` is the SHA-256 of its snapshot, `missing` who had not reported."""

    name = "tracking.period-closed"
    sentence = _("%(actor)s closed the period from %(first)s to %(last)s. Its snapshot no longer changes.")
    shown = (
        Shown(
            "periods",
            key={"urn": "period"},
            says={"starts_on": "first", "ends_on": "last", "closed_at": at, "snapshot_sha256": "document"},
            text=Text(cited="document", at="{snapshot_url}"),
        ),
    )

    period: str
    first: date
    last: date
    document: str
    missing: tuple[str, ...]
    why: str | None


@dataclass(frozen=True, kw_only=True)
class RulesChanged(Fact):
    """A place changed the rules by which it follows its plans."""

    name = "tracking.rules-changed"
    sentence = _("%(actor)s changed the rules of following: substantial from %(substantial_from)s per cent.")

    substantial_from: int
    complete_from: int
    quiet_days: int
    period_months: int
    report_days: int
