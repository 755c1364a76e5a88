"""What people write about gatherings."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, ClassVar, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tequio.gatherings.models import Gathering, Lesson
from tequio.gatherings.vocab import COUNTS, LONGEST_LINE, LONGEST_TITLE, MOMENTS, MOST_PEOPLE, Kind, LessonKind
from tequio.kit.when import when
from tequio.people.models import Institution, Jurisdiction
from tequio.people.vocab import Sector
from tequio.web.fields import WhenField
from tequio.web.forms import RefusableForm, grown, reason_field

Row = TypeVar("Row", bound=Model)
MORE_LINES, MOST_LINES = 4, 100
_LONG = forms.Textarea(attrs={"rows": 4})


class GatheringForm(RefusableForm):
    """When, where and what for."""

    kind = forms.ChoiceField(label=_("What people meet for"), choices=Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    on = WhenField(label=_("Day"), help_text=_("As 14/12/2023; or as 12/2023 where only the month is known."))
    hours = forms.CharField(label=_("Hours"), max_length=60, required=False, help_text=_("As 10:00 to 12:00."))
    venue = forms.CharField(label=_("Place"), max_length=LONGEST_LINE, required=False)
    url = forms.URLField(
        label=_("Address to take part from afar"), assume_scheme="https", max_length=500, required=False
    )
    accessibility = forms.CharField(
        label=_("Accessibility of the place"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("Ramps, sign language, captions, transport, care of children."),
    )
    purpose = forms.CharField(label=_("What for"), required=False, widget=_LONG)
    convener = forms.ModelChoiceField(Institution.objects.none(), label=_("Who calls it"), required=False)

    def __init__(
        self, *args: Any, jurisdiction: Jurisdiction, gathering: Gathering | None = None, **kwargs: Any
    ) -> None:
        if gathering is not None:
            names = ("kind", "title", "hours", "venue", "url", "accessibility", "purpose", "convener")
            kwargs["initial"] = {name: getattr(gathering, name) for name in names} | {
                "on": when(gathering.on, gathering.precision)
            }
        super().__init__(*args, **kwargs)
        field = self.fields["convener"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Institution.objects.filter(jurisdiction=jurisdiction).order_by("name")
        if gathering is not None:
            self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=gathering.revision)
        if gathering is not None and gathering.is_public:
            self.fields["reason"] = reason_field()

    @property
    def values(self) -> dict[str, Any]:
        """What was written, with how exact the day is."""
        said = self.cleaned_data["on"]
        return self.cleaned_data | {"on": said.on, "precision": said.precision}


class ReasonForm(RefusableForm):
    """Why something public changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field()


class ReportForm(RefusableForm):
    """What happened, as a whole."""

    summary = forms.CharField(label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    links = forms.CharField(
        label=_("Photographs, recordings and documents"),
        required=False,
        widget=_LONG,
        help_text=_("One address on each line. Say in the title of each picture whose work it is."),
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        kwargs["initial"] = {"summary": gathering.summary, "links": gathering.links}
        super().__init__(*args, **kwargs)
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=gathering.revision)
        if gathering.is_reported:
            self.fields["reason"] = reason_field()


class AttendanceForm(forms.Form):
    """How many people of one sector took part."""

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, widget=forms.HiddenInput)
    women = forms.IntegerField(label=_("Women"), required=False, min_value=0, max_value=MOST_PEOPLE)
    men = forms.IntegerField(label=_("Men"), required=False, min_value=0, max_value=MOST_PEOPLE)
    other = forms.IntegerField(label=_("Another identity"), required=False, min_value=0, max_value=MOST_PEOPLE)
    unsaid = forms.IntegerField(label=_("Not said"), required=False, min_value=0, max_value=MOST_PEOPLE)

    @property
    def sector_label(self) -> Any:
        """The words of the sector of this line."""
        return Sector(self["sector"].value()).label


class MomentForm(forms.Form):
    """A part of what happened."""

    title = forms.CharField(label=_("Moment"), max_length=LONGEST_TITLE, required=False)
    text = forms.CharField(label=_("What was said"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class LessonRowForm(forms.Form):
    """Something that everybody takes away."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What it is"), choices=LessonKind.choices, required=False)
    text = forms.CharField(label=_("What"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    addressee = forms.CharField(label=_("For whom"), max_length=LONGEST_TITLE, required=False)


class LessonForm(RefusableForm):
    """Something learned that no gathering said."""

    kind = forms.ChoiceField(label=_("What it is"), choices=LessonKind.choices)
    text = forms.CharField(label=_("What"), widget=_LONG)
    source = forms.CharField(label=_("Where it comes from"), max_length=LONGEST_TITLE)
    addressee = forms.CharField(label=_("For whom"), max_length=LONGEST_TITLE, required=False)
    said_on = WhenField(label=_("Day"), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """What was written."""
        said = self.cleaned_data["said_on"]
        return self.cleaned_data | {"said_on": said.on if said else None}


class AssignForm(RefusableForm):
    """Who has to see to a recommendation, and by when."""

    owner = forms.ModelChoiceField(Institution.objects.none(), label=_("Who has to see to it"))
    due_on = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Institution.objects.filter(jurisdiction=lesson.jurisdiction_id).order_by("name")


class SettleForm(RefusableForm):
    """What was done about a recommendation."""

    outcome = forms.CharField(label=_("What was done"), widget=_LONG, help_text=_("It is published."))


class Search(forms.Form):
    """Narrow a list by words and by kind."""

    kinds: ClassVar[Any] = ()
    searched: ClassVar[tuple[str, ...]] = ()

    q = forms.CharField(label=_("Search"), required=False, max_length=120, widget=forms.SearchInput)
    tipo = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tipo"].choices = [("", _("All")), *self.kinds]  # type: ignore[attr-defined]
        self.asked = self.cleaned_data if self.is_valid() else {}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.asked.values())

    def narrow(self, found: QuerySet[Row]) -> QuerySet[Row]:
        """Keep what was asked for."""
        if words := self.asked.get("q"):
            found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": words}) for name in self.searched)))
        if kind := self.asked.get("tipo"):
            found = found.filter(kind=kind)
        return found


class GatheringSearch(Search):
    """Narrow the list of gatherings."""

    kinds = Kind.choices
    searched = ("title", "venue")


class LessonSearch(Search):
    """Narrow the register of lessons."""

    kinds = LessonKind.choices
    searched = ("text", "addressee", "gathering__title")


Attendances = formset_factory(AttendanceForm, extra=0, max_num=len(Sector.values), validate_max=True)
Moments = formset_factory(MomentForm, extra=2, max_num=40)
Lessons = formset_factory(LessonRowForm, extra=MORE_LINES, max_num=MOST_LINES)


def typed(data: QueryDict) -> QueryDict | None:
    """Return what was typed in a report, if anything, with more empty lines in the table that asked for them."""
    if "more" in data:
        return grown(data, str(data["more"]), more=MORE_LINES, most=MOST_LINES)
    return data or None


def rows_of(gathering: Gathering, data: Any) -> tuple[BaseFormSet[Any], BaseFormSet[Any], BaseFormSet[Any]]:
    """Return the three tables of a report, filled with what is there; a new one offers the usual moments."""
    counted = {row.sector: {name: getattr(row, name) for name in COUNTS} for row in gathering.attendance.all()}
    attendance = [{"sector": sector} | counted.get(sector, {}) for sector in Sector.values]
    moments = [{"title": one.title, "text": one.text} for one in gathering.moments.all()]
    if not moments and gathering.kind == Kind.ACCOUNTABILITY and not gathering.is_reported:
        moments = [{"title": str(title), "text": ""} for title in MOMENTS]
    lessons = [
        {"pk": one.pk, "kind": one.kind, "text": one.text, "addressee": one.addressee}
        for one in gathering.lessons.all()
    ]
    return (
        Attendances(data, initial=attendance, prefix="personas"),
        Moments(data, initial=moments, prefix="momentos"),
        Lessons(data, initial=lessons, prefix="lecciones"),
    )
