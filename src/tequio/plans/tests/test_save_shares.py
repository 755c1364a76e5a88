"""Who joins in a transversal commitment, how much each must comply, and what belongs to whom."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.kit.policy import Denied, Refused
from tequio.people.tests import worlds as people
from tequio.plans import actions, document, policies, queries
from tequio.plans.models import Commitment
from tequio.plans.transversal import Part, is_complete


def rows(world: SimpleNamespace, foreign: SimpleNamespace) -> list[dict[str, Any]]:
    leaves = list(world.lab.milestones.all())
    body = foreign.coordination.office.institution
    return [
        {"name": "Cultura", "institution": world.institutions.culture, "milestones": leaves[:3], "minimum": 2},
        {"name": body.name, "institution": body, "jurisdiction": body.jurisdiction, "milestones": leaves[3:]},
        {"name": "Consejo vecinal", "role": "ally", "milestones": leaves, "minimum": 1, "note": "Acompaña."},
    ]


def test_parties_keep_their_milestones_and_minimum_and_allies_owe_nothing(
    drafts: SimpleNamespace, at: datetime
) -> None:
    foreign = people.mexico(at)
    given = rows(drafts, foreign)
    actions.save_shares(commitment=drafts.lab, rows=given, revision=None, actor=drafts.coordination, at=at)

    told = document.of_commitment(Commitment.objects.get(pk=drafts.lab.pk))["shares"]

    assert [(one["role"], one["minimum"], len(one["milestones"])) for one in told] == [
        ("party", 2, 3),
        ("party", None, 4),
        ("ally", None, 0),
    ]
    assert told[1]["jurisdiction"] == foreign.jurisdiction.urn


@pytest.mark.parametrize(
    ("change", "field"),
    [({"milestones": []}, "milestones"), ({"minimum": 9}, "minimum"), ({"name": " ", "institution": None}, "name")],
)
def test_a_party_that_owes_nothing_or_too_much_is_refused(
    drafts: SimpleNamespace, at: datetime, change: dict[str, Any], field: str
) -> None:
    given = rows(drafts, people.mexico(at))[0] | change
    with pytest.raises(Refused) as no:
        actions.save_shares(commitment=drafts.lab, rows=[given], revision=None, actor=drafts.coordination, at=at)
    assert no.value.field == field


def test_only_the_coordination_of_its_place_names_them(drafts: SimpleNamespace, at: datetime) -> None:
    foreign = people.mexico(at)
    for actor in (drafts.liaison, drafts.civil_society, foreign.coordination):
        with pytest.raises(Denied):
            actions.save_shares(commitment=drafts.lab, rows=[], revision=None, actor=actor, at=at)


def test_a_party_of_another_place_sees_no_draft_and_edits_nothing(drafts: SimpleNamespace, at: datetime) -> None:
    foreign = people.mexico(at)
    given = rows(drafts, foreign)
    actions.save_shares(commitment=drafts.lab, rows=given, revision=None, actor=drafts.coordination, at=at)
    lab = Commitment.objects.select_related("plan__jurisdiction").get(pk=drafts.lab.pk)

    assert not policies.can_view_commitment(foreign.coordination, lab)
    assert not queries.commitments_visible_to(foreign.coordination).filter(pk=lab.pk).exists()
    assert not policies.can_edit_commitment(foreign.coordination, lab)


def test_who_may_join_is_written_with_its_place_where_two_share_a_name(drafts: SimpleNamespace, at: datetime) -> None:
    foreign = people.mexico(at)
    labels = {one.label for one in queries.joiners().values()}
    body = foreign.coordination.office.institution
    assert {drafts.jurisdiction.name, f"{body.name} · {foreign.jurisdiction.name}"} <= labels


@given(st.lists(st.tuples(st.lists(st.booleans(), max_size=5), st.none() | st.integers(1, 6)), max_size=4))
def test_it_is_complete_only_if_all_parties_comply(parties: list[tuple[list[bool], int | None]]) -> None:
    parts = [Part(str(n), tuple(done), minimum) for n, (done, minimum) in enumerate(parties)]

    assert is_complete(parts) is (bool(parts) and all(part.complies for part in parts))
    for part in parts:
        assert part.complies is (part.share == 1 and bool(part.done))
        assert 0 <= part.share <= 1
