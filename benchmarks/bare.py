"""The peer: a Django view that says hello, with nothing else, on the same server."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def hello(request: HttpRequest, **rest: str) -> HttpResponse:
    """Say hello."""
    return HttpResponse("hello", headers={"Content-Length": "5"})


urlpatterns = [path("", hello), path("<path:anything>", hello)]
application = get_wsgi_application()
