"""What people ask of a list: searches and filters."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.people.models import Institution, Jurisdiction
from tequio.plans.models import ActionPlan, Classification, Commitment, Milestone, Objective, Party, Term
from tequio.plans.vocab import Assured, EvidenceKind, Scheme, Section, State
from tequio.tracking import queries
from tequio.tracking.models import Evidence
from tequio.tracking.vocab import Alert, Severity, Status

Row = TypeVar("Row", bound=Model)
LATE, OPEN, UNASSURED = "late", "open", "unassured"
PLANS_TO_CHOOSE = 25
# What a filter offers tells who is named: never by a draft.
_PUBLIC = {"commitment__state": State.PUBLISHED, "commitment__plan__state": State.PUBLISHED}


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

    institution = forms.ChoiceField(label=_("Institution that leads"), required=False)
    status = forms.ChoiceField(
        label=_("With a milestone that is"),
        required=False,
        choices=[
            ("", _("in any status")),
            (LATE, _("Late")),
            *((one.value, one.label) for one in Status if one != Status.NOT_STARTED),
        ],
    )
    policy = forms.ChoiceField(label=_("Policy area"), required=False)
    theme = forms.ChoiceField(label=_("Thematic area"), required=False)
    resources = forms.ChoiceField(
        label=_("Resources"),
        required=False,
        choices=[("", _("assured or not")), (UNASSURED, _("Not assured, or only in part"))],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("As in the plan")), ("title", _("By title")), ("end", _("The first to end"))],
    )

    def __init__(self, data: Any, *, plan: ActionPlan) -> None:
        super().__init__(data)
        named = _leading().filter(commitment__plan=plan, commitment__state=State.PUBLISHED).values("institution")
        rows = Institution.objects.filter(pk__in=named).order_by("name").values_list("public_id", "name")
        self.fields["institution"].choices = [("", _("Every institution")), *rows]  # type: ignore[attr-defined]
        self._areas(plan)

    def _areas(self, plan: ActionPlan) -> None:
        """Offer the areas that its public commitments chose; a filter with nothing to choose is not shown (R017)."""
        chosen = Classification.objects.filter(commitment__plan=plan, commitment__state=State.PUBLISHED)
        terms = list(Term.objects.filter(pk__in=chosen.order_by().values("term")).order_by("order"))
        every = {"policy": (Scheme.POLICY_AREA, _("Every area")), "theme": (Scheme.THEMATIC_AREA, _("Every area"))}
        for name, (scheme, label) in every.items():
            offered = [(term.code, term.name) for term in terms if term.scheme == scheme]
            self.fields[name].choices = [("", label), *offered]  # type: ignore[attr-defined]
            if not offered:
                del self.fields[name]

    def narrow_commitments(self, found: QuerySet[Commitment], *, late: QuerySet[Milestone]) -> QuerySet[Commitment]:
        """Keep the commitments asked for, in the order asked for; `late` are the milestones that count as late."""
        found = self.narrow(found, "title", "lede", "text", "aliases")
        asked = self.cleaned_data if self.is_valid() else {}
        if chosen := asked.get("institution"):
            found = found.filter(pk__in=_leading().filter(_counts_for(chosen)).values("commitment"))
        if status := asked.get("status"):
            wanted = Milestone.objects.filter(standing__status=status) if status != LATE else late.order_by()
            found = found.filter(pk__in=wanted.values("commitment"))
        for name, scheme in (("policy", Scheme.POLICY_AREA), ("theme", Scheme.THEMATIC_AREA)):
            if code := asked.get(name):
                classified = Classification.objects.filter(term__scheme=scheme, term__code=code)
                found = found.filter(pk__in=classified.order_by().values("commitment"))
        if asked.get("resources") == UNASSURED:
            found = found.filter(resources_assured__in=(Assured.NO, Assured.PARTLY))
        return found.order_by(
            *{"title": ("title", "pk"), "end": ("end", "order", "pk")}.get(asked.get("order", ""), ("order", "pk"))
        )


class MilestoneSearch(TextSearch):
    """A search among the milestones of a place."""

    plan = forms.ChoiceField(label=_("Plan"), required=False)
    institution = forms.ModelChoiceField(
        label=_("Institution that answers"),
        required=False,
        queryset=Institution.objects.none(),
        to_field_name="public_id",
        empty_label=_("Every institution"),
    )

    def __init__(self, data: Any, *, jurisdiction: Jurisdiction, plans: QuerySet[ActionPlan]) -> None:
        super().__init__(data)
        shown = list(plans.order_by("-start", "-pk")[:PLANS_TO_CHOOSE])
        asked = data.get("plan", "")
        if asked and all(one.public_id != asked for one in shown):
            shown += plans.filter(public_id=asked)
        named = [(one.public_id, one.name) for one in shown]
        self.fields["plan"].choices = [("", _("Every plan")), *named]  # type: ignore[attr-defined]
        answering = Party.objects.filter(
            Q(institution=OuterRef("pk")) | Q(institution__merged_into=OuterRef("pk")), **_PUBLIC
        )
        bodies = Institution.objects.filter(Exists(answering), merged_into=None)
        self.fields["institution"].queryset = bodies.filter(jurisdiction=jurisdiction).order_by("name")  # type: ignore[attr-defined]

    def narrow_milestones(self, found: QuerySet[Milestone]) -> QuerySet[Milestone]:
        """Keep the milestones asked for."""
        found = self.narrow(found, "title", "commitment__title")
        if not self.is_valid():
            return found
        if self.cleaned_data["plan"]:
            found = found.filter(commitment__plan__public_id=self.cleaned_data["plan"])
        if self.cleaned_data["institution"]:
            found = found.filter(queries.answering(self.cleaned_data["institution"].pk))
        return found


class OwnSearch(TextSearch):
    """A search among the milestones that an office answers for."""

    status = forms.ChoiceField(
        label=_("How it stands"),
        required=False,
        choices=[("", _("All")), (OPEN, _("Not finished")), *Status.choices],
    )

    def narrow_milestones(self, found: QuerySet[Milestone]) -> QuerySet[Milestone]:
        """Keep the milestones asked for; one without a report has not started."""
        found = self.narrow(found, "title", "commitment__title")
        status = self.cleaned_data["status"] if self.is_valid() else ""
        if status == OPEN:
            return found.exclude(standing__status=Status.FINISHED)
        if status == Status.NOT_STARTED:
            return found.filter(Q(standing__isnull=True) | Q(standing__status=status))
        return found.filter(standing__status=status) if status else found


class AlertSearch(TextSearch):
    """A search among what is worth a second look."""

    alert = forms.ChoiceField(label=_("What happens"), required=False, choices=[("", _("Anything")), *Alert.choices])
    severity = forms.ChoiceField(label=_("How grave"), required=False, choices=[("", _("All")), *Severity.choices])

    def narrow_alerts(self, found: list[queries.AnyAlert]) -> list[queries.AnyAlert]:
        """Keep the alerts asked for."""
        asked = self.cleaned_data if self.is_valid() else {"alert": "", "severity": ""}
        kept = [one for one in found if asked["alert"] in ("", one.alert)]
        return [one for one in kept if asked["severity"] in ("", one.severity)]


class HorizonSearch(forms.Form):
    """One horizon of a commitment."""

    horizon = forms.ChoiceField(label=_("Horizon"), required=False)

    def __init__(self, data: Any, *, horizons: list[Objective]) -> None:
        super().__init__(data)
        named = {one.horizon: one.get_horizon_display() for one in horizons}
        self.fields["horizon"].choices = [("", _("All of them")), *named.items()]  # type: ignore[attr-defined]

    def narrow_milestones(self, found: QuerySet[Milestone]) -> QuerySet[Milestone]:
        """Keep the milestones of the horizon asked for."""
        chosen = self.cleaned_data["horizon"] if self.is_valid() else ""
        return found.filter(objective__horizon=chosen) if chosen else found


class EvidenceSearch(TextSearch):
    """A search among the evidence of a commitment."""

    kind = forms.ChoiceField(
        label=_("What it is"), required=False, choices=[("", _("Anything")), *EvidenceKind.choices]
    )

    def narrow_pieces(self, found: QuerySet[Evidence]) -> QuerySet[Evidence]:
        """Keep the pieces asked for."""
        found = self.narrow(found, "title", "milestone__title")
        chosen = self.cleaned_data["kind"] if self.is_valid() else ""
        return found.filter(kind=chosen) if chosen else found


def _counts_for(chosen: str) -> Q:
    """Keep what names an institution, by its public id, or one that was merged into it."""
    return Q(institution__public_id=chosen) | Q(institution__merged_into__public_id=chosen)


def _leading() -> QuerySet[Party]:
    """Return who leads each commitment, as its cards say."""
    return Party.objects.filter(section=Section.GOVERNMENT, institution__isnull=False)
