"""The rows of a thematic axis's sheet, and those of what a commitment leaves behind."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from tequio.plans.forms.fields import Plain
from tequio.plans.vocab import ChannelKind, ProposalState, ResultKind


def _long(label: Any, rows: int = 2, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


class AddressField(forms.CharField):
    """A web address; people write it with or without https://."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "url", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text:
            return ""
        address = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in text or "@" in parts.netloc:
            raise forms.ValidationError(_("Write a web address, as https://example.org/page."), code="address")
        return address


class GoalRow(Plain):
    """One aspect of a verifiable goal."""

    label = forms.CharField(label=_("Number"), max_length=12, required=False)
    text = _long(_("What anybody will be able to verify"), 3, required=True)


class ProposalRow(Plain):
    """What citizens proposed, and the answer."""

    label = forms.CharField(label=_("Number"), max_length=12, required=False)
    text = _long(_("Citizens’ proposal"), 3, required=True)
    answer = _long(_("Answer of the institution"), 3)
    # Not stated is an answer: a blank row then holds nothing, and is left out.
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Not stated")), *ProposalState.choices], required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("state") == ProposalState.REJECTED and not values.get("answer"):
            self.add_error("answer", _("Say why it is not taken up: whoever proposed it deserves to know."))
        return values


class MechanismRow(Plain):
    """How citizens watch over an axis."""

    concern = _long(_("Concern"))
    proposal = _long(_("Proposal"))
    undertaking = _long(_("What the institution undertakes"))
    link = AddressField(label=_("Where it is published"))


class ChannelRow(Plain):
    """A page or an institutional account."""

    kind = forms.ChoiceField(label=_("Where"), choices=ChannelKind.choices, initial=ChannelKind.WEB)
    name = forms.CharField(label=_("What is told there"), max_length=240, required=False)
    handle = forms.CharField(
        label=_("Account"),
        max_length=80,
        required=False,
        help_text=_("Of the institution, as @institution. Never a person’s."),
    )
    link = AddressField(label=_("Address"))

    def clean_handle(self) -> str:
        """Refuse a mail or a sentence where an account should stand."""
        handle = str(self.cleaned_data["handle"]).strip()
        if "@" in handle[1:]:
            raise forms.ValidationError(_("This looks like a mail: write the account of the institution."))
        return handle

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        is_web = values.get("kind") == ChannelKind.WEB
        if is_web and not values.get("link") and "link" not in self.errors:
            self.add_error("link", _("Write the address of the page."))
        if not is_web and not (values.get("handle") or values.get("link")) and not self.errors:
            self.add_error("handle", _("Write the account or its address."))
        return values


class ResultRow(Plain):
    """An output or an outcome."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ResultKind.choices, initial=ResultKind.OUTPUT)
    text = _long(_("Result"), required=True)
