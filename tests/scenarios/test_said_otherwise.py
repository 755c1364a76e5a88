"""Whoever has the database writes other rows into it, behind the application's back. A stranger with a laptop notices.

The public log was published and is left alone: it verifies. `tequio record monitor` knows nothing but the address of
the site. It replays what the log says against the API and the pages, and calls each row that was changed by its urn:
what the record says, by which entry, and what the site shows.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from typer.testing import CliRunner

from tequio import __version__
from tequio.config.api import root
from tequio.config.cli import app
from tequio.contributions import actions as speaking
from tequio.gatherings.models import Attendance, Lesson
from tequio.kit import clock
from tequio.people import actions as people
from tequio.people.models import Ally, Merge
from tequio.plans import actions as drafting
from tequio.plans.models import ActionPlan, Commitment, Milestone, Publication
from tequio.record import guard, keeper
from tequio.record.models import Entry, SubjectHead
from tequio.replay.monitor import Asked, Watched, watch
from tequio.tlog.note import SigningKey
from tequio.tracking import actions as following
from tequio.tracking.models import Evidence, Standing, StatusChange
from tequio.tracking.tests import worlds
from tests.contracts import world as everything

MONDAY = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
TUESDAY = datetime(2023, 6, 13, 15, 0, tzinfo=UTC)


@pytest.fixture
def served(live_server: Any, settings: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[SimpleNamespace]:
    """Where the site answers, and where whoever watches it remembers what was seen."""
    cache.clear()
    monkeypatch.setattr(root.throttle, "_window", 0)  # each test is a visitor of its own
    settings.BASE_URL = live_server.url
    settings.LOG_ROOT, settings.KEYS_ROOT, settings.FILES_ROOT = (tmp_path / name for name in ("log", "keys", "files"))
    settings.LOG_ORIGIN = "log.example/bitacora"
    with clock.frozen(MONDAY):
        yield SimpleNamespace(site=live_server.url, state=tmp_path / "monitor")


@pytest.fixture
def world(served: SimpleNamespace) -> SimpleNamespace:
    """A public plan of which one milestone is finished, one is under way and one was never reported on."""
    made = worlds.nuevo_leon(MONDAY)
    made.site, made.state = served.site, served.state
    made.finished = worlds.milestone(made.lab, "Reglas")
    made.under_way = worlds.milestone(made.lab, "Convenios")
    made.silent = worlds.milestone(made.lab, "Convocatoria")
    worlds.finish(made.finished, made.liaison, made.coordination, MONDAY)
    worlds.report(made.under_way, "in-progress", made.liaison, MONDAY, note="Faltan dos firmas.")
    made.piece = Evidence.objects.get(milestone=made.finished)
    keeper.settle(at=MONDAY)
    return made


def look(world: SimpleNamespace, **asked: Any) -> Watched:
    """Look at the site as a stranger does, without waiting before the second thought."""
    patient = {"per_minute": 100_000, "rest": lambda _seconds: None}
    return watch(world.site, world.state, Asked(**patient | asked), edition=__version__, now=clock.now)


def named(found: Watched) -> list[dict[str, Any]]:
    """Return what the site says otherwise, without what it says of whole lists."""
    return [dict(one.values) | {"code": one.code} for one in found.findings if one.verdict == "SAYS OTHERWISE"]


def entry_of(type: str, thing: str = "") -> int:
    """Return the number of the newest entry of a type that names a thing."""
    rows = Entry.objects.filter(type=type).order_by("-idx")
    return next(row.idx for row in rows if thing in bytes(row.entry).decode())


def test_an_honest_site_is_what_its_record_says(world: SimpleNamespace) -> None:
    found = look(world)

    assert found.exit_code == 0, found.lines()
    assert named(found) == []
    counted = {one.code: one.values["n"] for one in found.findings if one.verdict == "MATCHES"}
    assert counted["entries-match"] == Entry.objects.count()
    assert counted["texts-match"] == 3
    assert counted["pages-match"] == 2 + Milestone.objects.filter(commitment__state="published").count()


def test_a_site_that_shows_all_that_it_can_is_what_its_record_says(served: SimpleNamespace) -> None:
    everything.build(MONDAY)
    keeper.settle(at=MONDAY)

    found = look(served, pages=5)

    assert found.exit_code == 0, found.lines()


def test_what_happens_between_two_looks_is_no_contradiction(world: SimpleNamespace) -> None:
    assert look(world, pages=0).exit_code == 0

    evidence_that_does_not_stand(world)
    dates_and_texts(world)
    questions(world)
    twins = [
        people.add_institution(jurisdiction=world.jurisdiction, name=name, sector="academia", **by_coordination(world))
        for name in ("Universidad", "Universidad del Estado")
    ]
    people.merge_institutions(kept=twins[0], merged=twins[1], **by_coordination(world))
    keeper.settle(at=TUESDAY)

    assert named(look(world, pages=5)) == []

    back_again(world, twins[1])
    keeper.settle(at=TUESDAY)

    found = look(world, pages=5)
    assert found.exit_code == 0, found.lines()


def by_coordination(world: SimpleNamespace) -> dict[str, Any]:
    return {"actor": world.coordination, "at": TUESDAY}


def evidence_that_does_not_stand(world: SimpleNamespace) -> None:
    piece = worlds.hand_in(world.under_way, world.liaison, TUESDAY, kind="agreement")
    worlds.report(world.under_way, "finished", world.liaison, TUESDAY)
    worlds.give_back(piece, world.coordination, TUESDAY)
    taken = worlds.hand_in(world.under_way, world.liaison, TUESDAY, kind="agreement")
    worlds.report(world.under_way, "finished", world.liaison, TUESDAY + timedelta(hours=1))
    following.withdraw_evidence(evidence=taken, actor=world.liaison, at=TUESDAY)


def dates_and_texts(world: SimpleNamespace) -> None:
    plan = ActionPlan.objects.get(pk=world.plan.pk)
    for month in (9, 11):
        drafting.move_milestone(
            milestone=world.silent, start=None, end=date(2024, month, 1), reason="Así.", **by_coordination(world)
        )
    told = {"values": {"description": "Otra"}, "revision": plan.revision, "reason": "Faltaba."}
    drafting.change_plan(plan=plan, **told, **by_coordination(world))
    drafting.withdraw_commitment(commitment=world.sheet, reason="Por error.", **by_coordination(world))


def questions(world: SimpleNamespace) -> None:
    about = {"thing": world.lab.urn, "jurisdiction": world.jurisdiction, "kind": "question", "at": TUESDAY}
    asked = [
        speaking.submit_contribution(text=f"¿Cuándo? {n}", name="Vecina", actor=worlds.STRANGER, **about)
        for n in range(3)
    ]
    (erased, token), (hidden, _token), (answered, _other) = asked
    speaking.erase_contribution(contribution=erased, token=token, keeps_text=False, actor=worlds.STRANGER, at=TUESDAY)
    speaking.hide_contribution(contribution=hidden, reason="spam", **by_coordination(world))
    for words in ("Mañana.", "Pasado mañana."):
        point = answered.points.get()
        speaking.answer_point(point=point, ruling="answered", text=words, **by_coordination(world))
    world.hidden = hidden


def back_again(world: SimpleNamespace, twin: Any) -> None:
    sheet = Commitment.objects.get(pk=world.sheet.pk)
    drafting.publish_commitment(commitment=sheet, reason="Sí era.", **by_coordination(world))
    drafting.withdraw_plan(plan=world.plan, reason="Por error.", **by_coordination(world))
    drafting.publish_plan(plan=world.plan, reason="Sí era.", **by_coordination(world))
    speaking.restore_contribution(contribution=world.hidden, **by_coordination(world))
    people.part_institutions(merge=Merge.objects.get(merged_institution=twin), **by_coordination(world))


def test_what_the_log_has_not_published_yet_is_not_called_a_lie(world: SimpleNamespace) -> None:
    assert look(world, pages=0).exit_code == 0

    worlds.report(world.under_way, "stuck", world.liaison, TUESDAY, note="No contestan.")
    found = look(world)

    assert named(found) == []
    assert found.exit_code == 2
    assert "ahead" in {one.code for one in found.findings}


def test_what_was_published_while_it_was_read_is_heard_before_anybody_is_accused(world: SimpleNamespace) -> None:
    assert look(world, pages=0).exit_code == 0
    worlds.report(world.under_way, "stuck", world.liaison, TUESDAY, note="No contestan.")

    found = look(world, rest=lambda _seconds: keeper.settle(at=TUESDAY))

    assert found.exit_code == 0, found.lines()


def test_a_status_row_changed_in_the_database_is_named(world: SimpleNamespace) -> None:
    assert look(world, pages=0).exit_code == 0

    Standing.objects.filter(milestone=world.under_way).update(status="finished", accepted_value=Decimal(1))
    found = look(world)

    assert found.exit_code == 1
    said = next(one for one in named(found) if one["code"] == "says")
    assert said["thing"] == world.under_way.urn
    assert (said["field"], said["recorded"], said["shown"]) == ("status", "in-progress", "finished")
    assert said["entry"] == entry_of("tracking.status-reported", world.under_way.urn)
    pages = {one["url"] for one in named(found) if one["code"] == "page-says"}
    assert f"{world.site}{world.under_way.get_absolute_url()}" in pages
    assert f"{world.site}{world.lab.get_absolute_url()}" in pages


def invented_status(world: SimpleNamespace) -> str:
    Standing.objects.create(milestone=world.silent, status="finished", is_confirmed=True)
    return str(world.silent.urn)


def forgotten_change(world: SimpleNamespace) -> str:
    StatusChange.objects.filter(milestone=world.under_way).delete()
    return f"changes: {world.under_way.urn} {MONDAY.isoformat(timespec='milliseconds')}"


def reworded_note(world: SimpleNamespace) -> str:
    Standing.objects.filter(milestone=world.under_way).update(note="No falta nada.")
    return str(world.under_way.urn)


def deleted_commitment(world: SimpleNamespace) -> str:
    Milestone.objects.filter(commitment=world.sheet).delete()
    Publication.objects.filter(commitment=world.sheet).delete()
    Commitment.objects.filter(pk=world.sheet.pk).delete()
    return str(world.sheet.urn)


def replaced_evidence(world: SimpleNamespace) -> str:
    Evidence.objects.filter(pk=world.piece.pk).update(url="https://datos.example/otra-cosa")
    return str(world.piece.urn)


def invented_evidence(world: SimpleNamespace) -> str:
    copy = Evidence.objects.get(pk=world.piece.pk)
    copy.pk, copy.public_id, copy.url = None, "0000000000", "https://datos.example/inventada"
    copy.save()
    return str(copy.urn)


def rewritten_text(world: SimpleNamespace) -> str:
    text = world.lab.publications.order_by("-number").first()
    Publication.objects.filter(pk=text.pk).update(document=text.document.replace("datos", "dichos"))
    return str(world.lab.urn)


def rewritten_title(world: SimpleNamespace) -> str:
    Commitment.objects.filter(pk=world.lab.pk).update(title="Otra cosa más fácil")
    return str(world.lab.urn)


def later_deadline(world: SimpleNamespace) -> str:
    Milestone.objects.filter(pk=world.silent.pk).update(end=datetime(2030, 1, 1, tzinfo=UTC).date())
    return str(world.silent.urn)


@pytest.mark.parametrize(
    ("tamper", "code", "type"),
    [
        (invented_status, "says", "plans.commitment-published"),
        (forgotten_change, "missing", "tracking.status-reported"),
        (reworded_note, "says", "tracking.status-reported"),
        (deleted_commitment, "missing", "plans.commitment-published"),
        (replaced_evidence, "says", "tracking.evidence-accepted"),
        (invented_evidence, "unsaid", ""),
        (rewritten_text, "text", "plans.commitment-published"),
        (rewritten_title, "says", "plans.commitment-published"),
        (later_deadline, "says", "plans.commitment-published"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_row_changed_behind_the_applications_back_is_named(
    world: SimpleNamespace, tamper: Callable[[SimpleNamespace], str], code: str, type: str
) -> None:
    assert look(world, pages=3).exit_code == 0

    thing = tamper(world)
    found = look(world, pages=3)

    assert found.exit_code == 1
    said = [one for one in named(found) if one["thing"] == thing and one["code"] == code]
    assert said, found.lines()
    if type:
        subject = thing.removeprefix("changes: ").split()[0]
        about = (
            subject
            if type.startswith("tracking.")
            else (world.sheet if tamper is deleted_commitment else world.lab).urn
        )
        assert said[0]["entry"] == entry_of(type, about)


def fewer_people(world: SimpleNamespace) -> str:
    Attendance.objects.filter(gathering=world.gathering).update(women=1)
    return str(world.gathering.urn)


def reworded_lesson(world: SimpleNamespace) -> str:
    Lesson.objects.filter(pk=world.lesson.pk).update(text="No se aprendió nada.")
    return str(world.lesson.urn)


def invented_lesson(world: SimpleNamespace) -> str:
    copy = Lesson.objects.get(pk=world.lesson.pk)
    copy.pk, copy.public_id = None, "0000000000"
    copy.save()
    return str(copy.urn)


def other_data(world: SimpleNamespace) -> str:
    Ally.objects.filter(pk=world.public_ally.pk).update(shares="Nada")
    return str(world.public_ally.urn)


def test_changed_gatherings_and_allies_are_named(served: SimpleNamespace) -> None:
    world = everything.build(MONDAY)
    world.site, world.state = served.site, served.state
    keeper.settle(at=MONDAY)
    assert look(world, pages=3).exit_code == 0

    changed = {
        fewer_people(world): {"says", "text"},
        reworded_lesson(world): {"says"},
        invented_lesson(world): {"unsaid"},
        other_data(world): {"says"},
    }
    found = named(look(world, pages=3))

    assert {thing: {one["code"] for one in found if one["thing"] == thing} for thing in changed} == changed


def test_an_entry_deleted_after_it_was_published_is_named(world: SimpleNamespace) -> None:
    assert look(world, pages=0).exit_code == 0
    gone = Entry.objects.filter(subject=world.lab.urn).order_by("-seq").first()
    assert gone is not None

    before = Entry.objects.get(subject=gone.subject, seq=gone.seq - 1)
    with guard.lifted(connection):
        Entry.objects.filter(pk=gone.pk).delete()
    SubjectHead.objects.filter(subject=gone.subject).update(seq=before.seq, leaf_hash=before.leaf_hash)
    found = look(world, pages=0)

    assert found.exit_code == 1
    told = {(one["code"], one.get("thing")): one for one in named(found)}
    assert told["entry-unshown", str(gone.event_id)]["entry"] == gone.idx
    assert told["entry-hidden", world.lab.urn]["recorded"] == f"#{gone.idx}"


def test_what_a_crash_took_from_the_memory_is_heard_again(world: SimpleNamespace) -> None:
    assert look(world, pages=0).exit_code == 0
    for folder in world.state.glob("replay-*"):
        shutil.rmtree(folder)
    Standing.objects.filter(milestone=world.under_way).update(note="No falta nada.")

    found = look(world, pages=0)

    assert "consistent" in {one.code for one in found.findings}
    assert [one["thing"] for one in named(found)] == [world.under_way.urn]


def test_the_command_prints_what_it_found_and_says_by_its_code_how_bad_it_is(world: SimpleNamespace) -> None:
    # The bound on requests is the interface's own; a page less makes the test quicker, not the command.
    asked = ["record", "monitor", world.site, "--state", str(world.state), "--pages", "1", "--json"]
    first = CliRunner().invoke(app, [*asked, "--compare", f"{world.site}/bitacora"])
    assert first.exit_code == 0, first.output
    assert {"first-contact", "places-agree"} <= {one["code"] for one in json.loads(first.stdout)["findings"]}

    again = CliRunner().invoke(app, [one for one in asked if one != "--json"])

    assert again.exit_code == 0, again.output
    assert "PROVEN" in again.stdout
    assert "first contact" not in again.stdout


def test_a_log_under_another_key_than_the_one_that_is_remembered_is_not_believed(world: SimpleNamespace) -> None:
    assert look(world, pages=0).exit_code == 0
    remembered = world.state / "policy.txt"
    remembered.write_text(f"log {SigningKey.make('otro.example/bitacora').verifier}\nquorum none\n")

    found = look(world)

    assert found.exit_code == 3
    assert {"log-unknown", "policy-otherwise", "replay-skipped"} <= {one.code for one in found.findings}
