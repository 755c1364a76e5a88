"""How often strangers may do what anybody may: counted in the cache, without keeping who they are."""

from __future__ import annotations

import hmac
import time
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tequio.web.page import page

HOUR = 3600


def is_spent(request: HttpRequest, what: str, *, most: int, seconds: int = HOUR, who: str = "") -> bool:
    """Count one more try of a visitor (or about `who`); tell whether there were more than `most` in the window."""
    window = int(time.time()) // seconds
    key = "rate-" + _hidden(f"{what} {window} {who or _network(request)}")
    tries = int(cache.get(key, 0)) + 1
    cache.set(key, tries, seconds)  # not incr(): that would keep it for the cache's usual time
    return tries > most


def visitor(request: HttpRequest) -> str:
    """Name whoever asks so that nobody can turn it back: who reads a cache or a memory learns no address."""
    return _hidden(_network(request))


def refused(request: HttpRequest) -> HttpResponse:
    """Answer that there were too many tries."""
    return page(request, "429.html", status=429)


def _network(request: HttpRequest) -> str:
    """Return the address of whoever asks; of IPv6 its network, for whoever has one address has all of them."""
    try:
        found = ip_address(str(get_adapter().get_client_ip(request)))
    except PermissionDenied:  # no server tells it: all such askers share one count
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or found.exploded[:19])


def _hidden(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()
