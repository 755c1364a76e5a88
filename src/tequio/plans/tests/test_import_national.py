"""The national sheet: a document of our own, and the reference document if it is there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tequio.plans.imports.draft import DraftCommitment
from tequio.plans.imports.findings import Finding
from tequio.plans.imports.recognise import Reading, read, unaccounted
from tequio.plans.tests.documents import own, reference


def only(reading: Reading) -> DraftCommitment:
    (draft,) = reading.drafts
    return draft


def found(reading: Reading, code: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == code]


def weights(draft: DraftCommitment) -> list[Decimal | None]:
    return [action.weight.number if action.weight else None for action in draft.key_actions]


def test_the_sheet_is_recognised_and_gives_account_of_every_line() -> None:
    reading = own("hoja-archivos.txt")

    assert reading.template == "national-sheet"
    assert [left.text.strip().split("\t")[0] for left in reading.leftovers] == ["Sin medio propio"]
    assert unaccounted(reading) == ()


def test_its_labels_give_fields_wherever_the_page_breaks() -> None:
    draft = only(own("hoja-archivos.txt"))

    assert draft.number
    assert draft.number.text == "7"
    assert draft.title
    assert draft.title.text == "Archivos vivos en los estados"
    assert draft.start
    assert draft.start.on == date(2031, 2, 10)
    assert draft.end
    assert draft.end.on == date(2032, 11, 30)
    assert draft.problem
    assert draft.problem.text.count("\n\n") == 2
    assert draft.problem
    assert draft.problem.text.startswith("Hasta hoy")
    assert draft.verification
    assert draft.verification.text.startswith("El compromiso se desarrollará")
    assert draft.executive_summary
    assert draft.executive_summary.text.startswith("El compromiso dará")
    assert draft.additional_information
    assert draft.additional_information.text.startswith("La medición de 2029")
    assert draft.gender_impact
    assert "lenguaje" in draft.gender_impact.text


def test_its_parties_have_acronyms_units_and_private_contacts() -> None:
    draft = only(own("hoja-archivos.txt"))

    assert [(party.section, party.acronym) for party in draft.parties] == [
        ("government", "IAL"),
        ("government", "SEPAL"),
        ("coresponsible", "PYT"),
        ("coresponsible", ""),
    ]
    first, second = draft.parties[:2]
    assert first.unit
    assert first.unit.text == "Dirección General de Archivos"
    assert second.person
    assert [each.kind for each in second.person.contacts] == ["name", "email", "phone"]


def test_a_horizon_may_be_due_in_words() -> None:
    draft = only(own("hoja-archivos.txt"))

    short, medium = draft.objectives
    assert short.due
    assert short.due.on == date(2032, 11, 30)
    assert medium.due
    assert (medium.due.on, medium.due.text) == (None, "al terminar la década")


def test_targets_count_once_and_citations_keep_their_codes() -> None:
    reading = own("hoja-archivos.txt")
    draft = only(reading)

    assert [target.code for target in draft.targets] == ["11.a", "16.5", "16.8", "16.10"]
    assert [finding.params["code"] for finding in found(reading, "target-repeated")] == ["16.5"]
    axis, programme = draft.plan_citations
    assert axis.instrument.text == "Plan Nacional de Desarrollo"
    assert axis.axis
    assert axis.axis.text == "Eje II"
    assert (programme.code, programme.period) == ("2.4", "2030-2035")
    (law,) = draft.law_citations
    assert (law.article, law.fraction) == ("12", "IV")
    (score,) = draft.baselines
    assert (score.unit, score.value.number) == ("score", Decimal("0.31"))


def test_key_actions_keep_weights_rows_and_activities() -> None:
    reading = own("hoja-archivos.txt")
    draft = only(reading)

    assert [action.number for action in draft.key_actions] == [1, 2, 3, 4]
    assert weights(draft) == [35, 40, 30, None]
    assert [len(action.activities) for action in draft.key_actions] == [3, 2, 2, 1]
    indicators = [action.indicator for action in draft.key_actions]
    assert [(each.is_numeric, each.is_binary) for each in indicators if each] == [
        *((False, False), (True, True), (False, True))
    ]
    first = draft.key_actions[0].responsible[0]
    assert first.agency
    assert first.agency.text == "Instituto de Archivos de la Llanura"
    assert found(reading, "weights-not-100")[0].params["sum"] == "105"
    assert len(found(reading, "weight-missing")) == 1


def test_an_activity_is_put_together_again_from_ragged_rows() -> None:
    draft = only(own("hoja-archivos.txt"))

    activity = draft.key_actions[2].activities[1]
    assert activity.text
    assert activity.text.text == (
        "Llevar el catálogo a las plazas con las bibliotecas móviles y en las escuelas rurales"
    )
    assert activity.objective
    assert activity.objective.text.endswith("entró a un archivo. Sin medio propio") is False
    assert [means.kind for means in activity.means[:2]] == ["photograph", "proceedings"]


def test_topics_go_on_after_a_page_break_and_are_counted() -> None:
    reading = own("hoja-archivos.txt")
    draft = only(reading)

    listed = draft.key_actions[0].activities[2]
    assert [topic.text for topic in listed.topics] == [
        "Reglas de préstamo entre archivos y bibliotecas",
        "Cuidado del papel",
        "Lectura para quien no ve",
        "Salas para infancias y juventudes",
        "Horarios de consulta por la tarde.",
    ]
    assert listed.text
    assert listed.text.text.endswith("en lo referente a:")
    counts = {finding.params["listed"] for finding in found(reading, "count-mismatch")}
    assert counts == {"4"}
    assert len(found(reading, "count-mismatch")) == 2


def test_a_title_cut_by_the_page_is_completed_as_a_suggestion() -> None:
    (finding,) = found(own("hoja-archivos.txt"), "title-cut")

    assert finding.params["suggestion"] == "Contar a la gente cómo se usa el catálogo en escuelas y plazas"


def test_another_number_opens_another_commitment() -> None:
    body = "\n".join(line.text for line in own("hoja-archivos.txt").document.lines)

    reading = read((body + body.replace("Compromiso 7", "Compromiso 8")).encode(), "dos.txt")

    assert [draft.number.text for draft in reading.drafts if draft.number] == ["7", "8"]
    assert unaccounted(reading) == ()


def test_the_reference_sheet_gives_its_key_actions() -> None:
    reading = reference("004")
    draft = only(reading)

    assert reading.leftovers == unaccounted(reading) == ()
    assert weights(draft) == [35, 40, 25]
    assert [len(action.activities) for action in draft.key_actions] == [3, 5, 6]
    assert [(action.start and action.start.on, action.end and action.end.on) for action in draft.key_actions] == [
        (date(2020, 1, 2), date(2020, 4, 30)),
        (date(2020, 5, 1), date(2021, 7, 31)),
        (date(2020, 7, 1), date(2021, 8, 31)),
    ]
    assert draft.start
    assert draft.start.on == date(2019, 12, 10)
    assert draft.end
    assert draft.end.on == date(2021, 8, 31)
    assert [
        len(activity.topics) for action in draft.key_actions for activity in action.activities if activity.topics
    ] == [5, 5]
    last = draft.key_actions[2].activities[5]
    assert last.text
    assert last.text.text.endswith("el modelo de articulación a nivel país")
    assert len(last.means) == 2


def test_the_reference_sheet_gives_its_lists() -> None:
    draft = only(reference("004"))

    assert [target.code for target in draft.targets] == [
        "11.a",
        "11.b",
        "16.5",
        "16.6",
        "16.8",
        "16.10",
        "17.14",
        "17.16",
    ]
    assert [len(target.repeats) for target in draft.targets] == [0, 0, 1, 0, 0, 0, 0, 0]
    assert [risk.label.text for risk in draft.risks] == ["a)", "b)", "c)"]
    named = [party.acronym or (party.institution.text if party.institution else "") for party in draft.parties]
    assert named[:3] == ["INAI", "SFP", "GESOC"]
    assert named[3].startswith("Nosotr@s")
    assert [actor.sector.code for actor in draft.other_actors] == ["civil-society", "academia", "international"]
    assert [(row.value.number, row.unit) for row in draft.baselines] == [
        (Decimal("0.52"), "score"),
        (Decimal("0.39"), "score"),
    ]
    assert [(law.article, law.fraction, law.chapter) for law in draft.law_citations] == [
        ("37", "XXI", ""),
        ("", "", "VI"),
    ]
    assert [line.code for line in draft.plan_citations] == ["", "1.6"]


def test_the_reference_sheet_raises_its_doubts() -> None:
    reading = reference("004")

    assert [finding.params["listed"] for finding in found(reading, "count-mismatch")] == ["5"]
    assert len(found(reading, "target-repeated")) == len(found(reading, "title-cut")) == 1
    assert len(found(reading, "url-malformed")) == 1
    assert [finding.params["suggestion"] for finding in found(reading, "ordinal-misread")] == ["4.º", "4.º"]
    assert found(reading, "hyphen-joined")
