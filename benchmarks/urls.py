"""Tequio's addresses, and a bare Django view on the same server."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """Answer two letters."""
    return HttpResponse("ok")


urlpatterns = [path("vacia/", bare), path("", include("tequio.config.urls"))]
