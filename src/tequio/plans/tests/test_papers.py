"""The official form as Word and PDF: what it says comes back to the last value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import page
import pytest
from django.utils import translation

from tequio.paper import reading as documents
from tequio.paper import typeset, word
from tequio.paper.writing import Heading
from tequio.plans import document
from tequio.plans.actions._rebuilding import rebuild
from tequio.plans.models import Commitment
from tequio.plans.papers import contents, editable, printed, reading
from tequio.plans.queries import with_sheet
from tequio.plans.tests import worlds

AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def whole(commitment: Commitment) -> Commitment:
    return with_sheet(Commitment.objects.filter(pk=commitment.pk)).get()


def said_again(commitment: Commitment) -> dict[str, Any]:
    """Return a commitment's public text without its own ids and the acceptances, which are decisions and no text."""
    ids: dict[str, str] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            # How exact a date is says nothing where there is no date.
            unsaid = {"precision"} if not any(value.get(key) for key in ("start", "end", "due")) else set()
            return {key: plain(one) for key, one in value.items() if key not in {"id", "accepted_limits", *unsaid}}
        if isinstance(value, list):
            return [plain(one) for one in value]
        if (
            isinstance(value, str)
            and value.startswith("urn:tequio:")
            and (":milestone:" in value or "key-action" in value)
        ):
            return ids.get(value, value)
        return value

    told = document.of_commitment(commitment)
    for kind in ("milestones", "key_actions"):
        ids |= {one["id"]: f"{kind} {one['order']}" for one in told[kind]}
    return plain(told)  # type: ignore[no-any-return]


@pytest.fixture
def world() -> Any:
    return worlds.nuevo_leon(AT)


@pytest.fixture(params=["es-mx", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("name", ["lab", "sheet"])
def test_a_form_comes_back_from_word_to_the_same_values(world: Any, language: str, name: str) -> None:
    commitment = whole(getattr(world, name))
    held = documents.read(word.written(editable.paper(commitment, dated="2023-06-12")))

    template = reading.template_of(held)
    assert template == commitment.template
    read = reading.read(held, template)
    made = rebuild(read.contents, plan=commitment.plan, author=None, actor=world.coordination, at=AT)

    assert [str(fault) for fault in read.faults] == []
    assert contents.gather(whole(made)) == contents.gather(commitment)
    assert said_again(whole(made)) == said_again(commitment)


@pytest.mark.parametrize("name", ["lab", "sheet"])
@pytest.mark.parametrize("kind", [printed.form, printed.summary])
def test_form_and_summary_are_accessible_pdfs(world: Any, name: str, kind: Any) -> None:
    made = typeset.pdf(kind(whole(getattr(world, name)), dated="2023-06-12"))

    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_the_printed_form_has_every_section_in_the_order_of_its_template(world: Any) -> None:
    commitment = whole(world.lab)
    with translation.override("es-mx"):
        paper = printed.form(commitment, dated="2023-06-12")

    headings = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]

    assert headings == [f"{one['number']}. {one['label']['es']}" for one in commitment.template.sections]
