"""Template words that every page may use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.template.context import Context
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tequio.kit import text
from tequio.kit.month import Precision
from tequio.kit.share import whole_percent
from tequio.web import loom as looms

register = template.Library()

# The five statuses, in the order in which work moves, and what stands beside them.
WORDS = {
    "accepted": gettext_lazy("Finished, evidence accepted"),
    "claim": gettext_lazy("Reported, under review"),
    "finished": gettext_lazy("Finished"),
    "in-progress": gettext_lazy("In progress"),
    "stuck": gettext_lazy("Stuck"),
    "incomplete": gettext_lazy("Incomplete"),
    "not-started": gettext_lazy("Not started"),
}


@register.simple_block_tag(takes_context=True)
def wrap(context: Context, content: str, component: str, **arguments: Any) -> str:
    """Render a component around what stands inside: {% wrap "card" title=… %} … {% endwrap %}."""
    found = context.template.engine.get_template(f"components/{component}.html")  # type: ignore[union-attr]
    # A component sees its arguments and nothing else, but a form inside it still needs its token.
    return found.render(context.new({"csrf_token": context.get("csrf_token"), **arguments, "body": content}))


@register.simple_tag
def loom(rows: Sequence[looms.Row], compact: bool = False) -> SafeString:
    """Draw the loom of some rows (tequio.web.loom.Row)."""
    words = {name: str(said) for name, said in WORDS.items()}
    return mark_safe(looms.draw(rows, words | {"late": _("Late"), "milestones": _("Milestones")}, compact=compact))


@register.simple_tag
def glyph(name: str) -> SafeString:
    """Draw the glyph of a status."""
    return mark_safe(looms.glyph(name))


@register.filter
def status_word(code: str) -> str:
    """Return the words of a status."""
    return str(WORDS.get(code, code))


@register.filter(expects_localtime=True)
def day(value: date | str | None) -> str:
    """Write a day (or what a file says of it: yyyy-mm-dd) as dd/mm/yyyy."""
    if isinstance(value, str):
        value = date.fromisoformat(value) if value else None
    return value.strftime("%d/%m/%Y") if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """Write an instant as dd/mm/yyyy hh:mm, in the time zone in force."""
    return value.strftime("%d/%m/%Y %H:%M") if value else ""


@register.filter
def month(value: date | None) -> str:
    """Write a month as its name and year."""
    if not value:
        return ""
    written_out = formats.date_format(value, "F Y")
    # Mexico's catalogue capitalises months; Spanish does not.
    return written_out.lower() if (get_language() or "").startswith("es") else written_out


@register.filter
def period(value: date | None, precision: str = Precision.DAY) -> str:
    """Write a date only as exactly as it is known."""
    if value is None:
        return ""
    return {Precision.MONTH: month, Precision.YEAR: year}.get(Precision(precision), day)(value)


@register.filter
def year(value: date) -> str:
    """Write a year, without the separator that a number would get."""
    return f"{value:%Y}"


@register.filter
def thousands(value: float | Decimal | None) -> str:
    """Write a number with commas between its thousands, as Mexico does."""
    return "" if value is None else f"{value:,}"


@register.filter
def percent(value: Fraction | int | str | None) -> str:
    """Write a share (a Fraction, or “1/4”; rounded once, half up) or a whole number as a percentage."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = Fraction(value)
    return f"{whole_percent(value) if isinstance(value, Fraction) else value}\N{NO-BREAK SPACE}%"


@register.filter
def size(value: int) -> str:
    """Write a number of bytes as people read it."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{value / 1_000_000:.1f}\N{NO-BREAK SPACE}MB"


@register.filter
def written(value: object) -> int:
    """Count the characters of a text as its limit counts them."""
    return text.length("" if value is None else str(value))


@register.filter
def current(url: str, path: str) -> str:
    """Return the aria-current value of a link: the page itself, a section that holds it, or nothing."""
    if url == path:
        return "page"
    return "true" if url.count("/") > 2 and path.startswith(url) else ""


@register.filter
def words(value: str) -> list[str]:
    """Split a text at its spaces, to loop over codes."""
    return value.split()
