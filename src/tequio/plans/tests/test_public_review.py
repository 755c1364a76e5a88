"""Between the draft and the final version everybody comments, and each comment is answered (S01 8–9, R033)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.contributions import actions as contributions
from tequio.contributions import queries as contributed
from tequio.contributions.models import Contribution
from tequio.kit import clock
from tequio.kit.policy import Denied, Refused
from tequio.people.tests import worlds as people
from tequio.plans import actions, queries
from tequio.plans.models import ActionPlan, Commitment, PublicReview
from tequio.plans.tests import worlds
from tequio.record import queries as record

AFTER = timedelta(days=20)


@pytest.fixture
def review(drafts: SimpleNamespace, at: datetime) -> PublicReview:
    """The lab's draft under review, for as long as the place says."""
    return actions.open_review(thing=drafts.lab, actor=drafts.coordination, at=at)


def comment(world: SimpleNamespace, at: datetime, text: str = "Que haya un equipo que responda.") -> Contribution:
    made, _token = contributions.submit_contribution(
        thing=world.lab.urn,
        jurisdiction=world.jurisdiction,
        kind="comment",
        text=text,
        purpose="review",
        actor=worlds.STRANGER,
        at=at,
    )
    return made


def answer(world: SimpleNamespace, said: Contribution, at: datetime) -> None:
    contributions.answer_point(
        point=said.points.get(),
        ruling="viable",
        text="Se agrega al texto.",
        actor=world.coordination,
        at=at,
    )


def page_of(review: PublicReview, at: datetime) -> Any:
    with clock.frozen(at):
        return Client().get(queries.address_of(review))


def test_a_stranger_reads_the_draft_with_its_deadline_and_may_comment(
    drafts: SimpleNamespace, review: PublicReview, at: datetime
) -> None:
    answered = page_of(review, at)
    text = answered.content.decode()

    assert answered.status_code == 200
    assert drafts.lab.problem in text
    assert reverse("contributions:review", args=["nl", "commitment", drafts.lab.public_id]) in text
    assert review.closes_on == date(2023, 6, 27)
    assert not Commitment.objects.get(pk=drafts.lab.pk).is_published


def test_the_record_tells_that_the_draft_became_public(drafts: SimpleNamespace, review: PublicReview) -> None:
    told = [entry.type for entry in record.entries_of(drafts.lab.urn)]
    assert "plans.review-opened" in told
    assert record.resolve([drafts.lab.urn])[drafts.lab.urn].url == queries.address_of(review)


def test_what_is_read_is_what_was_shown_and_not_what_the_draft_says_since(
    drafts: SimpleNamespace, review: PublicReview, at: datetime
) -> None:
    worlds.section(drafts.lab, "problem", drafts.liaison, at, problem="Otro problema que nadie ha visto.")
    assert "Otro problema que nadie ha visto." not in page_of(review, at).content.decode()


def test_the_final_version_waits_for_the_last_day_and_for_every_answer(
    drafts: SimpleNamespace, review: PublicReview, at: datetime
) -> None:
    actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)
    said = comment(drafts, at)
    with pytest.raises(Refused, match="27/06/2023"):
        actions.publish_commitment(commitment=drafts.lab, actor=drafts.coordination, at=at)
    with pytest.raises(Refused, match="1"):
        actions.publish_commitment(commitment=drafts.lab, actor=drafts.coordination, at=at + AFTER)
    assert not Commitment.objects.get(pk=drafts.lab.pk).is_published

    answer(drafts, said, at + AFTER)
    made = actions.publish_commitment(commitment=drafts.lab, actor=drafts.coordination, at=at + AFTER)

    assert made.is_published
    assert [(one.number, one.kind) for one in made.publications.all()] == [(2, "published"), (1, "review")]
    thread = contributed.thread_about(drafts.lab.urn, "review")
    assert thread is not None
    assert not thread.is_open


def test_the_final_form_carries_the_comments_and_the_versions_say_what_the_public_changed(
    drafts: SimpleNamespace, review: PublicReview, at: datetime, client: Client
) -> None:
    later = at + AFTER
    actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)
    answer(drafts, comment(drafts, at), later)
    worlds.section(drafts.lab, "action", drafts.liaison, later, action="Un equipo que responde en las redes.")
    made = actions.publish_commitment(commitment=drafts.lab, actor=drafts.coordination, at=later)
    where = ["nl", made.public_id, made.slug]

    with clock.frozen(later):
        sheet = client.get(reverse("plans:sheet", args=where)).content.decode()
        versions = client.get(reverse("plans:versions", args=where)).content.decode()
        changed = client.get(reverse("plans:version", args=[*where, 2])).content.decode()

    assert sheet.index('id="part-milestones"') < sheet.index("Que haya un equipo") < sheet.index("Se agrega al texto.")
    assert queries.address_of(review) in versions
    assert "responde" in changed
    assert "<ins>" in changed


def test_a_draft_that_was_taken_back_is_not_read_and_its_text_is_gone(
    drafts: SimpleNamespace, review: PublicReview, at: datetime, client: Client
) -> None:
    text = reverse("plans:text", args=[review.publication.sha256])
    assert client.get(text).status_code == 200

    actions.withdraw_review(review=review, reason="Salió por error.", actor=drafts.coordination, at=at)

    assert page_of(review, at).status_code == 404
    assert client.get(text).status_code == 410
    assert drafts.lab.urn not in record.resolve([drafts.lab.urn])


def test_its_time_is_only_ever_longer_and_says_why(drafts: SimpleNamespace, review: PublicReview, at: datetime) -> None:
    by = {"review": review, "actor": drafts.coordination, "at": at}
    with pytest.raises(Refused):
        actions.extend_review(closes_on=review.closes_on, reason="Sí.", **by)
    with pytest.raises(Refused):
        actions.extend_review(closes_on=date(2023, 7, 30), reason=" ", **by)

    actions.extend_review(closes_on=date(2023, 7, 30), reason="Hubo un puente.", **by)

    assert contributed.thread_about(drafts.lab.urn, "review").deadline == date(2023, 7, 30)  # type: ignore[union-attr]


def test_only_the_coordination_opens_one_and_one_at_a_time(drafts: SimpleNamespace, at: datetime) -> None:
    for actor in (drafts.liaison, drafts.civil_society, people.mexico(at).coordination):
        with pytest.raises(Denied):
            actions.open_review(thing=drafts.lab, actor=actor, at=at)
    actions.open_review(thing=drafts.lab, actor=drafts.coordination, at=at)
    with pytest.raises(Refused):
        actions.open_review(thing=drafts.lab, actor=drafts.coordination, at=at)


def test_a_place_says_how_long_a_review_lasts(drafts: SimpleNamespace, at: datetime) -> None:
    by = {"jurisdiction": drafts.jurisdiction, "actor": drafts.coordination, "at": at}
    with pytest.raises(Refused):
        actions.change_review_rules(days=0, **by)
    actions.change_review_rules(days=30, **by)
    made = actions.open_review(thing=drafts.lab, actor=drafts.coordination, at=at)
    assert made.closes_on == date(2023, 7, 12)


def test_a_plan_goes_through_its_review_too(drafts: SimpleNamespace, at: datetime) -> None:
    made = actions.open_review(thing=drafts.plan, actor=drafts.coordination, at=at)
    assert drafts.plan.description in page_of(made, at).content.decode()
    with pytest.raises(Refused):
        actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)

    final = actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at + AFTER)

    assert ActionPlan.objects.get(pk=final.pk).version == "final"
    assert final.get_absolute_url() in page_of(made, at + AFTER).content.decode()
