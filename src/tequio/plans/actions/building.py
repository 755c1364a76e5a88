"""From what a document says to the rows of a draft. Called inside confirm_document's transaction: all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tequio.kit import month
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused
from tequio.kit.text import fold, tidy
from tequio.people import actions as people
from tequio.people import policies as people_policies
from tequio.people import queries as people_queries
from tequio.people.models import Institution, Post
from tequio.people.vocab import Sector
from tequio.plans.imports import draft as said
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
from tequio.plans.vocab import CitationKind, Direction, Scheme, Section

# Words that tell the sector of an organisation that no directory knows yet; coordination can correct it.
_SECTORS = (
    (Sector.OVERSIGHT, r"transparencia, acceso|organismo garante|\binai\b|\binfo ?nl\b"),
    (Sector.ACADEMIA, r"universidad|colegio|academia|\bcide\b|escuela|facultad"),
    (Sector.CITIZENS, r"ciudadan"),
    (Sector.CIVIL_SOCIETY, r"sociedad civil|asociacion|\ba\.? ?c\.?$|organizacion|red de|vecin"),
    (
        Sector.GOVERNMENT,
        r"secretaria|direccion|subsecretaria|municipio|gobierno|ayuntamiento|contraloria|congreso|consejo",
    ),
    (Sector.INTERNATIONAL, r"alianza para el gobierno abierto|unidad de apoyo|naciones unidas"),
)


class _Directory:
    """Institutions and posts that the document names: found by any of their names, or added by who may."""

    def __init__(self, plan: ActionPlan, actor: Actor, at: datetime) -> None:
        self.jurisdiction = plan.jurisdiction
        self.actor, self.at = actor, at
        self.may_add = bool(people_policies.can_manage_institutions(actor, plan.jurisdiction))
        self._known: dict[str, Institution | None] = {}

    def institution(self, name: str, section: str, acronym: str = "") -> Institution | None:
        """Return the institution meant by a name; None where it is unknown and may not be added."""
        key = fold(name)
        if key not in self._known:
            found = people_queries.institution_called(self.jurisdiction, name)
            if found is None and acronym:
                found = people_queries.institution_called(self.jurisdiction, acronym)
            if found is None and self.may_add and key:
                found = people.add_institution(
                    jurisdiction=self.jurisdiction,
                    name=tidy(name)[:200],
                    short_name=acronym[:60],
                    sector=_sector(name, section),
                    actor=self.actor,
                    at=self.at,
                )
            self._known[key] = found
        return self._known[key]

    def post(self, institution: Institution | None, unit: str, person: said.DraftPerson) -> Post | None:
        """Return the post of a person, and keep her contacts there: private, and never twice."""
        title = _words(person.post)
        if institution is None or not (title or unit):
            return None
        post = people_queries.post_called(institution, unit=unit, title=title)
        if post is None:
            if not self.may_add:
                return None
            post = people.add_post(institution=institution, unit=unit, title=title, actor=self.actor, at=self.at)
        contacts = [(c.kind, c.value) for c in person.contacts if not c.is_placeholder and c.value.strip()]
        if contacts and self.may_add:
            people.keep_contacts(post=post, contacts=contacts, actor=self.actor, at=self.at)
        return post


def build(draft: said.DraftCommitment, *, plan: ActionPlan, actor: Actor, at: datetime) -> Commitment:
    """Write one draft whole: its form, its lists, its tree."""
    template = Template.objects.filter(code=draft.template).order_by("-version").first()
    if template is None:
        raise Refused(None, f"template {draft.template} is not loaded")
    order = plan.commitments.count() + 1
    commitment = Commitment.objects.create(
        plan=plan,
        template=template,
        order=order,
        number=(_words(draft.number) or str(order))[:12],
        title=_words(draft.title) or _words(draft.theme) or "—",
        start=_day(draft.start),
        end=_day(draft.end),
        precision=_precision(draft.start or draft.end),
        no_nongovernment=any(one.field == "nongovernment" for one in draft.not_applicable),
        resources_assured=_code(draft.resources_assured),
        text=_words(draft.text) or _short_term(draft),
        problem=_words(draft.problem),
        situation=_words(draft.situation),
        gender=_words(draft.gender_impact),
        vulnerability=_words(draft.vulnerability),
        action=_words(draft.action),
        contribution=_words(draft.contribution),
        vision=_words(draft.vision),
        relevance=_words(draft.ogp_relevance),
        verification=_words(draft.verification),
        summary=_words(draft.executive_summary),
        additional=_words(draft.additional_information),
    )
    directory = _Directory(plan, actor, at)
    _parties(commitment, draft, directory)
    _baselines(commitment, draft)
    _alignment(commitment, draft)
    _rows(commitment, draft)
    _objectives(commitment, draft, directory)
    _key_actions(commitment, draft, directory)
    return commitment


def _parties(commitment: Commitment, draft: said.DraftCommitment, directory: _Directory) -> None:
    for order, row in enumerate(draft.parties, start=1):
        name = _words(row.institution)
        institution = directory.institution(name, row.section, row.acronym)
        party = Party.objects.create(
            commitment=commitment,
            section=row.section,
            order=order,
            name=name[:240] or "—",
            institution=institution,
            unit=_words(row.unit)[:200],
            level=_words(row.level)[:60],
            role=_code(row.role),
        )
        post = directory.post(institution, _words(row.unit)[:200], row.person) if row.person else None
        if post:
            party.posts.add(post)
    Party.objects.bulk_create(
        Party(
            commitment=commitment,
            section=Section.OTHER,
            order=len(draft.parties) + n,
            name=_words(actor.text)[:240],
            level=_words(actor.sector)[:60],
        )
        for n, actor in enumerate(draft.other_actors, start=1)
    )


def _responsible(
    rows: Iterable[said.DraftResponsible], directory: _Directory, commitment: Commitment, section: str, **owner: Any
) -> None:
    for order, row in enumerate(rows, start=1):
        name, unit = _words(row.agency), _words(row.unit)[:200]
        institution = directory.institution(name, section, row.acronym) if name else None
        party = Party.objects.create(
            commitment=commitment,
            section=section,
            order=order,
            label=_words(row.label)[:12],
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
            name=_words(row.name),
            value=row.value.number,
            value_text=_words(row.value)[:120],
            unit=row.unit[:40],
            out_of=row.out_of.number if row.out_of else None,
            population=_words(row.population)[:160],
            year=_words(row.year)[:20],
            source=_words(row.source),
            comparison=row.comparison.number if row.comparison else None,
            comparison_text=_words(row.comparison)[:160],
            direction={"higher-is-better": Direction.UP, "lower-is-better": Direction.DOWN}.get(row.direction, ""),
        )
        for order, row in enumerate(draft.baselines, start=1)
    )


def _alignment(commitment: Commitment, draft: said.DraftCommitment) -> None:
    targeted = {int(row.code.split(".")[0]) for row in draft.targets}
    links = [
        SdgLink(commitment=commitment, goal=g.number, text=_words(g.text))
        for g in draft.goals
        if g.number not in targeted
    ]
    links += [
        SdgLink(commitment=commitment, goal=int(t.code.split(".")[0]), target=t.code, text=_words(t.text))
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
    values = [(term, _words(row.why)) for row in draft.ogp_values for term in _terms(Scheme.OGP_VALUE, [row.value])]
    ValueLink.objects.bulk_create(
        (ValueLink(commitment=commitment, term=term, why=why) for term, why in dict(values).items()),
        ignore_conflicts=True,
    )


def _terms(scheme: str, words: Iterable[said.Coded]) -> list[Term]:
    """Find the terms that a document means, by any of their names; those that no list knows were findings already."""
    known: dict[str, Term] = {}
    for term in Term.objects.of(scheme):
        for name in (term.name_es, term.name_en, term.code, *term.aliases):
            known.setdefault(fold(name), term)
    found = [known.get(fold(word.text)) or known.get(fold((word.code or "").replace("-", " "))) for word in words]
    return [term for term in found if term is not None]


def _rows(commitment: Commitment, draft: said.DraftCommitment) -> None:
    Resource.objects.bulk_create(
        Resource(
            commitment=commitment,
            order=order,
            kind=row.kind,
            text=_words(row.text),
            unit=("meses" if row.months else _words(row.unit))[:120],
            count=row.months if row.months is not None else row.count,
        )
        for order, row in enumerate(draft.resources, start=1)
    )
    Risk.objects.bulk_create(
        Risk(
            commitment=commitment,
            order=order,
            label=_words(row.label)[:8],
            text=_words(row.text),
            level=row.level if row.level in ("goal", "purpose") else "",
        )
        for order, row in enumerate(draft.risks, start=1)
    )
    citations = [
        Citation(
            commitment=commitment,
            order=order,
            kind=CitationKind.PLAN,
            instrument=_words(row.instrument),
            period=row.period[:40],
            axis=_words(row.axis)[:240],
            code=row.code[:40],
            text=_words(row.text),
            published_on=_day(row.published),
        )
        for order, row in enumerate(draft.plan_citations, start=1)
    ]
    citations += [
        Citation(
            commitment=commitment,
            order=len(citations) + order,
            kind=CitationKind.LAW,
            instrument=_words(law.law),
            text=_words(law.text),
            article=(law.article or law.chapter)[:80],
            fraction=law.fraction[:80],
        )
        for order, law in enumerate(draft.law_citations, start=1)
    ]
    Citation.objects.bulk_create(citations)


def _objectives(commitment: Commitment, draft: said.DraftCommitment, directory: _Directory) -> None:
    similar: list[Milestone] = []
    for order, row in enumerate(draft.objectives, start=1):
        objective = Objective.objects.create(
            commitment=commitment,
            order=order,
            horizon=row.horizon,
            text=_words(row.text),
            due=_last_day(row.due),
            precision=_precision(row.due),
            due_text="" if row.due and row.due.on else _words(row.due)[:160],
        )
        for listed in row.groups:
            group = None
            if listed.title:
                place = commitment.groups.count() + 1
                group = MilestoneGroup.objects.create(
                    commitment=commitment, objective=objective, order=place, title=_words(listed.title)
                )
            for one in listed.milestones:
                leaf = _milestone(commitment, one, directory, len(similar) + 1, objective=objective, group=group)
                similar.append(leaf)
    _link_overlaps(similar)


def _milestone(
    commitment: Commitment, row: said.DraftMilestone, directory: _Directory, order: int, **place: Any
) -> Milestone:
    status = _code(row.status)
    leaf = Milestone.objects.create(
        commitment=commitment,
        order=order,
        label=_words(row.label)[:12],
        title=_words(row.text) or "—",
        start=_day(row.start),
        end=_day(row.end),
        precision=_precision(row.end or row.start),
        stated=status if status != "not-started" else "",
        **place,
    )
    _means(commitment, row.means, milestone=leaf)
    _responsible(row.responsible, directory, commitment, Section.MILESTONE, milestone=leaf)
    return leaf


def _link_overlaps(leaves: list[Milestone]) -> None:
    """Link a leaf to an earlier one that says nearly the same in the same months (X03)."""
    for position, leaf in enumerate(leaves):
        for other in leaves[:position]:
            if (leaf.start, leaf.end) == (other.start, other.end) and _alike(leaf.title, other.title):
                leaf.overlaps = other
                leaf.save()
                break


def _alike(one: str, other: str) -> bool:
    """Tell whether two texts share most of their long words."""
    first, second = ({word for word in fold(text).split() if len(word) > 3} for text in (one, other))
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= 0.6


def _key_actions(commitment: Commitment, draft: said.DraftCommitment, directory: _Directory) -> None:
    leaves = commitment.milestones.count()
    for order, row in enumerate(draft.key_actions, start=1):
        action = KeyAction.objects.create(
            commitment=commitment,
            order=order,
            label=str(row.number)[:12],
            title=_words(row.title) or "—",
            objective=_words(row.objective),
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
                name=_words(row.indicator.text),
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
                label=_words(activity.label)[:12],
                title="\n".join([_words(activity.text), *(f"• {_words(topic)}" for topic in activity.topics)]),
                purpose=_words(activity.objective),
                precision=month.Precision.DAY,
            )
            _means(commitment, activity.means, milestone=leaf)


def _means(commitment: Commitment, rows: Iterable[said.DraftMeans], **owner: Any) -> None:
    Means.objects.bulk_create(
        Means(commitment=commitment, order=order, text=_words(row.text), kind=row.kind or "", **owner)
        for order, row in enumerate(rows, start=1)
    )


def _short_term(draft: said.DraftCommitment) -> str:
    """The national sheet states the commitment as its short-term objective."""
    return next((_words(one.text) for one in draft.objectives if one.horizon == "short"), "")


def _sector(name: str, section: str) -> str:
    for sector, words in _SECTORS:
        if re.search(words, fold(name)):
            return sector
    return Sector.GOVERNMENT if section in (Section.GOVERNMENT, Section.KEY_ACTION) else Sector.CIVIL_SOCIETY


def _words(said_words: said.Said | None) -> str:
    return tidy(said_words.text) if said_words else ""


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
