"""The sheets of thematic axes with their formats of indicators: our own document, and the source one if it is there."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

from tequio.plans import actions
from tequio.plans.imports.draft import Contact
from tequio.plans.imports.findings import Finding
from tequio.plans.imports.recognise import Reading, unaccounted
from tequio.plans.tests.documents import HERE, own, reference

NAME = "eje-parque.txt"


def found(reading: Reading, code: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == code]


def test_each_axis_is_read_once_with_the_format_that_repeats_its_head() -> None:
    reading = own(NAME)

    assert (reading.template, reading.score) == ("thematic-axis", 1.0)
    assert [len(draft.formats) for draft in reading.drafts] == [1, 1]
    assert [len(draft.formats[0].questions) for draft in reading.drafts] == [8, 1]
    assert unaccounted(reading) == ()


def test_the_verifiable_goal_keeps_its_sentence_and_its_aspects() -> None:
    draft = own(NAME).drafts[0]

    assert draft.goal
    assert draft.goal.text == "Un inventario público, con tres aspectos:"
    assert [(point.label.text if point.label else "", point.text.text) for point in draft.aspects] == [
        ("Primero", "Contar los árboles."),
        ("Segundo", "Publicar la cuenta y,"),
        ("Tercero", "Enseñar a leerla."),
    ]
    assert [goal.number for goal in draft.goals] == [15]
    assert draft.text
    assert "El objetivo 15 de la Agenda 2030 lo pide." in draft.text.text


def test_proposals_are_taken_one_by_one_and_doubted_where_nothing_numbers_them() -> None:
    parks, grants = own(NAME).drafts

    assert [point.text.text for point in parks.proposals] == [
        "La gente pidió fechas.",
        "También pidió pruebas de cada avance.",
    ]
    assert [(point.label.text if point.label else "", point.text.text) for point in grants.proposals] == [
        ("1", "Mostrar el número de becas por año."),
        ("2", "Invitar a quien las paga."),
        ("a", "Una bienvenida"),
    ]
    assert [finding.params["count"] for finding in found(own(NAME), "proposals-as-paragraphs")] == [2]


def test_where_an_axis_is_told_is_a_page_or_an_account() -> None:
    draft = own(NAME).drafts[0]

    said = [(one.kind, (one.link or one.handle).text) for one in draft.channels if one.link or one.handle]  # type: ignore[union-attr]
    assert said == [
        ("web", "http://parques.llanura.example/"),
        ("web", "http://www.parques.llanura.example/arboles"),
        ("facebook", "Parques Llanura"),
        ("x", "@ParquesLlanura"),
    ]


def test_x05_a_post_with_two_titles_before_its_name_is_one() -> None:
    reading = own(NAME)
    draft = reading.drafts[0]

    assert "Mtro." in reading.document.lines[3].text
    assert [person.post.text for person in draft.people if person.post] == ["Titular de Parques"]
    assert all(not contact.text.startswith("Mtro") for person in draft.people for contact in person.contacts)


def test_x07_a_question_left_from_another_institution_is_flagged() -> None:
    reading = own(NAME)

    [doubt] = found(reading, "institution-foreign")
    assert doubt.params["said"] == "Universidad del Río"
    assert [question.foreign for question in reading.drafts[0].formats[0].questions if question.foreign] == [
        "Universidad del Río"
    ]
    assert not any(question.foreign for question in reading.drafts[1].formats[0].questions)


def test_x08_another_spelling_of_the_title_is_kept_as_another_name(drafts: SimpleNamespace, at: datetime) -> None:
    body = (HERE / NAME).read_bytes()
    who = drafts.coordination
    document = actions.keep_document(jurisdiction=drafts.jurisdiction, body=body, name=NAME, actor=who, at=at)

    parks, grants = actions.confirm_document(document=document, plan=drafts.plan, actor=who, at=at)

    assert parks.template.code == "thematic-axis"
    assert parks.also_called == ["Parques a la vista: Plataforma Árboles (PLAR)"]
    assert [goal.label for goal in parks.goals.all()] == ["Primero", "Segundo", "Tercero"]
    assert [proposal.label for proposal in grants.proposals.all()] == ["1", "2", "a"]
    assert [channel.kind for channel in parks.channels.all()] == ["web", "web", "facebook", "x"]
    assert [party.name for party in grants.parties.all()] == ["Universidad del Río"]


def test_x09_an_address_that_differs_from_the_others_in_one_letter_is_doubted() -> None:
    [doubt] = found(own(NAME), "url-doubtful")

    assert doubt.params["suggestion"] == "http://www.parques.llanura.example/becas"


def test_what_a_format_says_otherwise_is_kept_apart() -> None:
    reading = own(NAME)

    [doubt] = found(reading, "section-repeated")
    assert any(piece.place == doubt.place for piece in reading.leftovers)
    assert [finding.params for finding in found(reading, "format-incomplete")] == [{"categories": 1, "indicators": 1}]


def test_the_source_document_gives_its_five_axes() -> None:
    reading = reference("001")

    assert reading.template == "thematic-axis"
    assert len(reading.drafts) == 5
    assert [len(draft.formats[0].questions) for draft in reading.drafts] == [8] * 5
    categories = [{each.category.text for each in d.formats[0].questions if each.category} for d in reading.drafts]
    assert [len(names) for names in categories] == [6] * 5
    assert [len(draft.aspects) for draft in reading.drafts] == [3, 0, 0, 0, 0]
    assert all(draft.goal and draft.text and draft.proposals and draft.channels for draft in reading.drafts)
    assert [draft.parties[0].institution is not None for draft in reading.drafts] == [True] * 5
    assert unaccounted(reading) == ()


def test_x07_the_source_document_has_one_question_of_another_institution() -> None:
    reading = reference("001")

    [doubt] = found(reading, "institution-foreign")
    axis = next(draft for draft in reading.drafts if any(q.foreign for q in draft.formats[0].questions))
    assert axis is reading.drafts[0]
    assert doubt.params["said"] == reading.drafts[4].parties[0].institution.text  # type: ignore[union-attr]


def test_x09_the_source_document_has_one_address_with_a_letter_missing() -> None:
    [doubt] = found(reference("001"), "url-doubtful")

    assert doubt.place.first == reference("001").drafts[1].channels[0].link.place.first  # type: ignore[union-attr]


def test_people_of_the_source_document_are_private() -> None:
    contacts = [one for draft in reference("001").drafts for person in draft.people for one in person.contacts]

    assert contacts
    assert all(isinstance(one, Contact) for one in contacts)
