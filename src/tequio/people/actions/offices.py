"""Who holds an office, from when and until when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people import policies, queries
from tequio.people.events import OfficeEnded, OfficeGranted
from tequio.people.models import Institution, Jurisdiction, Office, Role, Tenure, User
from tequio.people.vocab import COORDINATION
from tequio.record.actions import record


@transaction.atomic
def grant_office(
    *,
    user: User,
    institution: Institution,
    role: str,
    actor: Actor,
    at: datetime,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Tenure:
    """Give an office to an account that exists, for a period (from today, until further notice).

    Raises Denied for whoever is not coordination, and Refused for a backward period or one already held.
    """
    require(policies.can_grant_office(actor, institution.jurisdiction))
    office = _office(institution=institution, role=role, title=title)
    tenure = _hold(office=office, user=user, starts_on=starts_on, ends_on=ends_on, at=at)
    record(_granted(tenure), actor=actor, at=at)
    return tenure


@transaction.atomic
def end_office(*, tenure: Tenure, reason: str, actor: Actor, at: datetime) -> Tenure:
    """End the tenure of an office now. The reason is private; that the office is vacant is public.

    Raises Denied for anybody but coordination and the holder, and Refused for the last coordination of a place.
    """
    # Two coordinations that end each other wait here, so that one of them stays.
    Jurisdiction.objects.select_for_update().get(pk=tenure.office.institution.jurisdiction_id)
    ended = Tenure.objects.select_for_update(of=("self",)).select_related("office__institution__jurisdiction", "user")
    tenure = ended.get(pk=tenure.pk)
    require(policies.can_end_office(actor, tenure))
    jurisdiction = tenure.office.institution.jurisdiction
    day = jurisdiction.day_of(at)
    if not _runs_from(tenure, day):
        raise Refused(None, _("This office had already ended."))
    if _is_last_coordination(tenure, day):
        raise Refused(None, _("This is the last coordination: invite somebody else first."))
    tenure.cut_on, tenure.cut_reason = day, tidy(reason)
    tenure.save()
    fact = OfficeEnded(
        tenant=jurisdiction.urn,
        subject=jurisdiction.urn,
        office=tenure.office.urn,
        role=tenure.office.role_id,
        institution=tenure.office.institution.urn,
        tenure=tenure.public_id,
        ended_on=day,
    )
    record(fact, actor=actor, at=at)
    return tenure


def _runs_from(tenure: Tenure, day: date) -> bool:
    return tenure.cut_on is None and (tenure.ends_on is None or tenure.ends_on >= day)


def _is_last_coordination(tenure: Tenure, day: date) -> bool:
    if tenure.office.role_id != COORDINATION or not tenure.is_in_force(on=day):
        return False
    others = queries.coordination_of(tenure.office.institution.jurisdiction, on=day).exclude(pk=tenure.pk)
    return not others.exists()


def _office(*, institution: Institution, role: str, title: str) -> Office:
    """Return the office of that name, made if there is none. Its title is public: no person in it."""
    known = Role.objects.filter(code=role).first()
    if known is None:
        raise Refused("role", _("Choose a role from the list."))
    called = tidy(title) or f"{known.name_es} · {institution}"
    if "@" in called:
        raise Refused("title", _("The name of an office is public: write the office, never a person or an e-mail."))
    return Office.objects.get_or_create(institution=institution, role=known, title=called[:160])[0]


def _check_period(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused("ends_on", _("The end comes before the beginning."))


def _hold(*, office: Office, user: User, starts_on: date | None, ends_on: date | None, at: datetime) -> Tenure:
    day = office.institution.jurisdiction.day_of(at)
    starts_on = starts_on or day
    _check_period(starts_on, ends_on)
    for held in Tenure.objects.filter(office=office, user=user, cut_on__isnull=True):
        if (held.ends_on is None or held.ends_on >= starts_on) and (ends_on is None or held.starts_on <= ends_on):
            raise Refused(None, _("This account already holds that office in that period."))
    return Tenure.objects.create(office=office, user=user, starts_on=starts_on, ends_on=ends_on)


def _granted(tenure: Tenure) -> OfficeGranted:
    institution = tenure.office.institution
    return OfficeGranted(
        tenant=institution.jurisdiction.urn,
        subject=institution.jurisdiction.urn,
        office=tenure.office.urn,
        role=tenure.office.role_id,
        institution=institution.urn,
        tenure=tenure.public_id,
        starts_on=tenure.starts_on,
        ends_on=tenure.ends_on,
    )
