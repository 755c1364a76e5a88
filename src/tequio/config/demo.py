"""The demo: the real plans of Nuevo León and México, told through the same actions that people use.

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

from tequio.files.vocab import Licence
from tequio.kit.actor import SYSTEM
from tequio.people import actions as people
from tequio.people import queries as people_queries
from tequio.people.models import Institution, Jurisdiction
from tequio.people.queries import Officer
from tequio.plans import actions as plans
from tequio.plans.models import ActionPlan, Commitment, Milestone, Template, Term
from tequio.record import queries as record
from tequio.tracking import actions as tracking
from tequio.tracking.models import Evidence

Progress = Callable[[str, int, int], None]
BORN = datetime(2019, 11, 4, 16, tzinfo=UTC)
FOUNDED = {"nl": datetime(2022, 12, 5, 16, tzinfo=UTC), "mx": BORN}


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
)
CITIZEN = "ciudadania@nl.example"
COORDINATORS = {"nl": "Coordinación de Gobierno Abierto", "mx": "Secretaría de la Función Pública"}


def load(progress: Progress) -> list[Login]:
    """Tell the demo if it is not there yet, and return one login per role.

    `progress` is told the stage, how much is done and how much there is.
    """
    passwords = _passwords()
    if not record.is_installed():
        try:
            with transaction.atomic():
                _tell(passwords, progress)
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
        plan = plans.open_plan(jurisdiction=place, values=_dated(story["plan"]), actor=chief, at=at)
        plan = plans.publish_plan(plan=plan, actor=chief, at=at)
        leaves = []
        for told_commitment in story["commitments"]:
            commitment = _Teller(plan, told_commitment, chief, at).tell()
            leaves.append(_leaves(commitment))
            done += 1
            progress(f"{place.name}: {commitment.title}", done, total)
        for line in story["story"]:
            _happen(line, leaves, people_of)
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
    body = people.add_institution(
        jurisdiction=state, name=COORDINATORS["nl"], sector="government", actor=SYSTEM, at=FOUNDED["nl"]
    )
    chief = _officer(body, PEOPLE[0], passwords, SYSTEM, FOUNDED["nl"])
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
    return {"mx": national, "nl": chief}


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


class _Teller:
    """Writes one commitment of a story, section by section, as its authors would."""

    def __init__(self, plan: ActionPlan, told: Mapping[str, Any], actor: Officer, at: datetime) -> None:
        self.plan, self.told, self.actor, self.at = plan, told, actor, at
        self.place = plan.jurisdiction
        self.who: dict[str, Any] = {"actor": actor, "at": at}

    def tell(self) -> Commitment:
        """Draft it, fill it, publish it."""
        template = Template.objects.filter(code=self.told["template"]).latest("version")
        author = people_queries.institution_called(self.place, self.told["author"])
        self.commitment = plans.draft_commitment(
            plan=self.plan, template=template, title=self.told["title"], author=author, **self.who
        )
        self._form()
        self._tree()
        return plans.publish_commitment(commitment=self.commitment, **self.who)

    def _edit(self, key: str, values: Mapping[str, Any], *rows: Sequence[Mapping[str, Any]]) -> None:
        if self.commitment.template.section(key) is None:
            return
        self.commitment = plans.edit_section(
            commitment=self.commitment,
            key=key,
            values=values,
            rows=rows,
            revision=self.commitment.revision,
            **self.who,
        )

    def _form(self) -> None:
        told, texts = self.told, self.told["sections"]
        self._edit("title", {"title": told["title"], "lede": told["lede"]})
        self._edit("period", _dated({key: told[key] for key in ("start", "end", "precision")}))
        for section, rows in told["parties"].items():
            key = {"other": "other_actors"}.get(section, section)
            self._edit(key, {}, [self._party(row) for row in rows])
        if told["no_nongovernment"]:
            self._edit("nongovernment", {"no_nongovernment": True})
        for key in ("text", "problem", "gender", "action", "contribution", "vision", "verification", "summary"):
            self._edit(key, {key: texts.get(key, "")})
        baselines = [{**row, **_numbers(row, "value", "out_of", "comparison")} for row in told["baselines"]]
        self._edit("situation", {"situation": texts.get("situation", "")}, baselines)
        self._edit("vulnerability", {"vulnerability": texts.get("vulnerability", "")}, _terms(told["groups"]))
        self._edit("policy_areas", {}, _terms(told["policy_areas"], "policy-area"))
        self._edit("thematic_areas", {}, _terms(told["thematic_areas"], "thematic-area"))
        values = [
            {"term": Term.objects.get(scheme="ogp-value", code=code), "why": why}
            for code, why in told["values"].items()
        ]
        self._edit("values", {"relevance": texts.get("relevance", "")}, values)
        self._edit("sdgs", {}, [{"goal": int(code.split(".")[0]), "target": code, "text": ""} for code in told["sdgs"]])
        resources = [
            {"kind": kind, "text": text, "unit": unit, "count": count} for kind, text, unit, count in told["resources"]
        ]
        self._edit("resources", {}, resources)
        self._edit("resources_assured", {"resources_assured": told["resources_assured"]})
        risks = [{"label": label, "text": text, "level": level} for label, text, level in told.get("risks", ())]
        self._edit("risks", {}, risks)
        instrument, period = told["instrument"]
        cited = [
            {"kind": "plan", "instrument": instrument, "period": period, **_dated(row)} for row in told["citations"]
        ]
        self._edit("additional", {"additional": texts.get("additional", "")}, cited)

    def _party(self, row: Sequence[str]) -> dict[str, Any]:
        name, level, role, unit, title = row
        body = people_queries.institution_called(self.place, name)
        post = self._post(body, unit, title)
        return {
            "name": name,
            "level": level,
            "role": role,
            "unit": unit,
            "institution": body,
            "posts": [post] if post else [],
        }

    def _post(self, body: Institution | None, unit: str, title: str) -> Any:
        if body is None or not title:
            return None
        found = people_queries.post_called(body, unit=unit, title=title)
        return found or people.add_post(institution=body, unit=unit, title=title, **self.who)

    def _tree(self) -> None:
        saved: dict[str, Any] = {"commitment": self.commitment, "revision": None, **self.who}
        told_leaves: list[Milestone] = []
        for told in self.told["objectives"]:
            values = _dated({key: value for key, value in told.items() if key != "milestones"})
            objective = plans.save_objective(values=values, **saved)
            groups: dict[str, Any] = {}
            for leaf in told["milestones"]:
                title = leaf.get("group")
                if title and title not in groups:
                    groups[title] = plans.save_group(values={"title": title, "objective": objective}, **saved)
                placed = {"objective": objective, "group": groups.get(title)}
                if "overlaps" in leaf:
                    placed["overlaps"] = told_leaves[leaf["overlaps"] - 1]
                told_leaves.append(self._leaf(leaf, saved, placed))
        for told in self.told.get("key_actions", ()):
            self._key_action(told, saved)

    def _key_action(self, told: Mapping[str, Any], saved: Mapping[str, Any]) -> None:
        values = {key: told[key] for key in ("label", "title", "objective")} | _dated(
            {"start": told["start"], "end": told["end"], "precision": "day", "weight": Decimal(told["weight"])}
        )
        author = people_queries.institution_called(self.place, self.told["author"])
        action = plans.save_key_action(
            values=values,
            means=[{"kind": kind, "text": text} for kind, text in told["means"]],
            indicators=[
                {"name": name, "is_numeric": numeric, "is_binary": binary}
                for name, numeric, binary in told["indicators"]
            ],
            parties=[{"name": str(author), "institution": author}],
            **saved,
        )
        for leaf in told["activities"]:
            self._leaf(leaf, saved, {"key_action": action, "purpose": leaf["purpose"]})

    def _leaf(self, told: Mapping[str, Any], saved: Mapping[str, Any], placed: Mapping[str, Any]) -> Milestone:
        values: dict[str, Any] = {
            "label": told["label"],
            "title": told["title"],
            "unit": told.get("unit", ""),
            **placed,
        }
        values |= _numbers(told, "target")
        if "start" in told:
            values |= _dated({"start": f"{told['start']}-01", "end": f"{told['end']}-01", "precision": "month"})
        parties = []
        for name, unit, titles in told.get("parties", ()):
            body = people_queries.institution_called(self.place, name)
            posts = [post for title in titles if (post := self._post(body, unit, title))]
            parties.append({"name": name, "unit": unit, "institution": body, "posts": posts})
        means = [{"kind": kind if kind != "other" else "", "text": text} for kind, text in told["means"]]
        return plans.save_milestone(values=values, means=means, parties=parties, **saved)


def _leaves(commitment: Commitment) -> list[Milestone]:
    return list(commitment.milestones.order_by("order", "pk"))


def _happen(line: Sequence[Any], leaves: Sequence[Sequence[Milestone]], people_of: Mapping[str, Officer]) -> None:
    """Let one line of the story happen: a report, a piece of evidence, or its review."""
    day, who, what, commitment, number, *rest = line
    extra = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    actor = people_of[who]
    milestone = leaves[commitment - 1][number - 1]
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(hours=17)
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
            upload=_paper(rest[1], milestone, day),
            dated_on=date.fromisoformat(day),
            value=value,
            actor=actor,
            at=at,
        )
    else:
        piece = Evidence.objects.filter(milestone=milestone).latest("pk")
        decision = {"accept": "accepted", "return": "returned"}[what]
        tracking.review_evidence(evidence=piece, decision=decision, reason=rest[0], actor=actor, at=at)


def _paper(title: str, milestone: Milestone, day: str) -> SimpleUploadedFile:
    """Write the small document that stands for a piece of evidence in the demo."""
    body = f"{title}\n\nHito: {milestone.title}\nFecha: {day}\n\nDocumento de muestra: no es un documento oficial.\n"
    return SimpleUploadedFile(f"evidencia-{day}.txt", body.encode(), content_type="text/plain")


def _terms(names: Sequence[str], scheme: str = "vulnerable-group") -> list[dict[str, Any]]:
    return [{"term": Term.objects.get(scheme=scheme, name_es=name)} for name in names]


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the ISO dates of a story into dates."""
    names = ("start", "end", "due", "published_on")
    return {
        key: date.fromisoformat(value) if key in names and isinstance(value, str) else value
        for key, value in values.items()
    }


def _numbers(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: Decimal(values[name]) for name in names if values.get(name) is not None}
