"""Indicator formats: open, word, propose, approve, ask."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import actions as contributions
from tequio.contributions import queries as said
from tequio.contributions.vocab import Purpose
from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.canonical import canonical
from tequio.kit.policy import Refused, require
from tequio.people.models import Institution
from tequio.plans.models import ActionPlan, Commitment
from tequio.questionnaires import actions as questionnaires
from tequio.questionnaires import queries as asked
from tequio.questionnaires.models import Version
from tequio.record.actions import audit, record
from tequio.tracking import policies, queries
from tequio.tracking.actions._telling import officer
from tequio.tracking.events import FormatApproved, FormatAsked, FormatDrafted, FormatProposed
from tequio.tracking.models import AxisWording, FilledFormat, IndicatorFormat, ObservationWindow, Period
from tequio.tracking.vocab import FormatState

LONGEST_LABEL = 80
# What an indicator of a document asks besides its number: an answer in words.
INFORMATION: dict[str, Any] = {
    "kind": "long",
    "text": "¿Qué información hay de este indicador?",
    "help": "Sin nombres de personas: son datos personales.",
    "max_length": 2000,
}


@transaction.atomic
def open_format(*, plan: ActionPlan, title: str = "", actor: Actor, at: datetime) -> IndicatorFormat:
    """Open the draft of a plan's indicator format with the six categories and eight indicators that come with it."""
    require(policies.can_manage_formats(actor, plan.jurisdiction))
    made = _begun(plan, queries.standard_format(), title, actor=actor, at=at)
    audit(FormatDrafted(**_about(made)), actor=actor, at=at)
    return made


@transaction.atomic
def adopt_formats(
    *, plan: ActionPlan, mended: Mapping[str, str] | None = None, actor: Actor, at: datetime
) -> IndicatorFormat:
    """Open a draft that asks each axis what the format that came with its document asked.

    The numbers of the standard format stay, so that axes compare; beside them each indicator takes an answer in words,
    to the question of the document. `mended` gives other words by queries.Brought.key. Raises Refused beside the
    question that names an institution which is not its axis' own (X07), and where no document brought anything.
    """
    require(policies.can_manage_formats(actor, plan.jurisdiction))
    content = queries.standard_format()
    brought = queries.brought_to(plan, content["sections"])
    if not brought:
        raise Refused(None, _("No imported document brought a format to this plan."))
    codes = {one.code for one in brought}
    for section in content["sections"]:
        code = f"{section['code']}-{queries.INFORMATION}"
        if code in codes:
            section["questions"].append(INFORMATION | {"code": code})
    made = _begun(plan, content, "", actor=actor, at=at)
    own = queries.institutions_of_axes({one.axis for one in brought})
    bodies = queries.bodies_of(plan.jurisdiction)
    for one in brought:
        text = words.tidy((mended or {}).get(one.key, one.text))
        names = queries.foreign_names(text, own.get(one.axis.pk), bodies)
        if names or (one.foreign and words.fold(one.foreign) in words.fold(text)):
            wrong = _("This names %(name)s, which is not the institution of this axis. Write {institution} instead.")
            raise Refused(one.key, wrong % {"name": names[0] if names else one.foreign})
        AxisWording.objects.create(format=made, commitment=one.axis, code=one.code, text=text)
    audit(FormatDrafted(**_about(made), after={"wordings": len(brought)}), actor=actor, at=at)
    return made


@transaction.atomic
def word_questions(
    *, format: IndicatorFormat, commitment: Commitment, texts: Mapping[str, str], actor: Actor, at: datetime
) -> None:
    """Ask some questions in the words of an axis, by their codes; an empty text goes back to the common words.

    Raises Refused beside a question that names an institution which is not the axis' own.
    """
    format = _locked(format)
    require(policies.can_word_format(actor, format))
    if commitment.plan_id != format.plan_id:
        raise Refused(None, _("Choose an axis of the same plan."))
    own = queries.institutions_of_axes([commitment]).get(commitment.pk)
    bodies = queries.bodies_of(format.plan.jurisdiction)
    for code, typed in texts.items():
        text = words.tidy(typed)
        if names := queries.foreign_names(text, own, bodies):
            wrong = _("This names %(name)s, which is not the institution of this axis. Write {institution} instead.")
            raise Refused(code, wrong % {"name": names[0]})
        kept = AxisWording.objects.filter(format=format, commitment=commitment, code=code)
        if not text:
            kept.delete()
        elif not kept.update(text=text):
            AxisWording.objects.create(format=format, commitment=commitment, code=code, text=text)
    audit(FormatDrafted(**_about(format), after={"axis": commitment.urn}), actor=actor, at=at)


@transaction.atomic
def propose_format(
    *,
    format: IndicatorFormat,
    opens_on: date,
    closes_on: date,
    stated: str = "",
    length: int | None = None,
    unit: str = "",
    target_session: str = "",
    invited: Iterable[Institution] = (),
    actor: Actor,
    at: datetime,
) -> ObservationWindow:
    """Send a format to the members, who observe it until a day.

    The day counts as it is given, whatever length was stated beside it; what comes later is kept and marked late.
    Raises Refused where a question names an institution that is not its axis' own.
    """
    format = _locked(format)
    require(policies.can_word_format(actor, format))
    if not format.plan.is_published:
        raise Refused(None, _("Publish its plan first: nobody sees it before."))
    if closes_on < opens_on:
        raise Refused("closes_on", _("It cannot close before it opens."))
    _check_names(format)
    version = _frozen(format, actor=actor, at=at)
    format.state = FormatState.PROPOSED
    format.save()
    place = format.plan.jurisdiction
    contributions.open_thread(
        thing=format.urn, subject=format.plan.urn, jurisdiction=place, deadline=closes_on, actor=actor, at=at
    )
    window = ObservationWindow.objects.create(
        format=format,
        opens_on=opens_on,
        closes_on=closes_on,
        stated=words.tidy(stated),
        length=length,
        unit=unit if length else "",
        target_session=words.tidy(target_session),
        office=officer(actor).office,
        at=at,
    )
    members = list(invited)
    window.invited.set(members)
    fact = FormatProposed(
        **_about(format), text=version.sha256, opens_on=opens_on, closes_on=closes_on, members=len(members)
    )
    record(fact, actor=actor, at=at)
    return window


@transaction.atomic
def approve_format(*, format: IndicatorFormat, session: str, actor: Actor, at: datetime) -> IndicatorFormat:
    """Put a proposed format in force, as a session approved it; nothing in it changes after.

    Raises Denied while an observation waits for its answer, Refused before the window is over or without a session.
    """
    thread = said.thread_about(format.urn, Purpose.REVIEW)
    if thread is not None and thread.is_open:
        contributions.close_thread(thread=thread, actor=actor, at=at)
    format = _locked(format)
    require(policies.can_word_format(actor, format))
    window = queries.window_of(format)
    if format.state != FormatState.PROPOSED or window is None:
        raise Refused(None, _("Propose it to the members first."))
    if not window.is_over(on=format.plan.jurisdiction.day_of(at)):
        raise Refused(
            None, _("Its members may still observe it until %(day)s.") % {"day": f"{window.closes_on:%d/%m/%Y}"}
        )
    if not words.tidy(session):
        raise Refused("session", _("Name the session that approved it."))
    _check_names(format)
    format.version = _frozen(format, actor=actor, at=at)
    format.wording_sha256 = hashlib.sha256(canonical(_worded(format))).hexdigest()
    format.state, format.approved_in, format.approved_at = FormatState.APPROVED, words.tidy(session), at
    format.save()
    fact = FormatApproved(
        **_about(format),
        text=format.version.sha256,
        wording=format.wording_sha256,
        session=hashlib.sha256(format.approved_in.encode()).hexdigest(),
    )
    record(fact, actor=actor, at=at)
    return format


@transaction.atomic
def ask_format(
    *,
    format: IndicatorFormat,
    due_on: date,
    period: Period | None = None,
    label: str = "",
    axes: Iterable[Commitment] | None = None,
    actor: Actor,
    at: datetime,
) -> list[FilledFormat]:
    """Ask the institution of each axis to fill the format by a day, for a period of the plan or another label.

    Raises Refused if an axis has no institution, or was asked for the same period already.
    """
    format = _locked(format)
    require(policies.can_manage_formats(actor, format.plan.jurisdiction))
    version = format.version
    if version is None:
        raise Refused(None, _("It is not in force yet."))
    label = period.name if period else words.tidy(label)
    if not label or words.length(label) > LONGEST_LABEL:
        raise Refused("label", _("Choose a period, or name it in a few words."))
    listed = queries.axes_of(format.plan) if axes is None else list(axes)
    own, worded = queries.institutions_of_axes(listed), queries.wording_of(format)
    if FilledFormat.objects.filter(format=format, label=label, commitment__in=listed).exists():
        raise Refused("label", _("It was already asked for this period."))
    made = []
    for axis in listed:
        body = own.get(axis.pk)
        if body is None:
            raise Refused("axes", _("“%(axis)s” has no institution: name who is responsible first.") % {"axis": axis})
        response, _token = questionnaires.start_response(
            version=version,
            institution=body,
            bindings=queries.bindings_of(body),
            wording=worded.get(axis.pk, {}),
            actor=actor,
            at=at,
        )
        one = FilledFormat(format=format, commitment=axis, institution=body, period=period, label=label, due_on=due_on)
        one.response = response
        one.save()
        made.append(one)
    if not made:
        raise Refused("axes", _("Choose at least one axis."))
    fact = FormatAsked(**_about(format), axes=len(made), due_on=due_on, period=period.urn if period else None)
    record(fact, actor=actor, at=at)
    return made


def _begun(plan: ActionPlan, content: Mapping[str, Any], title: str, *, actor: Actor, at: datetime) -> IndicatorFormat:
    values = {"title": words.tidy(title) or content["title"], "purpose": content["purpose"]}
    questionnaire = questionnaires.open_questionnaire(
        jurisdiction=plan.jurisdiction,
        values=values | {"audience": "asked", "is_public": True},
        sections=content["sections"],
        actor=actor,
        at=at,
    )
    return IndicatorFormat.objects.create(plan=plan, questionnaire=questionnaire)


def _locked(format: IndicatorFormat) -> IndicatorFormat:
    related = IndicatorFormat.objects.select_related("plan__jurisdiction", "questionnaire__jurisdiction", "version")
    return related.select_for_update(of=("self",)).get(pk=format.pk)


def _frozen(format: IndicatorFormat, *, actor: Actor, at: datetime) -> Version:
    """Publish what is being written of its questions, or return what was published last."""
    draft = asked.version_in_draft(format.questionnaire)
    if draft is not None:
        return questionnaires.publish_version(version=draft, actor=actor, at=at)
    version = asked.version_in_force(format.questionnaire)
    if version is None:
        raise Refused(None, _("It asks nothing yet: add a question first."))
    return version


def _check_names(format: IndicatorFormat) -> None:
    for one in queries.findings_of(format):
        where = one.axis or _("what every axis is asked")
        wrong = _("A question of “%(where)s” names %(name)s. Write {institution} instead: each axis fills its own.")
        raise Refused(None, wrong % {"where": where, "name": one.name})


def _worded(format: IndicatorFormat) -> list[dict[str, str]]:
    rows = format.wordings.select_related("commitment").order_by("commitment", "code")
    return [{"axis": row.commitment.urn, "code": row.code, "text": row.text} for row in rows]


def _about(format: IndicatorFormat) -> dict[str, Any]:
    return {"tenant": format.plan.jurisdiction.urn, "subject": format.plan.urn, "format": format.urn}
