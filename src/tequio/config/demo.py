"""The demo: the real plans of Nuevo León, Guanajuato and México, told through the same actions that people use.

All of it is one transaction: a demo is whole or it is not there. What is known comes from the published documents, in
our own words; the progress is invented, and every page of the demo says so.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tequio.config.living import Living, day_of
from tequio.config.telling import dated, teller_of
from tequio.files.vocab import Licence
from tequio.kit.actor import SYSTEM
from tequio.people import actions as people
from tequio.people import queries as people_queries
from tequio.people.models import Institution, Jurisdiction
from tequio.people.queries import Officer
from tequio.plans import actions as plans
from tequio.plans.models import Milestone
from tequio.portal import cli as search
from tequio.record import queries as record
from tequio.tracking import actions as tracking
from tequio.tracking.models import Evidence

Progress = Callable[[str, int, int], None]
BORN = datetime(2019, 11, 4, 16, tzinfo=UTC)
FOUNDED = {
    "nl": datetime(2022, 12, 5, 16, tzinfo=UTC),
    "gto": datetime(2020, 1, 18, 16, 30, tzinfo=UTC),
    "mx": BORN,
}


@dataclass(frozen=True)
class Login:
    """An account of the demo, as printed."""

    place: str
    role: str
    email: str
    password: str


# place, key in the story, e-mail, role code, institution, how the office is called
PEOPLE = (
    (
        "nl",
        "coordination",
        "coordinacion@nl.example",
        "coordination",
        "Coordinación de Gobierno Abierto",
        "Coordinación",
    ),
    ("nl", "culture", "cultura@nl.example", "liaison", "Secretaría de Cultura", "Enlace de Cultura"),
    (
        "nl",
        "participation",
        "participacion@nl.example",
        "liaison",
        "Secretaría de Participación Ciudadana",
        "Enlace de Participación Ciudadana",
    ),
    ("nl", "monterrey", "monterrey@nl.example", "liaison", "Municipio de Monterrey", "Enlace de Monterrey"),
    ("nl", "society", "sociedad@nl.example", "civil-society", "Hagámoslo Bien", "Representación de sociedad civil"),
    ("nl", "monitoring", "monitoreo@nl.example", "monitoring-body", "Cómo Vamos Nuevo León", "Órgano de monitoreo"),
    (
        "mx",
        "coordination",
        "coordinacion@mx.example",
        "coordination",
        "Secretaría de la Función Pública",
        "Coordinación",
    ),
    (
        "mx",
        "inai",
        "enlace@mx.example",
        "liaison",
        "Instituto Nacional de Transparencia, Acceso a la Información y Protección de Datos Personales",
        "Enlace del INAI",
    ),
    (
        "gto",
        "coordination",
        "coordinacion@gto.example",
        "coordination",
        "Instituto de Acceso a la Información Pública para el Estado de Guanajuato",
        "Coordinación",
    ),
    ("gto", "leon", "leon@gto.example", "liaison", "Municipio de León", "Enlace de León"),
    (
        "gto",
        "judiciary",
        "judicial@gto.example",
        "liaison",
        "Poder Judicial del Estado de Guanajuato",
        "Enlace del Poder Judicial",
    ),
    (
        "gto",
        "congress",
        "congreso@gto.example",
        "liaison",
        "Poder Legislativo del Estado de Guanajuato",
        "Enlace del Congreso",
    ),
    ("gto", "university", "universidad@gto.example", "liaison", "Universidad de Guanajuato", "Enlace de la UG"),
)
CITIZEN = "ciudadania@nl.example"
COORDINATORS = {row[0]: row[4] for row in PEOPLE if row[1] == "coordination"}


def load(progress: Progress) -> list[Login]:
    """Tell the demo if it is not there yet, and return one login per role.

    `progress` is told the stage, how much is done and how much there is.
    """
    passwords = _passwords()
    if not record.is_installed():
        try:
            with transaction.atomic():
                _tell(passwords, progress)
                search.rebuild_search()
        except BaseException:
            record.forget_site()
            raise
    names = {row[2]: (row[0], row[5]) for row in PEOPLE} | {CITIZEN: ("nl", "Ciudadanía")}
    return [Login(names[email][0], names[email][1], email, word) for email, word in passwords.items()]


def _passwords() -> dict[str, str]:
    """Return the passwords made at the first run; only the owner of the installation may read the file."""
    kept = Path(settings.HOME) / "demo-passwords.json"
    if kept.exists():
        known: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
        return known
    made = {email: secrets.token_urlsafe(12) for email in [*(row[2] for row in PEOPLE), CITIZEN]}
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(made, file)
    return made


def stories() -> list[dict[str, Any]]:
    """Read the plans kept in demo/: in the source tree, or inside an installed package."""
    package = Path(__file__).resolve().parent.parent
    folder = next(path for path in (package / "demo", package.parent.parent / "demo") if path.is_dir())
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def _tell(passwords: Mapping[str, str], progress: Progress) -> None:
    told = stories()
    total = sum(len(story["commitments"]) + len(story["story"]) for story in told) + 1
    done = 0
    coordination = _found(passwords)
    plans.load_reference(actor=SYSTEM, at=BORN)
    done += 1
    for story in told:
        place = Jurisdiction.objects.get(slug=story["jurisdiction"])
        at = FOUNDED[place.slug]
        chief = coordination[place.slug]
        people_of = _people(place, story, passwords, chief, at)
        plan = plans.open_plan(jurisdiction=place, values=dated(story["plan"]), actor=chief, at=at)
        plan = plans.publish_plan(plan=plan, actor=chief, at=at)
        commitments = []
        for told_commitment in story["commitments"]:
            commitments.append(teller_of(plan, told_commitment, chief, at).tell())
            done += 1
            progress(f"{place.name}: {commitments[-1].title}", done, total)
        living = Living(plan, commitments, people_of)
        # Each thing in its order: a period closes on what was true that day.
        for line in sorted(story["story"], key=lambda line: day_of(line[0])):
            _happen(line, living)
            done += 1
            progress(f"{place.name}: {line[0]}", done, total)


def _found(passwords: Mapping[str, str]) -> dict[str, Officer]:
    """Found the site, its two places and their coordinations."""
    national = people.install(
        site="demo",
        name="México",
        slug="mx",
        level="country",
        time_zone="America/Mexico_City",
        institution=COORDINATORS["mx"],
        email="coordinacion@mx.example",
        password=passwords["coordinacion@mx.example"],
        actor=SYSTEM,
        at=BORN,
    )
    mexico = Jurisdiction.objects.get(slug="mx")
    state = people.create_jurisdiction(
        name="Nuevo León",
        slug="nl",
        level="state",
        time_zone="America/Monterrey",
        parent=mexico,
        actor=SYSTEM,
        at=FOUNDED["nl"],
    )
    chief = _chief(state, passwords)
    for name, slug in (("Monterrey", "monterrey"), ("San Pedro Garza García", "san-pedro")):
        people.create_jurisdiction(
            name=name,
            slug=slug,
            level="municipality",
            time_zone="America/Monterrey",
            parent=state,
            actor=SYSTEM,
            at=FOUNDED["nl"],
        )
    people.open_account(email=CITIZEN, password=passwords[CITIZEN], actor=SYSTEM, at=FOUNDED["nl"])
    other = people.create_jurisdiction(
        name="Guanajuato",
        slug="gto",
        level="state",
        time_zone="America/Mexico_City",
        parent=mexico,
        actor=SYSTEM,
        at=FOUNDED["gto"],
    )
    return {"mx": national, "nl": chief, "gto": _chief(other, passwords)}


def _chief(place: Jurisdiction, passwords: Mapping[str, str]) -> Officer:
    """Add the institution that coordinates a place, and its first office."""
    row = next(one for one in PEOPLE if one[:2] == (place.slug, "coordination"))
    at = FOUNDED[place.slug]
    sector = "oversight" if place.slug == "gto" else "government"
    body = people.add_institution(jurisdiction=place, name=row[4], sector=sector, actor=SYSTEM, at=at)
    return _officer(body, row, passwords, SYSTEM, at)


def _people(
    place: Jurisdiction, story: Mapping[str, Any], passwords: Mapping[str, str], chief: Officer, at: datetime
) -> dict[str, Officer]:
    """Add the institutions of a plan and whoever acts for them."""
    for name, short, sector in story["institutions"]:
        if people_queries.institution_called(place, name) is None:
            people.add_institution(jurisdiction=place, name=name, short_name=short, sector=sector, actor=chief, at=at)
    found = {"coordination": chief}
    for row in PEOPLE:
        if row[0] == place.slug and row[1] != "coordination":
            body = Institution.objects.get(jurisdiction=place, name=row[4])
            found[row[1]] = _officer(body, row, passwords, chief, at)
    return found


def _officer(body: Institution, row: Sequence[str], passwords: Mapping[str, str], actor: Any, at: datetime) -> Officer:
    account = people.open_account(email=row[2], password=passwords[row[2]], actor=SYSTEM, at=at)
    tenure = people.grant_office(user=account, institution=body, role=row[3], title=row[5], actor=actor, at=at)
    return Officer(account, tenure.office)


def _happen(line: Sequence[Any], living: Living) -> None:
    """Let one line of the story happen: a report, a piece of evidence, its review, or what config/living.py knows."""
    day, who, what, *rest = line
    at = datetime.combine(day_of(day), datetime.min.time(), UTC) + timedelta(hours=17)
    if isinstance(rest[0], dict):
        living.happen(who, what, rest[0], at)
        return
    commitment, number, *rest = rest
    extra = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    _follow(living.leaves[commitment - 1][number - 1], what, rest, extra, living.people_of[who], at)


def _follow(
    milestone: Milestone, what: str, rest: Sequence[str], extra: Mapping[str, str], actor: Officer, at: datetime
) -> None:
    value = Decimal(extra["value"]) if "value" in extra else None
    if what == "status":
        tracking.report_status(milestone=milestone, status=rest[0], note=rest[1], value=value, actor=actor, at=at)
    elif what == "evidence":
        tracking.submit_evidence(
            milestone=milestone,
            kind=rest[0],
            title=rest[1],
            credit=str(actor.office.institution),
            licence=Licence.CC_BY,
            upload=_paper(rest[1], milestone, at.date()),
            dated_on=at.date(),
            value=value,
            actor=actor,
            at=at,
        )
    else:
        piece = Evidence.objects.filter(milestone=milestone).latest("pk")
        decision = {"accept": "accepted", "return": "returned"}[what]
        tracking.review_evidence(evidence=piece, decision=decision, reason=rest[0], actor=actor, at=at)


def _paper(title: str, milestone: Milestone, day: date) -> SimpleUploadedFile:
    """Write the small document that stands for a piece of evidence in the demo."""
    body = f"{title}\n\nHito: {milestone.title}\nFecha: {day}\n\nDocumento de muestra: no es un documento oficial.\n"
    return SimpleUploadedFile(f"evidencia-{day}.txt", body.encode(), content_type="text/plain")
