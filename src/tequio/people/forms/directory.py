"""What people write in the directories, checked for its shape; the actions judge the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.people import queries
from tequio.people.forms.people import CHOOSE, DAY
from tequio.people.models import AgentNetwork, Ally, Approach, Institution, Jurisdiction, Organisation, Post
from tequio.people.vocab import (
    MESSAGE_LENGTH,
    ORGANISATION_FIELDS,
    ORGANISATION_LIMITS,
    Branch,
    ConsentMeans,
    Interest,
    LeaderChannel,
    OutreachResult,
    PriorityGroup,
    Scope,
    Sector,
)
from tequio.web.forms import RefusableForm

_ALL = ("", _("All"))
_YES_NO = [_ALL, ("yes", _("Yes")), ("no", _("No"))]
_LINES = forms.Textarea(attrs={"rows": 3})


def _search() -> forms.CharField:
    return forms.CharField(label=_("Search"), required=False)


def _sort(*ways: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Order"), choices=ways, required=False)


class DirectorySearchForm(forms.Form):
    """Narrow the directory of posts."""

    text = _search()
    sector = forms.ChoiceField(label=_("Sector"), choices=[_ALL, *Sector.choices], required=False)
    sort = _sort(("", _("By institution")), ("post", _("By post")))
    shows_past = forms.BooleanField(label=_("Also posts and contacts that ended"), required=False)


class ObligedSearchForm(forms.Form):
    """Narrow the register of obliged entities."""

    text = _search()
    branch = forms.ChoiceField(label=_("Branch of government"), choices=[_ALL, *Branch.choices], required=False)
    liaison = forms.ChoiceField(label=_("Has a transparency liaison"), choices=_YES_NO, required=False)
    sort = _sort(("", _("By name")), ("branch", _("By branch of government")))


class AllySearchForm(forms.Form):
    """Narrow the allies; only their keepers filter by interest."""

    text = _search()
    interest = forms.ChoiceField(label=_("Interest"), choices=[_ALL, *Interest.choices], required=False)
    sort = _sort(("", _("By institution")), ("unit", _("By unit")))

    def __init__(self, *args: Any, is_internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_internal:
            del self.fields["interest"]


class OrganisationSearchForm(forms.Form):
    """Narrow the mapping of organisations."""

    text = _search()
    scope = forms.ChoiceField(label=_("Scope"), choices=[_ALL, *Scope.choices], required=False)
    group = forms.ChoiceField(label=_("Priority group"), choices=[_ALL, *PriorityGroup.choices], required=False)
    gender = forms.ChoiceField(label=_("Gender perspective"), choices=_YES_NO, required=False)
    interested = forms.ChoiceField(label=_("Interested in open government"), choices=_YES_NO, required=False)
    sort = _sort(("", _("By name")), ("scope", _("By scope")))


class ApproachSearchForm(forms.Form):
    """Narrow the outreach of a network."""

    text = _search()
    state = forms.CharField(label=_("State of the country"), required=False)
    result = forms.ChoiceField(label=_("Result"), choices=[_ALL, *OutreachResult.choices], required=False)
    sort = _sort(("", _("By state")), ("result", _("By result")))


class LeaderSearchForm(forms.Form):
    """Narrow the neighbourhood leaders."""

    text = _search()
    municipality = forms.CharField(label=_("Municipality"), required=False)
    sort = _sort(("", _("By municipality")), ("expires", _("By end of the consent")))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PostDetailForm(RefusableForm):
    """How long a post exists, its level and its other names."""

    level = forms.CharField(label=_("Level"), max_length=60, required=False)
    starts_on = forms.DateField(label=_("From"), widget=DAY, required=False)
    ends_on = forms.DateField(label=_("Until"), widget=DAY, required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        help_text=_("One on each line: how documents write it."),
        widget=_LINES,
        required=False,
    )

    def clean_aliases(self) -> list[str]:
        """Take one alias from each line."""
        return _lines(self.cleaned_data["aliases"])

    @staticmethod
    def initial_of(post: Post) -> dict[str, Any]:
        """Return what the form shows of a post."""
        shown = {name: getattr(post, name) for name in ("level", "starts_on", "ends_on")}
        return shown | {"aliases": "\n".join(post.aliases)}


class EndContactForm(RefusableForm):
    """Until when a contact serves."""

    ends_on = forms.DateField(label=_("Last day"), help_text=_("Empty: it goes on."), widget=DAY, required=False)


class LiaisonForm(RefusableForm):
    """Which post answers requests for information."""

    post = forms.ChoiceField(label=_("Post"), required=False)

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {one.public_id: one for one in queries.posts_of(institution, public_only=True)}
        none = ("", _("None"))
        self.fields["post"].choices = [none] + [  # type: ignore[attr-defined]
            (public_id, one.label) for public_id, one in self.posts.items()
        ]

    def clean_post(self) -> Post | None:
        """Return the post chosen."""
        return self.posts.get(self.cleaned_data["post"])


class AllyForm(RefusableForm):
    """A unit that could share data."""

    institution = forms.ChoiceField(label=_("Institution"))
    unit = forms.CharField(label=_("Unit"), max_length=200, required=False)
    shares = forms.CharField(label=_("Data that it could share"), widget=_LINES)
    interest = forms.ChoiceField(label=_("Interest"), choices=Interest.choices, initial=Interest.UNKNOWN)
    post = forms.ChoiceField(
        label=_("Post to speak with"),
        help_text=_("A post, never a person: it outlives whoever holds it."),
        required=False,
    )
    note = forms.CharField(
        label=_("Notes"), help_text=_("Only the coordination reads them."), widget=_LINES, required=False
    )

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {one.public_id: one for one in queries.institutions_of(jurisdiction)}
        posts = Post.objects.filter(institution__jurisdiction=jurisdiction, merged_into=None)
        self.posts = {one.public_id: one for one in posts.select_related("institution")}
        self.fields["institution"].choices = [CHOOSE] + [  # type: ignore[attr-defined]
            (key, one.name) for key, one in self.institutions.items()
        ]
        self.fields["post"].choices = [("", _("None"))] + [  # type: ignore[attr-defined]
            (key, str(one)) for key, one in self.posts.items()
        ]

    def clean_institution(self) -> Institution:
        """Return the institution chosen."""
        return self.institutions[self.cleaned_data["institution"]]

    def clean_post(self) -> Post | None:
        """Return the post chosen."""
        return self.posts.get(self.cleaned_data["post"])

    @staticmethod
    def initial_of(ally: Ally) -> dict[str, Any]:
        """Return what the form shows of an ally."""
        shown = {name: getattr(ally, name) for name in ("unit", "shares", "interest", "note")}
        post = ally.post.current.public_id if ally.post else ""
        return shown | {"institution": ally.institution.public_id, "post": post}


class OrganisationForm(RefusableForm):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=ORGANISATION_LIMITS["name"])
    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices, widget=forms.RadioSelect)
    about = forms.CharField(
        label=_("What it does"), max_length=ORGANISATION_LIMITS["about"], widget=_LINES, required=False
    )
    topics = forms.CharField(label=_("Topics"), help_text=_("One on each line."), widget=_LINES, required=False)
    groups = forms.MultipleChoiceField(
        label=_("Priority groups that it works with"),
        choices=PriorityGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    other_groups = forms.CharField(
        label=_("Other groups"), help_text=_("One on each line."), widget=_LINES, required=False
    )
    has_gender_focus = forms.BooleanField(label=_("It works with a gender perspective"), required=False)
    is_interested = forms.BooleanField(label=_("It is interested in open government"), required=False)
    framework = forms.CharField(
        label=_("How it would like to collaborate"),
        max_length=ORGANISATION_LIMITS["framework"],
        widget=_LINES,
        required=False,
    )
    website = forms.URLField(label=_("Web page"), max_length=200, assume_scheme="https", required=False)
    contact_label = forms.CharField(
        label=_("Contact point"),
        help_text=_("A role, such as “general coordination”; not a person's name. It is public."),
        max_length=ORGANISATION_LIMITS["contact_label"],
        required=False,
    )
    shows_contact = forms.BooleanField(
        label=_("We agree that our e-mail is published in the directory"),
        help_text=_("If not, people still write to you through this site, without seeing your address."),
        required=False,
    )

    def told(self) -> dict[str, Any]:
        """Return the fields as the actions take them."""
        said = {name: self.cleaned_data.get(name) for name in ORGANISATION_FIELDS}
        said["topics"] = _lines(self.cleaned_data["topics"])
        said["groups"] = [*self.cleaned_data["groups"], *_lines(self.cleaned_data["other_groups"])]
        return said

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """Return what the form shows: what waits for a decision, or what stands."""
        shown: dict[str, Any] = {name: getattr(organisation, name) for name in ORGANISATION_FIELDS}
        shown |= organisation.proposed
        own = [one for one in shown["groups"] if one not in PriorityGroup.values]
        return shown | {"topics": "\n".join(shown["topics"]), "other_groups": "\n".join(own)}


class RegisterForm(OrganisationForm):
    """A registration from the open page: with the address to confirm, and a trap for robots."""

    contact_email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a link there to confirm. It stays private unless you agree below to publish it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("name", "contact_email")
    TRAP = "fax"

    @property
    def is_trapped(self) -> bool:
        """Tell whether something filled what nobody sees."""
        return bool(self.data.get(self.TRAP))


class LinkForm(RefusableForm):
    """The address of an organisation that lost its private link."""

    email = forms.EmailField(label=_("E-mail of the organisation"))


class MessageForm(RefusableForm):
    """A message to an organisation."""

    sender = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("The organisation does not see it: its answer reaches you through this site."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(label=_("Message"), max_length=MESSAGE_LENGTH, widget=forms.Textarea(attrs={"rows": 6}))
    TRAP = "fax"

    @property
    def is_trapped(self) -> bool:
        """Tell whether something filled what nobody sees."""
        return bool(self.data.get(self.TRAP))


class AnswerForm(RefusableForm):
    """The answer to a message."""

    text = forms.CharField(label=_("Answer"), max_length=MESSAGE_LENGTH, widget=forms.Textarea(attrs={"rows": 6}))


class DecideForm(RefusableForm):
    """What coordination decides of a registration."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("publish", _("Publish it")), ("return", _("Return it with a reason"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("The organisation receives it by mail."), widget=_LINES, required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class NetworkForm(RefusableForm):
    """A network and its strategy."""

    name = forms.CharField(label=_("Name of the network"), max_length=200)
    strategy = forms.CharField(
        label=_("Strategy to involve more organisations"), widget=forms.Textarea(attrs={"rows": 10})
    )

    @staticmethod
    def initial_of(network: AgentNetwork) -> dict[str, Any]:
        """Return what the form shows of a network."""
        return {"name": network.name, "strategy": network.strategy}


class ApproachForm(RefusableForm):
    """An organisation that was approached."""

    role = forms.CharField(
        label=_("Role of whoever approaches it"), help_text=_("Such as “fellow”; not a person's name."), max_length=120
    )
    state = forms.CharField(label=_("State of the country"), max_length=80)
    name = forms.CharField(label=_("Organisation"), max_length=160)
    happened_on = forms.DateField(label=_("Day"), widget=DAY, required=False)
    result = forms.ChoiceField(label=_("Result"), choices=OutreachResult.choices)
    note = forms.CharField(
        label=_("Notes"), help_text=_("Only the coordination reads them."), widget=_LINES, required=False
    )

    @staticmethod
    def initial_of(approach: Approach) -> dict[str, Any]:
        """Return what the form shows of an approach."""
        names = ("role", "state", "name", "happened_on", "result", "note")
        return {name: getattr(approach, name) for name in names}


class LeaderForm(RefusableForm):
    """Somebody of a neighbourhood, with their consent."""

    municipality = forms.CharField(label=_("Municipality"), max_length=120)
    neighbourhood = forms.CharField(label=_("Neighbourhood"), max_length=120)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    name = forms.CharField(label=_("Name"), max_length=160)
    channel = forms.ChoiceField(label=_("How they agreed to be reached"), choices=LeaderChannel.choices)
    value = forms.CharField(label=_("Contact"), max_length=254)
    purpose = forms.CharField(label=_("What they agreed to be reached for"), widget=_LINES)
    consent_text = forms.CharField(
        label=_("Words that they agreed to"), help_text=_("The text of the notice, as it was read."), widget=_LINES
    )
    consent_on = forms.DateField(label=_("Day of the consent"), widget=DAY)
    consent_means = forms.ChoiceField(label=_("How it was given"), choices=ConsentMeans.choices)
    expires_on = forms.DateField(
        label=_("Last day of the consent"), help_text=_("The day after, all of this is erased."), widget=DAY
    )


class PurposeForm(RefusableForm):
    """What somebody wants personal data for."""

    purpose = forms.CharField(
        label=_("What for?"), help_text=_("The private trail keeps your answer with your office."), widget=_LINES
    )


class ImageForm(RefusableForm):
    """What the pages of a place carry at their head."""

    motto = forms.CharField(label=_("Motto"), max_length=80, required=False)
    official_url = forms.URLField(label=_("Official site"), max_length=200, assume_scheme="https", required=False)
    upload = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG or JPEG. It is shown small, on the page's own background."),
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
        required=False,
    )
    logo_alt = forms.CharField(
        label=_("What the logo shows"), help_text=_("For people who cannot see it."), max_length=120, required=False
    )
    forget_logo = forms.BooleanField(label=_("Take the present logo away"), required=False)

    @staticmethod
    def initial_of(place: Jurisdiction) -> dict[str, Any]:
        """Return what the form shows of a place."""
        return {name: getattr(place, name) for name in ("motto", "official_url", "logo_alt")}
