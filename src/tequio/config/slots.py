"""What a lower page shows from above: the only place where slots are filled."""

from __future__ import annotations

from datetime import datetime

from tequio.contributions import queries as contributions
from tequio.contributions import slots as contributions_slots
from tequio.contributions import tasks as contributions_tasks
from tequio.files import queries as files
from tequio.files import tasks as files_tasks
from tequio.gatherings import queries as gatherings
from tequio.gatherings import slots as gatherings_slots
from tequio.gatherings.queries import findable as gatherings_findable
from tequio.jobs import queries as jobs
from tequio.jobs import tasks as jobs_tasks
from tequio.kit.actor import SYSTEM
from tequio.notices import queries as notices
from tequio.notices import tasks as notices_tasks
from tequio.people import queries as people
from tequio.people import slots as people_slots
from tequio.people import tasks as people_tasks
from tequio.people.queries import findable as people_findable
from tequio.plans import actions as plans_actions
from tequio.plans import queries as plans
from tequio.plans.queries import findable as plans_findable
from tequio.portal import queries as portal_queries
from tequio.portal import slots as portal
from tequio.portal import tasks as portal_tasks
from tequio.portal.queries import findings
from tequio.questionnaires import queries as questionnaires
from tequio.questionnaires import slots as questionnaires_slots
from tequio.record import queries as record
from tequio.record import tasks as record_tasks
from tequio.record.queries import beside
from tequio.tracking import queries as tracking
from tequio.tracking import slots as tracking_slots
from tequio.tracking import tasks as tracking_tasks
from tequio.tracking.queries import findable as tracking_findable
from tequio.web import page


def fill() -> None:
    """Fill every slot, in the order in which pages show them."""
    page.menu.fill(portal.menu)
    page.footer.fill(contributions_slots.footer, portal.footer)
    contributions.responsible.fill(tracking_slots.responsible)
    record.resolvers.fill(
        people.resolved,
        plans.resolved,
        tracking_slots.resolved,
        questionnaires.resolved,
        gatherings.resolved,
        tracking.resolved_formats,
    )
    jobs.chores.fill(record_tasks.deliver)
    files.visibility.fill(
        tracking.files_visible,
        contributions.files_visible,
        people.logos_visible,
        questionnaires.files_visible,
        tracking.format_files_visible,
    )
    files.originals.fill(tracking.originals_visible, questionnaires.originals_visible)
    fill_erasure()
    people.personal_data.fill(tracking.personal_data, tracking.personal_judgements, notices.personal_data)
    notices.within.fill(plans.within)
    gatherings.concerned.fill(tracking.concerned)
    people.furnishings.fill(furnish)
    jobs.timetables.fill(
        jobs_tasks.timetable,
        files_tasks.timetable,
        people_tasks.timetable,
        notices_tasks.timetable,
        contributions_tasks.timetable,
        portal_tasks.timetable,
        tracking_tasks.timetable,
    )
    fill_pages()
    fill_search()
    portal_queries.duties.fill(
        tracking.duties,
        tracking.format_duties,
        *(tracking.period_duties, tracking.link_duties),
        contributions_slots.duties,
        gatherings_slots.duties,
    )
    plans.leaf_states.fill(tracking_slots.leaf_states)
    plans.progress_told.fill(tracking_slots.progress_told)
    plans.dictionaries.fill(tracking_slots.dictionary)


def fill_erasure() -> None:
    """Say what of a person everybody reads today, who may erase it, and who else keeps a copy."""
    beside.disclosable.fill(contributions.disclosable)
    beside.copies.fill(files.public_copies)
    beside.offered.fill(people_slots.erasing)
    beside.returned.fill(contributions_slots.erase_again)
    people.erasers.fill(contributions_slots.erase_copies)


def fill_pages() -> None:
    """Say which sides of a plan or a commitment its page shows."""
    tracking.commitment_aspects.fill(
        *(tracking.sides_of_commitment, tracking.moves_of_commitment, tracking.workload_of_commitment),
        tracking.shares_aspect,
        *(tracking.roadmap_aspect, tracking.deliverables_aspect),
        tracking.accountability_aspect,
        tracking.evaluations_aspect,
        tracking.format_aspect,
        tracking.resources_aspect,
        tracking_slots.questions,
        portal.follow,
    )
    tracking.plan_aspects.fill(
        tracking.format_aspect_of_plan,
        *(tracking.sides_of_plan, tracking.moves_of_plan, tracking.periods_of_plan, tracking.workload_of_plan),
        *(tracking.crossings_of_plan, tracking.links_of_plan, tracking.unassured_aspect),
        tracking_slots.questions_of_plan,
        portal.follow,
    )


def fill_search() -> None:
    """Say which rooms have things that are found."""
    findings.sources.fill(
        plans_findable.findable,
        people_findable.findable,
        tracking_findable.findable,
        gatherings_findable.findable,
        questionnaires_slots.findable,
        contributions_slots.findable,
    )


def furnish(at: datetime) -> None:
    """Lay out what a site needs from its first day: templates and vocabularies."""
    plans_actions.load_reference(actor=SYSTEM, at=at)
