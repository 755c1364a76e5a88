"""From what a document says to the rows of a draft. Called inside confirm_document's transaction: all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tequio.kit import month
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused
from tequio.kit.text import fold
from tequio.plans.actions._axis import axis_rows
from tequio.plans.actions._directory import Directory, words_of
from tequio.plans.imports import draft as said
from tequio.plans.imports.findings import Finding
from tequio.plans.models import (
    ActionPlan,
    Baseline,
    Citation,
    Classification,
    Commitment,
    Indicator,
    KeyAction,
    Means,
    Milestone,
    MilestoneGroup,
    Objective,
    Party,
    Resource,
    Risk,
    SdgLink,
    Template,
    Term,
    ValueLink,
)
from tequio.plans.vocab import CitationKind, Direction, RiskLevel, Scheme, Section

_RISK_LEVELS = {"goal": RiskLevel.GOAL, "purpose": RiskLevel.PURPOSE, "goal-and-purpose": RiskLevel.BOTH}


def build(
    draft: said.DraftCommitment, findings: Iterable[Finding], *, plan: ActionPlan, actor: Actor, at: datetime
) -> Commitment:
    """Write one draft whole: its form, its lists, its tree; `findings` tell which milestones overlap."""
    template = Template.objects.filter(code=draft.template).order_by("-version").first()
    if template is None:
        raise Refused(None, f"template {draft.template} is not loaded")
    order = plan.commitments.count() + 1
    commitment = Commitment.objects.create(
        plan=plan,
        template=template,
        order=order,
        number=(words_of(draft.number) or str(order))[:12],
        title=words_of(draft.title) or words_of(draft.theme) or "—",
        start=_day(draft.start),
        end=_day(draft.end),
        precision=_precision(draft.start or draft.end),
        no_nongovernment=any(one.field == "nongovernment" for one in draft.not_applicable),
        resources_assured=_code(draft.resources_assured),
        text=words_of(draft.text) or _short_term(draft),
        problem=words_of(draft.problem),
        situation=words_of(draft.situation),
        gender=words_of(draft.gender_impact),
        vulnerability=words_of(draft.vulnerability),
        action=words_of(draft.action),
        contribution=words_of(draft.contribution),
        vision=words_of(draft.vision),
        relevance=words_of(draft.ogp_relevance),
        verification=words_of(draft.verification),
        summary=words_of(draft.executive_summary),
        additional=words_of(draft.additional_information),
        goal=words_of(draft.goal),
        aliases="\n".join(dict.fromkeys(words_of(one) for one in draft.aliases)),
    )
    axis_rows(commitment, draft)
    directory = Directory(plan, actor, at)
    _parties(commitment, draft, directory)
    _baselines(commitment, draft)
    _alignment(commitment, draft)
    _rows(commitment, draft)
    _link_overlaps(_objectives(commitment, draft, directory), findings)
    _key_actions(commitment, draft, directory)
    return commitment


def _parties(commitment: Commitment, draft: said.DraftCommitment, directory: Directory) -> None:
    for order, row in enumerate(draft.parties, start=1):
        name = words_of(row.institution)
        institution = directory.institution(name, row.section, row.acronym)
        party = Party.objects.create(
            commitment=commitment,
            section=row.section,
            order=order,
            name=name[:240] or "—",
            institution=institution,
            unit=words_of(row.unit)[:200],
            level=words_of(row.level)[:60],
            role=_code(row.role),
        )
        post = directory.post(institution, words_of(row.unit)[:200], row.person) if row.person else None
        if post:
            party.posts.add(post)
    Party.objects.bulk_create(
        Party(
            commitment=commitment,
            section=Section.OTHER,
            order=len(draft.parties) + n,
            name=words_of(actor.text)[:240],
            level=words_of(actor.sector)[:60],
        )
        for n, actor in enumerate(draft.other_actors, start=1)
    )


def _responsible(
    rows: Iterable[said.DraftResponsible], directory: Directory, commitment: Commitment, section: str, **owner: Any
) -> None:
    for order, row in enumerate(rows, start=1):
        name, unit = words_of(row.agency), words_of(row.unit)[:200]
        institution = directory.institution(name, section, row.acronym) if name else None
        party = Party.objects.create(
            commitment=commitment,
            section=section,
            order=order,
            label=words_of(row.label)[:12],
            name=(name or unit or "—")[:240],
            institution=institution,
            unit=unit,
            **owner,
        )
        posts = [post for person in row.people if (post := directory.post(institution, unit, person))]
        if posts:
            party.posts.set(posts)


def _baselines(commitment: Commitment, draft: said.DraftCommitment) -> None:
    Baseline.objects.bulk_create(
        Baseline(
            commitment=commitment,
            order=order,
            name=words_of(row.name),
            value=row.value.number,
            value_text=words_of(row.value)[:120],
            unit=row.unit[:40],
            out_of=row.out_of.number if row.out_of else None,
            population=words_of(row.population)[:160],
            year=words_of(row.year)[:20],
            source=words_of(row.source),
            comparison=row.comparison.number if row.comparison else None,
            comparison_text=words_of(row.comparison)[:160],
            direction={"higher-is-better": Direction.UP, "lower-is-better": Direction.DOWN}.get(row.direction, ""),
        )
        for order, row in enumerate(draft.baselines, start=1)
    )


def _alignment(commitment: Commitment, draft: said.DraftCommitment) -> None:
    targeted = {int(row.code.split(".")[0]) for row in draft.targets}
    links = [
        SdgLink(commitment=commitment, goal=g.number, text=words_of(g.text))
        for g in draft.goals
        if g.number not in targeted
    ]
    links += [
        SdgLink(commitment=commitment, goal=int(t.code.split(".")[0]), target=t.code, text=words_of(t.text))
        for t in draft.targets
    ]
    SdgLink.objects.bulk_create(links, ignore_conflicts=True)
    chosen = [
        *_terms(Scheme.POLICY_AREA, draft.policy_areas),
        *_terms(Scheme.THEMATIC_AREA, draft.thematic_areas),
        *_terms(Scheme.VULNERABLE_GROUP, draft.vulnerable_groups),
    ]
    Classification.objects.bulk_create(
        (Classification(commitment=commitment, term=term) for term in dict.fromkeys(chosen)), ignore_conflicts=True
    )
    values = [(term, words_of(row.why)) for row in draft.ogp_values for term in _terms(Scheme.OGP_VALUE, [row.value])]
    ValueLink.objects.bulk_create(
        (ValueLink(commitment=commitment, term=term, why=why) for term, why in dict(values).items()),
        ignore_conflicts=True,
    )


def _terms(scheme: str, words: Iterable[said.Coded]) -> list[Term]:
    """Find the terms that a document means, by code or by any of their names; the unknown were findings already."""
    by_code: dict[str, Term] = {}
    by_name: dict[str, Term] = {}
    for term in Term.objects.of(scheme):
        by_code[term.code] = term
        for name in (term.name_es, term.name_en, *term.aliases):
            by_name.setdefault(fold(name), term)
    found = [by_code.get(word.code or "") or by_name.get(fold(word.text)) for word in words]
    return [term for term in found if term is not None]


def _rows(commitment: Commitment, draft: said.DraftCommitment) -> None:
    Resource.objects.bulk_create(
        Resource(
            commitment=commitment,
            order=order,
            kind=row.kind,
            text=words_of(row.text),
            unit=("meses" if row.months else words_of(row.unit))[:120],
            count=row.months if row.months is not None else row.count,
        )
        for order, row in enumerate(draft.resources, start=1)
    )
    Risk.objects.bulk_create(
        Risk(
            commitment=commitment,
            order=order,
            label=words_of(row.label)[:8],
            text=words_of(row.text),
            level=_RISK_LEVELS.get(row.level, ""),
        )
        for order, row in enumerate(draft.risks, start=1)
    )
    citations = [
        Citation(
            commitment=commitment,
            order=order,
            kind=CitationKind.PLAN,
            instrument=words_of(row.instrument),
            period=row.period[:40],
            axis=words_of(row.axis)[:240],
            code=row.code[:40],
            text=words_of(row.text),
            published_on=_day(row.published),
        )
        for order, row in enumerate(draft.plan_citations, start=1)
    ]
    citations += [
        Citation(
            commitment=commitment,
            order=len(citations) + order,
            kind=CitationKind.LAW,
            instrument=words_of(law.law),
            text=words_of(law.text),
            article=(law.article or law.chapter)[:80],
            fraction=law.fraction[:80],
        )
        for order, law in enumerate(draft.law_citations, start=1)
    ]
    Citation.objects.bulk_create(citations)


def _objectives(
    commitment: Commitment, draft: said.DraftCommitment, directory: Directory
) -> dict[said.Place, Milestone]:
    made: dict[said.Place, Milestone] = {}
    for order, row in enumerate(draft.objectives, start=1):
        objective = Objective.objects.create(
            commitment=commitment,
            order=order,
            horizon=row.horizon,
            text=words_of(row.text),
            due=_last_day(row.due),
            precision=_precision(row.due),
            due_text="" if row.due and row.due.on else words_of(row.due)[:160],
        )
        for listed in row.groups:
            group = None
            if listed.title:
                number = commitment.groups.count() + 1
                group = MilestoneGroup.objects.create(
                    commitment=commitment, objective=objective, order=number, title=words_of(listed.title)
                )
            for one in listed.milestones:
                place = {"objective": objective, "group": group}
                made[one.place] = _milestone(commitment, one, directory, len(made) + 1, **place)
    return made


def _milestone(
    commitment: Commitment, row: said.DraftMilestone, directory: Directory, order: int, **place: Any
) -> Milestone:
    status = _code(row.status)
    leaf = Milestone.objects.create(
        commitment=commitment,
        order=order,
        label=words_of(row.label)[:12],
        title=words_of(row.text) or "—",
        start=_day(row.start),
        end=_day(row.end),
        precision=_precision(row.end or row.start),
        stated={"not-started": "", "completed": "finished"}.get(status, status),
        **place,
    )
    _means(commitment, row.means, milestone=leaf)
    _responsible(row.responsible, directory, commitment, Section.MILESTONE, milestone=leaf)
    return leaf


def _link_overlaps(leaves: Mapping[said.Place, Milestone], findings: Iterable[Finding]) -> None:
    """Link a leaf to the one that the reading found to say nearly the same (X03)."""
    for finding in findings:
        leaf, others = leaves.get(finding.place), [leaves[place] for place in finding.also if place in leaves]
        if finding.code == "milestone-similar" and leaf and others:
            leaf.overlaps = others[0]
            leaf.save()


def _key_actions(commitment: Commitment, draft: said.DraftCommitment, directory: Directory) -> None:
    leaves = commitment.milestones.count()
    for order, row in enumerate(draft.key_actions, start=1):
        action = KeyAction.objects.create(
            commitment=commitment,
            order=order,
            label=str(row.number)[:12],
            title=words_of(row.title) or "—",
            objective=words_of(row.objective),
            weight=_weight(row.weight),
            start=_day(row.start),
            end=_day(row.end),
            precision=_precision(row.end or row.start),
        )
        if row.indicator:
            Indicator.objects.create(
                commitment=commitment,
                key_action=action,
                order=1,
                name=words_of(row.indicator.text),
                is_numeric=row.indicator.is_numeric,
                is_binary=row.indicator.is_binary,
            )
        _means(commitment, row.means, key_action=action)
        _responsible(row.responsible, directory, commitment, Section.KEY_ACTION, key_action=action)
        for activity in row.activities:
            leaves += 1
            leaf = Milestone.objects.create(
                commitment=commitment,
                key_action=action,
                order=leaves,
                label=words_of(activity.label)[:12],
                title="\n".join([words_of(activity.text), *(f"• {words_of(topic)}" for topic in activity.topics)]),
                purpose=words_of(activity.objective),
                precision=month.Precision.DAY,
            )
            _means(commitment, activity.means, milestone=leaf)


def _means(commitment: Commitment, rows: Iterable[said.DraftMeans], **owner: Any) -> None:
    Means.objects.bulk_create(
        Means(commitment=commitment, order=order, text=words_of(row.text), kind=row.kind or "", **owner)
        for order, row in enumerate(rows, start=1)
    )


def _short_term(draft: said.DraftCommitment) -> str:
    """The national sheet states the commitment as its short-term objective."""
    return next((words_of(one.text) for one in draft.objectives if one.horizon == "short"), "")


def _code(coded: said.Coded | None) -> str:
    return coded.code or "" if coded else ""


def _day(day: said.Day | None) -> date | None:
    return day.on if day else None


def _last_day(day: said.Day | None) -> date | None:
    return day.ends_on if day else None


def _precision(day: said.Day | None) -> str:
    return day.precision if day and day.precision else month.Precision.MONTH


def _weight(number: said.Number | None) -> Decimal | None:
    return number.number if number and number.number and 0 < number.number <= 100 else None
