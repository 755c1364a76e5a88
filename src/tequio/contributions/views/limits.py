"""How much one visitor may write in an hour, as the place says."""

from __future__ import annotations

from django.http import HttpResponse

from tequio.contributions import queries
from tequio.people.models import Jurisdiction
from tequio.people.queries import Request
from tequio.web import rate
from tequio.web.page import page


def is_over(request: Request, jurisdiction: Jurisdiction) -> bool:
    """Count one more contribution of this visitor, and tell whether it is too many for this hour."""
    return rate.is_spent(request, "contributions", most=queries.rules_of(jurisdiction).most_per_hour)


def too_many(request: Request, jurisdiction: Jurisdiction, text: str) -> HttpResponse:
    """Say that it is too much for now and what to do, and give back what was written so that nothing is lost."""
    answer = page(
        request,
        "contributions/too_many.html",
        status=429,
        place=jurisdiction,
        most=queries.rules_of(jurisdiction).most_per_hour,
        text=text,
    )
    answer["Retry-After"] = str(rate.HOUR)
    return answer
