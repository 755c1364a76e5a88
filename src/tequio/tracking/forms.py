"""What people write when they follow a commitment: searches, reports, evidence, reviews."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.kit.policy import Refused
from tequio.people.models import Jurisdiction
from tequio.plans.models import ActionPlan, Commitment, Milestone, Party
from tequio.plans.vocab import EvidenceKind
from tequio.tracking.vocab import ReviewDecision, Status

Row = TypeVar("Row", bound=Model)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TextSearch(forms.Form):
    """A search by words."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything was asked."""
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, found: QuerySet[Row], *columns: str) -> QuerySet[Row]:
        """Keep the rows that hold every word in one of some columns."""
        if self.is_valid():
            for word in self.cleaned_data["q"].split():
                wanted = Q()
                for column in columns:
                    wanted |= Q(**{f"{column}__icontains": word})
                found = found.filter(wanted)
        return found


class CommitmentSearch(TextSearch):
    """A search among the commitments of a plan."""

    institution = forms.ChoiceField(label=_("Institution"), required=False)

    def __init__(self, data: Any, *, plan: ActionPlan) -> None:
        super().__init__(data)
        parties = Party.objects.filter(commitment__plan=plan, institution__isnull=False)
        self.fields["institution"].choices = _institutions(parties)  # type: ignore[attr-defined]

    def narrow_commitments(self, found: QuerySet[Commitment]) -> QuerySet[Commitment]:
        """Keep the commitments asked for."""
        found = self.narrow(found, "title", "lede", "text")
        chosen = self.cleaned_data.get("institution") if self.is_valid() else ""
        return found.filter(pk__in=_answered_by(chosen).values("commitment")) if chosen else found


class MilestoneSearch(TextSearch):
    """A search among the milestones of a place."""

    plan = forms.ChoiceField(label=_("Plan"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)

    def __init__(self, data: Any, *, jurisdiction: Jurisdiction, plans: QuerySet[ActionPlan]) -> None:
        super().__init__(data)
        named = [(one.public_id, one.name) for one in plans.order_by("-start", "-pk")[:200]]
        self.fields["plan"].choices = [("", _("Every plan")), *named]  # type: ignore[attr-defined]
        parties = Party.objects.filter(institution__jurisdiction=jurisdiction)
        self.fields["institution"].choices = _institutions(parties)  # type: ignore[attr-defined]

    def narrow_milestones(self, found: QuerySet[Milestone]) -> QuerySet[Milestone]:
        """Keep the milestones asked for."""
        found = self.narrow(found, "title", "commitment__title")
        if not self.is_valid():
            return found
        if self.cleaned_data["plan"]:
            found = found.filter(commitment__plan__public_id=self.cleaned_data["plan"])
        if self.cleaned_data["institution"]:
            found = found.filter(pk__in=_answered_by(self.cleaned_data["institution"]).values("milestone"))
        return found


class RefusableForm(forms.Form):
    """A form that shows what an action refused, beside its field."""

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal where it belongs."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.reason)


class ReportForm(RefusableForm):
    """How a milestone stands, as its office tells it."""

    status = forms.ChoiceField(label=_("How it stands"), choices=Status.choices, widget=forms.RadioSelect)
    value = forms.DecimalField(label=_("Value reached"), required=False, min_value=0, decimal_places=2, max_digits=14)
    note = forms.CharField(
        label=_("Note or reason"),
        help_text=_("It is public. If it is stuck, say what stops it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if milestone.target:
            unit = {"target": milestone.target.normalize(), "unit": milestone.unit}
            self.fields["value"].help_text = _("The target is %(target)s %(unit)s.") % unit
        else:
            del self.fields["value"]


class EvidenceForm(RefusableForm):
    """A file or an address that proves something."""

    kind = forms.ChoiceField(label=_("What it is"), choices=EvidenceKind.choices)
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, image, text, spreadsheet or word-processor file.")
    )
    url = forms.URLField(label=_("Or its address on the web"), required=False, assume_scheme="https", max_length=500)
    title = forms.CharField(
        label=_("What it shows"),
        help_text=_("For somebody who cannot see it: this is also the text that a screen reader says."),
        max_length=TITLE_LENGTH,
    )
    credit = forms.CharField(label=_("Whose work it is"), max_length=CREDIT_LENGTH)
    licence = forms.ChoiceField(label=_("What others may do with it"), choices=Licence.choices)
    dated_on = forms.DateField(label=_("Date of the document"), required=False, widget=_DAY)
    value = forms.DecimalField(
        label=_("Value that it proves"), required=False, min_value=0, decimal_places=2, max_digits=14
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not milestone.target:
            del self.fields["value"]


class ReviewForm(RefusableForm):
    """What a second person says of a piece."""

    decision = forms.ChoiceField(label=_("Decision"), choices=ReviewDecision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to return it: say what is missing and how to mend it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _institutions(parties: QuerySet[Party]) -> list[tuple[str, Any]]:
    rows = parties.order_by("institution__name").values_list("institution__public_id", "institution__name").distinct()
    return [("", _("Every institution")), *[(str(key), str(name)) for key, name in rows]]


def _answered_by(public_id: str) -> QuerySet[Party]:
    return Party.objects.filter(institution__public_id=public_id)
