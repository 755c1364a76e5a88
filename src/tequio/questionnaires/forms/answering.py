"""The form of a version: one field for each question, checked by the same words as the action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from tequio.kit.policy import Refused
from tequio.questionnaires import checks
from tequio.questionnaires.models import Answer, Question, Response, Section, filled
from tequio.questionnaires.vocab import CHOICES, NUMBERS, OTHER, TEXTS, Kind
from tequio.web.forms import RefusableForm

_DAY = forms.TextInput(attrs={"placeholder": "dd/mm/aaaa", "inputmode": "numeric"})
_MONTH = forms.TextInput(attrs={"placeholder": "mm/aaaa", "inputmode": "numeric"})


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it: its fields and the file that was sent before."""

    question: Question
    fields: list[BoundField]
    kept: Answer | None


class AnswerForm(RefusableForm):
    """What somebody answers. What is right can be kept while the rest is mended."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        sections: Iterable[Section],
        response: Response | None = None,
        answers: Iterable[Answer] = (),
        wording: Mapping[str, str] | None = None,
        bindings: Mapping[str, str] | None = None,
        takes_files: bool = True,
    ) -> None:
        self.sections = list(sections)
        self.questions = [one for section in self.sections for one in section.questions.all()]
        self.kept = {one.question_id: one for one in answers}
        self.takes_files = takes_files
        self.wording = wording if wording is not None else (response.wording if response else {})
        self.bindings = bindings if bindings is not None else (response.bindings if response else {})
        first: dict[str, Any] = {}
        for one in self.kept.values():
            first |= _first(one)
        super().__init__(data, files, initial=first)
        for question in self.questions:
            label = filled(self.wording.get(question.code) or question.text, self.bindings)
            self.fields |= _fields(question, label, takes_files)

    def clean(self) -> dict[str, Any]:
        """Judge each answer, and name all that is missing if it is to be sent, beside its question."""
        super().clean()
        self.wrong: set[str] = set()
        for question in self.questions:
            try:
                value = checks.read(question, self._given(question))
            except Refused as no:
                self.wrong.add(question.code)
                self.add_error(question.code, no.reason)
            else:
                if "send" in self.data and question.is_required and not (value or self._has_file(question)):
                    self.add_error(question.code, _("This needs an answer."))
        return self.cleaned_data

    def given(self) -> dict[str, checks.Given]:
        """Return what was typed, without what is wrong."""
        self.is_valid()
        return {one.code: self._given(one) for one in self.questions if one.code not in self.wrong}

    def parts(self) -> list[tuple[Section, list[Asked]]]:
        """Return the sections with what each asks, in order."""
        return [(section, [self._asked(one) for one in section.questions.all()]) for section in self.sections]

    def _asked(self, question: Question) -> Asked:
        names = (question.code, f"{question.code}-other", f"{question.code}-file")
        return Asked(question, [self[name] for name in names if name in self.fields], self.kept.get(question.pk))

    def _has_file(self, question: Question) -> bool:
        kept = self.kept.get(question.pk)
        return kept is not None and kept.file_id is not None

    def _given(self, question: Question) -> checks.Given:
        """Read what was sent, before any field judged it: nothing typed is lost on the way."""
        field = self[question.code]
        typed = field.field.widget.value_from_datadict(self.data, self.files, field.html_name)
        name = self.add_prefix(question.code)
        chosen = typed if isinstance(typed, list) else [typed or ""]
        return checks.Given(
            text="" if question.kind in CHOICES else str(typed or ""),
            choices=chosen if question.kind in CHOICES else (),
            other=str(self.data.get(f"{name}-other", "")),
            upload=self.files.get(f"{name}-file") if self.takes_files else None,
        )


def _fields(question: Question, label: str, takes_files: bool) -> dict[str, forms.Field]:
    made: dict[str, forms.Field] = {question.code: _field(question, label)}
    if question.has_other:
        made[f"{question.code}-other"] = forms.CharField(label=_("Which other one?"), required=False)
    if question.kind == Kind.EVIDENCE and takes_files:
        made[f"{question.code}-file"] = forms.FileField(label=_("Or a file"), required=False)
    return made


def _field(question: Question, label: str) -> forms.Field:
    """Build a field that takes anything: the checks judge it, so that what was typed comes back whole."""
    field = _made(question, label)
    field.is_needed = question.is_required  # type: ignore[attr-defined]
    return field


def _made(question: Question, label: str) -> forms.Field:
    said: dict[str, Any] = {"label": label, "help_text": _help(question), "required": False}
    kind = question.kind
    if kind in CHOICES or kind == Kind.YES_NO:
        is_many = kind == Kind.MULTIPLE
        options: list[tuple[str, Any]] = (
            [("yes", _("Yes")), ("no", _("No"))] if kind == Kind.YES_NO else list(question.labels.items())
        )
        if question.has_other:
            options.append((OTHER, _("Other")))
        if is_many:
            return _Several(choices=options, widget=forms.CheckboxSelectMultiple, **said)
        return _One(choices=options, widget=forms.RadioSelect, **said)
    widget: forms.Widget = forms.TextInput()
    if kind == Kind.LONG:
        widget = forms.Textarea(attrs={"rows": 5})
    elif kind in NUMBERS:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
    elif kind in (Kind.DATE, Kind.MONTH):
        widget = _DAY if kind == Kind.DATE else _MONTH
    elif kind == Kind.EVIDENCE:
        widget = forms.URLInput()
    field = forms.CharField(widget=widget, strip=False, **said)
    if kind in TEXTS:
        field.soft_limit = question.limit  # type: ignore[attr-defined]
    return field


class _One(forms.ChoiceField):
    def validate(self, value: Any) -> None:
        """Leave it to the checks."""


class _Several(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        """Leave it to the checks."""


def _help(question: Question) -> str:
    said = [question.help]
    if question.is_required:
        said.append(str(_("Needed to send it.")))
    if question.unit:
        said.append(str(_("In %(unit)s.") % {"unit": question.unit}))
    if question.minimum is not None:
        said.append(str(_("At least %(n)s.") % {"n": format(question.minimum.normalize(), "f")}))
    if question.maximum is not None:
        said.append(str(_("At most %(n)s.") % {"n": format(question.maximum.normalize(), "f")}))
    return " ".join(one for one in said if one)


def _first(answer: Answer) -> dict[str, Any]:
    code, kind = answer.question.code, answer.question.kind
    if kind == Kind.MULTIPLE:
        return {code: list(answer.choices), f"{code}-other": answer.text}
    if kind == Kind.SINGLE:
        return {code: next(iter(answer.choices), ""), f"{code}-other": answer.text}
    if answer.flag is not None:
        return {code: "yes" if answer.flag else "no"}
    if answer.number is not None:
        return {code: format(answer.number.normalize(), "f")}
    if answer.on:
        return {code: answer.on.strftime("%d/%m/%Y" if kind == Kind.DATE else "%m/%Y")}
    return {code: answer.text or answer.url}
