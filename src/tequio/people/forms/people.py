"""What people write about people and places, checked for its shape; the actions judge the rest."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from tequio.people import queries
from tequio.people.models import Institution, Jurisdiction, Post
from tequio.people.vocab import MOST_HOLIDAYS, RETENTION_DAYS, REVIEWERS, Branch, ContactKind, Level, Sector
from tequio.web.forms import RefusableForm

_PASSWORD_HELP = _("Twelve characters or more; not one that many people use, nor like your e-mail.")
CHOOSE = ("", _("Choose one…"))
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, though it be nothing; None when a page is only looked at."""
    return request.POST if request.method == "POST" else None


def _zones() -> list[tuple[str, str]]:
    names = sorted(name for name in zoneinfo.available_timezones() if name.startswith("America/") or name == "UTC")
    return [(name, name) for name in names]


class JurisdictionForm(RefusableForm):
    """A new country, state or municipality."""

    name = forms.CharField(label=_("Name of the country, state or municipality"), max_length=120)
    slug = forms.CharField(
        label=_("Its address on this site"),
        help_text=_("Small letters without accents, digits and hyphens; for example: nuevo-leon. It never changes."),
        max_length=40,
    )
    level = forms.ChoiceField(label=_("Order of government"), choices=Level.choices, initial=Level.STATE)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("A deadline ends at midnight here."),
        choices=_zones,
        initial="America/Mexico_City",
    )


class InstallForm(JurisdictionForm):
    """All that a site needs to begin."""

    code = forms.CharField(
        label=_("Setup code"),
        help_text=_("The server showed it when it started, and keeps it in the file setup-code of its data folder."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    site = forms.CharField(
        label=_("Name of this site in every record"),
        help_text=_("It stands in every identifier and never changes; for example: nuevo-leon."),
        max_length=63,
    )
    institution = forms.CharField(label=_("Institution that coordinates"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Your password"),
        help_text=_PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    field_order = ("code", "site", "name", "slug", "level", "time_zone", "institution", "email", "password")

    def clean_code(self) -> str:
        """Let in only who can read the server's console or its files."""
        if not queries.is_setup_code(self.cleaned_data["code"]):
            raise ValidationError(_("This is not the setup code."))
        return str(self.cleaned_data["code"])


class SettingsForm(RefusableForm):
    """The rules that a place sets for itself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("A deadline ends at midnight here."), choices=_zones
    )
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        coerce=int,
        choices=[(number + 1, word) for number, word in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    holidays = forms.CharField(
        label=_("Days off"),
        help_text=_("One date on each line, such as 16/09/2024 or 2024-09-16."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    reviewers = forms.MultipleChoiceField(label=_("Who reviews evidence"), widget=forms.CheckboxSelectMultiple)
    reviewers_of_coordination = forms.MultipleChoiceField(
        label=_("Who reviews the evidence of the coordination itself"), widget=forms.CheckboxSelectMultiple
    )
    retention_days = forms.IntegerField(
        label=_("Days that the private trail is kept"), min_value=RETENTION_DAYS[0], max_value=RETENTION_DAYS[1]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(role.code, role.name) for role in queries.roles() if role.code in REVIEWERS]
        self.fields["reviewers"].choices = names  # type: ignore[attr-defined]
        self.fields["reviewers_of_coordination"].choices = names[1:]  # type: ignore[attr-defined]

    def clean_holidays(self) -> list[date]:
        """Read a date from each line."""
        lines = [line.strip() for line in self.cleaned_data["holidays"].splitlines() if line.strip()]
        if len(lines) > MOST_HOLIDAYS:
            raise ValidationError(
                _("At most %(most)s days off: remove those of past years."), params={"most": MOST_HOLIDAYS}
            )
        return [_date(line) for line in lines]

    @staticmethod
    def initial_of(jurisdiction: Jurisdiction) -> dict[str, Any]:
        """Return what the form shows of a place."""
        names = ("name", "time_zone", "working_days", "reviewers", "reviewers_of_coordination", "retention_days")
        shown = {name: getattr(jurisdiction, name) for name in names}
        return shown | {"holidays": "\n".join(jurisdiction.holidays)}


def _date(text: str) -> date:
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValidationError(_("“%(text)s” is not a date like 16/09/2024."), params={"text": text})


class InstitutionForm(RefusableForm):
    """An institution of the directory."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    branch = forms.ChoiceField(
        label=_("Branch of government"), choices=[("", _("It is not a public body")), *Branch.choices], required=False
    )
    is_obliged = forms.BooleanField(label=_("The transparency law obliges it to answer requests"), required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        help_text=_("One on each line: how documents write it, earlier names, acronyms."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean_aliases(self) -> list[str]:
        """Take one alias from each line."""
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    @staticmethod
    def initial_of(institution: Institution) -> dict[str, Any]:
        """Return what the form shows of an institution."""
        names = ("name", "short_name", "sector", "branch", "is_obliged")
        return {name: getattr(institution, name) for name in names} | {"aliases": "\n".join(institution.aliases)}


class InstitutionSearchForm(forms.Form):
    """Narrow the directory."""

    q = forms.CharField(label=_("Search by name"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("All")), *Sector.choices], required=False)


class PeopleSearchForm(forms.Form):
    """Narrow the list of offices."""

    q = forms.CharField(label=_("Search by office, institution or e-mail"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("All"))] + [  # type: ignore[attr-defined]
            (role.code, role.name) for role in queries.roles()
        ]


class InviteForm(RefusableForm):
    """Somebody is offered an office."""

    email = forms.EmailField(label=_("E-mail of whoever you invite"))
    institution = forms.ChoiceField(label=_("Institution"))
    role = forms.ChoiceField(label=_("Role"))
    title = forms.CharField(
        label=_("How the office is called"),
        help_text=_("It is public: write the office, never a person's name. Empty: the role and the institution."),
        max_length=160,
        required=False,
    )
    starts_on = forms.DateField(label=_("From"), help_text=_("Empty: from today."), widget=DAY, required=False)
    ends_on = forms.DateField(label=_("Until"), help_text=_("Empty: until further notice."), widget=DAY, required=False)

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {one.public_id: one for one in queries.institutions_of(jurisdiction)}
        self.fields["institution"].choices = [CHOOSE] + [  # type: ignore[attr-defined]
            (public_id, one.name) for public_id, one in self.institutions.items()
        ]
        self.fields["role"].choices = [CHOOSE] + [  # type: ignore[attr-defined]
            (role.code, role.name) for role in queries.roles()
        ]

    def clean_institution(self) -> Institution:
        """Return the institution chosen."""
        return self.institutions[self.cleaned_data["institution"]]


class ReasonForm(RefusableForm):
    """Why an office ends."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Only the coordination and whoever held the office read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AcceptForm(RefusableForm):
    """Whoever accepts an office: with a password if the account is opened now."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        """Say that there is no password where none is asked."""
        return {"password": None, **self.cleaned_data}


class DeleteAccountForm(RefusableForm):
    """Whoever deletes an account means it."""

    sure = forms.BooleanField(label=_("I understand that this cannot be undone"))


class PostForm(RefusableForm):
    """A post of an institution."""

    unit = forms.CharField(label=_("Unit"), max_length=200, required=False)
    title = forms.CharField(label=_("Post"), max_length=200, required=False)


class ContactForm(RefusableForm):
    """A contact of a post."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(label=_("Contact"), max_length=254)


class MergeForm(RefusableForm):
    """Two posts that are one."""

    kept = forms.ChoiceField(label=_("Post that stays"))
    merged = forms.ChoiceField(label=_("The same post, written otherwise"))

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {post.public_id: post for post in posts}
        choices = [CHOOSE] + [(public_id, post.label) for public_id, post in self.posts.items()]
        self.fields["kept"].choices = choices  # type: ignore[attr-defined]
        self.fields["merged"].choices = choices  # type: ignore[attr-defined]

    def clean_kept(self) -> Post:
        """Return the post that stays."""
        return self.posts[self.cleaned_data["kept"]]

    def clean_merged(self) -> Post:
        """Return the post that goes."""
        return self.posts[self.cleaned_data["merged"]]
