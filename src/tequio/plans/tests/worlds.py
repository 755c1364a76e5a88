"""Worlds for tests, built by calling actions.

    world = worlds.nuevo_leon(at)     # all of people's world, and:
    world.plan                        # a published plan, 2022–2024
    world.lab                         # a published commitment on the 21-field form: 2 horizons, 3 groups, 7 milestones
    world.sheet                       # a published commitment on the national sheet: 35/40/25, 3 + 5 + 6 activities

    world = worlds.drafts(at)         # the same, with nothing public yet
    worlds.publish(world, at)         # ...and public now
    worlds.lab(world, plan, at)       # one more draft on the 21-field form; worlds.sheet(…) on the national sheet
    worlds.milestone(world.lab, "Reglas")   # the milestone or activity whose title starts so

The liaison's institution (culture) leads the first, and answers for its milestones with the civil society's; the sheet
is led by participation, with the civil society co-responsible. Every institution and every word is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from tequio.kit.actor import SYSTEM
from tequio.kit.month import Precision
from tequio.people.tests import worlds as people
from tequio.people.tests.kept import kept
from tequio.plans import actions
from tequio.plans.models import ActionPlan, Commitment, Milestone, Template, Term
from tequio.plans.vocab import Assured, Direction, EvidenceKind, Horizon, PartyRole, ResourceKind

STRANGER = people.STRANGER

# Group, title, first month, last month, kinds of evidence that its means of verification announce.
Row = tuple[int, str, date, date, tuple[str, ...]]
LAB_MILESTONES: Sequence[Row] = (
    (0, "Reglas de convivencia de la mesa", date(2023, 1, 1), date(2023, 2, 1), (EvidenceKind.AGREEMENT,)),
    (0, "Directorio de aliadas", date(2023, 1, 1), date(2023, 3, 1), (EvidenceKind.DIRECTORY, EvidenceKind.MINUTES)),
    (0, "Convenios con aliadas", date(2023, 3, 1), date(2023, 6, 1), (EvidenceKind.AGREEMENT,)),
    (1, "Inventario de datos", date(2023, 4, 1), date(2023, 6, 1), (EvidenceKind.REPORT,)),
    (1, "Repositorio de datos en línea", date(2023, 5, 1), date(2023, 7, 1), (EvidenceKind.LINK,)),
    (2, "Convocatoria a proyectos con datos", date(2023, 8, 1), date(2023, 10, 1), (EvidenceKind.CALL,)),
    (2, "Informe de resultados", date(2023, 11, 1), date(2024, 1, 1), (EvidenceKind.RESULTS_REPORT,)),
)
SHEET_ACTIONS = (
    ("Diagnóstico del acceso a la información", "35", date(2019, 12, 10), date(2020, 4, 30), 3),
    ("Mapa de organizaciones y directorio de enlaces", "40", date(2020, 5, 1), date(2021, 7, 31), 5),
    ("Guía y seguimiento de recomendaciones", "25", date(2020, 7, 1), date(2021, 8, 31), 6),
)


@kept
def nuevo_leon(at: datetime) -> SimpleNamespace:
    """A place with a published plan and two published commitments."""
    world = drafts(at)
    publish(world, at)
    return world


@kept
def drafts(at: datetime) -> SimpleNamespace:
    """A place with a plan and two commitments that are ready to publish."""
    world = people.nuevo_leon(at)
    actions.load_reference(actor=SYSTEM, at=at)
    world.plan = plan(world, at)
    world.lab = lab(world, world.plan, at)
    world.sheet = sheet(world, world.plan, at)
    return world


def publish(world: SimpleNamespace, at: datetime) -> None:
    """Publish the plan and both commitments."""
    by = {"actor": world.coordination, "at": at}
    world.plan = actions.publish_plan(plan=world.plan, **by)
    world.lab = actions.publish_commitment(commitment=world.lab, **by)
    world.sheet = actions.publish_commitment(commitment=world.sheet, **by)


def plan(world: SimpleNamespace, at: datetime, name: str = "Plan de Acción Local 2022–2024") -> ActionPlan:
    """Open the draft of a plan."""
    values = {
        "name": name,
        "ordinal": 1,
        "start": date(2022, 1, 1),
        "end": date(2024, 12, 31),
        "precision": Precision.YEAR,
        "forum": "Mesa de gobierno abierto",
        "description": "Lo que el estado y la sociedad civil acordaron hacer juntos.",
    }
    return actions.open_plan(jurisdiction=world.jurisdiction, values=values, actor=world.coordination, at=at)


def milestone(commitment: Commitment, start: str) -> Milestone:
    """Return the leaf whose title starts so, with what pages need of it."""
    leaves = Milestone.objects.select_related("commitment__plan__jurisdiction", "objective", "group", "key_action")
    return leaves.get(commitment=commitment, title__startswith=start)


def section(
    commitment: Commitment, key: str, actor: Any, at: datetime, *, rows: Sequence[Any] = (), **values: Any
) -> Commitment:
    """Save a section as it stands now: no conflict, no reason."""
    revision = Commitment.objects.get(pk=commitment.pk).revision
    return actions.edit_section(
        commitment=commitment, key=key, values=values, rows=rows, revision=revision, actor=actor, at=at
    )


def lab(world: SimpleNamespace, plan: ActionPlan, at: datetime, title: str = "Datos para decidir juntas") -> Commitment:
    """A draft on the 21-field form, with everything that publishing asks for."""
    by = world.liaison
    form = Template.objects.get(code="form-21")
    made = actions.draft_commitment(
        plan=plan, template=form, title=title, author=world.institutions.culture, actor=by, at=at
    )
    section(made, "title", by, at, title=title, lede="Datos abiertos que sirven para resolver problemas del barrio.")
    section(made, "text", by, at, text="Cultura abrirá un laboratorio de datos con vecinas y organizaciones.")
    section(made, "period", by, at, start=date(2023, 1, 1), end=date(2024, 6, 1), precision=Precision.MONTH)
    section(made, "government", by, at, rows=[[_party(world.institutions.culture, PartyRole.LEAD, "Unidad de Datos")]])
    section(made, "nongovernment", by, at, rows=[[]], no_nongovernment=True)
    section(
        made,
        "coresponsible",
        by,
        at,
        rows=[[_party(world.institutions.civil_society, PartyRole.SUPERVISION), {"name": "Representación vecinal"}]],
    )
    section(made, "problem", by, at, problem="Los datos públicos están dispersos y pocas personas los usan.")
    section(made, "situation", by, at, situation="Hay pocos conjuntos de datos.", rows=[[_BASELINE, _RANK]])
    section(made, "gender", by, at, gender="Las mujeres aparecen poco en los datos que existen.")
    section(made, "vulnerability", by, at, vulnerability="Personas mayores.", rows=[_terms("vulnerable-group", 1)])
    targets = [{"goal": 16, "target": t} for t in ("16.10", "16.8", "16.b", "16.6")]
    section(made, "sdgs", by, at, rows=[[*targets, {"goal": 5, "target": "5.b"}]])
    section(made, "action", by, at, action="Un laboratorio abierto donde se eligen, publican y usan datos.")
    section(made, "contribution", by, at, contribution="Habrá más datos útiles y más personas que los usen.")
    section(made, "policy_areas", by, at, rows=[_terms("policy-area", 2)])
    section(made, "thematic_areas", by, at, rows=[_terms("thematic-area", 2)])
    first = Term.objects.of("ogp-value").order_by("order")[0]
    section(made, "values", by, at, rows=[[{"term": first, "why": "Publica información que hoy no está a la mano."}]])
    staff = {"kind": ResourceKind.STAFF, "text": "Equipo del laboratorio", "unit": "personas", "count": Decimal(7)}
    section(made, "resources", by, at, rows=[[staff, {"kind": ResourceKind.OTHER, "text": "Sala de reuniones"}]])
    section(made, "resources_assured", by, at, resources_assured=Assured.YES)
    law = {"kind": "law", "instrument": "Ley de Transparencia", "article": "59", "published_on": date(2016, 7, 1)}
    section(made, "additional", by, at, additional="Se suma al programa estatal.", rows=[[law]])
    _lab_tree(world, made, at)
    return Commitment.objects.get(pk=made.pk)


def sheet(
    world: SimpleNamespace, plan: ActionPlan, at: datetime, title: str = "Información que se encuentra"
) -> Commitment:
    """A draft on the national sheet: three key actions weighted 35, 40 and 25, with 3, 5 and 6 activities."""
    by = world.coordination
    form = Template.objects.get(code="national-sheet")
    made = actions.draft_commitment(
        plan=plan, template=form, title=title, author=world.institutions.participation, actor=by, at=at
    )
    section(made, "period", by, at, start=date(2019, 12, 10), end=date(2021, 8, 31), precision=Precision.DAY)
    section(made, "government", by, at, rows=[[_party(world.institutions.participation, PartyRole.LEAD)]])
    section(made, "coresponsible", by, at, rows=[[_party(world.institutions.civil_society, PartyRole.SUPPORT)]])
    section(made, "text", by, at, text="Saber qué información pide la gente y publicarla antes de que la pida.")
    section(made, "problem", by, at, problem="La información que más se pide no se publica.")
    section(made, "contribution", by, at, contribution="Quien busque información la encontrará sin pedirla.")
    section(made, "verification", by, at, verification="Con tres acciones clave y sus productos.")
    section(made, "gender", by, at, gender="Se mide qué piden las mujeres y qué los hombres.")
    risk = {"label": "a", "text": "Cambian las personas responsables.", "level": "purpose"}
    section(made, "risks", by, at, rows=[[risk]])
    for number, (name, weight, start, end, activities) in enumerate(SHEET_ACTIONS, start=1):
        action = actions.save_key_action(
            commitment=made,
            values={"label": str(number), "title": name, "weight": Decimal(weight), "start": start, "end": end},
            means=[{"text": "Documento publicado", "kind": EvidenceKind.FINAL_DOCUMENT}],
            indicators=[{"name": "Productos publicados", "is_numeric": True, "is_binary": number == 2}],
            parties=[_party(world.institutions.participation, "")],
            revision=None,
            actor=by,
            at=at,
        )
        for step in range(1, activities + 1):
            values = {"label": f"{number}.{step}", "title": f"Actividad {number}.{step}", "key_action": action}
            _leaf(made, values, (EvidenceKind.REPORT,), [], by, at)
    return Commitment.objects.get(pk=made.pk)


def _lab_tree(world: SimpleNamespace, made: Commitment, at: datetime) -> None:
    by = {"revision": None, "actor": world.liaison, "at": at}
    horizons = [
        {"horizon": Horizon.SHORT, "text": "La mesa funciona y los datos se conocen.", "due": date(2023, 7, 31)},
        {"horizon": Horizon.MEDIUM, "text": "Los datos se usan.", "due": date(2024, 1, 31)},
    ]
    short, medium = (actions.save_objective(commitment=made, values=values, **by) for values in horizons)
    groups = [
        actions.save_group(commitment=made, values={"title": title, "objective": objective}, **by)
        for title, objective in (("Mesa de trabajo", short), ("Datos", short), ("Proyectos", medium))
    ]
    culture = _party(world.institutions.culture, "", "Unidad de Datos") | {"posts": [world.post]}
    civil_society = _party(world.institutions.civil_society, "")
    for order, (group, title, start, end, kinds) in enumerate(LAB_MILESTONES, start=1):
        values = {"label": f"{order}.", "title": title, "group": groups[group], "start": start, "end": end}
        values |= {"objective": groups[group].objective, "precision": Precision.MONTH}
        _leaf(made, values, kinds, [culture, civil_society], world.liaison, at)


def _leaf(
    made: Commitment, values: Mapping[str, Any], kinds: Sequence[str], parties: Sequence[Any], by: Any, at: datetime
) -> None:
    means = [{"text": str(EvidenceKind(kind).label), "kind": kind} for kind in kinds]
    actions.save_milestone(commitment=made, values=values, means=means, parties=parties, revision=None, actor=by, at=at)


def _party(institution: Any, role: str, unit: str = "") -> dict[str, Any]:
    return {"name": institution.name, "institution": institution, "role": role, "unit": unit, "level": "Estatal"}


def _terms(scheme: str, count: int) -> list[dict[str, Any]]:
    return [{"term": term} for term in Term.objects.of(scheme).order_by("order")[:count]]


_BASELINE = {
    "name": "Personas que usaron datos públicos",
    "value": Decimal("46.7"),
    "value_text": "46.7 %",
    "unit": "%",
    "population": "personas adultas",
    "year": "2021",
    "source": "Encuesta estatal",
    "comparison": Decimal("54.5"),
    "comparison_text": "promedio nacional",
    "direction": Direction.UP,
}
_RANK = {
    "name": "Lugar entre los estados",
    "value": Decimal(27),
    "value_text": "lugar 27 de 32",
    "unit": "lugar",
    "out_of": Decimal(32),
    "year": "2021",
    "source": "Métrica nacional",
    "direction": Direction.DOWN,
}


def axis(
    world: SimpleNamespace, plan: ActionPlan, at: datetime, title: str = "Escuelas que rinden cuentas"
) -> Commitment:
    """A draft on the sheet of a thematic axis: a goal in three aspects, two proposals, its goals as milestones."""
    by = world.liaison
    made = actions.draft_commitment(
        plan=plan,
        template=Template.objects.get(code="thematic-axis"),
        title=title,
        author=world.institutions.culture,
        actor=by,
        at=at,
    )
    party = _party(world.institutions.culture, PartyRole.LEAD) | {"posts": [world.post]}
    section(made, "government", by, at, rows=[[party]])
    section(made, "text", by, at, text="Las escuelas de arte publican lo que reciben y en qué lo usan.")
    goals = [{"label": str(n), "text": f"Aspecto {n} de la meta"} for n in (1, 2, 3)]
    section(made, "goals", by, at, goal="Un modelo en tres aspectos.", rows=[goals])
    taken = {"label": "1", "text": "Usar lenguaje sencillo", "answer": "Se hará.", "state": "accepted"}
    section(made, "citizen_proposals", by, at, rows=[[taken, {"label": "2", "text": "Medir cada semestre"}]])
    watch = {
        "concern": "Que sea medible",
        "undertaking": "Un calendario por semestre",
        "link": "https://nl.example/eje",
    }
    section(made, "monitoring", by, at, rows=[[watch]])
    network = {"kind": "x", "handle": "@cultura_nl"}
    section(made, "dissemination", by, at, rows=[[{"kind": "web", "link": "https://nl.example/eje"}, network]])
    section(made, "sdgs", by, at, rows=[[{"goal": 4, "target": ""}]])
    section(made, "origin", by, at, origin="Foro de participación de 2019.")
    section(made, "period", by, at, start=date(2023, 1, 1), end=date(2024, 3, 1), precision=Precision.MONTH)
    section(made, "schedule", by, at, schedule="semiannual")
    actions.add_goals_as_milestones(commitment=made, revision=None, actor=by, at=at)
    return Commitment.objects.get(pk=made.pk)
