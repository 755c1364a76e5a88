"""Templates and vocabularies come with the program, once, and keep what an installation changed."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied
from tequio.people.tests import worlds as people
from tequio.plans import actions, sections
from tequio.plans.models import Template, Term
from tequio.plans.vocab import SDG_TARGETS


def test_loading_twice_adds_nothing_the_second_time(site: str, at: datetime) -> None:
    assert actions.load_reference(actor=SYSTEM, at=at) > 60
    assert actions.load_reference(actor=SYSTEM, at=at) == 0


def test_what_an_installation_changed_stays(site: str, at: datetime) -> None:
    actions.load_reference(actor=SYSTEM, at=at)
    Term.objects.filter(code="beneficial-ownership").update(name_es="Personas beneficiarias finales")
    Term.objects.filter(code="civic-space").delete()

    assert actions.load_reference(actor=SYSTEM, at=at) == 1

    assert Term.objects.get(code="beneficial-ownership").name_es == "Personas beneficiarias finales"


def test_nobody_but_the_installation_loads_them(db: None, at: datetime) -> None:
    world = people.nuevo_leon(at)
    with pytest.raises(Denied):
        actions.load_reference(actor=world.coordination, at=at)


def test_every_section_of_every_template_is_known_numbered_in_order_and_explained(drafts: SimpleNamespace) -> None:
    assert Template.objects.count() == 3
    for template in Template.objects.all():
        assert [one["number"] for one in template.sections] == [str(n + 1) for n in range(len(template.sections))]
        for one in template.sections:
            assert one["key"] in sections.SECTIONS
            assert all(one[words][language] for words in ("label", "help") for language in ("es", "en"))


def test_the_vocabularies_have_the_sizes_of_their_sources(drafts: SimpleNamespace) -> None:
    counts = {scheme: Term.objects.of(scheme).count() for scheme in ("policy-area", "thematic-area", "sdg-goal")}
    assert counts == {"policy-area": 25, "thematic-area": 30, "sdg-goal": 17}
    assert len(SDG_TARGETS) == len(set(SDG_TARGETS)) == 169
    assert {"5.b", "9.c", "11.a", "16.10", "16.b", "17.16"} <= set(SDG_TARGETS)
