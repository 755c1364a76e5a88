"""The map of the site: every public page, by way of what search knows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from tequio.portal.models import Findable
from tequio.portal.queries import findings
from tequio.record import queries as record

PER_PART = 1000
# Evidence is told on its milestone's page.
_WITHOUT_PAGE = ("evidence",)


def parts() -> range:
    """Return the numbers of the parts; there is always a first one."""
    count = _mapped().count()
    return range(1, max(1, -(-count // PER_PART)) + 1)


def part(number: int) -> list[tuple[str, datetime | None]] | None:
    """Return a part's addresses and when the record last told of each; None beyond the last part."""
    urns = list(_mapped().order_by("pk").values_list("urn", flat=True)[(number - 1) * PER_PART : number * PER_PART])
    if number < 1 or (not urns and number > 1):
        return None
    read = findings.documents(urns)
    told = record.newest_of(one.subject for one in read.values())
    found = [read[urn] for urn in urns if urn in read]
    return [(one.url, told[one.subject].at if one.subject in told else None) for one in found]


def _mapped() -> QuerySet[Findable]:
    return Findable.objects.exclude(kind__in=_WITHOUT_PAGE)
