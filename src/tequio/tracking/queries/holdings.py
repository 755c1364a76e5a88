"""A plan crossed: where its commitments begin, what they need, and the addresses that they publish."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.event import plain
from tequio.plans.models import ActionPlan, Baseline, Commitment, Resource
from tequio.plans.vocab import Assured, Direction, ResourceKind
from tequio.tracking.queries.crossing import (
    NOTHING,
    Bar,
    Cell,
    Crossing,
    Row,
    about,
    cell_of,
    named,
    public_commitments,
    rows_of,
)
from tequio.tracking.queries.links import KINDS, Link, labels_of, links_of, milestones_named


def baselines(plan: ActionPlan) -> Crossing:
    """Return the starting figures of every commitment, each drawn beside what it is compared with (R010)."""
    rows = rows_of(Baseline, plan)
    columns = ("name", "value_text", "unit", "population", "year", "source", "comparison_text", "direction")
    made = [
        Row(
            (
                Cell(one.name),
                Cell(one.value_text),
                Cell(_compared(one)),
                Cell(str(Direction(one.direction).label)),
                Cell(" · ".join(part for part in (one.population, one.year, one.source) if part)),
                cell_of(one.commitment),
            ),
            frozenset({one.direction or NOTHING}),
            (
                about(one.commitment)
                | {column: getattr(one, column) for column in columns}
                | {column: plain(getattr(one, column)) for column in ("value", "out_of", "comparison")},
            ),
            _bars(one),
        )
        for one in rows
    ]
    names = (_("Indicator"), _("Value"), _("Compared with"), _("How to read it"), _("Of whom, when, source"))
    there = {one.direction or NOTHING for one in rows}
    choices = [(code or NOTHING, str(label)) for code, label in Direction.choices if (code or NOTHING) in there]
    return Crossing((*names, _("Commitment")), made, choices)


def _compared(one: Baseline) -> str:
    value = str(plain(one.comparison)) if one.comparison is not None else ""
    return " ".join(part for part in (value, one.comparison_text) if part)


def _bars(one: Baseline) -> tuple[Bar, ...]:
    """Draw a value and what it is compared with on one scale: of 100 for a percentage, of N for a rank of N."""
    given = [
        (_("Value"), one.value, one.value_text, "verified"),
        (_("Compared with"), one.comparison, _compared(one), "reported"),
    ]
    numbers = [value for _label, value, _said, _kind in given if value is not None]
    if one.value is None or any(value < 0 for value in numbers):
        return ()
    is_share = "%" in one.unit + one.value_text or one.unit == "percent"
    if len(numbers) < 2 and not is_share and one.out_of is None:
        return ()  # one bar on a scale that nobody stated would be full, and tell nothing
    scale = max([Decimal(100) if is_share else one.out_of or Decimal(0), *numbers])
    if not scale:
        return ()
    return tuple(
        Bar(str(label), said, f"{value / scale * 100:.1f}", kind)
        for label, value, said, kind in given
        if value is not None
    )


def resources(plan: ActionPlan) -> Crossing:
    """Return what each commitment needs and whether it is assured, as it was written (R020, R184)."""
    rows: dict[int, list[Resource]] = {}
    for one in rows_of(Resource, plan):
        rows.setdefault(one.commitment_id, []).append(one)
    made = [_resources(one, rows.get(one.pk, [])) for one in public_commitments(plan)]
    staff = sum((row.records[0]["staff"] or 0 for row in made), Decimal(0))
    labels = [*((code, str(label)) for code, label in Assured.choices), (NOTHING, _("Not stated"))]
    counts = [(label, sum(code in row.choices for row in made)) for code, label in labels]
    told = [f"{label}: {count}" for label, count in counts if count]
    told += [_("People stated in all: %(n)s") % {"n": plain(staff)}] if staff else []
    names = (_("Commitment"), _("Are they assured?"), _("Budget, as written"), _("Staff"), _("Time"), _("Other"))
    present = [(code, label) for code, label in labels if any(code in row.choices for row in made)]
    for row in made:
        row.records[0]["staff"] = plain(row.records[0]["staff"])
    return Crossing(names, made, present, told)


def _resources(commitment: Commitment, rows: Sequence[Resource]) -> Row:
    def told(kind: str) -> tuple[str, ...]:
        return tuple(_amount(one) for one in rows if one.kind == kind)

    kinds = {kind: told(kind) for kind in ResourceKind.values}
    people = [one.count for one in rows if one.kind == ResourceKind.STAFF and one.count is not None]
    url = reverse("plans:sheet", args=[commitment.plan.jurisdiction.slug, commitment.public_id, commitment.slug])
    assured = str(Assured(commitment.resources_assured).label) if commitment.resources_assured else _("Not stated")
    record = about(commitment) | {"assured": commitment.resources_assured, "staff": sum(people) if people else None}
    record |= {f"{kind}_text": "; ".join(said) for kind, said in kinds.items()} | {"months": commitment.months}
    time = kinds[ResourceKind.TIME] or (
        (_("%(n)s months in all") % {"n": commitment.months},) if commitment.months else ()
    )
    listed = (kinds[ResourceKind.BUDGET], kinds[ResourceKind.STAFF], time, kinds[ResourceKind.OTHER])
    cells = [Cell(items=tuple((one, "") for one in said)) for said in listed]
    choice = commitment.resources_assured or NOTHING
    return Row((cell_of(commitment), Cell(assured, f"{url}#part-resources"), *cells), frozenset({choice}), (record,))


def _amount(one: Resource) -> str:
    count = str(plain(one.count)) if one.count is not None else ""
    return " · ".join(part for part in (" ".join(p for p in (count, one.unit) if p), one.text) if part)


def links(plan: ActionPlan) -> Crossing:
    """Return every published address of a plan, the worst first (X09)."""
    return crossed_links(links_of(plan))


def crossed_links(found: Sequence[Link]) -> Crossing:
    """Set links side by side."""
    leaves = milestones_named(found)
    made = []
    for one in found:
        leaf = leaves.get(one.milestone or 0)
        checked = one.checked.checked_at if one.checked else None
        where = (leaf.short, leaf.get_absolute_url()) if leaf else named(one.commitment)
        place = one.commitment.plan.jurisdiction
        record = about(one.commitment) | {
            "kind": one.kind,
            "about": one.about,
            "url": one.url,
            "state": one.state.value,
            "status": one.checked.status if one.checked else None,
            "final": one.checked.final if one.checked else "",
            "checked_at": checked.isoformat() if checked else None,
        }
        day = f"{place.day_of(checked):%d/%m/%Y}" if checked else ""
        cells = (
            Cell(str(one.state.label)),
            Cell(one.url or _("no address"), one.opens),
            Cell(f"{KINDS[one.kind]}: {one.about}"),
            Cell(*where),
            Cell(day),
        )
        made.append(Row(cells, frozenset({one.state.value, one.commitment.public_id}), (record,)))
    names = (_("State"), _("Address"), _("What it is"), _("Where it stands"), _("Last checked"))
    states = labels_of(found)
    told = [f"{label}: {sum(code in row.choices for row in made)}" for code, label in states]
    return Crossing(names, made, states, told)
