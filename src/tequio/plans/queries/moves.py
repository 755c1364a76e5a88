"""What moved in the dates of milestones."""

from __future__ import annotations

from django.db.models import QuerySet

from tequio.plans.models import Milestone, Move


def moves_of(milestones: QuerySet[Milestone]) -> QuerySet[Move]:
    """Return every move of some milestones, the newest first, with who made it."""
    related = ("milestone__commitment__plan__jurisdiction", "milestone__key_action", "office__institution")
    return (
        Move.objects.filter(milestone__in=milestones.order_by().values("pk"))
        .select_related(*related)
        .order_by("-at", "-pk")
    )
