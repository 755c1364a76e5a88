"""`tequio import` says every doubt and writes when told to; `tequio export` writes what anybody may see."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import ROOT, WORLD, Installation, installation

DOCUMENTS = ROOT / "src" / "tequio" / "plans" / "tests" / "documents"
FORM, SHEET = DOCUMENTS / "ficha-agua.txt", DOCUMENTS / "hoja-archivos.txt"
COUNT = "from tequio.plans.models import *; print(Commitment.objects.count(), ImportedDocument.objects.count())"
PLANS = "from tequio.plans.models import *; print(*ActionPlan.objects.values_list('public_id', flat=True))"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, blank: Installation) -> Iterator[Installation]:
    """A site with a published plan of two commitments, and the draft of another."""
    with installation(tmp_path_factory.mktemp("place"), "place", like=blank) as made:
        made.tell(WORLD + "worlds.plan(world, at, name='Plan que nadie ve')")
        yield made


@pytest.fixture(scope="module")
def plans(place: Installation) -> list[str]:
    """The ids of the public plan and of the draft."""
    return place.tell(PLANS).split()


def test_a_preview_tells_every_finding_beside_its_line_and_writes_nothing(place: Installation) -> None:
    before = place.tell(COUNT)

    said = place.run("import", str(FORM))
    answer = place.answer("import", str(FORM), str(SHEET))

    for finding in answer["documents"][0]["findings"]:
        assert f"{FORM}:{finding['lines'][0]}: {finding['severity']}: {finding['says']}\n" in said
    assert [one["commitments"] for one in answer["documents"]] == [1, 1]
    assert answer["documents"][0]["findings"]
    assert "--confirm" in said
    assert place.tell(COUNT) == before


def test_a_confirmed_import_writes_drafts_of_the_plan(place: Installation, plans: list[str]) -> None:
    commitments, documents = map(int, place.tell(COUNT).split())

    answer = place.answer("import", str(FORM), str(SHEET), "--plan", plans[1], "--confirm")

    assert len(answer["written"]) == 2
    assert place.tell(COUNT) == f"{commitments + 2} {documents + 2}\n"


def test_a_document_that_cannot_be_imported_takes_the_others_back(
    place: Installation, plans: list[str], tmp_path: Path
) -> None:
    letter = tmp_path / "carta.txt"
    letter.write_text("Estimadas vecinas:\n\nEsta carta no es un compromiso.\n")
    before = place.tell(COUNT)

    said = place.run("import", str(FORM), str(letter), "--plan", plans[1], "--confirm", code=1)

    assert "tequio: " in said
    assert place.tell(COUNT) == before


@pytest.mark.parametrize("words", [["--confirm"], ["--plan", "nonesuch", "--confirm"]])
def test_an_import_without_its_plan_names_those_there_are(
    place: Installation, plans: list[str], words: list[str]
) -> None:
    said = place.run("import", str(FORM), *words, code=1)

    assert all(plan in said for plan in plans)


def test_a_file_that_is_not_there_is_told(place: Installation, tmp_path: Path) -> None:
    assert "none.txt" in place.run("import", str(tmp_path / "none.txt"), code=1)


def test_an_export_holds_the_public_plan_and_nothing_of_the_draft(
    place: Installation, plans: list[str], tmp_path: Path
) -> None:
    public, draft = plans

    written = place.answer("export", str(tmp_path / "data"))

    names = {Path(path).name for path in written}
    folder = tmp_path / "data" / "nl" / public
    assert {"plan.json", "hitos.csv", "hitos.json", "avance.csv", "avance.json", "campos.csv"} <= names
    assert {Path(path).parent for path in written} == {folder}
    assert all(Path(path).exists() for path in written)
    with (folder / "hitos.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 7 + 3 + 5 + 6
    with (folder / "campos.csv").open(newline="") as table:
        assert set(rows[0]) <= {row["field"] for row in csv.DictReader(table)}
    commitments = [json.loads(path.read_text()) for path in folder.glob("compromiso-*.json")]
    assert {one["type"] for one in commitments} == {"commitment"}
    assert len(commitments) == 2
    assert not any(draft in path.read_text() for path in folder.iterdir())


def test_a_draft_is_not_exported_by_naming_it(place: Installation, plans: list[str], tmp_path: Path) -> None:
    place.run("export", str(tmp_path / "data"), "--plan", plans[1], code=1)

    assert not (tmp_path / "data").exists()
