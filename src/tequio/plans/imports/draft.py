"""What a document says, as it says it, with the place where it says it.

Leaves are `Said` and its kinds. `Contact` is the only one that may hold a name, an address or a telephone, and is
private for that reason; everything else is public once the importer confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tequio.plans.imports.said import Coded as Coded
from tequio.plans.imports.said import Contact as Contact
from tequio.plans.imports.said import Day as Day
from tequio.plans.imports.said import NotApplicable as NotApplicable
from tequio.plans.imports.said import Number as Number
from tequio.plans.imports.said import Place as Place
from tequio.plans.imports.said import Said as Said


@dataclass(frozen=True, slots=True)
class DraftPerson:
    """Who holds a post; the contacts are private."""

    post: Said | None
    contacts: tuple[Contact, ...]
    institution: Said | None = None


@dataclass(frozen=True, slots=True)
class DraftParty:
    """A row of responsible or co-responsible actors. Section: government, nongovernment or coresponsible."""

    section: str
    institution: Said | None
    unit: Said | None
    level: Coded | None
    person: DraftPerson | None
    role: Coded | None
    place: Place
    acronym: str = ""


@dataclass(frozen=True, slots=True)
class DraftBaseline:
    """A figure found in prose: always to be confirmed. Unit: percent, rank or score."""

    name: Said
    value: Number
    unit: str
    out_of: Number | None = None
    population: Said | None = None
    year: Said | None = None
    source: Said | None = None
    comparison: Number | None = None
    direction: str = "higher-is-better"


@dataclass(frozen=True, slots=True)
class DraftGoal:
    """A Sustainable Development Goal."""

    number: int
    text: Said
    repeats: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftTarget:
    """A target, once; `repeats` are the other times that the document says it."""

    code: str
    text: Said
    repeats: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftValue:
    """A value of the Open Government Partnership and why the commitment serves it."""

    value: Coded
    why: Said | None


@dataclass(frozen=True, slots=True)
class DraftResource:
    """One resource. Kind: budget, staff, time or other."""

    kind: str
    text: Said
    unit: Said | None = None
    count: int | None = None
    functions: Said | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class DraftPlanCitation:
    """A line of a development plan or programme; the same code may stand under several axes."""

    instrument: Said
    text: Said
    period: str = ""
    axis: Said | None = None
    code: str = ""
    published: Day | None = None


@dataclass(frozen=True, slots=True)
class DraftLawCitation:
    """An article or chapter of a law."""

    law: Said
    text: Said
    article: str = ""
    fraction: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A web address; `suggestion` when what is written cannot work."""

    url: Said
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class DraftMeans:
    """A means of verification and the kind of evidence that it announces, if it can be guessed."""

    text: Said
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class DraftResponsible:
    """One of the parties of a milestone or key action, in order; `label` is the number that is displayed."""

    agency: Said | None
    unit: Said | None
    people: tuple[DraftPerson, ...]
    place: Place
    label: Said | None = None
    acronym: str = ""


@dataclass(frozen=True, slots=True)
class DraftMilestone:
    """A milestone; its label is what the document displays, not a key."""

    label: Said | None
    text: Said | None
    start: Day | None
    end: Day | None
    means: tuple[DraftMeans, ...]
    responsible: tuple[DraftResponsible, ...]
    status: Coded | None
    place: Place


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """Milestones under one heading; no title for those that stand before any."""

    title: Said | None
    milestones: tuple[DraftMilestone, ...]


@dataclass(frozen=True, slots=True)
class DraftObjective:
    """An objective. Horizon: short, medium or long; the due date may be only words."""

    horizon: str
    text: Said | None
    due: Day | None
    place: Place
    groups: tuple[DraftGroup, ...] = ()

    @property
    def milestones(self) -> tuple[DraftMilestone, ...]:
        """Return the milestones of every group, in order."""
        return tuple(milestone for group in self.groups for milestone in group.milestones)


@dataclass(frozen=True, slots=True)
class DraftIndicator:
    """How a key action is measured; it may be a count, a yes or no, both or neither."""

    text: Said
    is_numeric: bool = False
    is_binary: bool = False


@dataclass(frozen=True, slots=True)
class DraftActivity:
    """A step of a key action; topics when it lists some."""

    label: Said | None
    text: Said | None
    objective: Said | None
    means: tuple[DraftMeans, ...]
    place: Place
    topics: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftKeyAction:
    """A weighted part of a commitment."""

    number: int
    title: Said
    weight: Number | None
    responsible: tuple[DraftResponsible, ...]
    objective: Said | None
    indicator: DraftIndicator | None
    means: tuple[DraftMeans, ...]
    start: Day | None
    end: Day | None
    activities: tuple[DraftActivity, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class DraftRisk:
    """A risk assumption. Level: goal, purpose or goal-and-purpose."""

    label: Said
    text: Said
    level: str = ""


@dataclass(frozen=True, slots=True)
class DraftActor:
    """Other actors of one sector, as listed."""

    sector: Coded
    text: Said


@dataclass(frozen=True, slots=True)
class DraftComment:
    """A comment received on the draft plan; who wrote it is private."""

    text: Said
    author: Contact | None = None


@dataclass(frozen=True, slots=True)
class DraftPoint:
    """One aspect of a verifiable goal, or one proposal of citizens; the label is what the document displays."""

    label: Said | None
    text: Said


@dataclass(frozen=True, slots=True)
class DraftChannel:
    """Where an axis is told. Kind: a word of vocab.ChannelKind."""

    kind: str
    name: Said | None = None
    handle: Said | None = None
    link: Said | None = None


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A row of an indicator format; `foreign` are the words that name an institution which is not the axis's."""

    category: Said | None
    indicator: Said | None
    question: Said | None
    evidence: Said | None
    foreign: str = ""


@dataclass(frozen=True, slots=True)
class DraftFormat:
    """The indicator format of an axis."""

    place: Place
    questions: tuple[DraftQuestion, ...]


@dataclass(frozen=True, slots=True)
class DraftPhase:
    """A phase of a roadmap, with those described inside it; announced, described, or both."""

    name: Said
    text: Said | None
    place: Place
    is_announced: bool = False
    phases: tuple[DraftPhase, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftDeliverable:
    """A milestone and what it delivers; no link where the document gives none that can be followed."""

    milestone: Said
    title: Said | None
    link: Said | None
    place: Place


@dataclass(frozen=True, slots=True)
class DraftRoadmap:
    """How a commitment was carried out: phases that may nest, and deliverables."""

    place: Place
    title: Said | None
    start: Day | None
    end: Day | None
    phases: tuple[DraftPhase, ...]
    deliverables: tuple[DraftDeliverable, ...]
    links: tuple[DraftLink, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCommitment:
    """A commitment as one document tells it. Template: form-21, national-sheet or thematic-axis."""

    template: str
    place: Place
    theme: Said | None = None
    number: Said | None = None
    title: Said | None = None
    text: Said | None = None
    start: Day | None = None
    end: Day | None = None
    parties: tuple[DraftParty, ...] = ()
    problem: Said | None = None
    situation: Said | None = None
    baselines: tuple[DraftBaseline, ...] = ()
    gender_impact: Said | None = None
    vulnerability: Said | None = None
    vulnerable_groups: tuple[Coded, ...] = ()
    goals: tuple[DraftGoal, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    action: Said | None = None
    contribution: Said | None = None
    vision: Said | None = None
    policy_areas: tuple[Coded, ...] = ()
    thematic_areas: tuple[Coded, ...] = ()
    ogp_values: tuple[DraftValue, ...] = ()
    ogp_relevance: Said | None = None
    resources: tuple[DraftResource, ...] = ()
    resources_assured: Coded | None = None
    additional_information: Said | None = None
    plan_citations: tuple[DraftPlanCitation, ...] = ()
    law_citations: tuple[DraftLawCitation, ...] = ()
    links: tuple[DraftLink, ...] = ()
    objectives: tuple[DraftObjective, ...] = ()
    key_actions: tuple[DraftKeyAction, ...] = ()
    risks: tuple[DraftRisk, ...] = ()
    verification: Said | None = None
    executive_summary: Said | None = None
    other_actors: tuple[DraftActor, ...] = ()
    comments: tuple[DraftComment, ...] = ()
    goal: Said | None = None
    aspects: tuple[DraftPoint, ...] = ()
    proposals: tuple[DraftPoint, ...] = ()
    channels: tuple[DraftChannel, ...] = ()
    formats: tuple[DraftFormat, ...] = ()
    aliases: tuple[Said, ...] = ()
    # Private: addresses and names that stood in the middle of public words, taken out of them.
    contacts: tuple[Contact, ...] = ()
    # Private: everybody that the document names, each once, with all of her addresses.
    people: tuple[DraftPerson, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    blank: tuple[str, ...] = field(default=())

    @property
    def milestones(self) -> tuple[DraftMilestone, ...]:
        """Return the milestones of every horizon, in order."""
        return tuple(milestone for objective in self.objectives for milestone in objective.milestones)
