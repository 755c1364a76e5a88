"""What people write to follow something, and how a place reminds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.notices.vocab import MOST_DAYS, Rhythm
from tequio.web.forms import RefusableForm


class RhythmForm(RefusableForm):
    """How often mails come."""

    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, initial=Rhythm.DAILY, widget=forms.RadioSelect
    )


class FollowForm(RhythmForm):
    """An address that wants to follow something; an account has one already."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Only to send you this. Nobody else sees it, and it is erased when you leave."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("email", "rhythm")

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["email"]


class ReminderRuleForm(RefusableForm):
    """When a place reminds its offices."""

    is_on = forms.BooleanField(label=_("Remind the offices of this place by mail"), required=False)
    days_before = forms.IntegerField(
        label=_("Days before"), min_value=0, max_value=MOST_DAYS, help_text=_("How long before the last day, at most.")
    )
    days_after = forms.IntegerField(
        label=_("Days late"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("After how many days of delay the coordination is told too."),
    )
