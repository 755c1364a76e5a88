"""The directories of who could take part: allies, organisations, networks of change and neighbourhood leaders."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from tequio.kit import ids
from tequio.people.models.people import Institution, Jurisdiction, Post
from tequio.people.vocab import (
    ORGANISATION_FIELDS,
    ConsentMeans,
    Interest,
    LeaderChannel,
    OrganisationState,
    OutreachResult,
    PriorityGroup,
    Scope,
)
from tequio.record import queries as record


class Ally(models.Model):
    """A unit of the administration that could share data (R089). What is public of it is only what was published."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="allies")
    unit = models.CharField(max_length=200, blank=True)
    shares = models.TextField()
    interest = models.CharField(max_length=8, choices=Interest.choices, default=Interest.UNKNOWN)
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="allies")
    note = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["institution__name", "unit", "pk"]

    def __str__(self) -> str:
        return f"{self.unit}, {self.institution}" if self.unit else str(self.institution)

    @property
    def urn(self) -> str:
        return record.urn("ally", self.public_id)


class Organisation(models.Model):
    """An organisation of civil society that registered itself (R091). Its address is private unless it consents."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=160)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    about = models.TextField(blank=True)
    topics = models.JSONField(default=list)
    # Codes of PriorityGroup, or the organisation's own words: the list is open (C02).
    groups = models.JSONField(default=list)
    has_gender_focus = models.BooleanField(default=False)
    is_interested = models.BooleanField(default=False)
    framework = models.TextField(blank=True)
    website = models.URLField(max_length=200, blank=True)
    contact_label = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    shows_contact = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=OrganisationState.choices, default=OrganisationState.UNCONFIRMED)
    # What a published organisation wants to say otherwise, until coordination agrees.
    proposed = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    # SHA-256 of the secret in its private link.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    registered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the directory; needs the jurisdiction at hand."""
        return reverse("people:organisation", args=[self.jurisdiction.slug, self.public_id, slugify(self.name)])

    @property
    def urn(self) -> str:
        return record.urn("organisation", self.public_id)

    @property
    def is_published(self) -> bool:
        """Tell whether everybody sees it."""
        return self.state == OrganisationState.PUBLISHED

    @property
    def mark(self) -> str:
        """SHA-256 of what it says and proposes to say: it tells whether that is still what somebody read."""
        said = {name: getattr(self, name) for name in ORGANISATION_FIELDS} | {"proposed": self.proposed}
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def group_names(self) -> list[str]:
        """The groups that it works with, in words."""
        known = dict(PriorityGroup.choices)
        return [str(known.get(group, group)) for group in self.groups]


class Relay(models.Model):
    """A message that somebody sent to an organisation through the site; erased after some weeks."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relays")
    sender = models.EmailField()
    text = models.TextField()
    answer = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"message {self.public_id}"

    @property
    def urn(self) -> str:
        return record.urn("relay", self.public_id)


class AgentNetwork(models.Model):
    """A network of agents of change through which more organisations are brought in, and its strategy (R191)."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="networks")
    name = models.CharField(max_length=200)
    strategy = models.TextField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="people_network_named_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its strategy and outreach; needs the jurisdiction at hand."""
        return reverse("people:network", args=[self.jurisdiction.slug, self.public_id])

    @property
    def urn(self) -> str:
        return record.urn("network", self.public_id)


class Approach(models.Model):
    """One organisation that a fellow of a network approached, and what came of it (R191)."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    network = models.ForeignKey(AgentNetwork, on_delete=models.CASCADE, related_name="approaches")
    # The role of whoever went, and the state of the country: never a person.
    role = models.CharField(max_length=120)
    state = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="approaches"
    )
    happened_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=OutreachResult.choices)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["state", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.network})"

    @property
    def urn(self) -> str:
        return record.urn("approach", self.public_id)


class Leader(models.Model):
    """Somebody of a neighbourhood who agreed to be reached, and for what (R090). Never public."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="leaders")
    municipality = models.CharField(max_length=120)
    neighbourhood = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    name = models.CharField(max_length=160)
    channel = models.CharField(max_length=8, choices=LeaderChannel.choices)
    value = models.CharField(max_length=254)
    # What they agreed to: for what, in which words, when, how, and until when.
    purpose = models.TextField()
    consent_text = models.TextField()
    consent_on = models.DateField()
    consent_means = models.CharField(max_length=8, choices=ConsentMeans.choices)
    expires_on = models.DateField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["municipality", "neighbourhood", "pk"]

    def __str__(self) -> str:
        return f"leader {self.public_id}"

    @property
    def urn(self) -> str:
        return record.urn("leader", self.public_id)

    def is_usable(self, *, on: date) -> bool:
        """Tell whether the consent still holds on a day."""
        return self.expires_on >= on


class Merge(models.Model):
    """Two rows of the directory that turned out to be one, with what it takes to part them again (X04, X05)."""

    public_id = models.CharField(max_length=10, unique=True, default=ids.public_id, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="merges")
    kept_institution = models.ForeignKey(Institution, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    merged_institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    kept_post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    merged_post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Primary keys of what moved, and the names that the kept one gained; never an address.
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"merge {self.public_id}"

    @property
    def urn(self) -> str:
        return record.urn("merge", self.public_id)
