"""Sets of typed questions in frozen versions, and what was answered to each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.files.models import File
from tequio.kit import ids
from tequio.people.models import Institution, Jurisdiction, Office
from tequio.questionnaires.vocab import CHOICES, LONG_LENGTH, SHORT_LENGTH, Audience, Kind, ResponseState, State
from tequio.record import queries as record

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Questionnaire(models.Model):
    """A set of questions that a team invents. What is asked stands in its versions."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="questionnaires")
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what it is for"), blank=True)
    audience = models.CharField(_("who answers"), max_length=8, choices=Audience.choices, default=Audience.OFFICES)
    # Whether everybody reads what institutions answer. What a visitor writes is read by coordination only.
    is_public = models.BooleanField(_("its answers are public"), default=False)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page; needs the jurisdiction at hand."""
        return reverse("questionnaires:questionnaire", args=[self.jurisdiction.slug, self.public_id])

    @property
    def urn(self) -> str:
        return record.urn("questionnaire", self.public_id)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class Version(models.Model):
    """The questions as they stood. Once published nothing in it changes: the record cites its hash."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # The canonical JSON and its SHA-256, once published.
    document = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaires_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Section(models.Model):
    """Questions that stand together; sections that share a heading stand together too."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(default=0)
    code = models.SlugField(max_length=60)
    heading = models.CharField(_("heading above it"), max_length=160, blank=True)
    title = models.CharField(_("title"), max_length=200)
    help = models.TextField(_("explanation"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="questionnaires_section_once")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question with its limits. `code` is the same in every version, so that answers compare."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(default=0)
    code = models.SlugField(max_length=60)
    kind = models.CharField(_("what it takes"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("question"))
    help = models.TextField(_("help"), blank=True)
    is_required = models.BooleanField(_("an answer is needed"), default=False)
    # Of texts: NFC code points, a line break as one. Empty: the usual one of its kind.
    max_length = models.PositiveIntegerField(_("most characters"), null=True, blank=True)
    # Of numbers and amounts.
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    minimum = models.DecimalField(_("least"), max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(_("most"), max_digits=18, decimal_places=4, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    # Of choices: [{code, label}].
    options = models.JSONField(default=list, blank=True)
    has_other = models.BooleanField(_("another answer can be written"), default=False)
    # Room for {code, is}: shown only if another question was answered so. Nothing reads it yet.
    shown_if = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["section__order", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="questionnaires_question_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def limit(self) -> int:
        """How many code points its text may have."""
        return self.max_length or (SHORT_LENGTH if self.kind == Kind.SHORT else LONG_LENGTH)

    @property
    def labels(self) -> dict[str, str]:
        """Its options by their code."""
        return {one["code"]: one["label"] for one in self.options} if self.kind in CHOICES else {}

    @property
    def placeholders(self) -> frozenset[str]:
        """The words in braces that are filled when somebody answers."""
        return frozenset(PLACEHOLDER.findall(self.text))


class ResponseQuerySet(models.QuerySet["Response"]):
    """Words about responses."""

    def submitted(self) -> ResponseQuerySet:
        """Keep what was sent."""
        return self.filter(state=ResponseState.SUBMITTED)

    def open_to_all(self) -> ResponseQuerySet:
        """Keep what everybody may read: what institutions sent where answers are public."""
        return self.submitted().filter(version__questionnaire__is_public=True, institution__isnull=False)


class Response(models.Model):
    """What one institution, or one visitor, answers. It is kept as it goes, and frozen when it is sent."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="responses")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # SHA-256 of the secret in a visitor's link.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # What each placeholder stands for in this response, and the questions asked in other words ({code: text}).
    bindings = models.JSONField(default=dict, blank=True)
    wording = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=ResponseState.choices, default=ResponseState.DRAFT)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.public_id}"

    @property
    def urn(self) -> str:
        return record.urn("response", self.public_id)

    @property
    def is_submitted(self) -> bool:
        return self.state == ResponseState.SUBMITTED

    def asked(self, question: Question) -> str:
        """Return a question's words with its placeholders filled; what nobody bound stays as it is written."""
        return filled(self.wording.get(question.code) or question.text, self.bindings)


class Answer(models.Model):
    """The answer to one question, in the column of its type."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    flag = models.BooleanField(null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    choices = models.JSONField(default=list, blank=True)
    url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["question__section__order", "question__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="questionnaires_answer_once"),
            models.CheckConstraint(condition=Q(file__isnull=True) | Q(url=""), name="questionnaires_file_or_url"),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}: {self.shown}"

    @property
    def plain(self) -> str | Decimal | bool | list[str] | None:
        """The value as data: dates in ISO, a month as 2020-01, choices as their codes, a file as its address."""
        kind = self.question.kind
        if kind in (Kind.NUMBER, Kind.MONEY):
            return self.number
        if kind == Kind.YES_NO:
            return self.flag
        if kind in (Kind.DATE, Kind.MONTH) and self.on:
            return self.on.isoformat()[: 10 if kind == Kind.DATE else 7]
        if kind == Kind.MULTIPLE:
            return list(self.choices)
        if kind == Kind.SINGLE:
            return self.choices[0] if self.choices else None
        return self.text or self.url or (f"sha256:{self.file.original.sha256}" if self.file else None)

    @property
    def shown(self) -> str:
        """The value in words; of a choice, its labels and what was written beside them."""
        question = self.question
        if question.kind in CHOICES:
            said = [question.labels.get(one, one) for one in self.choices if one != "other"]
            return "; ".join(said + ([self.text] if "other" in self.choices else []))
        if self.number is not None:
            written = f"{self.number:,.{question.decimals}f}"
            return (
                f"${written} {question.unit}".strip()
                if question.kind == Kind.MONEY
                else f"{written} {question.unit}".strip()
            )
        if self.flag is not None:
            return str(_("Yes") if self.flag else _("No"))
        if self.on:
            return self.on.strftime("%m/%Y" if question.kind == Kind.MONTH else "%d/%m/%Y")
        return self.text or self.url or (self.file.title if self.file else "")


def filled(text: str, bindings: Mapping[str, str]) -> str:
    """Fill the placeholders that are bound; the rest stays as it is written, so that nobody loses it."""
    return PLACEHOLDER.sub(lambda found: str(bindings.get(found[1], found[0])), text)
