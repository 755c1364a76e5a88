"""How much one visitor may write: counted under a name that nobody can turn back, for an hour, and never in a log."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

from tequio.contributions import queries
from tequio.kit import clock
from tequio.people.models import Jurisdiction
from tequio.people.queries import Request
from tequio.web.page import page

HOUR = 3600


def is_over(request: Request, jurisdiction: Jurisdiction) -> bool:
    """Count one more contribution of this visitor, and tell whether it is too many for this hour."""
    most = queries.rules_of(jurisdiction).most_per_hour
    key = f"contributions:{_visitor(request)}"
    count = int(cache.get(key, 0)) + 1
    if count > most:
        return True
    cache.set(key, count, HOUR)
    return False


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
    answer["Retry-After"] = str(HOUR)
    return answer


def _visitor(request: Request) -> str:
    """Name a connection by a keyed hash that changes every hour, so that the count tells nobody where it came from."""
    found = ip_address(str(get_adapter().get_client_ip(request)))
    # Whoever has one IPv6 address has all of its network.
    place = str(found.exploded[:19]) if isinstance(found, IPv6Address) else str(found)
    hour = int(clock.now().timestamp()) // HOUR
    said = f"{hour} {place}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
