"""What lies inside a plan, for whoever follows it."""

from __future__ import annotations

from collections.abc import Iterable

from tequio.kit import urn
from tequio.plans.models import Commitment
from tequio.plans.vocab import State
from tequio.record.queries import urn as named


def within(urns: Iterable[str]) -> dict[str, list[str]]:
    """Return, for each plan among some urns, the urns of its public commitments; one query."""
    plans = {name.id: text for text in urns if (name := urn.parse(text)).kind == "plan"}
    if not plans:
        return {}
    found: dict[str, list[str]] = {text: [] for text in plans.values()}
    public = Commitment.objects.filter(
        plan__public_id__in=plans, state=State.PUBLISHED, plan__state=State.PUBLISHED
    ).order_by("pk")
    for plan, commitment in public.values_list("plan__public_id", "public_id"):
        found[plans[plan]].append(named("commitment", commitment))
    return found
