"""What people write here: what they say, answers, moderation, searches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tequio.contributions.models import ContributionQuerySet, Rules
from tequio.contributions.vocab import (
    ANSWER_DAYS,
    LONGEST_ANSWER,
    LONGEST_NAME,
    LONGEST_TEXT,
    MAIL_DAYS,
    MOST_PER_HOUR,
    OPEN_KINDS,
    RULINGS,
    Kind,
    Reason,
    Ruling,
    State,
)
from tequio.files.vocab import ACCEPT
from tequio.web.forms import RefusableForm

ANSWERED, WAITING, OVERDUE = "answered", "waiting", "overdue"


class SpeakForm(RefusableForm):
    """What anybody says, with an address for the answer if they want one. Whoever fills `website` is no person."""

    text = forms.CharField(
        label=_("What do you want to say?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_TEXT * 2,  # the action counts characters as the page does
        help_text=_("It is published as you write it: leave out personal data, yours and others'."),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        help_text=_("Only to send you the answer. It is never shown, and it is deleted some days after the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def clean_website(self) -> str:
        """Refuse what only a program fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the hidden field empty: your browser filled it in."))
        return ""

    @property
    def said(self) -> dict[str, Any]:
        """Return what was written, without the trap."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}

    @property
    def shown(self) -> list[Any]:
        """Return the fields that people fill in."""
        return [self[name] for name in self.fields if name != "website"]


class SeveralFiles(forms.ClearableFileInput):
    """Choose more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each of them whole; the content of each decides, not its name."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


class ContributionForm(SpeakForm):
    """Speak about a thing."""

    files = FilesField(  # type: ignore[assignment] # a field here, and what was sent in an instance
        label=_("Files"),
        required=False,
        help_text=_(
            "Up to three documents or pictures. They are published with what you write, without their metadata."
        ),
        widget=SeveralFiles(attrs={"accept": ACCEPT}),
    )

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(one.value, one.label) for one in OPEN_KINDS],
        initial=Kind.QUESTION,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Your name or a pseudonym"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("As you want it to be read. Without it, it says “Somebody”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("kind", "text", "files", "name", "email", "website")


class ErrorForm(SpeakForm):
    """Report an error on a page."""

    path = forms.CharField(
        label=_("On which page?"),
        required=False,
        max_length=300,
        help_text=_("Its address, such as /nl/planes/. We wrote the one that you came from."),
    )
    field_order = ("text", "path", "email", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What is wrong?")
        self.fields["text"].help_text = _("Say what you saw and what you expected. Only the coordination reads it.")


class AnswerForm(RefusableForm):
    """Answer a point."""

    ruling = forms.ChoiceField(label=_("What is decided"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("The answer and its reasons"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_ANSWER * 2,
        help_text=_("It is published with your office and the day. Write it for whoever asked, in plain words."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in RULINGS[Kind(kind)]]
        self.fields["ruling"].choices = choices  # type: ignore[attr-defined]
        self.fields["ruling"].initial = Ruling.ANSWERED if choices[0][0] == Ruling.ANSWERED else None


class PointsForm(RefusableForm):
    """Divide a contribution in points."""

    texts = forms.CharField(
        label=_("One point on each line"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Copy the words of whoever wrote it: what they wrote stays whole above."),
    )

    @property
    def said(self) -> list[str]:
        """Return the points."""
        return str(self.cleaned_data["texts"]).splitlines()


class HideForm(RefusableForm):
    """Hide a contribution."""

    reason = forms.ChoiceField(label=_("Why is it hidden?"), choices=Reason.choices, widget=forms.RadioSelect)


class EraseForm(RefusableForm):
    """Erase what one wrote."""

    what = forms.ChoiceField(
        label=_("What do you want to erase?"),
        choices=[
            ("name", _("My name and my address; the text may stay")),
            ("all", _("Everything: also the text and the files")),
        ],
        widget=forms.RadioSelect,
    )


class RulesForm(RefusableForm):
    """How a place answers."""

    answer_days = forms.IntegerField(
        label=_("Working days to answer"), min_value=ANSWER_DAYS[0], max_value=ANSWER_DAYS[1]
    )
    most_per_hour = forms.IntegerField(
        label=_("Contributions per hour from one connection"),
        help_text=_("Against floods of messages. Many people may share one connection, in a school or a library."),
        min_value=MOST_PER_HOUR[0],
        max_value=MOST_PER_HOUR[1],
    )
    mail_days = forms.IntegerField(
        label=_("Days that an address is kept after the last answer"), min_value=MAIL_DAYS[0], max_value=MAIL_DAYS[1]
    )

    @staticmethod
    def initial_of(rules: Rules) -> dict[str, Any]:
        """Return the rules as they stand."""
        return {name: getattr(rules, name) for name in RulesForm.base_fields}


class ContributionSearch(forms.Form):
    """A search among what was said."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *((one.value, one.label) for one in OPEN_KINDS)]
    )
    state = forms.ChoiceField(
        label=_("Answer"),
        required=False,
        choices=[
            ("", _("With or without an answer")),
            (ANSWERED, _("Answered")),
            (WAITING, _("Without an answer")),
            (OVERDUE, _("Without an answer, past their day")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("The newest first")), ("old", _("The oldest first")), ("due", _("The first due"))],
    )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything was asked."""
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, found: ContributionQuerySet, *, on: Any) -> ContributionQuerySet:
        """Keep the contributions asked for, in the order asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        for word in asked.get("q", "").split():
            readable = Q(state=State.SHOWN)
            found = found.filter(
                readable & (Q(text__icontains=word) | Q(name__icontains=word))
                | Q(points__answers__text__icontains=word)
            )
        if kind := asked.get("kind"):
            found = found.filter(kind=kind)
        state = asked.get("state")
        if state == ANSWERED:
            found = found.filter(answered_at__isnull=False)
        elif state:
            found = found.overdue(on=on) if state == OVERDUE else found.waiting()
        return self._ordered(found.distinct(), asked.get("order", ""))

    def _ordered(self, found: ContributionQuerySet, order: str) -> ContributionQuerySet:
        if order == "due":
            return found.order_by(F("due_on").asc(nulls_last=True), "pk")
        return found.order_by("submitted_at", "pk") if order == "old" else found.order_by("-submitted_at", "-pk")


class QueueSearch(ContributionSearch):
    """A search among what waits for an answer: here nothing is answered, and the first due comes first."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    state = forms.ChoiceField(
        label=_("Answer"), required=False, choices=[("", _("All")), (OVERDUE, _("Past their day"))]
    )
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("due", _("The first due")), ("", _("The newest first"))]
    )

    def _ordered(self, found: ContributionQuerySet, order: str) -> ContributionQuerySet:
        return super()._ordered(found, "due" if "order" not in self.data else order)
