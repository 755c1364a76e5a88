"""The form of 21 fields: a document of our own, with what real ones have, and the reference document if it is there."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from tequio.kit.month import Precision, months_between
from tequio.plans.imports.draft import Contact, DraftCommitment, DraftMilestone
from tequio.plans.imports.findings import Finding
from tequio.plans.imports.recognise import Reading, read, unaccounted
from tequio.plans.imports.tree import leaves
from tequio.plans.tests.documents import own, reference


def only(reading: Reading) -> DraftCommitment:
    (draft,) = reading.drafts
    return draft


def found(reading: Reading, code: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == code]


def groups(draft: DraftCommitment) -> list[tuple[str, int]]:
    every = [group for objective in draft.objectives for group in objective.groups]
    return [(group.title.text if group.title else "", len(group.milestones)) for group in every]


def line_of(reading: Reading, words: str) -> int:
    return next(line.number for line in reading.document.lines if words in line.text)


def is_single_month(milestone: DraftMilestone) -> bool:
    return milestone.start is not None and milestone.end is not None and milestone.start.on == milestone.end.on


def test_the_form_is_recognised_and_nothing_is_left_over() -> None:
    reading = own("ficha-agua.txt")

    assert (reading.template, reading.score) == ("form-21", 1.0)
    assert reading.leftovers == ()
    assert unaccounted(reading) == ()


def test_every_value_has_its_place_in_the_file() -> None:
    reading = own("ficha-agua.txt")
    draft = only(reading)

    assert draft.theme
    assert draft.theme.text == "COMPROMISO AGUA Y DATOS"
    assert draft.title
    assert draft.title.text == "Agua a la vista: medir entre todas las personas"
    assert draft.title.place.first == draft.title.place.last == line_of(reading, "Agua a la vista")
    assert all(1 <= leaf.place.first <= leaf.place.last <= len(reading.document.lines) for leaf in leaves(draft))


def test_a_month_ends_on_its_last_day() -> None:
    draft = only(own("ficha-agua.txt"))

    assert draft.start
    assert draft.end
    assert (draft.start.on, draft.start.precision) == (date(2031, 3, 1), Precision.MONTH)
    assert draft.end.ends_on == date(2032, 8, 31)


def test_no_aplica_is_said_and_a_blank_is_only_blank() -> None:
    draft = only(own("ficha-agua.txt"))

    assert draft.not_applicable[0].field == "nongovernment"
    assert "vision" in draft.blank
    assert draft.vision is None
    assert [party.section for party in draft.parties] == ["government"] * 3 + ["coresponsible"] * 2
    assert [party.role.code for party in draft.parties if party.role] == [
        *("lead", "support", "coordination"),
        *("supervision", "supervision"),
    ]
    assert [party.level.code for party in draft.parties if party.level] == ["municipality", "municipality", "state"]


def test_figures_are_found_in_prose_with_year_source_and_direction() -> None:
    draft = only(own("ficha-agua.txt"))

    rows = [(row.value.number, row.unit, row.year and row.year.text, row.direction) for row in draft.baselines]
    assert rows == [
        (Decimal("12.5"), "percent", "2029", "higher-is-better"),
        (Decimal(31), "rank", "2028 - 2029", "lower-is-better"),
        (Decimal(3), "rank", "2030", "higher-is-better"),
        (Decimal(85), "percent", "marzo de 2030", "lower-is-better"),
        (Decimal("61.2"), "percent", "2030", "higher-is-better"),
    ]
    rank, cuts = draft.baselines[1], draft.baselines[4]
    assert rank.out_of
    assert rank.out_of.number == 40
    assert cuts.comparison
    assert cuts.comparison.number == 40
    assert cuts.population
    assert cuts.population.text == "la población adulta"


def test_targets_areas_values_and_resources_are_codes() -> None:
    draft = only(own("ficha-agua.txt"))

    assert [goal.number for goal in draft.goals] == [6, 16]
    assert [target.code for target in draft.targets] == ["6.1", "6.b", "16.8", "16.10", "16.b"]
    assert [area.code for area in draft.policy_areas] == ["open-data", "civic-space"]
    assert [area.code for area in draft.thematic_areas] == ["water-sanitation-and-hygiene", "public-participation"]
    assert [value.value.code for value in draft.ogp_values] == ["transparency", "participation", "innovation"]
    assert all(value.why for value in draft.ogp_values)
    assert Counter(each.kind for each in draft.resources) == {"budget": 1, "staff": 2, "time": 1, "other": 3}
    assert [each.count for each in draft.resources if each.kind == "staff"] == [4, 2]
    assert [each.months for each in draft.resources if each.kind == "time"] == [18]
    assert draft.resources_assured
    assert draft.resources_assured.code == "partly"
    assert {group.code for group in draft.vulnerable_groups} == {
        *("people-with-disabilities", "older-persons", "indigenous-peoples-and-communities"),
        "children-and-adolescents",
    }


def test_the_same_code_stands_under_two_axes() -> None:
    draft = only(own("ficha-agua.txt"))

    fours = [(line.axis and line.axis.text) for line in draft.plan_citations if line.code == "4"]
    assert fours == ["Ciudad que escucha", "Agua para siempre"]
    assert {line.period for line in draft.plan_citations} == {"2030-2033"}
    assert [line.code for line in draft.plan_citations][-1] == "4.8.1"


def test_milestones_stand_under_their_horizon_and_group() -> None:
    draft = only(own("ficha-agua.txt"))

    assert [(each.horizon, each.due and each.due.on) for each in draft.objectives] == [
        ("short", date(2031, 8, 1)),
        ("medium", date(2032, 2, 1)),
        ("long", date(2032, 8, 1)),
    ]
    assert groups(draft) == [
        ("", 1),
        ("Convenios de medición con escuelas", 2),
        ("Tablero de mediciones", 3),
        ("Prueba en tres colonias", 4),
        ("", 2),
    ]
    assert [[means.kind for means in each.means] for each in draft.milestones[:6]] == [
        ["report"],
        ["form"],
        ["activity-report", "agreement"],
        ["draft"],
        ["call", "systematization"],
        ["strategy"],
    ]


def test_agency_and_unit_are_told_apart_in_either_order() -> None:
    draft = only(own("ficha-agua.txt"))

    first = draft.milestones[0].responsible[0]
    second = draft.milestones[1].responsible[1]
    assert [each and each.text for each in (first.agency, first.unit)] == ["Secretaría del Agua", "Dirección de Datos"]
    assert [each and each.text for each in (second.agency, second.unit)] == [
        "Secretaría del Agua",
        "Dirección de Datos",
    ]
    report = draft.milestones[8]
    assert [each.agency.text for each in report.responsible if each.agency] == [
        *("Secretaría del Agua", "Sociedad civil", "Academia")
    ]
    assert [len(each.people) for each in report.responsible] == [1, 0, 0]


def test_long_texts_are_counted_and_never_cut() -> None:
    reading = own("ficha-agua.txt")
    draft = only(reading)

    long = {finding.params["field"]: finding.params["length"] for finding in found(reading, "text-too-long")}
    assert set(long) == {"problem", "gender_impact", "vulnerability", "additional_information"}
    assert draft.problem
    assert long["problem"] == len(draft.problem.text)


def test_x02_untidy_rows_are_doubted_and_kept() -> None:
    reading = own("ficha-agua.txt")
    draft = only(reading)

    (repeated,) = found(reading, "label-repeated")
    assert repeated.also == (draft.milestones[7].place,)
    assert [finding.params["said"] for finding in found(reading, "status-untidy")] == ["No iniciado2."]
    assert [finding.params["first"] for finding in found(reading, "numbering-offset")] == ["6"]
    assert {each.status.code for each in draft.milestones if each.status} == {"not-started"}
    (nobody,) = found(reading, "responsible-missing")
    assert nobody.place == draft.milestones[5].place


def test_x03_a_milestone_outside_its_horizon_is_linked_to_its_twin() -> None:
    reading = own("ficha-agua.txt")
    draft = only(reading)

    (outside,) = found(reading, "milestone-outside-horizon")
    (twin,) = found(reading, "milestone-similar")
    assert outside.place == twin.place == draft.milestones[9].place
    assert twin.also == (draft.milestones[4].place,)


def test_x04_two_addresses_of_one_post_are_merged_and_both_kept() -> None:
    reading = own("ficha-agua.txt")

    (person,) = [each for each in only(reading).people if each.post and each.post.text == "Directora de Datos"]
    addresses = [each.value for each in person.contacts if each.kind == "email" and not each.is_placeholder]
    assert addresses == ["datos@agua.example.org", "directora.datos@agua.example.org"]
    assert len(found(reading, "two-addresses")) == 1


def test_comments_are_apart_and_their_authors_private() -> None:
    draft = only(own("ficha-agua.txt"))

    assert len(draft.comments) == 3
    named, real, nobody = (comment.author for comment in draft.comments)
    assert named
    assert named.is_placeholder
    assert real
    assert (real.value, real.is_placeholder) == ("Zutano Ejemplo Inventado", False)
    assert nobody is None


def test_names_addresses_and_telephones_stay_out_of_public_words() -> None:
    private = ("Inventad", "@", "55 0000")
    for name in ("ficha-agua.txt", "ficha-revuelta.txt", "hoja-archivos.txt"):
        reading = own(name)
        public = [leaf for leaf in leaves(reading.drafts) if not isinstance(leaf, Contact)]
        kept = [leaf.text for leaf in leaves(reading.drafts) if isinstance(leaf, Contact)]

        leaks = [
            leaf.text
            for leaf in public
            for word in private
            if word in leaf.text.replace("Lector@s", "") + leaf.raw.replace("Lector@s", "")
        ]
        assert leaks == []
        assert any("Inventad" in text for text in kept)
        assert not any("Inventad" in finding.sentence or "@" in finding.sentence for finding in reading.findings)


def test_a_form_in_disorder_is_read_as_far_as_it_goes() -> None:
    reading = own("ficha-revuelta.txt")
    draft = only(reading)

    assert draft.problem
    assert "Segundo párrafo sin tabulador." in draft.problem.text
    assert draft.problem
    assert "quedan doce álbumes" in draft.problem.text
    assert {each.field for each in draft.not_applicable} >= {"gender_impact", "vision", "resources.budget"}
    assert [(target.code, len(target.repeats)) for target in draft.targets] == [("11.4", 1), ("16.14", 0)]
    assert [area.code for area in draft.policy_areas] == ["open-data", "inclusion", None]
    assert [area.code for area in draft.thematic_areas] == ["education", "youth"]
    assert [(each.status.text, each.status.code) for each in draft.milestones if each.status] == [
        ("Pausado", None),
        ("No iniciado", "not-started"),
        ("En proceso", "in-progress"),
        ("Finalizado", "completed"),
    ]
    assert [(law.article, law.fraction, law.chapter) for law in draft.law_citations] == [
        ("6", "II", ""),
        ("", "", "IV"),
    ]
    (programme,) = draft.plan_citations
    assert (programme.period, programme.code) == ("2030-2036", "2.3")
    assert programme.published
    assert programme.published.on == date(2030, 5, 5)
    assert [bool(link.suggestion) for link in draft.links] == [True, True, False]


def test_what_no_field_takes_is_shown() -> None:
    reading = own("ficha-revuelta.txt")

    assert [left.text.split("\n")[-1].strip() for left in reading.leftovers] == [
        "Una segunda respuesta a la misma pregunta.",
        "Una frase suelta en la tabla",
        "Al calce: esta línea no es de nadie.",
    ]
    assert found(reading, "text-left-over")[0].params["lines"] == 4


def test_two_forms_in_one_file_are_two_drafts() -> None:
    text = own("ficha-agua.txt").document
    body = "\n".join(line.text for line in text.lines)

    reading = read(f"{body}\n{body}".encode(), "dos.txt")

    first, second = reading.drafts
    assert len(first.milestones) == len(second.milestones) == 12
    assert first.place.last + 1 == second.place.first
    assert reading.leftovers == unaccounted(reading) == ()


def test_the_reference_form_gives_its_tree() -> None:
    reading = reference("000")
    draft = only(reading)

    assert reading.leftovers == unaccounted(reading) == ()
    assert [len(objective.milestones) for objective in draft.objectives] == [11, 8, 5]
    sizes = [size for title, size in groups(draft) if title]
    assert sizes == [3, 3, 4, 8]
    assert [each.due.on for each in draft.objectives if each.due] == [
        *(date(2023, 7, 1), date(2024, 1, 1), date(2024, 6, 1))
    ]
    assert sum(is_single_month(each) for each in draft.milestones) == 14
    assert draft.start
    assert draft.start.on
    assert draft.end
    assert draft.end.on
    assert months_between(draft.start.on, draft.end.on) == 18


def test_the_reference_form_gives_its_parties() -> None:
    draft = only(reference("000"))

    assert Counter(party.section for party in draft.parties) == {"government": 6, "coresponsible": 4}
    assert Counter(party.role.code for party in draft.parties[:6] if party.role) == {
        "lead": 3,
        "supervision": 2,
        "support": 1,
    }
    assert draft.not_applicable[0].field == "nongovernment"
    assert [len(each.responsible) for each in draft.milestones if len(each.responsible) in (0, 5)] == [0, 5]
    assert all(each.is_placeholder for person in draft.people for each in person.contacts)


def test_the_reference_form_gives_its_figures_and_targets() -> None:
    draft = only(reference("000"))

    rows = [(str(row.value.number), row.year and row.year.text) for row in draft.baselines]
    assert rows == [
        ("8", "2018"),
        ("11", "2019"),
        ("27", "2021 - 2022"),
        ("90", "octubre de 2021"),
        ("46.7", "2021"),
    ]
    assert draft.baselines[2].out_of
    assert draft.baselines[2].out_of.number == 32
    assert draft.baselines[4].comparison
    assert draft.baselines[4].comparison.number == Decimal("54.5")
    assert [row.direction.split("-")[0] for row in draft.baselines] == ["higher", "higher", "lower", "lower", "higher"]
    assert [target.code for target in draft.targets] == (
        ["5.5", "5.b", "9.c", "10.3", "16.3", "16.5", "16.6", "16.7", "16.8", "16.10", "16.b"]
    )
    assert [area.code for area in draft.policy_areas] == ["digital-governance", "open-data"]
    assert [area.code for area in draft.thematic_areas] == ["online-civic-space", "public-participation"]
    assert len(draft.ogp_values) == 4
    assert [each.count for each in draft.resources if each.count] == [3, 2, 2]
    assert [each.months for each in draft.resources if each.months] == [18]
    assert len([line for line in draft.plan_citations if line.code == "4"]) == 2
    assert len(draft.comments) == 2


def test_the_reference_form_raises_its_doubts() -> None:
    reading = reference("000")

    long = {finding.params["field"]: int(finding.params["length"]) for finding in found(reading, "text-too-long")}
    expected = {"problem": 1510, "gender_impact": 1273, "vulnerability": 1066, "additional_information": 3430}
    assert set(long) == set(expected)
    assert all(abs(long[name] - length) <= 20 for name, length in expected.items())
    counted = Counter(finding.code for finding in reading.findings if finding.severity == "warning")
    assert counted == {
        "text-too-long": 4,
        "label-repeated": 1,
        "status-untidy": 1,
        "numbering-offset": 1,
        "milestone-outside-horizon": 1,
        "milestone-similar": 1,
        "responsible-missing": 1,
    }
