"""S01 · The public review of the commitment (steps 8 and 9).

The coordination shows the draft to everybody until a day. Two citizens comment without an account: they want a staffed
team that answers on social networks, and less centralised outreach. The final version is refused while comments are
taken, and while one has no answer. The coordination answers each, writes what it took in, and publishes. Anybody reads
the final form with the comments and their answers at its end, and what the public changed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.contributions.models import Contribution
from tequio.kit import clock
from tequio.plans import actions
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds

TEAM = "Que haya un equipo con personal que responda en las redes sociales."
OUTREACH = "Que la difusión no se quede en la capital."


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    """A draft of the 21-field form, whole, in a public plan."""
    made = worlds.drafts(at)
    actions.publish_plan(plan=made.plan, actor=made.coordination, at=at)
    return made


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer.user)
    return client


def test_a_draft_goes_through_public_review_and_its_final_form_carries_the_comments(
    world: SimpleNamespace, at: datetime
) -> None:
    coordination, anybody = signed_in(world.coordination), Client()
    here = ["nl", world.lab.public_id]
    later = at + timedelta(days=16)

    with clock.frozen(at):
        opened = coordination.post(reverse("plans:open_review", args=here), {"closes_on": "2023-06-27"}, follow=True)
        draft = opened.redirect_chain[-1][0]
        assert "27" in anybody.get(draft).content.decode()
        speak = reverse("contributions:review", args=["nl", "commitment", world.lab.public_id])
        for text in (TEAM, OUTREACH):
            sent = anybody.post(speak, {"kind": "comment", "text": text, "name": "", "email": "", "website": ""})
            assert sent.status_code == 302
        publish = reverse("plans:publish_commitment", args=here)
        assert coordination.post(publish, {"token": "1"}).status_code == 422

    with clock.frozen(later):
        assert coordination.post(publish, {"token": "1"}).status_code == 422
        for said in Contribution.objects.all():
            answer = reverse("contributions:answer", args=["nl", said.public_id, 1])
            given = {"p1-ruling": "viable", "p1-text": f"Se toma en cuenta: {said.text}"}
            assert coordination.post(answer, given).status_code == 302
        worlds.section(world.lab, "action", world.liaison, later, action="Un equipo que responde, en todo el estado.")
        assert coordination.post(publish, {"token": "1"}).status_code == 302

    made = Commitment.objects.get(pk=world.lab.pk)
    where = [*here, made.slug]
    with clock.frozen(later):
        form = anybody.get(reverse("plans:sheet", args=where)).content.decode()
        changed = anybody.get(reverse("plans:version", args=[*where, 2])).content.decode()
        was = anybody.get(draft, follow=True).content.decode()
        late = anybody.post(speak, {"kind": "comment", "text": "Tarde.", "name": "", "email": "", "website": ""})

    assert made.is_published
    assert form.index('id="part-milestones"') < form.index(TEAM)
    assert f"Se toma en cuenta: {OUTREACH}" in form
    assert "<ins>" in changed
    assert made.get_absolute_url() in was
    assert late.status_code != 302
