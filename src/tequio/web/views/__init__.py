"""Pages that belong to nobody: errors, statements, the gallery."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from tequio.kit import clock
from tequio.web.page import page
from tequio.web.views import samples


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not allowed, and what to do."""
    return page(request, "403.html", status=403, reason="")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form got too old to be trusted."""
    return page(request, "403.html", status=403, reason="", is_stale_form=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here."""
    return page(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed, without asking the database anything: it may be what failed."""
    return HttpResponse(render_to_string("500.html", {"site_title": settings.SITE_TITLE}), status=500)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show what works for whom, and what does not yet."""
    return page(request, "web/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept about people, and for how long."""
    return page(request, "web/privacy.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show where to write to."""
    return page(request, "web/contact.html", address=settings.CONTACT_EMAIL)


# Changing the language harms nobody, and a token in every footer would make each copy of a public page different.
language = csrf_exempt(require_POST(set_language))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers that what is public may be read, and that accounts are nobody's business."""
    said = f"User-agent: *\nDisallow: /cuenta/\nSitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that only ask for the old name to the drawing."""
    return redirect(static("tequio/icon.svg"), permanent=False)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell who finds a hole where to report it (RFC 9116)."""
    expires = (clock.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.BASE_URL}{reverse('web:contact')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: es, en",
        f"Canonical: {settings.BASE_URL}{reverse('web:security-txt')}",
    ]
    if settings.CONTACT_EMAIL:
        lines.insert(0, f"Contact: mailto:{settings.CONTACT_EMAIL}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in each of its states."""
    return page(request, "web/gallery.html", **samples.gallery())


@require_safe
def sample_home(request: HttpRequest) -> HttpResponse:
    """Show a home page made of components."""
    return page(request, "web/sample_home.html", **samples.home())


@require_safe
def sample_commitment(request: HttpRequest) -> HttpResponse:
    """Show a commitment's page made of components."""
    return page(request, "web/sample_commitment.html", **samples.commitment())
