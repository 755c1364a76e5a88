"""What the front pages say in the pages below."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.people.queries import Officer
from tequio.plans.models import ActionPlan, Commitment


def menu(request: HttpRequest) -> list[tuple[Any, str]]:
    """Return the main menu: the place, its plans, the record, and the way in."""
    actor = getattr(request, "actor", None)
    place = getattr(request, "jurisdiction", None)
    if place is None and isinstance(actor, Officer):
        place = actor.office.institution.jurisdiction
    rows: list[tuple[Any, str]] = []
    if place is not None:
        rows.append((_("Commitments"), reverse("tracking:plans", args=[place.slug])))
    rows.append((_("Public record"), reverse("record:feed")))
    here = [place.slug] if place is not None else []
    rows.append((_("Search"), reverse("portal:search_place" if here else "portal:search", args=here)))
    if isinstance(actor, Officer):
        rows.append((_("My desk"), reverse("portal:desk")))
    if actor is not None and getattr(actor, "user", None) is not None:
        rows.append((_("My account"), reverse("people:account")))
    else:
        rows.append((_("Sign in"), reverse("account_login")))
    return rows


def footer(request: HttpRequest) -> list[tuple[Any, str]]:
    """Return the link of every page's foot by which programs find everything public."""
    return [(_("Open data and interface for programs"), reverse("portal:api"))]


def follow(thing: ActionPlan | Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Offer, on the page of a public plan or commitment, to hear of what moves in it."""
    if not thing.is_published:
        return None
    kind = "plan" if isinstance(thing, ActionPlan) else "commitment"
    url = reverse("notices:follow", args=[kind, thing.public_id])
    return Aspect(_("Follow it"), _("By mail, with or without an account, or in a feed reader."), url)
