"""The peer: a view that says hello, in the same project behind the same middleware, on the same server."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

django.setup()
settings.ROOT_URLCONF = __name__


def hello(request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("hello", headers={"Content-Length": "5"})


urlpatterns = [path("hola/", hello), path("", include("tequio.config.urls"))]
application = get_wsgi_application()
