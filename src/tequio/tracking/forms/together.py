"""Many milestones on one page: each row as somebody wrote it, and why it does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.kit.policy import Refused
from tequio.tracking import progress, queries
from tequio.tracking.actions import Report
from tequio.tracking.vocab import Status

NOBODY = ""


class RowForm(forms.Form):
    """How one milestone stands. What is left as it was is not reported."""

    status = forms.ChoiceField(label=_("How it stands"), required=False)
    value = forms.DecimalField(label=_("Value reached"), required=False, min_value=0, decimal_places=2, max_digits=14)
    note = forms.CharField(
        label=_("Note or reason"), required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 24})
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, row: queries.LeafRow, seen: int) -> None:
        self.row = row
        first = {"status": row.status if row.is_confirmed else NOBODY, "value": row.value, "seen": seen}
        super().__init__(data, prefix=row.milestone.public_id, initial=first, auto_id=f"{row.milestone.public_id}-%s")
        choices = list(Status.choices) if row.is_confirmed else [(NOBODY, _("Nobody has said")), *Status.choices]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]
        self.fields["seen"].show_hidden_initial = False
        if not progress.has_target(row.milestone.target):
            del self.fields["value"]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}: {row.milestone.short}"
            if name != "seen":
                field.widget.attrs["aria-describedby"] = f"{row.milestone.public_id}-wrong"

    @property
    def is_changed(self) -> bool:
        """Tell whether something was written that is not kept yet."""
        return self.is_bound and bool({"status", "value", "note"} & set(self.changed_data))

    @property
    def reasons(self) -> list[Any]:
        """Everything that is wrong in the row."""
        return [reason for reasons in self.errors.values() for reason in reasons] if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        """Ask for the status where only a number or a note was written."""
        said = super().clean() or {}
        if self.is_changed and "status" not in self.errors and not said.get("status"):
            self.add_error("status", _("Choose how it stands."))
        return said

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside its cell."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.reason)

    def report(self) -> Report:
        """Return what is said of the milestone."""
        said = self.cleaned_data
        return Report(
            milestone=self.row.milestone,
            status=said["status"],
            seen=said["seen"],
            value=said.get("value") if "value" in self.changed_data else None,
            note=said["note"],
        )


@dataclass(frozen=True)
class Board:
    """The rows of one page."""

    forms: list[RowForm]

    @property
    def changed(self) -> list[RowForm]:
        """The rows in which somebody wrote something that is not kept yet."""
        return [form for form in self.forms if form.is_changed]

    @property
    def wrong(self) -> list[RowForm]:
        """The rows that do not hold."""
        return [form for form in self.forms if form.reasons]

    def is_valid(self) -> bool:
        """Check the changed rows; those left as they were are not judged."""
        checked = [form.is_valid() for form in self.changed]  # every one, so that each says what is wrong in it
        return all(checked)

    def reports(self) -> list[Report]:
        """Return what is said in the changed rows."""
        return [form.report() for form in self.changed]

    def refuse(self, rows: Mapping[str, Refused]) -> None:
        """Put each refusal in its row."""
        for form in self.forms:
            if refusal := rows.get(form.row.milestone.public_id):
                form.refuse(refusal)


def board(rows: Iterable[queries.LeafRow], data: Any = None) -> Board:
    """Lay out some milestones; one more query, for the last change of each."""
    listed = list(rows)
    seen = queries.last_changes(row.milestone.pk for row in listed)
    return Board([RowForm(data, row=row, seen=seen.get(row.milestone.pk, 0)) for row in listed])


class UploadForm(forms.Form):
    """A workbook that comes back."""

    upload = forms.FileField(label=_("Workbook (.xlsx)"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))
