"""`tequio demo`: a whole installation of its own, told once."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import golang
from tests.cli.installation import Installation, installation
from tests.cli.test_backup import contents

ENTER = """
from tequio.people.models import User
import json, sys
logins = dict(line.split()[-2:] for line in '''{said}'''.splitlines() if "@" in line)
print(len(logins), all(User.objects.get(email=email).check_password(word) for email, word in logins.items()))
"""

ALIVE = """
import base64
import json
from tequio.contributions.models import Contribution
from tequio.gatherings.models import Lesson
from tequio.kit import clock
from tequio.people.models import Jurisdiction, Organisation
from tequio.plans.models import Commitment, Milestone, PublicReview
from tequio.tracking.models import Assessment, FilledFormat, ObservationWindow, Period
today = clock.now().date()
axes = Commitment.objects.filter(template__code="thematic-axis", state="published")
window = ObservationWindow.objects.get()
said = Contribution.objects.filter(thread__thing=window.format.urn)
two_sided = {
    one.commitment.title: set(Assessment.objects.filter(commitment=one.commitment).values_list("completion", flat=True))
    for one in Assessment.objects.filter(reply__isnull=False)
}
waiting = Contribution.objects.filter(answered_at=None, state="shown", kind__in=["question", "comment"])
print(json.dumps({
    "axes": axes.count(),
    "authors": axes.values("author").distinct().count(),
    "zone": Jurisdiction.objects.get(slug="gto").time_zone,
    "followed": min(one.milestones.count() - one.goals.count() for one in axes),
    "approved": axes.exclude(approval="").count(),
    "late": [one.is_late for one in said.order_by("submitted_at")],
    "deadline": [str(window.closes_on), window.length, window.unit],
    "filled": FilledFormat.objects.filter(response__submitted_at__isnull=False).count(),
    "differ": all(len(steps) > 1 for steps in two_sided.values()) and len(two_sided),
    "slipped": sum(1 for one in Milestone.objects.exclude(original_ends_on=None) if one.slippage > 0),
    "closed": Period.objects.filter(closed_at__isnull=False, snapshot__isnull=False).count(),
    "open": sum(1 for one in Period.objects.filter(closed_at=None) if one.opens_on <= today <= one.closes_on),
    "overdue": sum(1 for one in waiting if one.due_on < today),
    "hidden": Contribution.objects.filter(state="hidden").count(),
    "reviews": sum(1 for one in PublicReview.objects.all() if one.is_open(on=today)),
    "lessons": [Lesson.objects.filter(kind=kind).count() for kind in ("achievement", "challenge", "learning")],
    "tasks": Lesson.objects.filter(owner__isnull=False, settled_on=None, due_on__gt=today).count(),
    "published": Organisation.objects.filter(state="published").count(),
    "mailed": Contribution.objects.exclude(email="").count(),
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str]]:
    """The demo, set up from a shell that is set to a real installation; with what it said."""
    folder = tmp_path_factory.mktemp("told")
    with installation(folder, "real") as real:
        said = real.run("demo", "--no-serve", "--home", str(folder / "demo"), DATABASE_URL="postgres://nobody/real")
        assert not real.home.exists()
        yield Installation(folder / "demo"), said


def test_every_login_that_it_prints_works(told: tuple[Installation, str]) -> None:
    demo, said = told

    count, works = demo.tell(ENTER.format(said=said)).split()

    assert int(count) >= 14
    assert works == "True"


def test_what_it_tells_is_alive_today(told: tuple[Installation, str]) -> None:
    demo, _said = told

    tells = json.loads(demo.tell(ALIVE))

    assert (tells["axes"], tells["authors"], tells["zone"]) == (5, 5, "America/Mexico_City")
    assert (tells["followed"], tells["approved"]) == (0, 5), "each goal is followed, each axis names its session"
    assert tells["deadline"] == ["2020-01-31", 2, "weeks"], "the day counts as it was expressed"
    assert tells["late"] == [False, True]
    assert tells["filled"] >= 2
    assert tells["differ"] >= 2, "the sides disagree, and the assessed one replied"
    assert tells["slipped"] == 2
    assert (tells["closed"], tells["open"]) == (2, 1)
    assert tells["overdue"] >= 1
    assert (tells["hidden"], tells["reviews"], tells["mailed"]) == (1, 1, 0)
    assert (tells["lessons"], tells["tasks"], tells["published"]) == ([4, 4, 4], 1, 3)


def test_a_second_run_changes_nothing_and_prints_the_same_logins(
    told: tuple[Installation, str], tmp_path: Path
) -> None:
    demo, said = told
    demo.run("backup", str(tmp_path / "before.tar"))

    again = demo.run("demo", "--no-serve", "--home", str(demo.home))

    demo.run("backup", str(tmp_path / "after.tar"))
    assert [line for line in again.splitlines() if "@" in line] == [line for line in said.splitlines() if "@" in line]
    assert contents(tmp_path / "before.tar") == contents(tmp_path / "after.tar")


def test_others_verify_its_log_and_its_witness(told: tuple[Installation, str]) -> None:
    """Go's own libraries read the demo's log: checkpoint, tiles, inclusion, consistency, cosignature."""
    demo, _said = told
    golang.require()

    state = demo.answer("record", "state")
    said = golang.verify_log(demo.home / "log", state["keys"][0], witnesses=[one["key"] for one in state["witnesses"]])

    assert said["size"] == state["size"] > 200
    assert base64.b64decode(said["root"]).hex() == state["root"]
    assert len(state["witnesses"]) == 1
    assert demo.answer("record", "check") == []


def test_progress_is_told_a_line_per_stage(told: tuple[Installation, str]) -> None:
    lines = told[1].splitlines()

    assert "\x1b" not in told[1]
    assert sum(line.endswith("…") for line in lines) < 10
