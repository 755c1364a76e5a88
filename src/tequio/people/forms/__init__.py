"""What people write about people and places, checked for its shape; the actions judge the rest."""

from tequio.people.forms.people import (
    AcceptForm,
    ContactForm,
    DeleteAccountForm,
    Form,
    InstallForm,
    InstitutionForm,
    InstitutionSearchForm,
    InviteForm,
    JurisdictionForm,
    MergeForm,
    PeopleSearchForm,
    PostForm,
    ReasonForm,
    SettingsForm,
    posted,
)

__all__ = [
    "AcceptForm",
    "ContactForm",
    "DeleteAccountForm",
    "Form",
    "InstallForm",
    "InstitutionForm",
    "InstitutionSearchForm",
    "InviteForm",
    "JurisdictionForm",
    "MergeForm",
    "PeopleSearchForm",
    "PostForm",
    "ReasonForm",
    "SettingsForm",
    "posted",
]
