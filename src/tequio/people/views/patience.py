"""How often one address of the network may do what anybody may: counted in the cache, never written down."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 3600


def is_too_often(request: HttpRequest, what: str, *, most: int, within: int = HOUR, who: str = "") -> bool:
    """Count one more try, and tell whether there were too many from there (or about `who`)."""
    told = who or get_adapter(request).get_client_ip(request)
    key = salted_hmac(f"people.patience.{what}", told, algorithm="sha256").hexdigest()
    cache.add(key, 0, within)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it ran out between the two lines
        return False
