"""The rules by which a place follows its plans."""

from __future__ import annotations

from tequio.people.models import Jurisdiction
from tequio.tracking.models import Rules


def rules_of(jurisdiction: Jurisdiction) -> Rules:
    """Return what a place decided, or the usual rules."""
    return Rules.objects.filter(jurisdiction=jurisdiction).first() or Rules(jurisdiction=jurisdiction)
