"""How a mail is written: one template of text, in the reader's language; the HTML is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe

from tequio.people.models import Jurisdiction


@dataclass(frozen=True)
class Letter:
    """A mail, ready to leave."""

    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self) -> None:
        """Hand it to the mail server; raises what the server raises, so that a reaction or job tries again."""
        mail = EmailMultiAlternatives(self.subject, self.text, to=[self.to], headers=dict(self.headers))
        mail.attach_alternative(self.html, "text/html")
        mail.send()


def letter(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str = "",
    place: Jurisdiction | None = None,
    headers: Mapping[str, str] | None = None,
) -> Letter:
    """Write a mail from `template`.txt, whose first line is its subject; times are those of the place."""
    zone = place.time_zone if place else settings.TIME_ZONE
    with translation.override(language or settings.LANGUAGE_CODE), timezone.override(zone):
        said = {"site_title": settings.SITE_TITLE, "base_url": settings.BASE_URL, **context}
        subject, _line, text = render_to_string(f"{template}.txt", said).strip().partition("\n")
        title = f"{settings.SITE_TITLE}: {subject.strip()}"
        body = mark_safe(linebreaks(urlize(text.strip(), autoescape=True)))  # escaped by urlize
        html = render_to_string(
            "notices/mail/letter.html", {"title": title, "body": body, "language": translation.get_language()}
        )
    return Letter(to, " ".join(title.split()), text.strip() + "\n", html, headers or {})
