"""How often strangers may send a form: counted in the cache, without keeping who they are."""

from __future__ import annotations

import hmac
import time
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from tequio.web.page import page


def is_spent(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more try from the same network address; tell whether there were more than `most` in the window."""
    window = int(time.time()) // seconds
    said = f"{what} {window} {get_adapter().get_client_ip(request)}"
    # Under a key that only this site has: whoever reads the cache does not learn the address.
    key = "rate-" + hmac.new(settings.SECRET_KEY.encode(), said.encode(), sha256).hexdigest()
    tries = int(cache.get(key, 0)) + 1
    cache.set(key, tries, seconds)
    return tries > most


def refused(request: HttpRequest) -> HttpResponse:
    """Answer that there were too many tries."""
    return page(request, "429.html", status=429)
