"""Addresses of this room: the pages where anybody follows a commitment, and where officers report on it."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from tequio.kit.ids import PUBLIC_ID
from tequio.tracking.views import commitments, lists, milestones, plans

app_name = "tracking"
_PLACE = "<slug:jurisdiction>"


def _page(kind: str, view: Any, name: str, tail: str = "") -> URLPattern:
    """Build the address of a thing: its place, its kind, its id for ever, and a slug that may change."""
    return re_path(
        rf"^(?P<jurisdiction>[-\w]+)/{kind}/(?P<public_id>{PUBLIC_ID})-(?P<slug>[-\w]*)/{tail}$", view, name=name
    )


urlpatterns: list[URLPattern] = [
    path(f"{_PLACE}/planes/", plans.plans, name="plans"),
    _page("planes", plans.plan, "plan"),
    _page("planes", plans.plan_progress, "plan_progress", "avance/"),
    _page("compromisos", commitments.commitment, "commitment"),
    _page("compromisos", commitments.progress, "commitment_progress", "avance/"),
    _page("hitos", milestones.milestone, "milestone"),
    path(f"{_PLACE}/atrasados/", lists.late, name="late"),
    path(f"{_PLACE}/sin-evidencia/", lists.unproven, name="unproven"),
]
